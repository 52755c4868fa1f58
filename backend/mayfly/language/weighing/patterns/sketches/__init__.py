"""Profiles that are sketched, drawn out, turned, repeated."""
