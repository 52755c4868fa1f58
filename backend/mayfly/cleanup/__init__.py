"""The cleanup: every model has a deadline and is removed when it comes, whatever process made it."""
