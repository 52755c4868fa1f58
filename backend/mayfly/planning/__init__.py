"""From a request in words to a plan: a script, its parameters, and what must come out."""
