"""Who may send a request, and how large: tokens, host names, origins, sizes and times."""
