"""Use cases on what was measured: ask the domain, change rows, write the journal, never commit."""
