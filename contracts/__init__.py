"""Ground floor: what was promised (organisations, agreements, budget lines, programme)."""
