"""What has to be done when nobody asks: look, sweep what is due, clear leftovers, have a janitor ready."""

from __future__ import annotations

import logging
from contextlib import suppress

from mayfly.cleanup import messages
from mayfly.cleanup.agenda import Agenda
from mayfly.cleanup.chronicle import Chronicle
from mayfly.cleanup.directory import ModelDirectory
from mayfly.cleanup.index import Index
from mayfly.cleanup.keeper import POLL_SECONDS
from mayfly.cleanup.standby import Standby
from mayfly.cleanup.survey import Survey
from mayfly.cleanup.sweeping import Sweeper
from mayfly.cleanup.timeline import Timeline
from mayfly.errors import StorageError

log = logging.getLogger("mayfly.cleanup")

LOOK_SECONDS = 1.0
LEFTOVERS_SECONDS = 60.0
JANITOR_SECONDS = 5.0


class Caretaker:
    """Takes the turns of one service's thread."""

    def __init__(
        self,
        directory: ModelDirectory,
        survey: Survey,
        agenda: Agenda,
        sweeper: Sweeper,
        chronicle: Chronicle,
        standby: Standby,
        index: Index,
        clock: Timeline,
        *,
        interval_minutes: float,
        lag_seconds: float,
    ) -> None:
        """Keep whom to ask; due models are left to other services for ``lag_seconds``."""
        self._directory = directory
        self._survey = survey
        self._agenda = agenda
        self._sweeper = sweeper
        self._chronicle = chronicle
        self._standby = standby
        self._index = index
        self._clock = clock
        self._interval = interval_minutes
        self._lag_seconds = lag_seconds
        self._leftovers_at = self._janitor_at = float("-inf")

    def turn(self) -> float:
        """Look, sweep what is due, and give the seconds until there is something to do again."""
        self._survey.look(at_most_every=LOOK_SECONDS)
        due = self._agenda.next_due()
        if due is not None and due <= -self._lag_seconds:
            report = self._sweeper.sweep(now=None, everything=False)
            due = self._agenda.next_due()
            if due is not None and due <= 0 and not report.removed:
                due = None  # what can't be helped now (a full disk) must not make the thread spin
        elif due is None or due > 0:
            log.debug(messages.NOTHING_OLD, self._interval)
        now = self._clock.steady()
        if now - self._leftovers_at > LEFTOVERS_SECONDS:
            self._survey.clear_leftovers()
            self._index.shrink()
            self._leftovers_at = now
        if now - self._janitor_at > JANITOR_SECONDS:
            self._janitor_at = now
            if self._chronicle.what_is_left()[0]:
                self._standby.ensure()
            self._standby.reap()
        if due is None:
            return POLL_SECONDS
        return min(POLL_SECONDS, max(0.0, due + self._lag_seconds))

    def has_work(self, patience_seconds: float = float("inf")) -> bool:
        """Tell whether any model or half-written file is left, whoever made it.

        Args:
            patience_seconds: Models overdue for longer than this are given up.

        Raises:
            StorageError: Directory or index can't be used.
        """
        self._survey.look()
        last = self._chronicle.last_deadline()
        if last is not None and self._clock.boot() - last < patience_seconds:
            return True
        return bool(self._directory.partials())

    def hand_over(self) -> None:
        """Leave a janitor behind if there is anything left to do."""
        with suppress(StorageError):
            if self.has_work():
                self._standby.ensure()
