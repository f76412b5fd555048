"""Top floor: people and screens. The only storey that knows Flask."""
