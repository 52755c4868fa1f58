"""What a message speaks of, whatever is open about it: the part it names, and kinds of features."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mayfly.language.weighing.topics import State
from mayfly.planning.parts.names import settle_norm
from mayfly.planning.readings.reader import weighed
from mayfly.planning.readings.said.mentions import mention_of

#: Words that ask for the model at hand once more, or for it with something else.
_SAME: Final = frozenset({"same", "identical", "previous"})
_LONGEST_CHARACTERS: Final = 1000
#: Heads that name no part of the catalogue.
_NOT_NAMED: Final = frozenset({"body"})


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message speaks of.

    Attributes:
        part: Name of the part in the catalogue; empty where none is named.
        definite: The part is spoken of as known: "the plate".
        same: "The same" is asked for.
        kinds: Kinds of its features, and how often each is named.
        rows: Numbers in a row that are said of the part: (30, 40) of "30 x 40".
    """

    part: str
    definite: bool
    same: bool
    kinds: Counter[str]
    rows: tuple[tuple[float, ...], ...] = ()

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
    return Heard(part, definite, same, kinds, rows)
