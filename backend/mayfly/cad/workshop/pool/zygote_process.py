"""The zygote's process as the server sees it: started clean, checked, ended, and its folders removed."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any, Protocol

from mayfly.cad.job_folder import remove_folder
from mayfly.cad.workshop.pool.toolchain import code_on_disk

_FOLDER_PREFIX = "mayfly-workshop-"
_FRESH_SECONDS = 60.0
_QUIET_SECONDS = 10.0
_LISTENER_SECONDS = 1.0
_SOURCE_ROOT = Path(__file__).resolve().parents[4]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from mayfly.cad.sandbox import zygote; zygote.main()"
)
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",  # a thread started by an import would make every fork unsafe
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",  # the same script gives the same bytes
    "LC_ALL": "C.UTF-8",
    # A library that looks for its settings finds none, and not even root can make a folder in there.
    "HOME": "/dev/null",
}


class _Listener(Protocol):
    """The thread that follows a zygote."""

    @property
    def alive(self) -> bool:
        """Whether it runs."""

    def join(self, seconds: float) -> None:
        """Wait until it has ended."""


class ZygoteProcess:
    """The zygote's process, as the server sees it.

    Attributes:
        root: Where its children's folders are.
        control: The socket to it.
        listener: Listens to it; None before there is one.
        ready: It has reported that it can fork.
        protection: What protects its children, a row for each layer.
        heard_at: When it last sent something, in monotonic seconds.
        asked_at: When it was asked for a sign of life that it has not answered; else None.
        metered: It counts what children write before they write it; else the server has to look.
        code: A digest of the code that it has loaded.
    """

    def __init__(self, limits: dict[str, Any]) -> None:
        """Start it; it takes seconds until it is ready.

        Raises:
            OSError: The system has no folder, descriptor or process for it; nothing is left of it then.
        """
        self.listener: _Listener | None = None
        self.ready = False
        self.metered = False
        self.heard_at = time.monotonic()
        self.asked_at: float | None = None
        self.protection: tuple[dict[str, Any], ...] = ()
        self.code = code_on_disk()
        with contextlib.ExitStack() as undo:
            self.root = Path(tempfile.mkdtemp(prefix=_FOLDER_PREFIX))
            undo.callback(shutil.rmtree, self.root, ignore_errors=True)
            if os.geteuid() == 0:
                self.root.chmod(
                    0o711
                )  # a child with a user id of its own names its files by whole paths, too
            self._lock = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            undo.callback(os.close, self._lock)
            fcntl.flock(self._lock, fcntl.LOCK_SH)
            self._log: IO[bytes] = undo.enter_context(tempfile.TemporaryFile())
            self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            undo.callback(self.control.close)
            with theirs:
                self._process = self._start(theirs.fileno(), {**limits, "root": str(self.root)})
            undo.pop_all()

    def _start(self, control: int, settings: dict[str, Any]) -> subprocess.Popen[bytes]:
        """Start the interpreter, with no descriptor of the server's but the control socket's other end."""
        program = [sys.executable, "-s", "-P", "-c", _PROGRAM, str(_SOURCE_ROOT)]
        return subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
            [*program, str(control), json.dumps(settings)],
            env=_ENVIRONMENT,
            pass_fds=[control],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            cwd="/",
            # Ctrl-C in a terminal is for the server, which then closes us. No session of our own:
            # Linux shares the processors between sessions first, and a process gives way only within its own.
            process_group=0,
        )

    def has_loaded(self) -> None:
        """Note that its code is loaded; where files changed meanwhile, it is not known which code that is."""
        if self.code != code_on_disk():
            self.code = secrets.token_hex()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process.poll() is None

    def unfit(self, patience_seconds: float) -> str:
        """Return why it can't be used any more; an empty text while it can, or may.

        Args:
            patience_seconds: How long it may take to answer.
        """
        if not self.alive:
            return "its process ended: " + self.last_words()
        if self.is_overdue(patience_seconds):
            return f"it has not answered for {patience_seconds:g} s"
        return "" if self.listener is not None and self.listener.alive else "nothing listens to it"

    def is_overdue(self, seconds: float) -> bool:
        """Return whether an answer is overdue; ask for a sign of life where it sent nothing for a while."""
        now = time.monotonic()
        if self.asked_at is not None:
            return now - self.asked_at > seconds
        if self.ready and now - self.heard_at > _QUIET_SECONDS:
            self.asked_at = now
            with contextlib.suppress(OSError):  # full, or closed: then there will be no answer
                self.control.send(b"{}", socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
        return False

    def last_words(self) -> str:
        """Return the last line that it or a starting child wrote."""
        with contextlib.suppress(OSError, ValueError):
            size = os.fstat(self._log.fileno()).st_size
            text = os.pread(self._log.fileno(), 4096, max(0, size - 4096)).decode("utf-8", "replace").strip()
            return text.splitlines()[-1] if text else "no reason given"
        return "no reason given"

    def end(self) -> None:
        """End it, wait for it and its listener, and remove its folder."""
        with contextlib.suppress(OSError):
            self.control.shutdown(socket.SHUT_RDWR)  # both sides notice
        if self.listener is not None:
            self.listener.join(_LISTENER_SECONDS)
        try:
            self._process.wait(3)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.control.close()
        self._log.close()
        remove_folder(self.root)
        os.close(self._lock)

    def release_in_fork(self) -> None:
        """Release it in a fork of the server, without sending anything to it."""
        self._process.returncode = 0
        self.control.close()
        self._log.close()
        os.close(self._lock)


def remove_stale_folders() -> None:
    """Remove folders of servers that were killed together with their zygotes.

    A living server holds a lock on its folder; a folder of the last minute may
    not be locked yet.
    """
    try:
        found = list(Path(tempfile.gettempdir()).glob(_FOLDER_PREFIX + "*"))
    except OSError:  # no free descriptor, or no such folder; what needs it will raise
        return
    for folder in found:
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                status = os.fstat(descriptor)
                if status.st_uid == os.geteuid() and time.time() - status.st_ctime > _FRESH_SECONDS:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    remove_folder(folder)
            finally:
                os.close(descriptor)
