"""The cleanup half: every model has a deadline, and something that keeps it."""
