"""What stands around the description and changes no shape."""
