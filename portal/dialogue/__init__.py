"""The partnership table, where both sides sit."""
