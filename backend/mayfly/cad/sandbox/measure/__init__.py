"""Measuring a STEP file: whether it is sound, its sizes and holes, and the file that is published."""
