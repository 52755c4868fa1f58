"""The pool of child processes: the zygote's start and end, spare children kept ready, lending, ending."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from mayfly.cad.job_folder import remove_folder
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.pool.at_exit import close_at_exit
from mayfly.cad.workshop.pool.child_process import ROLES, ChildProcess, Role, order_child
from mayfly.cad.workshop.pool.child_registry import ChildRegistry
from mayfly.cad.workshop.pool.errors import PoolError, PoolFailures, ZygoteLost, in_words, is_gone
from mayfly.cad.workshop.pool.events import EventHandler
from mayfly.cad.workshop.pool.listener import Listener
from mayfly.cad.workshop.pool.toolchain import code_on_disk
from mayfly.cad.workshop.pool.zygote_process import ZygoteProcess, remove_stale_folders

_START_SECONDS = 120.0
_READY_SECONDS = 60.0
_LOOK_SECONDS = 0.03  # between checks whether the build that waits for a child was cancelled
_SLOW_SECONDS = 30.0  # a child that takes longer to become ready is reported
_END_SECONDS = 1.0
_PATIENCE = 2  # children that a build waits for and that end at their start


class Pool:
    """Keeps spare children ready.

    Args:
        spare: How many to keep ready; as many may have files at the same time.
        limits: ``memory_bytes`` and ``cpu_seconds`` of each child; the most that it may have in
            its folder, as ``folder_bytes``, ``files`` and ``file_bytes``.
        idle_seconds: Time without work after which everything is ended.

    Attributes:
        give_way: Children that are started from now on work when nothing else needs the processors.
        zygote: The process that forks the children; None while none runs.
        registry: The children there are, and what each is ready for.
        failures: The failed starts.
        change: Notified of every change; its lock guards all of these.
        users: How many builds use the pool now.
    """

    def __init__(self, *, spare: int, limits: dict[str, int], idle_seconds: float) -> None:
        """Keep the limits; start nothing."""
        self.protection: tuple[dict[str, Any], ...] = ()
        self.give_way = False
        self._spare = spare
        self._limits = limits
        self._idle_seconds = idle_seconds
        self._reset()

    def _reset(self) -> None:
        """Set the state of a pool that was never started."""
        self.change = threading.Condition(threading.RLock())
        self._identities = itertools.count(1)
        self._owner = os.getpid()
        self.zygote: ZygoteProcess | None = None
        self._protection_of: ZygoteProcess | None = None
        self.registry = ChildRegistry()
        self.users = 0
        self.failures = PoolFailures()
        self.events = EventHandler(self.registry, self.failures, self.change)
        self._used_at = time.monotonic()

    @property
    def running(self) -> bool:
        """Whether this process has a zygote."""
        return self.zygote is not None and self._owner == os.getpid()

    @property
    def metered(self) -> bool:
        """Whether what children write is counted as they write it; else their folders have to be checked."""
        return self.zygote is not None and self.zygote.metered

    @property
    def code(self) -> str:
        """A digest of the code that builds: as the zygote has loaded it, else as the next one would."""
        zygote = self.zygote if self.running else None
        return code_on_disk() if zygote is None else zygote.code

    def trouble(self) -> str:
        """Return why no child can be had now, as far as is known; empty where all is well, or at rest."""
        with self.change:
            if self._owner != os.getpid() or (zygote := self.zygote) is None:
                return self.failures.last
            if broken := self._broken():
                return broken
            if not zygote.ready or self.registry.can_lend():
                return ""
            if self.registry.is_slow(time.monotonic() - _SLOW_SECONDS):
                return f"no child became ready within {_SLOW_SECONDS:g} s"
            return "" if self.registry.starting else self.failures.last

    @contextlib.contextmanager
    def in_use(self, cancel: CancelToken | None = None) -> Iterator[None]:
        """Keep the zygote running, and not ended for idling, within the block.

        Args:
            cancel: Ends the wait for its start.

        Raises:
            PoolError: It could not be started.
            BuildCancelled: The token was cancelled before it had started.
        """
        self._detach_after_fork()
        with self.change:
            self.users += 1
        try:
            self.start(cancel)
            yield
        finally:
            with self.change:
                self._refill(self._spare)  # for others like this one, at the same pace
                self.users = max(0, self.users - 1)
                self._used_at = time.monotonic()

    def start(self, cancel: CancelToken | None = None) -> None:
        """Start the zygote unless a usable one runs, and wait until it is ready.

        Args:
            cancel: Ends the wait, not the start.

        Raises:
            PoolError: It could not be started.
            BuildCancelled: The token was cancelled before.
        """
        self._detach_after_fork()
        with self.change:
            unfit = self.zygote if self._broken() else None
        if unfit is not None:
            self.close(unfit)
        if self.zygote is None:
            remove_stale_folders()
        zygote = None
        try:
            with self.change:
                zygote = self.zygote or self._launch()
                self._await_zygote(zygote, cancel)
                if self._protection_of is not zygote:
                    self._protection_of, self.protection = zygote, zygote.protection
                    zygote.has_loaded()
                self._used_at = time.monotonic()
        except (PoolError, OSError, RuntimeError) as error:  # threads run out with a RuntimeError
            with self.change:
                unfit = zygote or (self.zygote if self._broken() else None)
            if unfit is not None:
                self.close(unfit)
            self.failures.last = in_words(error)
            raise PoolError(self.failures.last) from error

    def warm(self) -> None:
        """Start the zygote, and wait until a child could be lent.

        Raises:
            PoolError: None can be had.
        """
        with self.in_use(), self.change:
            self._await_child(ROLES[0], self.registry.can_lend, None)

    def _broken(self) -> str:
        """Return why the zygote can't be used any more."""
        if self.zygote is None or self.failures.failure:
            return self.failures.failure
        return self.zygote.unfit(_READY_SECONDS)

    def _await_zygote(self, zygote: ZygoteProcess, cancel: CancelToken | None) -> None:
        limit = time.monotonic() + _START_SECONDS
        while not zygote.ready or self.failures.failure:
            if self.failures.failure or self.zygote is not zygote:
                raise PoolError(self.failures.failure or "the workshop was closed")
            if not self._wait(limit, cancel):
                raise PoolError(f"it did not start within {_START_SECONDS:g} s")

    def _detach_after_fork(self) -> None:
        """In a fork of the server: release the zygote and the children, which belong to the parent."""
        if self._owner != os.getpid():
            if self.zygote is not None:
                self.zygote.release_in_fork()
            self._reset()

    def _launch(self) -> ZygoteProcess:
        self.failures.reset()
        self.zygote = zygote = ZygoteProcess({**self._limits, "give_way": self.give_way})
        self._refill(self._spare)
        zygote.listener = Listener(
            zygote,
            self.events,
            tick_seconds=min(self._idle_seconds, 60.0),
            close_if_idle=self.close_if_idle,
            on_end=self._lost,
        )
        zygote.listener.start()
        close_at_exit(self)
        return zygote

    def _order(self, role: Role) -> None:
        """Order one more child, which reports itself when it is ready, or raise the system's ``OSError``."""
        assert self.zygote is not None  # noqa: S101 (callers hold the lock and have looked)
        identity, quiet = next(self._identities), self.users <= 1
        try:
            child = order_child(self.zygote, identity, role, quiet=quiet, shares=self._spare)
        except OSError as error:
            self.failures.last = in_words(error)
            if is_gone(error):
                self._fail("its process is gone")
            raise
        self.registry.add(child)

    def _fail(self, reason: str) -> None:
        """Note why no child can be had any more; the next ``start`` starts a new zygote."""
        self.failures.fail(reason)
        self.change.notify_all()

    def take(self, role: Role, *, reusable: bool, cancel: CancelToken | None = None) -> ChildProcess:
        """Lend a child: one that ran trusted jobs before if ``reusable``, else one that is fresh.

        Args:
            role: What it should be ready for; without such a child, one that is ready for the other is taken.
            reusable: It will run nothing but trusted jobs.
            cancel: Ends the wait for one.

        Raises:
            PoolError: None could be had.
            BuildCancelled: The token was cancelled before there was one.
        """
        with self.change:
            self._end_short_ones()
            if reusable and (used := self.registry.lend_used()):
                return used
            while not self.registry.is_ready():
                self._await_child(role, self.registry.is_ready, cancel)
                self._end_short_ones()  # that were on their way before
            child = self.registry.lend(role)
            # A build that is alone is not disturbed: the children that it used are replaced when it is done.
            self._refill(self._spare // 2)
            return child

    def _end_short_ones(self) -> None:
        """End the children at rest that may write little, because the disk was full at their start."""
        for child in self.registry.at_rest():
            if child.is_short_of_room(self._spare):
                self.registry.withdraw(child)
                child.kill()

    def _await_child(self, role: Role, enough: Callable[[], bool], cancel: CancelToken | None) -> None:
        """Wait until there are enough children, and order one if none is on its way.

        Raises:
            PoolError: None can be had.
            BuildCancelled: The token was cancelled.
        """
        limit = time.monotonic() + _READY_SECONDS
        patience = self.failures.failed_starts + _PATIENCE
        while not enough():
            if self.failures.failure:
                raise ZygoteLost(self.failures.failure)
            if self.zygote is None:
                raise PoolError("the workshop was closed")
            if not self.registry.starting:  # an order failed for lack of disk space, or of descriptors
                if self.failures.failed_starts >= patience:
                    raise PoolError(self.failures.last)
                try:
                    self._order(role)
                except OSError as error:
                    kind = ZygoteLost if self.failures.failure else PoolError
                    raise kind(self.failures.last) from error
            if not self._wait(limit, cancel):
                self.failures.last = f"no child became ready within {_READY_SECONDS:g} s"
                if not self.registry.is_lending():
                    self._fail(self.failures.last)
                raise PoolError(self.failures.last)

    def _wait(self, limit: float, cancel: CancelToken | None) -> bool:
        """Wait a moment for a change; False once ``limit`` has passed. Raises if cancelled."""
        if cancel is not None:
            cancel.check()
        left = limit - time.monotonic()
        self.change.wait(min(max(0.0, left), _LOOK_SECONDS))
        return left > 0

    def _refill(self, wanted: int) -> None:
        """Order new children where fewer than that are ready or starting; a build orders what is missing."""
        with contextlib.suppress(OSError):
            while self.zygote is not None and not self.failures.failure:
                role = self.registry.next_order(wanted)
                if role is None:
                    return
                self._order(role)

    def give_back(self, child: ChildProcess, *, reuse: bool) -> None:
        """Take a child back: to be lent again if ``reuse``, else to be ended, which is not waited for.

        A child that wrote much is waited for, so that its disk space is free before its place is.
        """
        with self.change:
            most_seconds = self._limits["cpu_seconds"] / 2
            if reuse and self.registry.take_back(child, self._spare, most_seconds):
                self.change.notify_all()
                return
            child.kill()
        if child.has_much() and child.gone(_END_SECONDS):
            remove_folder(child.folder)
        with self.change:
            child.lent = False
            child.returned = True
            closed = child.identity not in self.registry.children
            is_over = self.registry.is_to_remove(child) or closed
        if is_over:
            self.events.remove(child)

    def _lost(self, zygote: ZygoteProcess, reason: str) -> None:
        """Note that nothing listens to this zygote any more, because it is gone or for another reason."""
        with self.change:
            if self.zygote is not zygote:
                return
            self.registry.end_all(orphaned=True)
            self._fail(reason)

    def close_if_idle(self, now: float) -> bool:
        """End everything if the pool was idle for long enough; return whether it did.

        Checking and ending are one step: a job that begins in between would lose its child.
        """
        with self.change:
            quiet = not self.users and now - self._used_at > self._idle_seconds
            if quiet and self.zygote is not None and self.zygote.ready:
                self.close()
                return True
            return False

    def close(self, only: ZygoteProcess | None = None) -> None:
        """End the zygote and all children, and remove their folders.

        Args:
            only: Only if this one is running, which can't be used any more; None ends any.
        """
        if self._owner != os.getpid():
            return
        with self.change:
            zygote = self.zygote
            if only is not None and zygote is not only:
                return
            self.zygote = None
            children = self.registry.end_all(orphaned=only is not None)
            self.registry.children.clear()
            self.change.notify_all()
            self.failures.reset()
            # A build that has one frees it when it gives it back; its descriptors may be in use now.
            ours = [child for child in children if not child.lent and not child.being_removed]
        if zygote is not None:
            zygote.end()
        for child in ours:
            child.dispose()
