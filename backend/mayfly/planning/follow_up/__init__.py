"""Reads a message onto the model at hand: what shall change about it, as edits of its design."""
