"""Parts that are near to what a request says: by a word written alike, or by the sizes that are given."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.language.nodes import Label
from mayfly.language.vocabulary import ROLE_OF
from mayfly.language.weighing.topics import BLOCK, PLATE, ROUND_BAR, State
from mayfly.planning.parts.names import part_phrases

_MOST: Final = 3
#: How much alike two words have to be.
_ALIKE: Final = 0.75
_SHORTEST_WORD: Final = 4
_ROUND: Final = frozenset({"diameter", "radius"})


def nearest_parts(state: State) -> tuple[str, ...]:
    """Return the names of parts that a request may mean, if it names none."""
    if state.base >= 0:
        return ()
    found = [*_by_words(state), *_by_sizes(state)]
    return tuple(dict.fromkeys(catalogue()[name].label for name in found))[:_MOST]


def _by_words(state: State) -> Iterator[str]:
    """Yield the parts whose names are written like a word that is not understood."""
    phrases = part_phrases()
    for word in state.unread:
        if len(word) >= _SHORTEST_WORD and word.isalpha():
            for phrase in get_close_matches(word.lower(), phrases, n=2, cutoff=_ALIKE):
                yield phrases[phrase][0]


def _by_sizes(state: State) -> Iterator[str]:
    """Yield a round bar where a diameter is given, a plate or a block where three numbers stand in a row."""
    groups = [group.sizes for topic in state.topics for group in topic.groups]
    sizes = [size for topic in state.topics if topic.kind == "part" for size in topic.sizes]
    sizes += [size for group in groups for size in group]
    roles = {ROLE_OF.get(size.label.role or "", size.label.role) for size in sizes if size.label != Label()}
    if roles & _ROUND or any(size.number.form == "diameter" for size in sizes):
        yield ROUND_BAR
    elif any(len(group) == 3 for group in groups):
        yield PLATE
        yield BLOCK
