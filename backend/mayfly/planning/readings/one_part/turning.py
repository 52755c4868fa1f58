"""Round bars of which an end is turned down, as shafts with steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Label
from mayfly.language.weighing.topics import ROUND_BAR, State, Topic
from mayfly.language.weighing.values import Group, Placing, Said, Size
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, conflict, missing, unsupported
from mayfly.planning.readings.one_part.own_bores import (
    bored_sizes,
    has_own_bore,
    is_through_bore,
    through_bore,
)
from mayfly.planning.readings.said.mentions import mention_of
from mayfly.planning.readings.said.roles import Roles

Steps = list[tuple[float, float]]


def with_turned_ends(state: State) -> State:
    """Return a reading in which a bar with ends that are turned down is a shaft with steps.

    Raises:
        NeedsClarification: A size is open, or an end is not thinner than the bar.
    """
    downs = [topic for topic in state.topics if topic.kind == "turndown"]
    if not downs:
        return state
    base = state.topics[state.base] if state.base >= 0 else None
    if base is not None and has_own_bore(base.name):
        return _sleeve_turned_down(state, base, downs)
    if base is None or base.name != ROUND_BAR:
        raise unsupported(f"What is {downs[0].words!r}?", about("feature", "turned"))
    length = _overall(base)
    sizes = tuple(one for one in base.said if isinstance(one, Size | Group) and one is not length)
    own = replace(base, said=sizes)
    if length is not None and not _is_long(own):
        own = replace(own, said=(*sizes, replace(length, label=Label((), "length"))))
    values, _ = settle(size_part(mention_of(own), {}))
    if not own.said or "height" not in values:
        raise missing(
            "How long is the bar, and which diameter has it?", about("size", "part", "diameter", "length")
        )
    steps: Steps = [(float(values["diameter"]), float(values["height"]))]
    whole = length.number.value if length is not None else None
    if _stand_out(downs, steps[0][1], whole, base.words):
        steps = [(steps[0][0], steps[0][1] + _reach(downs))]
    for topic in downs:
        steps = _turned_down(topic, steps)
    said: list[Said] = [one for one in base.said if not isinstance(one, Size | Group)]
    state = with_steps(state, base, said, steps)
    return state.but(topics=tuple(topic for topic in state.topics if topic not in downs))


def _sleeve_turned_down(state: State, base: Topic, downs: Sequence[Topic]) -> State:
    """Return a reading in which a sleeve with ends that are turned down is a shaft with steps and a bore.

    Raises:
        NeedsClarification: A size of the sleeve is open, or an end that is turned down has no wall left.
    """
    bored = [topic for topic in state.topics if is_through_bore(topic)]
    values = bored_sizes(base, bored)
    if values is None:
        raise missing("Which sizes has the sleeve?", about("size", base.words, "diameter", "length"))
    wide, bore, long = values
    steps: Steps = [(wide, long)]
    for topic in downs:
        steps = _turned_down(topic, steps)
    if min(one for one, _ in steps) <= bore + SAME_MM:
        raise conflict(
            f"{downs[0].words!r} leaves no wall around the bore of {bore:g} mm. Which size is right?",
            about("size", "turned", "diameter", values=[min(one for one, _ in steps), bore]),
        )
    said: list[Said] = [one for one in base.said if not isinstance(one, Size | Group)]
    state = with_steps(state, base, said, steps)
    rest = [topic for topic in state.topics if topic not in downs]
    if not bored:
        rest.append(through_bore(bore))
    return state.but(topics=tuple(rest))


_JOURNAL: Final = " journal"
#: Which end is meant, by what is said of it; a bar lies with its right end on top.
_ENDS: Final = {
    "both": frozenset({"both", "each", "every", "all"}),
    "bottom": frozenset({"bottom", "left", "lower"}),
    "top": frozenset({"top", "right", "upper", "one"}),
}


def _overall(base: Topic) -> Size | None:
    """Return the overall length that was said of a bar."""
    return next((size for size in base.sizes if size.label.components == ("overall",)), None)


def _is_long(base: Topic) -> bool:
    """Return whether a length of its own was said of a bar."""
    return bool(base.groups) or any(size.label.role in {"length", "long", "height"} for size in base.sizes)


def _reach(downs: Sequence[Topic]) -> float:
    """Return how long all journals are together."""
    lengths = [(topic, Roles.of(topic).one("length") or 0.0) for topic in downs]
    return sum(length * (2 if _end_of(topic) == "both" else 1) for topic, length in lengths)


def _stand_out(downs: Sequence[Topic], long: float, whole: float | None, words: str) -> bool:
    """Return whether journals make a bar longer; those that are turned down do not.

    Raises:
        NeedsClarification: The overall length does not tell.
    """
    if not all(topic.name.endswith(_JOURNAL) for topic in downs):
        return False
    reach = _reach(downs)
    if whole is not None and abs(long + reach - whole) < SAME_MM:
        return True
    if whole is not None and abs(long - whole) < SAME_MM:
        return False
    raise conflict(
        f"Is the {words} {long:g} mm long in all, or {long + reach:g} mm with its thinner ends?",
        about("size", "part", "length", values=[long, long + reach]),
    )


def with_steps(state: State, base: Topic, said: Sequence[Said], steps: Steps) -> State:
    """Return a reading with its bar as a shaft with steps.

    Args:
        state: The reading.
        base: The bar.
        said: What else was said of it.
        steps: Diameter and length of each step, upwards.
    """
    rows = [Group((_size(d, "diameter"), _size(length, "length"))) for d, length in steps]
    stepped = next(part for part in catalogue().values() if part.surfaces.steps)
    shaft = replace(base, name=stepped.name, words=stepped.label, said=(*said, *rows))
    return state.but(topics=tuple(shaft if topic is base else topic for topic in state.topics))


def _size(value: float, role: str) -> Size:
    return Size(Quantity(value, f"{value:g}", unit="mm"), Label((), role))


def _turned_down(topic: Topic, steps: Steps) -> Steps:
    """Return steps with an end turned down, or both."""
    roles = Roles.of(topic)
    diameter, length = roles.diameter(), roles.one("length")
    if diameter is None or length is None:
        raise missing(f"Which diameter and length has {topic.words!r}?", about("size", "turned"))
    end = _end_of(topic)
    if end in {"bottom", "both", "other"}:
        steps = _at_top(topic, steps[::-1], diameter, length)[::-1]
    if end in {"top", "both", "one"}:
        steps = _at_top(topic, steps, diameter, length)
    return steps


def _end_of(topic: Topic) -> str:
    """Return which end is turned down: as its own row says, or what was said behind it ("… on each end").

    Raises:
        NeedsClarification: It is another place than an end, or which end it is stays open.
    """
    named = topic.name.removesuffix(_JOURNAL)
    for one in topic.said:
        if isinstance(one, Size | Group):
            continue
        ref = one.ref if isinstance(one, Placing) and one.noun == "end" else None
        words = {*ref.traits, *(["one"] if ref.count == 1 else [])} if ref is not None else set()
        end = next((end for end, known in _ENDS.items() if words & known), "")
        if not end:
            said = topic.words.strip(", ")
            raise missing(f"At which end is it {said!r}: left, right, or both?", about("place", "turned"))
        named = end
    return "both" if named in {"each", "both"} else named


def _at_top(topic: Topic, steps: Steps, diameter: float, length: float) -> Steps:
    """Return steps with the last stretch turned down.

    Raises:
        NeedsClarification: It is thinner already, or the stretch is longer than the bar.
    """
    kept, rest = list(steps), length
    while kept and rest > SAME_MM:
        wide, long = kept.pop()
        if wide <= diameter + SAME_MM:
            raise conflict(
                f"{topic.words!r}: the bar has {wide:g} mm there already. Which diameter is right?",
                about("size", "turned", "diameter", values=[diameter, wide]),
            )
        if long > rest + SAME_MM:
            kept.append((wide, long - rest))
        rest -= long
    if not kept or rest > SAME_MM:
        raise conflict(
            f"{topic.words!r}: the bar is not longer than that. Which length is right?",
            about("size", "turned", "length", values=[length]),
        )
    return [*kept, (diameter, length)]
