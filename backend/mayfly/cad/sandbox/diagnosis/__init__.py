"""What went wrong in a script: which object, which faces, and what would work."""
