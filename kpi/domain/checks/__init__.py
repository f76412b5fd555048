"""One rule engine for form, upload and command line: what cannot be, what asks for a reason, what is good to know (S001 §7.2)."""
