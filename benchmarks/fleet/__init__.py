"""A whole fleet on one machine: shown, measured, broken on purpose, and simulated at other sizes."""
