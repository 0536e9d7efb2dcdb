"""Trains the encoder that says who deals with whom. Needs torch: `make weights` installs it."""
