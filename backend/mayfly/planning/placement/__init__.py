"""Where the copies of a feature go on a face: points, patterns, rows, offsets."""
