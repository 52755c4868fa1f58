"""One module for each kind of feature: its sizes, whether it fits, its steps, its volume."""
