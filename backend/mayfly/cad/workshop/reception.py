"""What a zygote says of its children, and what becomes of them then."""

from __future__ import annotations

import errno
import os
import threading
import time
from typing import Any

from mayfly.cad.workshop.child_process import ChildProcess
from mayfly.cad.workshop.crew import Crew
from mayfly.cad.workshop.troubles import Troubles
from mayfly.cad.workshop.zygote_process import ZygoteProcess


class Reception:
    """Takes the zygote's words, and the children's first ones, and keeps the books by them.

    Args:
        crew: The books.
        troubles: What is known to be wrong.
        change: The pool's lock, and how those who wait for a child hear of a change.
    """

    def __init__(self, crew: Crew, troubles: Troubles, change: threading.Condition) -> None:
        """Keep all that."""
        self._crew = crew
        self._troubles = troubles
        self._change = change

    def hear(
        self, zygote: ZygoteProcess, news: dict[str, Any], descriptors: list[int]
    ) -> ChildProcess | None:
        """Act on a message of the zygote; return the child that was forked, if it says so.

        Args:
            zygote: Who sent it.
            news: The message.
            descriptors: What came with it; what is kept is taken out.
        """
        leaving = found = None
        with self._change:
            zygote.heard_at, zygote.asked_at = time.monotonic(), None
            child = self._crew.children.get(news.get("id", 0))
            if news["event"] == "hello":
                zygote.protection = tuple(news["protection"])
                zygote.metered = bool(news["metered"])
                zygote.greeted = True
            elif child is None:
                pass
            elif news["event"] == "forked" and descriptors:
                child.pid, child.pidfd = news["pid"], descriptors.pop()
                child.line.pidfd = child.pidfd
                found = child
            elif news["event"] == "forked":
                # The kernel drops a descriptor that finds no free number. The child ends by itself.
                child.line.hang_up()
                self._give_up(child, os.strerror(errno.EMFILE))
            elif news["event"] == "ended" and self._note_end(child, news, zygote):
                leaving = child
            self._change.notify_all()
        if leaving is not None:
            self.bury(leaving)
        return found

    def _note_end(self, child: ChildProcess, news: dict[str, Any], zygote: ZygoteProcess) -> bool:
        """Note a child's death; tell whether it is to be buried."""
        child.overdrawn = news.get("overdrawn")
        child.note_end((news["code"], news["peak_kib"]))
        reason = news.get("reason") or f"a child ended at its start ({news['code']}: {zygote.last_words()})"
        self._give_up(child, reason)
        return self._crew.may_leave(child)

    def _give_up(self, child: ChildProcess, reason: str) -> None:
        """Lend a child no more; one that was still starting is a sign that something is wrong."""
        # Not while somebody works with a child of this zygote, which would end with it.
        too_many = self._crew.leave_lines(child) and self._troubles.strike(reason)
        if too_many and not self._crew.is_lending():
            self._troubles.fail(reason)

    def welcome(self, child: ChildProcess) -> None:
        """Take a new child that has said that it is ready."""
        with self._change:
            if self._crew.welcome(child):
                self._troubles.over()
                self._change.notify_all()

    def bury(self, child: ChildProcess) -> None:
        """Free what is held of a child, and remove its folder; nobody is held up meanwhile."""
        child.dispose()
        with self._change:
            self._crew.children.pop(child.identity, None)
            self._change.notify_all()
