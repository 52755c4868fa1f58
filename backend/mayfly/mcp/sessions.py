"""What is remembered of each client's session: the model that it made last."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mayfly.planning.planner import Attempt

MOST_SESSIONS: Final = 1000
"""How many sessions are remembered; the one that was silent for the longest is forgotten first."""


@dataclass(slots=True)
class Memory:
    """What a session made last.

    Attributes:
        attempt: Plan and report of the model, for the next change.
        name: Its file name.
    """

    attempt: Attempt | None = None
    name: str | None = None


class Sessions:
    """Memories by session, forgotten when a session was silent for too long; for one event loop."""

    def __init__(self, *, life_seconds: float = 1800.0, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember nothing yet.

        Args:
            life_seconds: How long a session is remembered after its last call.
            clock: Tells the time in seconds.
        """
        self._life_seconds = life_seconds
        self._clock = clock
        self._memories: OrderedDict[str, tuple[float, Memory]] = OrderedDict()

    def of(self, key: str | None) -> Memory:
        """Return a session's memory; without a session one that is forgotten at once."""
        self._forget_silent()
        if key is None:
            return Memory()
        _, memory = self._memories.pop(key, (0.0, Memory()))
        self._memories[key] = (self._clock(), memory)
        return memory

    def _forget_silent(self) -> None:
        oldest = self._clock() - self._life_seconds
        while self._memories:
            key, (used, _) = next(iter(self._memories.items()))
            if len(self._memories) <= MOST_SESSIONS and used >= oldest:
                return
            del self._memories[key]
