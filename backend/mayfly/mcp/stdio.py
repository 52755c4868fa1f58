"""``mayfly mcp``: serve one client on standard input and output.

The first answer comes before the SDK is imported (``mayfly.mcp.handshake``). Importing this module is cheap.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import Final

from mayfly.mcp.handshake import answer_opening

_STDIN: Final = 0
_STDOUT: Final = 1
_STDERR: Final = 2


def serve_stdio() -> None:
    """Serve until the client closes standard input, or SIGTERM.

    Standard output belongs to the protocol. Everything else that is printed, by this process or its children,
    goes to standard error: while the SDK is imported, while it serves, and at the end, where the SDK gives
    the descriptor back and Python's buffer is flushed before that.

    Raises:
        ModuleNotFoundError: The SDK is not installed (the extra ``mcp``).
    """
    if find_spec("mcp") is None:
        raise ModuleNotFoundError("No module named 'mcp'", name="mcp")
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    opening = answer_opening(_STDIN, _STDOUT)
    with _prints_to_stderr():
        from mayfly.mcp.stdio_session import end_session, serve_session
    try:
        serve_session(opening)
    finally:
        with suppress(OSError):
            os.dup2(_STDERR, _STDOUT)
        end_session()


@contextmanager
def _prints_to_stderr() -> Iterator[None]:
    """Let what is printed go to standard error, and give standard output back."""
    sys.stdout.flush()
    wire = os.dup(_STDOUT)
    try:
        os.dup2(_STDERR, _STDOUT)
        yield
        sys.stdout.flush()
    finally:
        os.dup2(wire, _STDOUT)
        os.close(wire)
