"""The gemeente's desk for the advice of the klankbordgroep: answering, telling what came of it, and bringing it to the tables of aanbieders."""
