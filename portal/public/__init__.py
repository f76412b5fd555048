"""Pages for everybody, and the way to your own start page."""
