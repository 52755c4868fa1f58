"""Everything that builds models: scripts, the workshop of child processes, parts, standards, pictures."""
