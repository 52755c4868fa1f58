"""Handles the events that a zygote reports: it is ready, it forked a child, a child ended."""

from __future__ import annotations

import errno
import os
import threading
import time
from typing import Any

from mayfly.cad.workshop.pool.child_process import ChildProcess
from mayfly.cad.workshop.pool.child_registry import ChildRegistry
from mayfly.cad.workshop.pool.errors import PoolFailures
from mayfly.cad.workshop.pool.zygote_process import ZygoteProcess


class EventHandler:
    """Updates the registry of children by what the zygote and new children report.

    Args:
        registry: The children.
        failures: What is known to be wrong.
        change: The pool's lock; it is notified of every change.
    """

    def __init__(self, registry: ChildRegistry, failures: PoolFailures, change: threading.Condition) -> None:
        """Keep the registry, the failures and the lock."""
        self._registry = registry
        self._failures = failures
        self._change = change

    def handle(
        self, zygote: ZygoteProcess, event: dict[str, Any], descriptors: list[int]
    ) -> ChildProcess | None:
        """Handle one event; return the child that was forked, if it is about one.

        Args:
            zygote: The zygote that sent it.
            event: The message.
            descriptors: What came with it; what is kept is taken out.
        """
        dead = found = None
        with self._change:
            zygote.heard_at, zygote.asked_at = time.monotonic(), None
            child = self._registry.children.get(event.get("id", 0))
            if event["event"] == "hello":
                zygote.protection = tuple(event["protection"])
                zygote.metered = bool(event["metered"])
                zygote.ready = True
            elif child is None:
                pass
            elif event["event"] == "forked" and descriptors:
                child.pid, child.pidfd = event["pid"], descriptors.pop()
                child.connection.pidfd = child.pidfd
                found = child
            elif event["event"] == "forked":
                # The kernel drops a descriptor that finds no free number. The child ends by itself.
                child.connection.shut_down()
                self._give_up(child, os.strerror(errno.EMFILE))
            elif event["event"] == "ended" and self._note_end(child, event, zygote):
                dead = child
            self._change.notify_all()
        if dead is not None:
            self.remove(dead)
        return found

    def _note_end(self, child: ChildProcess, event: dict[str, Any], zygote: ZygoteProcess) -> bool:
        """Note a child's end; return whether what is left of it is to be removed."""
        child.exceeded = event.get("exceeded")
        child.note_end((event["code"], event["peak_kib"]))
        reason = event.get("reason") or f"a child ended at its start ({event['code']}: {zygote.last_words()})"
        self._give_up(child, reason)
        return self._registry.is_to_remove(child)

    def _give_up(self, child: ChildProcess, reason: str) -> None:
        """Stop lending a child; one that was still starting is a sign that something is wrong."""
        # Not while a build uses a child of this zygote, which would end with it.
        too_many = self._registry.withdraw(child) and self._failures.count_failed_start(reason)
        if too_many and not self._registry.is_lending():
            self._failures.fail(reason)

    def mark_ready(self, child: ChildProcess) -> None:
        """Add a child that has reported that it is ready."""
        with self._change:
            if self._registry.mark_ready(child):
                self._failures.note_success()
                self._change.notify_all()

    def remove(self, child: ChildProcess) -> None:
        """Free what is held of a child, and remove its folder, without holding the lock."""
        child.dispose()
        with self._change:
            self._registry.children.pop(child.identity, None)
            self._change.notify_all()
