"""From a bare Python to a working environment: own folder, locked packages, a browser for the tests. Standard library only."""
