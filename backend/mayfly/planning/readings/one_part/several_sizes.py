"""Holes of several diameters in one row: "holes of 4, 5, 6 and 8 mm diameter, 18 mm between centres"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Along, Apart, Mark, Placing, Points, Rows, Said, Size
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.said.roles import role_of

_ACROSS: Final = frozenset({"y", "width", "cross", "short_side"})


def with_single_holes(state: State) -> State:
    """Return a reading in which each hole of a row with several diameters is a topic of its own.

    Raises:
        NeedsClarification: How far apart they are was not said, or their number is another one.
    """
    topics: list[Topic] = []
    for topic in state.topics:
        sizes = [size for size in topic.sizes if role_of(size) == "diameter"]
        several = len({size.number.value for size in sizes}) > 2 and topic.kind == "hole" and topic.plural
        topics += _split(topic, sizes) if several else [topic]
    return state if len(topics) == len(state.topics) else state.but(topics=tuple(topics))


def _split(topic: Topic, sizes: list[Size]) -> list[Topic]:
    apart = [one for one in topic.said if isinstance(one, Placing) and one.kind == "spacing"]
    if len(apart) != 1 or len(apart[0].numbers) != 1 or topic.count not in {None, len(sizes)}:
        raise missing(
            f"How far apart are the {len(sizes)} holes of the row?", about("place", topic.kind, "spacing")
        )
    kept = [one for one in topic.said if one not in sizes and not _is_place(one)]
    words = {word for one in topic.said if isinstance(one, Placing) and one.ref for word in _words(one)}
    step = apart[0].numbers[0].value
    found = []
    for index, size in enumerate(sizes):
        at = (index - (len(sizes) - 1) / 2) * step
        point = (0.0, at) if words & _ACROSS else (at, 0.0)
        said = (*kept, size, Points((point,)))
        found.append(replace(topic, count=1, plural=False, said=said, key=hash((topic.key, index))))
    return found


def _words(placing: Placing) -> set[str]:
    ref = placing.ref
    return set() if ref is None else {word for each in ref.chain() for word in (each.noun, *each.traits)}


def _is_place(value: Said) -> bool:
    return isinstance(value, Placing | Apart | Along | Rows) or value in {Mark.ROW, Mark.CENTRED}
