"""Who may do what: the identity, the policy table, its predicates, and the guard at the door."""
