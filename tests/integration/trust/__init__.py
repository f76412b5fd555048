"""Trust, proven: attacks and faults against the real portal."""
