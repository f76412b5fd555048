"""The rule engine: each rule by itself, its bounds, and what must hold for any figures."""
