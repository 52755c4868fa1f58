"""What a message speaks of, whatever is open about it: the part it names, and kinds of features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Group, Mark, Size
from mayfly.planning.parts.names import settle_norm
from mayfly.planning.readings.reader import weighed
from mayfly.planning.readings.said.mentions import mention_of

#: Words that ask for the model at hand once more, or for it with something else.
_SAME: Final = frozenset({"same", "identical", "previous"})
_LONGEST_CHARACTERS: Final = 1000
#: Heads that name no part of the catalogue.
_NOT_NAMED: Final = frozenset({"body"})


class Trait(NamedTuple):
    """What is said of a part or a feature: that it is hollow, has a wall, how deep it is.

    Attributes:
        kind: "part", or the feature's kind.
        components: What a size belongs to: the wall, the flange.
        role: Which size of a feature it is: its depth.
        what: What else it is.
    """

    kind: str
    components: tuple[str, ...] = ()
    role: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message speaks of.

    Attributes:
        part: Name of the part in the catalogue; empty where none is named.
        definite: The part is spoken of as known: "the plate".
        same: "The same" is asked for.
        kinds: Kinds of its features, and how often each is named.
        rows: Numbers in a row that are said of the part: (30, 40) of "30 x 40".
        traits: What is said of the part and its features besides sizes that need no name.
    """

    part: str
    definite: bool
    same: bool
    kinds: Counter[str]
    rows: tuple[tuple[float, ...], ...] = ()
    traits: frozenset[Trait] = frozenset()

    def is_again(self, part: str) -> bool:
        """Return whether a message that may name a part speaks of one that is there already."""
        return self.same or not self.part or (self.part == part and self.definite)


@lru_cache(maxsize=256)
def heard(text: str) -> Heard:
    """Return what a message speaks of in its likeliest reading."""
    cut, states = weighed(text[:_LONGEST_CHARACTERS])
    state = states[0] if states else State()
    part, definite = "", False
    rows: tuple[tuple[float, ...], ...] = ()
    if state.base >= 0 and state.topics[state.base].name not in _NOT_NAMED:
        base = state.topics[state.base]
        mention = mention_of(base)
        settle_norm(mention)
        part, definite = mention.name, base.definite
        rows = tuple(tuple(size.number.value for size in group.sizes) for group in base.groups)
    kinds = Counter(topic.kind for topic in state.topics if topic.kind != "part")
    same = any(_SAME & set(term.word.split()) for term in cut.terms)
    traits = frozenset(trait for topic in state.topics for trait in _traits(topic))
    return Heard(part, definite, same, kinds, rows, traits)


def _traits(topic: Topic) -> Iterator[Trait]:
    """Yield what is said of a part besides its own sizes, or of a feature besides its bare ones."""
    for one in topic.said:
        if isinstance(one, Size | Group):
            for size in one.sizes if isinstance(one, Group) else (one,):
                role = "" if topic.kind == "part" else size.label.role or ""
                if size.label.components or role:
                    yield Trait(topic.kind, size.label.components, role)
        else:
            yield Trait(topic.kind, what=one if isinstance(one, Mark) else type(one).__name__)
