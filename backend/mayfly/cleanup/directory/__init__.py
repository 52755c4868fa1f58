"""The directory of models on the disk: what is in it, and every step on its files."""
