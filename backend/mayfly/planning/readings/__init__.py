"""From what was said of each topic to a design: sizes of the part, features, their faces and places."""
