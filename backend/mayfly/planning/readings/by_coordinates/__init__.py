"""Models that are spelled out: boxes, cylinders and balls at coordinates, added and cut in order."""
