"""What is recorded while a script runs: what it shows, saves and binds, and what went into what."""
