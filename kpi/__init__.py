"""First floor: what was measured, and what was said about it."""
