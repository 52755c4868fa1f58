"""Models that are spelled out: boxes, cylinders and balls with all their coordinates, added and cut in order."""
