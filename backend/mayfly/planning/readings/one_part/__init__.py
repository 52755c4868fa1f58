"""One part of the catalogue with its features: how it stands, its ends, and what else it may be."""
