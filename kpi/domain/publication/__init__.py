"""What of a quarter may be published: the scheme of tables, how they are protected and audited together, and what is then read."""
