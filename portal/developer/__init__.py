"""The project's own command line and what it needs: start, demonstration, export, backup, proof."""
