"""Where something goes, which way it leads, and how a part stands."""
