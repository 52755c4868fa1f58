"""The pool of children: the zygote's life, spare children kept ready, and their ends."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from mayfly.cad.folder import remove_folder
from mayfly.cad.workshop.at_exit import close_at_exit
from mayfly.cad.workshop.cancelling import CancelToken
from mayfly.cad.workshop.child_process import ROLES, ChildProcess, Role
from mayfly.cad.workshop.crew import Crew
from mayfly.cad.workshop.listener import Listener
from mayfly.cad.workshop.ordering import order_child
from mayfly.cad.workshop.reception import Reception
from mayfly.cad.workshop.toolchain import code_on_disk
from mayfly.cad.workshop.troubles import PoolError, Troubles, ZygoteLost, in_words, is_gone
from mayfly.cad.workshop.zygote_process import ZygoteProcess, remove_stale_folders

_START_SECONDS = 120.0
_READY_SECONDS = 60.0
_LOOK_SECONDS = 0.03  # between looks whether the one who waits for a child has been cancelled
_SLOW_SECONDS = 30.0  # a child that takes longer to become ready is a trouble
_END_SECONDS = 1.0
_PATIENCE = 2  # children that somebody waits for and that end at their start


class Pool:
    """Keeps spare children ready.

    Args:
        spare: How many to keep ready; as many may have files at the same time.
        limits: ``memory_bytes`` and ``cpu_seconds`` of each child; the most that it may have in
            its folder, as ``folder_bytes``, ``files`` and ``file_bytes``.
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
        self._greeted_by: ZygoteProcess | None = None
        self._crew = crew = Crew()
        self._children, self._starting, self._ready = crew.children, crew.starting, crew.ready
        self._users = 0
        self._troubles = Troubles()
        self._reception = Reception(crew, self._troubles, self._change)
        self._used_at = time.monotonic()

    @property
    def running(self) -> bool:
        """Tell whether this process has a zygote."""
        return self._zygote is not None and self._owner == os.getpid()

    @property
    def metered(self) -> bool:
        """Tell whether what children write is counted as they write it; else it has to be looked at."""
        return self._zygote is not None and self._zygote.metered

    @property
    def code(self) -> str:
        """What stands for the code that builds: as the zygote has loaded it, else as the next one would."""
        zygote = self._zygote if self.running else None
        return code_on_disk() if zygote is None else zygote.code

    def trouble(self) -> str:
        """Return why no child can be had now, as far as is known; nothing where all is well, or at rest."""
        with self._change:
            if self._owner != os.getpid() or (zygote := self._zygote) is None:
                return self._troubles.last
            if broken := self._broken():
                return broken
            if not zygote.greeted or self._crew.can_lend():
                return ""
            if self._crew.is_slow(time.monotonic() - _SLOW_SECONDS):
                return f"no child became ready within {_SLOW_SECONDS:g} s"
            return "" if self._starting else self._troubles.last

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
        """Start the zygote if none is fit for work, and wait until it has said what protects its children.

        Args:
            cancel: Ends the wait, not the start.

        Raises:
            PoolError: It could not be started.
            BuildCancelled: The token was cancelled before.
        """
        self._leave_the_parents()
        with self._change:
            unfit = self._zygote if self._broken() else None
        if unfit is not None:
            self.close(unfit)
        if self._zygote is None:
            remove_stale_folders()
        zygote = None
        try:
            with self._change:
                zygote = self._zygote or self._launch()
                self._await_greeting(zygote, cancel)
                if self._greeted_by is not zygote:
                    self._greeted_by, self.protection = zygote, zygote.protection
                    zygote.has_loaded()
                self._used_at = time.monotonic()
        except (PoolError, OSError, RuntimeError) as error:  # threads run out with a RuntimeError
            with self._change:
                unfit = zygote or (self._zygote if self._broken() else None)
            if unfit is not None:
                self.close(unfit)
            self._troubles.last = in_words(error)
            raise PoolError(self._troubles.last) from error

    def warm(self) -> None:
        """Start the zygote, and wait until a child could be lent.

        Raises:
            PoolError: None can be had.
        """
        with self.in_use(), self._change:
            self._await_child(ROLES[0], self._crew.can_lend, None)

    def _broken(self) -> str:
        """Return why the zygote can't be used any more."""
        if self._zygote is None or self._troubles.failure:
            return self._troubles.failure
        return self._zygote.unfit(_READY_SECONDS)

    def _await_greeting(self, zygote: ZygoteProcess, cancel: CancelToken | None) -> None:
        limit = time.monotonic() + _START_SECONDS
        while not zygote.greeted or self._troubles.failure:
            if self._troubles.failure or self._zygote is not zygote:
                raise PoolError(self._troubles.failure or "the workshop was closed")
            if not self._wait(limit, cancel):
                raise PoolError(f"it did not start within {_START_SECONDS:g} s")

    def _leave_the_parents(self) -> None:
        """In a fork of the server: let go of the zygote and the children, which are the other's."""
        if self._owner != os.getpid():
            if self._zygote is not None:
                self._zygote.disown()
            self._forget()

    def _launch(self) -> ZygoteProcess:
        self._troubles.begin_again()
        self._zygote = zygote = ZygoteProcess({**self._limits, "give_way": self.give_way})
        self._refill(self._spare)
        zygote.listener = Listener(
            zygote,
            self._reception,
            tick_seconds=min(self._idle_seconds, 60.0),
            close_if_idle=self._close_if_idle,
            on_end=self._lost,
        )
        zygote.listener.start()
        close_at_exit(self)
        return zygote

    def _order(self, role: Role) -> None:
        """Ask for one more child; it says itself when it is ready.

        Raises:
            OSError: There is no room for its folder, there are too many descriptors, or the zygote is gone.
        """
        assert self._zygote is not None  # noqa: S101 (callers hold the lock and have looked)
        identity, quiet = next(self._identities), self._users <= 1
        try:
            child = order_child(self._zygote, identity, role, quiet=quiet, shares=self._spare)
        except OSError as error:
            self._troubles.last = in_words(error)
            if is_gone(error):
                self._fail("its process is gone")
            raise
        self._crew.add(child)

    def _fail(self, reason: str) -> None:
        """Note why no child can be had any more; the next ``start`` begins anew."""
        self._troubles.fail(reason)
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
            if reusable and (veteran := self._crew.lend_veteran()):
                return veteran
            self._await_child(role, self._crew.is_ready, cancel)
            child = self._crew.lend(role)
            # A job that is alone is not disturbed: what it used up is replaced when it is done.
            self._refill(self._spare // 2)
            return child

    def _await_child(self, role: Role, enough: Callable[[], bool], cancel: CancelToken | None) -> None:
        """Wait until there are enough children, and order one if none is on its way.

        Raises:
            PoolError: None can be had.
            BuildCancelled: The token was cancelled.
        """
        limit = time.monotonic() + _READY_SECONDS
        patience = self._troubles.failed_starts + _PATIENCE
        while not enough():
            if self._troubles.failure:
                raise ZygoteLost(self._troubles.failure)
            if self._zygote is None:
                raise PoolError("the workshop was closed")
            if not self._starting:  # an order failed for want of room, or of descriptors
                if self._troubles.failed_starts >= patience:
                    raise PoolError(self._troubles.last)
                try:
                    self._order(role)
                except OSError as error:
                    kind = ZygoteLost if self._troubles.failure else PoolError
                    raise kind(self._troubles.last) from error
            if not self._wait(limit, cancel):
                self._troubles.last = f"no child became ready within {_READY_SECONDS:g} s"
                if not self._crew.is_lending():
                    self._fail(self._troubles.last)
                raise PoolError(self._troubles.last)

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
            while self._zygote is not None and not self._troubles.failure:
                role = self._crew.next_order(wanted)
                if role is None:
                    return
                self._order(role)

    def give_back(self, child: ChildProcess, *, reuse: bool) -> None:
        """Take a child back: to be lent again if ``reuse``, else to be ended, which is not waited for.

        One that wrote much is waited for all the same: its room is free before its place is.
        """
        with self._change:
            most_seconds = self._limits["cpu_seconds"] / 2
            if reuse and self._crew.take_back(child, self._spare, most_seconds):
                self._change.notify_all()
                return
            child.kill()
        if child.has_much() and child.gone(_END_SECONDS):
            remove_folder(child.folder)
        with self._change:
            child.lent = False
            child.returned = True
            leaving = self._crew.may_leave(child) or child.identity not in self._children  # closed meanwhile
        if leaving:
            self._reception.bury(child)

    # --- the end ---------------------------------------------------------------------------

    def _lost(self, zygote: ZygoteProcess, reason: str) -> None:
        """Take note that nobody listens to this zygote any more, because it is gone or for another reason."""
        with self._change:
            if self._zygote is not zygote:
                return
            self._crew.end_all(orphaned=True)
            self._fail(reason)

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

    def close(self, only: ZygoteProcess | None = None) -> None:
        """End the zygote and all children, and remove their folders.

        Args:
            only: This one, which is of no use any more, if it is running; None ends any.
        """
        if self._owner != os.getpid():
            return
        with self._change:
            zygote = self._zygote
            if only is not None and zygote is not only:
                return
            self._zygote = None
            children = self._crew.end_all(orphaned=only is not None)
            self._children.clear()
            self._change.notify_all()
            self._troubles.begin_again()
            # Who works with one frees it when giving it back; its descriptors may be in use now.
            ours = [child for child in children if not child.lent and not child.leaving]
        if zygote is not None:
            zygote.end()
        for child in ours:
            child.dispose()
