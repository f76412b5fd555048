"""Pure rules about what was measured: no database, no clock, no randomness."""
