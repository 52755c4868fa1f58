"""Holes by their size alone, their mouths, and edges that are rounded or chamfered."""
