"""What the journeys stand on: a running portal, a browser that is watched, and people who walk through it."""
