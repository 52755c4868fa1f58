"""From what was said of each thing to a design: sizes of the part, features, their faces and places."""
