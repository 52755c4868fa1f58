"""The building half: scripts, the workshop of child processes, the catalogue of parts."""
