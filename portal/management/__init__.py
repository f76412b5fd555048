"""The contractmanager's desk: worklist, reviews, contracts and money."""
