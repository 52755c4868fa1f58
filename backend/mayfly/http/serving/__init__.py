"""``mayfly serve``: the server process, and its bounds on connections."""
