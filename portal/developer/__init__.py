"""The project's own command line: run, seed, export, back up, prove. Nothing is imported here: the bootstrap starts without packages."""
