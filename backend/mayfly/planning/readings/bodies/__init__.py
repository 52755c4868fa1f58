"""Several bodies: where each stands against the others, joined or kept apart."""
