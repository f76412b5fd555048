"""The tables of what was measured. Imported only by queries and actions."""
