"""Admission of builds: a bounded semaphore with a queue, both shared fairly between clients.

Builds of Mayfly's own scripts (trusted) are short. While foreign scripts hold all
places, one trusted build may have one more: a washer does not wait for a user's script.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.errors import WorkshopBusy

Kind = Literal["trusted", "foreign"]
"""Whose script a build runs: Mayfly's own, or a chat model's or a user's."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Client:
    """Who a build is for; places and the queue are shared fairly between clients.

    Attributes:
        key: Names the client.
        admitted: The caller has bounded this client's queue already, so it is not bounded again.
        place: The place that it holds already, so that its build waits for none.
    """

    key: str = "local"
    admitted: bool = False
    place: Turn | None = None


LOCAL = Client()
"""The client of callers in Python that name none."""


@dataclass(slots=True, eq=False)
class Turn:
    """One caller's place, or its wait for one.

    Attributes:
        client: The client's key.
        trusted: It runs one of Mayfly's own scripts.
        call: Called once, when it gets its place; must not block.
        state: Whether it waits, holds a place, or is over.
    """

    client: str
    trusted: bool
    call: Callable[[], None]
    state: Literal["waiting", "held", "over"] = "waiting"


class FairSemaphore:
    """A number of places, and a queue for them.

    A free place goes to the client that holds the fewest, and among those to the one
    that was served longest ago; each client's turns are served in their order.

    Args:
        size: How many may work at the same time, besides one more trusted one while
            none of the others is.
        limit: How many may wait. A client may have as many waiting, of each kind, as the queue
            still has room for: alone it can take half of the queue, the next one half of what
            is left.
        at_once: How many come in before the queue counts; ``size`` if not given.
        each: How many places one client may hold, of each kind; ``size`` if not given.
    """

    def __init__(self, size: int, limit: int, *, at_once: int | None = None, each: int | None = None) -> None:
        """Start with all places free."""
        self._size = size
        self._each = size if each is None else each
        self._limit = limit
        self._at_once = size if at_once is None else at_once
        self._lock = threading.Lock()
        self._waiting: list[Turn] = []  # in the order of arrival
        self._held: Counter[tuple[str, bool]] = Counter()
        self._inside: Counter[tuple[str, bool]] = Counter()  # held or waiting
        self._served: dict[str, float] = {}  # client to the number of the service that it had last
        self._services = 0

    @property
    def held(self) -> int:
        """How many work at this moment."""
        with self._lock:
            return self._held.total()

    def load(self) -> dict[str, dict[Kind, int]]:
        """Count what holds a place ("running") and what waits ("waiting"), of each kind."""
        with self._lock:
            held = {kind: _count(self._held, kind) for kind in KINDS}
            return {
                "running": held,
                "waiting": {kind: _count(self._inside, kind) - held[kind] for kind in KINDS},
            }

    @contextlib.contextmanager
    def hold(
        self, client: Client = LOCAL, *, trusted: bool = False, cancel: CancelToken | None = None
    ) -> Iterator[None]:
        """Wait for a place, hold it, and pass it on.

        Raises:
            WorkshopBusy: Too many are waiting already, or too many of this client.
            BuildCancelled: The token was cancelled before there was a place.
        """
        cancel = cancel or CancelToken()
        awake = threading.Event()
        turn = self.join(client.key, awake.set, trusted=trusted, bounded=not client.admitted)
        try:
            with cancel.calling(awake.set):
                awake.wait()
            cancel.check()
            yield
        finally:
            self.leave(turn)

    def join(
        self, client: str, call: Callable[[], None], *, trusted: bool = False, bounded: bool = True
    ) -> Turn:
        """Take a place, or join the queue; ``leave`` has to be called in any case.

        Raises:
            WorkshopBusy: There is no room, and ``bounded`` asks for it.
        """
        turn = Turn(client, trusted, call)
        with self._lock:
            if bounded:
                self._refuse_if_full(turn)
            if not any(self._inside[client, kind] for kind in (True, False)):
                # A new client goes before the client served last, and behind all others: a stream of
                # new clients can't keep any client waiting.
                self._served[client] = self._services - 0.5
            self._inside[client, trusted] += 1
            if self._may_have_a_place(turn):
                self._give_a_place(turn)
            else:
                self._waiting.append(turn)
        return turn

    def refuse_if_full(self, client: str, *, trusted: bool) -> None:
        """Check whether another build of a client may come in now.

        Raises:
            WorkshopBusy: There is no room.
        """
        with self._lock:
            self._refuse_if_full(Turn(client, trusted, _nothing))

    def leave(self, turn: Turn) -> None:
        """Return up a place, or the wait for one; a second time nothing happens."""
        with self._lock:
            self._leave(turn)

    def withdraw(self, turn: Turn) -> bool:
        """Return up the wait for a place; return False, and change nothing, if it is not waiting."""
        with self._lock:
            if turn.state != "waiting":
                return False
            self._leave(turn)
            return True

    def _leave(self, turn: Turn) -> None:
        if turn.state == "over":
            return
        party = turn.client, turn.trusted
        if turn.state == "waiting":
            self._waiting.remove(turn)
        else:
            _take_one(self._held, party)
        turn.state = "over"
        _take_one(self._inside, party)
        if not any((turn.client, kind) in self._inside for kind in (True, False)):
            del self._served[turn.client]
        while able := [each for each in self._waiting if self._may_have_a_place(each)]:
            following = min(able, key=lambda each: (self._places_of(each.client), self._served[each.client]))
            self._waiting.remove(following)
            self._give_a_place(following)

    def _may_have_a_place(self, turn: Turn) -> bool:
        """Return whether a place is free for a turn; there is one more for the first trusted one."""
        if self._held[turn.client, turn.trusted] >= self._each:
            return False
        if self._held.total() < self._size:
            return True
        return turn.trusted and not any(trusted for _, trusted in self._held)

    def _give_a_place(self, turn: Turn) -> None:
        self._services += 1
        self._served[turn.client] = self._services
        self._held[turn.client, turn.trusted] += 1
        turn.state = "held"
        turn.call()

    def _places_of(self, client: str) -> int:
        return self._held[client, True] + self._held[client, False]

    def _refuse_if_full(self, turn: Turn) -> None:
        inside = self._inside.total()
        first_trusted = turn.trusted and not any(trusted for _, trusted in self._inside)
        if inside < self._at_once or first_trusted:
            return
        room = self._at_once + self._limit - inside
        if room <= 0:
            raise WorkshopBusy(f"{inside} builds are under way or waiting already; try again later.")
        mine = self._inside[turn.client, turn.trusted]
        left_by_others = max(0, self._at_once - (inside - mine))
        if mine - left_by_others >= room:
            raise WorkshopBusy(
                f"{mine} builds of this client are under way or waiting already, which is its share; "
                "try again later."
            )


def _count(counts: Counter[tuple[str, bool]], kind: Kind) -> int:
    """Count what is of one kind."""
    return sum(number for (_, trusted), number in counts.items() if trusted == (kind == "trusted"))


def _take_one(counts: Counter[tuple[str, bool]], party: tuple[str, bool]) -> None:
    """Count one less, and drop a client that has none."""
    counts[party] -= 1
    if not counts[party]:
        del counts[party]


def _nothing() -> None:
    """Do nothing."""
