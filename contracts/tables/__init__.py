"""The tables of what was promised. Imported only by queries and actions."""
