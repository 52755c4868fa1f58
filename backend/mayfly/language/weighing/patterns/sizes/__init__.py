"""Numbers with the names of what they measure."""
