"""The command line: ``mayfly make | design | run | parts | list | stats | sweep | serve | doctor | janitor``.

What a command answers goes to standard output, everything else to standard
error. Exit codes: 0 done, 1 it failed, 2 the request or the call must be changed.
"""

from mayfly.cli.commands import app, main

__all__ = ["app", "main"]
