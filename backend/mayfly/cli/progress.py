"""The sign of life on a terminal: what a command does just now, and for how long.

It is written before anything heavy is imported, so that a person sees something at once.
Standard library only.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

_WORKING: Final = frozenset({"make", "run", "design", "show", "draw", "chat", "doctor"})
"""Commands that may take longer than a moment."""
_TURNS: Final = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_PLAIN_TURNS: Final = "|/-\\"
_TURN_SECONDS: Final = 0.1
_COUNTED_SECONDS: Final = 2.0
"""From when on the seconds are shown."""


def shows_progress() -> bool:
    """Return whether a person looks at a terminal that can rewrite its line."""
    return sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def first_sign(arguments: Sequence[str]) -> None:
    """Write the first sign of a command that may take longer; whatever is written next takes its place."""
    if arguments and arguments[0] in _WORKING and "--json" not in arguments and shows_progress():
        _write(f"{_turns()[0]} starting\r")


def clear() -> None:
    """Remove what stands on the line, before something shorter is written there."""
    if shows_progress():
        _write("\r\x1b[2K")


@contextmanager
def showing_progress(as_json: bool) -> Iterator[Callable[[str], None]]:
    """Show the stages on a terminal; stay silent in a pipe and with ``--json``."""
    if as_json or not shows_progress():
        yield _ignore
        return
    line = _Line()
    try:
        yield line.show
    finally:
        line.end()


class _Line:
    """The line of a terminal that shows the stage, rewritten by a thread."""

    def __init__(self) -> None:
        """Start with the stage "starting"."""
        self._stage = "starting"
        self._began = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mayfly-progress", daemon=True)
        self._thread.start()

    def show(self, stage: str) -> None:
        """Show another stage."""
        self._stage = stage

    def end(self) -> None:
        """Remove the line."""
        self._over.set()
        self._thread.join()
        _write("\r\x1b[2K")

    def _run(self) -> None:
        turns, turn = _turns(), 0
        while True:
            passed = time.monotonic() - self._began
            counted = f" {passed:.0f} s" if passed >= _COUNTED_SECONDS else ""
            _write(f"\r\x1b[2K{turns[turn % len(turns)]} {self._stage}{counted}\r")
            turn += 1
            if self._over.wait(_TURN_SECONDS):
                return


def _turns() -> str:
    """Return the characters that turn, as the terminal can show them."""
    encoding = (sys.stderr.encoding or "ascii").lower().replace("-", "")
    return _TURNS if encoding.startswith("utf") else _PLAIN_TURNS


def _write(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:  # the terminal is gone
        pass


def _ignore(_: str) -> None:
    """Show nothing."""
