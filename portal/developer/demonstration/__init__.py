"""The demonstration: invented aanbieders, people, money and twelve quarters, told through the real use cases. Nothing in it is real."""
