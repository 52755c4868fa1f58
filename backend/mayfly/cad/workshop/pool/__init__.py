"""The pool of child processes: the zygote, the children that it forks, and what they report."""
