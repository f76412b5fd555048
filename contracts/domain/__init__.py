"""Pure rules about what was promised: no database, no clock, no randomness."""
