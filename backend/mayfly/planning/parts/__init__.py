"""Which catalogue part a request means, and with which sizes."""
