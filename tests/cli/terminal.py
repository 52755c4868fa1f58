"""A terminal for tests: a program runs in it as in front of a person, who reads and types."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


class Terminal:
    """A terminal with a program in it.

    Args:
        master: Our end of it.
        process: The program.
    """

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        """Keep both; nothing is read yet."""
        self._master = master
        self._process = process
        self._read = ""

    @property
    def line(self) -> str:
        """What stands on the line where the program writes now."""
        rewritten = self._read.rsplit("\n", 1)[-1].rsplit("\x1b[2K", 1)[-1]
        shown = ""
        for part in rewritten.split("\r"):
            shown = part + shown[len(part) :]
        return _CONTROL.sub("", shown)

    @property
    def text(self) -> str:
        """All that was shown so far, without what controls the terminal."""
        return _CONTROL.sub("", self._read).replace("\r\n", "\n")

    def wait_for(self, words: str, seconds: float = 120.0) -> str:
        """Read until some words are shown; return all that is shown then.

        Raises:
            AssertionError: They were not shown.
        """
        until = time.monotonic() + seconds
        while words not in self.text:
            if time.monotonic() > until or not self._more(until):
                raise AssertionError(f"{words!r} was not shown, but: {self.text}")
        return self.text

    def wait_end(self, seconds: float = 120.0) -> tuple[int, str]:
        """Read until the program has ended; return its exit code, and all that was shown."""
        until = time.monotonic() + seconds
        while self._more(until):
            pass
        return self._process.wait(max(1.0, until - time.monotonic())), self.text

    def type(self, text: str) -> None:
        """Type something."""
        os.write(self._master, text.encode())

    def forget(self) -> None:
        """Forget what was shown."""
        self._read = ""

    def _more(self, until: float) -> bool:
        """Read what there is; False at the end."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            part = os.read(self._master, 65536)
        except OSError:  # the program has ended, and its end of the terminal is closed
            return False
        self._read += part.decode("utf-8", "replace")
        return bool(part)


@contextlib.contextmanager
def in_terminal(call: Sequence[str], folder: Path | None = None, **environment: str) -> Iterator[Terminal]:
    """Run a program in a terminal of 200 columns.

    Args:
        call: The program.
        folder: Where it runs.
        **environment: Variables besides those of the test.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("4H", 50, 200, 0, 0))
    variables: Mapping[str, str] = {**os.environ, "TERM": "xterm", **environment}
    process = subprocess.Popen(
        call,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=folder,
        env=variables,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(slave)
    try:
        yield Terminal(master, process)
    finally:
        process.kill()
        process.wait()
        os.close(master)
