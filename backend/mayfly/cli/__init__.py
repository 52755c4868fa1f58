"""The command line: ``mayfly make | chat | design | run | list | keep | delete | show | draw`` and more.

What a command answers goes to standard output, everything else to standard
error. Exit codes: 0 done, 1 it failed, 2 the request or the call must be changed.

The first sign of life is written before anything is imported; ``make`` and ``mcp`` are read without Typer.
"""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; the entry point ``mayfly``."""
    from mayfly.cli.progress import first_sign

    first_sign(sys.argv[1:])
    if sys.argv[1:] == ["mcp"]:
        from mayfly.cli.agent_server import serve_agent

        return serve_agent()
    if sys.argv[1:2] == ["make"] and _made_quickly(sys.argv[2:]):
        return
    from mayfly.cli.commands import app

    app(prog_name="mayfly")


def _made_quickly(arguments: list[str]) -> bool:
    """Run ``make`` where its arguments can be read without Typer; return whether they could."""
    from mayfly.cli.quick import read_make

    read = read_make(arguments)
    if read is None:
        return False
    from mayfly.cli.making import make

    wanted, written, as_json = read
    try:
        make(wanted, written, as_json=as_json)
    except KeyboardInterrupt:
        sys.stderr.write("\nAborted.\n")
        sys.exit(130)
    except BrokenPipeError:  # what reads our output has ended
        sys.stdout = None
        sys.exit(1)
    return True


def __getattr__(name: str) -> Any:
    """Load the commands on first use (PEP 562)."""
    if name == "app":
        from mayfly.cli.commands import app

        return app
    raise AttributeError(f"module 'mayfly.cli' has no attribute {name!r}")
