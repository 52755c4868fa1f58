"""The pool of children: the zygote's life, spare children kept ready, and their ends."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections import deque
from pathlib import Path
from typing import Any

from mayfly.cad import channel

_START_SECONDS = 120.0
_READY_SECONDS = 60.0
_MESSAGE_LIMIT_BYTES = 64 * 1024
_SOURCE_ROOT = Path(__file__).resolve().parent.parent.parent
_PROGRAM = "import sys; sys.path.insert(0, sys.argv.pop(1)); from mayfly.cad.zygote import main; main()"


class PoolError(Exception):
    """No child could be had; the text says why."""


class Child:
    """One child process, as the workshop sees it.

    Attributes:
        identity: Number of the child in this pool.
        line: Where jobs go and answers come from.
        folder: Its job folder.
        folder_descriptor: The same, opened.
    """

    def __init__(self, identity: int, line: channel.Line, folder: Path, folder_descriptor: int) -> None:
        """Describe a child that is being forked."""
        self.identity = identity
        self.line = line
        self.folder = folder
        self.folder_descriptor = folder_descriptor
        self.pidfd = -1
        self.pid = 0
        self._ended = threading.Event()
        self._end: tuple[int, int] = (0, 0)

    def ended(self, code: int, peak_kib: int) -> None:
        """Note how it ended."""
        self._end = (code, peak_kib)
        self._ended.set()

    def kill(self) -> None:
        """End it now, and return when it is dead."""
        if self.pidfd < 0:
            return
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        poll = select.poll()
        poll.register(self.pidfd, select.POLLIN)
        poll.poll()

    def wait_ended(self, seconds: float = 5.0) -> tuple[int, int]:
        """Give exit code (negative for a signal) and peak memory in KiB of a child that is dying."""
        self._ended.wait(seconds)
        return self._end

    def close(self) -> None:
        """Free what the workshop holds of it, and remove its folder."""
        self.line.sock.close()
        os.close(self.folder_descriptor)
        if self.pidfd >= 0:
            os.close(self.pidfd)
        shutil.rmtree(self.folder, ignore_errors=True)


class Pool:
    """Keeps spare children ready.

    Args:
        spare: How many to keep ready.
        memory_bytes: Address space that each may add.
        cpu_seconds: Processor time of each, at most.
        file_bytes: Largest file that each may write.
        idle_seconds: Time without work after which everything is ended.
    """

    def __init__(
        self, *, spare: int, memory_bytes: int, cpu_seconds: int, file_bytes: int, idle_seconds: float
    ) -> None:
        """Keep the limits; start nothing."""
        self.protection: tuple[dict[str, Any], ...] = ()
        self._spare = spare
        self._limits = {"memory_bytes": memory_bytes, "cpu_seconds": cpu_seconds, "file_bytes": file_bytes}
        self._idle_seconds = idle_seconds
        self._change = threading.Condition(threading.RLock())
        self._reset()

    def _reset(self) -> None:
        """Forget the zygote and its children."""
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._root: Path | None = None
        self._errors: Any = None
        self._ready: deque[Child] = deque()
        self._veterans: deque[Child] = deque()
        self._children: dict[int, Child] = {}
        self._starting = 0
        self._busy = 0
        self._count = 0
        self._owner = os.getpid()
        self._hello = False
        self._failure = ""
        self._used_at = time.monotonic()

    @property
    def running(self) -> bool:
        """Tell whether a zygote is alive."""
        return self._zygote is not None and self._owner == os.getpid()

    # --- the zygote ------------------------------------------------------------------------

    def start(self) -> None:
        """Start the zygote if there is none, and wait until it has said what protects its children.

        Raises:
            PoolError: It could not be started.
        """
        with self._change:
            if self._owner != os.getpid():
                self._reset()  # a fork of the server: the children belong to the other
            if self._zygote is None:
                self._launch()
            self._used_at = time.monotonic()
            limit = time.monotonic() + _START_SECONDS
            while not self._hello:
                if self._failure or not self._change.wait(max(0.0, limit - time.monotonic())):
                    failure = self._failure or "it did not start in time"
                    self.close()
                    raise PoolError(failure)

    def _launch(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._root = Path(tempfile.mkdtemp(prefix="mayfly-workshop-"))
        self._errors = tempfile.TemporaryFile()
        settings = json.dumps({**self._limits, "root": str(self._root), "own_uid": True})
        arguments = [
            sys.executable,
            "-s",
            "-P",
            "-c",
            _PROGRAM,
            str(_SOURCE_ROOT),
            str(theirs.fileno()),
            settings,
        ]
        environment = {
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
        }
        self._zygote = subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
            arguments,
            env=environment,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            start_new_session=True,
        )
        theirs.close()
        self._control = ours
        for _ in range(self._spare):
            self._order()
        threading.Thread(
            target=_listen, args=(weakref.ref(self), ours), name="mayfly-workshop", daemon=True
        ).start()
        _OPEN_POOLS.add(self)

    def _order(self) -> None:
        """Ask for one more child; it reports when it is ready."""
        assert self._control is not None and self._root is not None  # noqa: S101
        self._count += 1
        folder = self._root / f"job-{self._count}"
        folder.mkdir(mode=0o700)
        folder_descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        ours, theirs = socket.socketpair()
        child = Child(self._count, channel.Line(ours), folder, folder_descriptor)
        self._children[child.identity] = child
        self._starting += 1
        try:
            with theirs:
                socket.send_fds(
                    self._control,
                    [json.dumps({"id": child.identity}).encode()],
                    [theirs.fileno(), folder_descriptor],
                )
        except OSError:
            self._starting -= 1
            self._children.pop(child.identity, None)
            child.close()
            self._failure = self._failure or "its process is gone"

    # --- lending children ------------------------------------------------------------------

    def take(self, *, reusable: bool) -> Child:
        """Lend a child: one that ran trusted jobs before if ``reusable``, else one that is fresh.

        Raises:
            PoolError: None could be had.
        """
        with self._change:
            self._busy += 1
            try:
                if reusable and self._veterans:
                    return self._veterans.pop()
                limit = time.monotonic() + _READY_SECONDS
                while not self._ready:
                    if self._failure or not self._change.wait(max(0.0, limit - time.monotonic())):
                        raise PoolError(self._failure or "no child became ready in time")
                child = self._ready.popleft()
            except BaseException:
                self._busy -= 1
                raise
            self._refill()
        return child

    def _refill(self) -> None:
        while len(self._ready) + self._starting < self._spare and not self._failure and self._zygote:
            self._order()

    def give_back(self, child: Child, *, reuse: bool) -> None:
        """Take a child back: to be lent again if ``reuse``, else to be ended."""
        with self._change:
            self._busy -= 1
            self._used_at = time.monotonic()
            if reuse and len(self._veterans) < self._spare and child.identity in self._children:
                self._veterans.append(child)
                return
            self._children.pop(child.identity, None)
        child.kill()
        child.close()

    # --- what the zygote says --------------------------------------------------------------

    def heard(self, message: dict[str, Any], descriptors: list[int]) -> None:
        """Act on a message of the zygote."""
        with self._change:
            event = message["event"]
            child = self._children.get(message.get("id", -1))
            if event == "hello":
                self.protection = tuple(message["protection"])
                self._hello = True
            elif event == "forked" and child is not None:
                child.pidfd, child.pid = descriptors.pop(), message["pid"]
                child.line.pidfd = child.pidfd
                threading.Thread(target=self._welcome, args=(child,), daemon=True).start()
            elif event == "ended" and child is not None:
                child.ended(message["code"], message["peak_kib"])
                for line in (self._ready, self._veterans):
                    with contextlib.suppress(ValueError):
                        line.remove(child)
            self._change.notify_all()
        for descriptor in descriptors:
            os.close(descriptor)

    def _welcome(self, child: Child) -> None:
        """Put a child into the pool once it says that it is ready."""
        try:
            child.line.receive(time.monotonic() + _READY_SECONDS)
            good = True
        except (channel.ChannelClosed, channel.ChannelTimeout, channel.BadMessage):
            good = False
        code = 0 if good else child.wait_ended()[0]
        with self._change:
            self._starting -= 1
            if good and child.identity in self._children:
                self._ready.append(child)
            elif child.identity in self._children:
                words = self._last_words()
                self._failure = self._failure or f"a child ended at its start (code {code}: {words})"
            self._change.notify_all()

    def lost(self) -> None:
        """Note that the zygote is gone."""
        with self._change:
            self._failure = self._failure or "its process ended: " + self._last_words()
            self._change.notify_all()

    def _last_words(self) -> str:
        if self._errors is None:
            return ""
        self._errors.seek(0)
        text: str = self._errors.read(200_000).decode("utf-8", "replace").strip()
        return text.splitlines()[-1] if text else "no reason given"

    def idle(self, now: float) -> bool:
        """Tell whether nothing was asked for so long that everything should end."""
        with self._change:
            return self._hello and not self._busy and now - self._used_at > self._idle_seconds

    def close(self) -> None:
        """End the zygote and all children, and remove their folders."""
        with self._change:
            if self._zygote is None or self._owner != os.getpid():
                self._reset()
                return
            zygote, control, root = self._zygote, self._control, self._root
            children = list(self._children.values())
            self._hello = False
            if self._errors is not None:
                self._errors.close()
            self._reset()
            self._change.notify_all()
        if control is not None:
            with contextlib.suppress(OSError):
                control.shutdown(socket.SHUT_RDWR)
        for child in children:
            child.kill()
            child.close()
        try:
            zygote.wait(10)
        except subprocess.TimeoutExpired:
            zygote.kill()
            zygote.wait()
        if root is not None:
            shutil.rmtree(root, ignore_errors=True)


def _listen(reference: weakref.ref[Pool], control: socket.socket) -> None:
    """Pass on what the zygote says, until it or the pool is gone; end the pool when it has been idle."""
    try:
        while True:
            readable, _, _ = select.select([control], [], [], 1.0)
            pool = reference()
            if pool is None:
                return
            if not readable:
                if pool.idle(time.monotonic()):
                    pool.close()
                    return
                continue
            message, descriptors, _, _ = socket.recv_fds(control, _MESSAGE_LIMIT_BYTES, 2)
            if not message:
                pool.lost()
                return
            pool.heard(json.loads(message), list(descriptors))
            del pool
    except OSError:
        pool = reference()
        if pool is not None:
            pool.lost()
    finally:
        control.close()


_OPEN_POOLS: weakref.WeakSet[Pool] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """End what is still running when the interpreter exits."""
    for pool in list(_OPEN_POOLS):
        pool.close()
