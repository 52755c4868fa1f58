"""The command line: ``mayfly make | chat | design | run | list | keep | delete | show | draw`` and more.

What a command answers goes to standard output, everything else to standard
error. Exit codes: 0 done, 1 it failed, 2 the request or the call must be changed.

The first sign of life is written before the commands are imported.
"""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; the entry point ``mayfly``."""
    from mayfly.cli.progress import first_sign

    first_sign(sys.argv[1:])
    from mayfly.cli.commands import app

    app()


def __getattr__(name: str) -> Any:
    """Load the commands on first use (PEP 562)."""
    if name == "app":
        from mayfly.cli.commands import app

        return app
    raise AttributeError(f"module 'mayfly.cli' has no attribute {name!r}")
