"""What `make` does: set up, run and test. `scripts.setup` needs nothing but Python."""
