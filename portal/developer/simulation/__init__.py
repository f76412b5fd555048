"""The seeded simulation of client journeys behind the demonstration figures. Everything it makes is invented."""
