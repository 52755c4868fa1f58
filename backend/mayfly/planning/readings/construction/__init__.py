"""Models that are built up step by step: sketches drawn out, turned, lofted, cut and repeated."""
