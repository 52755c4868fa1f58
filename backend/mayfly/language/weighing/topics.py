"""What has been said of each topic, and one way to read a text so far.

Nothing writes to these values once they are made. They are not declared frozen, because that makes each of
them four times as slow to make, and thousands are made for one request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypedDict, Unpack

from mayfly.language.nodes import Label
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.values import Absent, Context, Group, Head, Mark, Said, Size, Stated

#: Words that turn what is said around: stepped over, the rest may mean something else.
TURNING: Final = word_set(
    "not no never without nor how why what which whether or only instead except but if unless than almost "
    "subtract subtracts subtracted subtracting subtraction removes removed removing minus "
    "extrude extruded extrudes extruding revolve revolved revolving loft lofted lofting"
)
#: A word is passed over without a remark where that costs less.
_DOUBTFUL: Final = 0.5
#: What a body is made as that has no name of its own in the catalogue; no other module names these parts.
SQUARE_BAR: Final = "square_bar"
BLOCK: Final = "box"
ROUND_BAR: Final = "cylinder"
PLATE: Final = "plate"
DISC: Final = "disc"
BALL: Final = "sphere"
PRISM: Final = "polygon_prism"
CONE: Final = "cone"
#: How far below its face a ball reaches that is cut out.
SUNK: Final = Label(("sunk",), "depth")
#: Parts whose sides are flat and stand square to each other.
CUBE: Final = "cube"
BLOCKS: Final = frozenset({BLOCK, PLATE, CUBE})


#: Features of which several may be told apart: "the smaller hole", "the second pocket".
SINGLED_OUT: Final = frozenset({"hole", "bore", "slot", "pocket", "boss"})


@dataclass(slots=True)
class Topic:
    """A topic spoken of: the part, a hole, a fillet.

    Attributes:
        kind: "part", or a feature's term.
        name: The part's name in the catalogue, or the feature's words.
        words: The noun as written.
        count: How many.
        plural: Spoken of in the plural.
        said: What was said of it, in order.
        owner: Index of the topic that it belongs to (the hole of a counterbore), -1 for the part.
        definite: Spoken of as known: "the holes".
        lead: The words just before it: "with", "each with".
        implied: No noun was said: its sizes alone speak of it.
        key: The same for topics of which the same was said.
    """

    kind: str
    name: str
    words: str
    count: int | None = None
    plural: bool = False
    said: tuple[Said, ...] = ()
    owner: int = -1
    definite: bool = False
    lead: str = ""
    implied: bool = False
    key: int = 0

    @classmethod
    def of(cls, head: Head, owner: int = -1) -> Topic:
        """Begin with what a head says."""
        return cls(
            kind=head.kind,
            name=head.name,
            words=head.words,
            count=head.count,
            plural=head.plural,
            said=head.said,
            owner=owner,
            definite=head.definite,
            lead=head.lead,
            implied=head.implied,
            key=hash((head, owner)),
        )

    def __hash__(self) -> int:
        """Return its key, which was worked out as it grew."""
        return self.key

    def extended(self, *values: Said) -> Topic:
        """Return it with more said of it."""
        return self._saying((*self.said, *values), hash((self.key, values)))

    def preceded(self, values: tuple[Said, ...]) -> Topic:
        """Return it with what was said before it was named."""
        if not values:
            return self
        return self._saying((*values, *self.said), hash((self.key, values, "before")))

    def _saying(self, said: tuple[Said, ...], key: int) -> Topic:
        return Topic(
            self.kind,
            self.name,
            self.words,
            self.count,
            self.plural,
            said,
            self.owner,
            self.definite,
            self.lead,
            self.implied,
            key,
        )

    def all(self, kind: type) -> list[object]:
        """Return what was said of one type."""
        return [one for one in self.said if isinstance(one, kind)]

    @property
    def marks(self) -> set[Mark]:
        """Return its marks."""
        return {one for one in self.said if isinstance(one, Mark)}

    @property
    def placed(self) -> bool:
        """Return whether something was said of where it is."""
        return any(not isinstance(one, Size | Group | Mark | Context) for one in self.said)

    @property
    def sizes(self) -> list[Size]:
        """Return its single sizes."""
        return [one for one in self.said if isinstance(one, Size)]

    @property
    def groups(self) -> list[Group]:
        """Return its numbers in rows."""
        return [one for one in self.said if isinstance(one, Group)]


@dataclass(slots=True)
class Evidence:
    """What some terms of the text were read as.

    Attributes:
        start: First term.
        end: Behind the last term.
        value: What they mean; None where they were stepped over.
        cost: What reading them so costs.
    """

    start: int
    end: int
    value: object
    cost: float


class Changes(TypedDict, total=False):
    """Fields of a reading that change together as it goes on."""

    topics: tuple[Topic, ...]
    focus: int
    context: str
    pending: tuple[Said, ...]
    stated: tuple[Stated | Absent, ...]
    fresh: bool


@dataclass(slots=True)
class State:
    """One reading of the text so far.

    Attributes:
        topics: The topics spoken of, in order; the first part is the base.
        focus: Index of the topic that is spoken of now, -1 for none yet.
        context: Component of the part that is spoken of now ("hub"), or empty.
        pending: Said before its topic was named ("in the middle of the top face, drill …").
        unread: Words that were stepped over though they may bear shape.
        stated: What changes no shape.
        cost: Of all patterns, attachments and words stepped over.
        fresh: A sentence or list item has just begun.
        paused: A comma or "and" stands before what comes now.
        evidence: What each phrase was read as.
        passed: Words that nobody knows and that were passed over in a clause with numbers.
    """

    topics: tuple[Topic, ...] = ()
    focus: int = -1
    context: str = ""
    pending: tuple[Said, ...] = ()
    unread: tuple[str, ...] = ()
    stated: tuple[Stated | Absent, ...] = ()
    cost: float = 0.0
    fresh: bool = True
    evidence: tuple[Evidence, ...] = ()
    passed: tuple[str, ...] = ()
    paused: bool = False

    @property
    def base(self) -> int:
        """Return the index of the part, -1 where none was named yet."""
        for index, topic in enumerate(self.topics):
            if topic.kind == "part":
                return index
        return -1

    def but(self, **changes: Unpack[Changes]) -> State:
        """Return it with some of its fields changed, as `dataclasses.replace` does in ten times the time."""
        state = State(
            self.topics,
            self.focus,
            self.context,
            self.pending,
            self.unread,
            self.stated,
            self.cost,
            self.fresh,
            self.evidence,
            self.passed,
            self.paused,
        )
        for name, value in changes.items():
            setattr(state, name, value)
        return state

    def extended(self, index: int, value: Said) -> State:
        """Return it with something said of one of its topics."""
        topics = list(self.topics)
        topics[index] = topics[index].extended(value)
        return self._now(tuple(topics), self.focus, self.context)

    def added(self, topic: Topic) -> State:
        """Return it with a further topic, which is then spoken of."""
        return self._now((*self.topics, topic), len(self.topics), "")

    def waiting(self, value: Said) -> State:
        """Return it with something said before its topic was named."""
        return self._changed((*self.pending, value), self.context, self.cost, self.fresh, paused=self.paused)

    def speaking_of(self, context: str) -> State:
        """Return it with a component of the part that is spoken of now."""
        return self._changed(self.pending, context, self.cost, self.fresh, paused=self.paused)

    def pausing(self, cost: float = 0.0, *, paused: bool = True) -> State:
        """Return it behind a comma or "and"."""
        return self._changed(self.pending, self.context, self.cost + cost, self.fresh, paused=paused)

    def beginning(self) -> State:
        """Return it where a sentence or list item begins."""
        return self._changed(self.pending, "", self.cost, fresh=True, paused=self.paused)

    def _changed(
        self, pending: tuple[Said, ...], context: str, cost: float, fresh: bool, *, paused: bool
    ) -> State:
        return State(
            self.topics,
            self.focus,
            context,
            pending,
            self.unread,
            self.stated,
            cost,
            fresh,
            self.evidence,
            self.passed,
            paused,
        )

    def _now(self, topics: tuple[Topic, ...], focus: int, context: str) -> State:
        return State(
            topics,
            focus,
            context,
            self.pending,
            self.unread,
            self.stated,
            self.cost,
            False,
            self.evidence,
            self.passed,
        )

    def having(self, cost: float, evidence: Evidence) -> State:
        """Return it with what a phrase costs, and what that was read as."""
        return self._paid(cost, self.unread, (*self.evidence, evidence), self.passed)

    def passing(self, cost: float, word: str) -> State:
        """Return it with a word passed over that nobody knows; it is noted where that is doubtful."""
        passed = (*self.passed, word) if cost > _DOUBTFUL else self.passed
        return self._paid(cost, self.unread, self.evidence, passed)

    def paying(self, cost: float) -> State:
        """Return it at a higher cost."""
        return self._paid(cost, self.unread, self.evidence, self.passed)

    def leaving(self, text: str, at: int, cost: float, end: int | None = None) -> State:
        """Return it with words that were stepped over though they may bear shape, at what that costs."""
        evidence = (*self.evidence, Evidence(at, end or at + 1, None, cost))
        return self._paid(cost, (*self.unread, text), evidence, self.passed)

    @property
    def broken_off(self) -> int:
        """Return the first term of a rest that was not looked at, as there was too much; -1 without one."""
        last = self.evidence[-1] if self.evidence else None
        return last.start if last is not None and last.value is None and last.end > last.start + 1 else -1

    def _paid(
        self, cost: float, unread: tuple[str, ...], evidence: tuple[Evidence, ...], passed: tuple[str, ...]
    ) -> State:
        return State(
            self.topics,
            self.focus,
            self.context,
            self.pending,
            unread,
            self.stated,
            self.cost + cost,
            self.fresh,
            evidence,
            passed,
            self.paused,
        )
