"""Questions about what was measured: a session in, frozen dataclasses out."""
