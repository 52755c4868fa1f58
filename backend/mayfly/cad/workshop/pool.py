"""The pool of children: the zygote's life, spare children kept ready, and their ends."""

from __future__ import annotations

import atexit
import contextlib
import itertools
import json
import os
import select
import shutil
import signal
import socket
import threading
import time
import weakref
from collections import Counter, deque
from collections.abc import Iterator
from typing import Any

from mayfly.cad import channel
from mayfly.cad.workshop.cancelling import CancelToken
from mayfly.cad.workshop.child_process import ROLES, ChildProcess, Role
from mayfly.cad.workshop.zygote_process import ZygoteProcess

_START_SECONDS = 120.0
_READY_SECONDS = 60.0
_LOOK_SECONDS = 0.03  # between looks whether the one who waits for a child has been cancelled
_VETERAN_JOBS = 100
_MESSAGE_LIMIT_BYTES = 64 * 1024


class PoolError(Exception):
    """No child could be had; the text says why."""


class Pool:
    """Keeps spare children ready.

    Args:
        spare: How many to keep ready.
        limits: ``memory_bytes``, ``cpu_seconds`` and ``file_bytes`` of each child.
        idle_seconds: Time without work after which everything is ended.

    Attributes:
        give_way: Children that are started from now on work when nobody else wants the processors.
    """

    def __init__(self, *, spare: int, limits: dict[str, int], idle_seconds: float) -> None:
        """Keep the limits; start nothing."""
        self.protection: tuple[dict[str, Any], ...] = ()
        self.give_way = False
        self._spare = spare
        self._limits = limits
        self._idle_seconds = idle_seconds
        self._forget()

    def _forget(self) -> None:
        """Be a pool that was never started."""
        self._change = threading.Condition(threading.RLock())
        self._identities = itertools.count(1)
        self._owner = os.getpid()
        self._zygote: ZygoteProcess | None = None
        self._children: dict[int, ChildProcess] = {}
        self._ready: dict[Role, deque[ChildProcess]] = {role: deque() for role in ROLES}
        self._veterans: deque[ChildProcess] = deque()
        self._starting: set[int] = set()
        self._users = 0
        self._failure = ""
        self._used_at = time.monotonic()

    @property
    def running(self) -> bool:
        """Tell whether this process has a zygote."""
        return self._zygote is not None and self._owner == os.getpid()

    # --- the zygote ------------------------------------------------------------------------

    @contextlib.contextmanager
    def in_use(self, cancel: CancelToken | None = None) -> Iterator[None]:
        """Have the zygote running, and not ended for idling, within the block.

        Args:
            cancel: Ends the wait for its start.

        Raises:
            PoolError: It could not be started.
            BuildCancelled: The token was cancelled before it had started.
        """
        self._leave_the_parents()
        with self._change:
            self._users += 1
        try:
            self.start(cancel)
            yield
        finally:
            with self._change:
                self._refill(self._spare)  # for others like this one, at the same pace
                self._users = max(0, self._users - 1)
                self._used_at = time.monotonic()

    def start(self, cancel: CancelToken | None = None) -> None:
        """Start the zygote if there is none, and wait until it has said what protects its children.

        Args:
            cancel: Ends the wait, not the start.

        Raises:
            PoolError: It could not be started.
            BuildCancelled: The token was cancelled before.
        """
        self._leave_the_parents()
        with self._change:
            if self._failure:
                self.close()
            if self._zygote is None:
                try:
                    self._launch()
                except (OSError, RuntimeError) as error:  # threads run out with a RuntimeError
                    self.close()
                    raise PoolError(_reason(error)) from error
            limit = time.monotonic() + _START_SECONDS
            zygote = self._zygote
            while zygote is not None and not zygote.greeted and not self._failure:
                if not self._wait(limit, cancel):
                    self._failure = f"it did not start within {_START_SECONDS:g} s"
            if self._failure or zygote is None:
                failure = self._failure or "the workshop was closed"
                self.close()
                raise PoolError(failure)
            self._used_at = time.monotonic()

    def _leave_the_parents(self) -> None:
        """In a fork of the server: let go of the zygote and the children, which are the other's."""
        if self._owner != os.getpid():
            if self._zygote is not None:
                self._zygote.disown()
            self._forget()

    def _launch(self) -> None:
        self._failure = ""
        self._zygote = ZygoteProcess({**self._limits, "give_way": self.give_way})
        self._refill(self._spare)
        listener = threading.Thread(target=self._listen, args=(self._zygote,), daemon=True)
        listener.name = "mayfly-workshop"
        listener.start()
        _STARTED.add(self)

    def _order(self, role: Role) -> None:
        """Ask for one more child; it says itself when it is ready.

        Raises:
            OSError: There is no room for its folder, or there are too many descriptors.
        """
        assert self._zygote is not None  # noqa: S101 (callers hold the lock and have looked)
        identity = next(self._identities)
        folder = self._zygote.root / f"job-{identity}"
        with contextlib.ExitStack() as undo:
            folder.mkdir(mode=0o700)
            undo.callback(shutil.rmtree, folder, ignore_errors=True)
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
            undo.callback(os.close, descriptor)
            ours, theirs = socket.socketpair()
            undo.pop_all()
        child = ChildProcess(identity, role, channel.Line(ours), folder, descriptor)
        self._children[identity] = child
        self._starting.add(identity)
        with theirs:
            try:
                order = {"id": identity, "role": role, "quiet": self._users <= 1}
                message = json.dumps(order).encode()
                socket.send_fds(self._zygote.control, [message], [theirs.fileno(), descriptor])
            except OSError:
                self._fail("its process is gone")

    def _fail(self, reason: str) -> None:
        """Note why no child can be had any more; the next ``start`` begins anew."""
        self._failure = self._failure or reason
        self._change.notify_all()

    # --- lending children ------------------------------------------------------------------

    def take(self, role: Role, *, reusable: bool, cancel: CancelToken | None = None) -> ChildProcess:
        """Lend a child: one that ran trusted jobs before if ``reusable``, else one that is fresh.

        Args:
            role: What it should be ready for; one that is ready for something else is better than none.
            reusable: It will run nothing but trusted jobs.
            cancel: Ends the wait for one.

        Raises:
            PoolError: None could be had.
            BuildCancelled: The token was cancelled before there was one.
        """
        with self._change:
            while reusable and self._veterans:
                child = self._veterans.pop()
                if not child.dead:
                    return child
            limit = time.monotonic() + _READY_SECONDS
            while not any(self._ready.values()):
                if self._failure or self._zygote is None:
                    raise PoolError(self._failure or "the workshop was closed")
                if not self._starting:  # an order failed for want of room, or of descriptors
                    try:
                        self._order(role)
                    except OSError as error:
                        raise PoolError(_reason(error)) from error
                if not self._wait(limit, cancel):
                    raise PoolError(f"no child became ready within {_READY_SECONDS:g} s")
            line = self._ready[role] or next(filter(None, self._ready.values()))
            child = line.popleft()
            # A job that is alone is not disturbed: what it used up is replaced when it is done.
            self._refill(self._spare // 2)
            return child

    def _wait(self, limit: float, cancel: CancelToken | None) -> bool:
        """Wait a moment for a change; False once ``limit`` (monotonic seconds) has passed.

        Raises:
            BuildCancelled: The token is cancelled.
        """
        if cancel is not None:
            cancel.check()
        left = limit - time.monotonic()
        self._change.wait(min(max(0.0, left), _LOOK_SECONDS))
        return left > 0

    def _refill(self, wanted: int) -> None:
        """Order new children where fewer than that are ready or starting; who needs one orders it again."""
        with contextlib.suppress(OSError):
            while self._zygote is not None and not self._failure:
                coming = Counter(self._children[identity].role for identity in self._starting)
                there = {role: len(line) + coming[role] for role, line in self._ready.items()}
                if sum(there.values()) >= wanted:
                    return
                self._order(min(ROLES, key=there.__getitem__))

    def give_back(self, child: ChildProcess, *, reuse: bool) -> None:
        """Take a child back: to be lent again if ``reuse``, else to be ended, which is not waited for."""
        with self._change:
            known = child.identity in self._children
            fit = child.jobs < _VETERAN_JOBS and child.busy_seconds < self._limits["cpu_seconds"] / 2
            if reuse and fit and known and not child.dead and len(self._veterans) < self._spare:
                self._veterans.append(child)
                return
            child.signal(signal.SIGKILL)
            child.returned = True
            self._settle(child)

    def _settle(self, child: ChildProcess) -> None:
        """Dispose of a child that is both dead and given back."""
        if child.dead and child.returned and child.identity in self._children:
            del self._children[child.identity]
            child.dispose()

    # --- what the zygote and new children say ----------------------------------------------

    def _listen(self, zygote: ZygoteProcess) -> None:
        """Follow one zygote until it or the pool ends; end the pool when it has long been idle."""
        poll = select.poll()
        poll.register(zygote.control, select.POLLIN)
        newcomers: dict[int, ChildProcess] = {}
        tick_milliseconds = max(10.0, min(self._idle_seconds, 60.0) * 1000)
        try:
            while True:
                for descriptor, _ in poll.poll(tick_milliseconds):
                    if descriptor in newcomers:
                        poll.unregister(descriptor)
                        self._welcome(newcomers.pop(descriptor))
                    elif (child := self._hear(zygote)) is not None:
                        newcomers[child.line.sock.fileno()] = child
                        poll.register(child.line.sock, select.POLLIN)
                if self._close_if_idle(time.monotonic()):
                    return
        except (OSError, ValueError, channel.ChannelClosed):
            with self._change:
                if self._zygote is zygote:
                    self._fail("its process ended: " + zygote.last_words())
                    for child in list(self._children.values()):
                        child.note_end(None)
                        self._settle(child)

    def _hear(self, zygote: ZygoteProcess) -> ChildProcess | None:
        """Act on a message of the zygote; give the child that was forked, if it says so."""
        message, descriptors, _, _ = socket.recv_fds(zygote.control, _MESSAGE_LIMIT_BYTES, 1)
        if not message:
            raise channel.ChannelClosed
        news = json.loads(message)
        with self._change:
            child = self._children.get(news.get("id", 0))
            if news["event"] == "hello":
                self.protection = tuple(news["protection"])
                zygote.greeted = True
            elif news["event"] == "forked" and child is not None:
                child.pid, child.pidfd = news["pid"], descriptors.pop()
                child.line.pidfd = child.pidfd
            elif news["event"] == "ended" and child is not None:
                self._note_end(child, news, zygote)
            self._change.notify_all()
        for descriptor in descriptors:
            os.close(descriptor)
        return child if news["event"] == "forked" else None

    def _note_end(self, child: ChildProcess, news: dict[str, Any], zygote: ZygoteProcess) -> None:
        """Note a child's death; one that died before it was ready means that none can be had."""
        child.note_end((news["code"], news["peak_kib"]))
        for line in (*self._ready.values(), self._veterans):
            if child in line:
                line.remove(child)
                child.returned = True
        if child.identity in self._starting:
            self._starting.discard(child.identity)
            child.returned = True
            self._fail(f"a child ended at its start ({news['code']}: {zygote.last_words()})")
        self._settle(child)

    def _welcome(self, child: ChildProcess) -> None:
        """Take a newcomer's first words; a dead one's end is told by the zygote."""
        try:
            child.line.receive(time.monotonic() + 1)
        except (channel.ChannelClosed, channel.ChannelTimeout, channel.BadMessage):
            return
        with self._change:
            if child.identity in self._starting:
                self._starting.discard(child.identity)
                self._ready[child.role].append(child)
                self._change.notify_all()

    def _close_if_idle(self, now: float) -> bool:
        """End everything, and say so, if nothing was asked for so long that it should end.

        Looking and ending are one step: a job that begins in between would lose its child.
        """
        with self._change:
            quiet = not self._users and now - self._used_at > self._idle_seconds
            if quiet and self._zygote is not None and self._zygote.greeted:
                self.close()
                return True
            return False

    def close(self) -> None:
        """End the zygote and all children, and remove their folders."""
        if self._owner != os.getpid():
            return
        with self._change:
            zygote, self._zygote = self._zygote, None
            children = list(self._children.values())
            self._children.clear()
            for line in self._ready.values():
                line.clear()
            self._veterans.clear()
            self._starting.clear()
            self._failure = ""
            for child in children:
                child.signal(signal.SIGKILL)
            if zygote is not None:
                zygote.end()
            for child in children:
                child.note_end(None)
                child.dispose()
            self._change.notify_all()


def _reason(error: Exception) -> str:
    """Say in words what the system refused."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    return str(error)


_STARTED: weakref.WeakSet[Pool] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """End what is still running when the interpreter exits."""
    for pool in list(_STARTED):
        pool.close()
