"""`make prove`: attacks and faults against the real portal, with what came of them beside what was promised."""
