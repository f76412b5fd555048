"""Use cases on what was promised: ask the domain, change rows, write the journal, never commit."""
