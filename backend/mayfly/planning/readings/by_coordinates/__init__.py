"""Models spelled out: boxes, cylinders and balls by all their coordinates, added and cut in order."""
