"""Faces, profiles and occupied volumes: plain geometry, without words and without a script."""
