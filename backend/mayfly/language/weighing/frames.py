"""What has been said of each thing, and one way to read a text so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mayfly.language.weighing.values import Absent, Group, Head, Mark, Said, Size, Stated


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing spoken of: the part, a hole, a fillet.

    Attributes:
        kind: "part", or a feature's term.
        name: The part's name in the catalogue, or the feature's words.
        words: The noun as written.
        count: How many.
        plural: Spoken of in the plural.
        said: What was said of it, in order.
        owner: Index of the thing that it belongs to (the hole of a counterbore), -1 for the part.
    """

    kind: str
    name: str
    words: str
    count: int | None = None
    plural: bool = False
    said: tuple[Said, ...] = ()
    owner: int = -1

    @classmethod
    def of(cls, head: Head, owner: int = -1) -> Thing:
        """Begin with what a head says."""
        return cls(head.kind, head.name, head.words, head.count, head.plural, head.said, owner)

    def extended(self, value: Said) -> Thing:
        """Return it with one more thing said of it."""
        return replace(self, said=(*self.said, value))

    def all(self, kind: type) -> list[object]:
        """Return what was said of one type."""
        return [one for one in self.said if isinstance(one, kind)]

    @property
    def marks(self) -> set[Mark]:
        """Return its marks."""
        return {one for one in self.said if isinstance(one, Mark)}

    @property
    def sizes(self) -> list[Size]:
        """Return its single sizes."""
        return [one for one in self.said if isinstance(one, Size)]

    @property
    def groups(self) -> list[Group]:
        """Return its numbers in rows."""
        return [one for one in self.said if isinstance(one, Group)]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class State:
    """One reading of the text so far.

    Attributes:
        things: The things spoken of, in order; the first part is the base.
        focus: Index of the thing that is spoken of now, -1 for none yet.
        context: Component of the part that is spoken of now ("hub"), or empty.
        pending: Said before its thing was named ("in the middle of the top face, drill …").
        unread: Words that were stepped over though they may bear shape.
        stated: What changes no shape.
        cost: Of all patterns, attachments and words stepped over.
        fresh: A sentence or list item has just begun.
        evidence: What each phrase was read as.
    """

    things: tuple[Thing, ...] = ()
    focus: int = -1
    context: str = ""
    pending: tuple[Said, ...] = ()
    unread: tuple[str, ...] = ()
    stated: tuple[Stated | Absent, ...] = ()
    cost: float = 0.0
    fresh: bool = True
    evidence: tuple[Evidence, ...] = ()

    @property
    def base(self) -> int:
        """Return the index of the part, -1 where none was named yet."""
        return next((i for i, thing in enumerate(self.things) if thing.kind == "part"), -1)

    def extended(self, index: int, value: Said) -> State:
        """Return it with something said of one of its things."""
        things = list(self.things)
        things[index] = things[index].extended(value)
        return replace(self, things=tuple(things), fresh=False)

    def added(self, thing: Thing) -> State:
        """Return it with a further thing, which is then spoken of."""
        return replace(self, things=(*self.things, thing), focus=len(self.things), context="", fresh=False)

    def paying(self, cost: float) -> State:
        """Return it at a higher cost."""
        return replace(self, cost=self.cost + cost)
