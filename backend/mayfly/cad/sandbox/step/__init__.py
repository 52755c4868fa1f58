"""STEP files: the document, its names and colours, and the bytes."""
