"""Several bodies: their names, where they stand, whether they are joined."""
