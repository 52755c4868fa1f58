"""A body that takes shape, with what is put on it and cut out of it."""
