"""Questions about what was promised: a session in, frozen dataclasses out."""
