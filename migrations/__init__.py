"""The schema's history, up and down, on both databases."""
