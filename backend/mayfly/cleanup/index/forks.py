"""Connections and forks: no transaction is open during one, and no child uses its parent's."""

from __future__ import annotations

import os
import threading
import weakref
from typing import Any, Protocol


class Forked(Protocol):
    """What has to be ready for a fork."""

    lock: Any
    """A reentrant lock that is held during each transaction."""

    def after_fork(self) -> None:
        """Drop the parent's connection in a child, without closing it, and make a lock of the child's own."""


_all: weakref.WeakSet[Any] = weakref.WeakSet()
_all_lock = threading.RLock()
_locked: list[Any] = []  # locks that were taken, or are about to be


def ready_for_forks(one: Forked) -> None:
    """Lock something during each fork from now on, and let it forget the parent's connection in the child."""
    with _all_lock:
        _all.add(one)


def _before() -> None:
    """Wait for transactions to end: a fork would copy SQLite's own bookkeeping in the middle of one."""
    _locked.append(_all_lock)
    _all_lock.acquire()
    for one in sorted(_all, key=id):  # one order for all threads that fork
        _locked.append(one.lock)
        one.lock.acquire()


def _after_in_parent() -> None:
    while _locked:
        lock = _locked.pop()
        if lock._is_owned():  # an exception may have come before it was taken
            lock.release()


def _after_in_child() -> None:
    global _all_lock
    _all_lock = threading.RLock()
    _locked.clear()
    for one in _all:
        one.after_fork()


os.register_at_fork(before=_before, after_in_parent=_after_in_parent, after_in_child=_after_in_child)
