"""Notches in the corners of a plate or block: "a 20 x 15 notch in each corner"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import BLOCKS, State, Topic
from mayfly.language.weighing.values import Group, Mark, Placing, Said, Size, Span
from mayfly.planning.parts.size_checks import settle
from mayfly.planning.parts.sizes import size_part
from mayfly.planning.questions import about, impossible, missing, unsupported
from mayfly.planning.readings.said.mentions import mention_of
from mayfly.planning.readings.said.roles import Roles

NOTCH: Final = "notch"
#: A corner by the signs of its coordinates.
Corner = tuple[int, int]
_ALL: Final = frozenset({(1, 1), (-1, 1), (-1, -1), (1, -1)})
_FOUR: Final = len(_ALL)
_EACH: Final = frozenset({"each", "every", "all"})
_OPPOSITE: Final = "opposite"
#: On which side of the middle the sides of a plate lie that is seen from above.
SIDES: Final[dict[str, tuple[int, int]]] = {
    "left": (0, -1),
    "right": (0, 1),
    "front": (1, -1),
    "back": (1, 1),
    "bottom": (1, -1),
    "top": (1, 1),
}
LONG: Final = word_set("long long_side longer")
SHORT: Final = word_set("short short_side shorter")


def with_corner_notches(state: State) -> State:
    """Return a reading in which notches in corners are what is cut away there.

    Raises:
        NeedsClarification: A size is open or does not fit, or which corners are meant.
    """
    notches = [topic for topic in state.topics if topic.kind == NOTCH]
    if not notches:
        return state
    base = state.topics[state.base] if state.base >= 0 else None
    if base is None or base.name not in BLOCKS:
        raise unsupported("Which plate or block has the notch?", about("feature", NOTCH))
    length, width, _ = plate_sides(base)
    pieces: list[Topic] = []
    for topic in notches:
        notch = _sizes(topic)
        corners = _corners(topic, length, width)
        if len(corners) == 1 and _is_any(topic) and len(state.topics) > len(notches) + 1:
            raise unsupported(
                "Which corner has the notch? Other features lie beside it.", about("place", NOTCH)
            )
        _check(corners, notch, (length, width))
        pieces += [_cut_away(topic, corner, notch, (length, width)) for corner in sorted(corners)]
    kept = [topic for topic in state.topics if topic.kind != NOTCH]
    return state.but(topics=(*kept, *pieces))


def plate_sides(base: Topic) -> tuple[float, float, float]:
    """Return the length, the width and the height of a plate or block, in mm.

    Raises:
        NeedsClarification: They are open.
    """
    said = tuple(one for one in base.said if isinstance(one, Size | Group))
    values, _ = settle(size_part(mention_of(replace(base, said=said)), {}))
    side = values.get("side", 0.0)
    high = values.get("thickness", values.get("height", side))
    return float(values.get("length", side)), float(values.get("width", side)), float(high)


def _is_any(topic: Topic) -> bool:
    """Return whether it is open at which of the corners a notch is."""
    refs = [one.ref for one in topic.said if isinstance(one, Placing) and one.ref is not None]
    return any(ref.of is None and not ref.traits & SIDES.keys() for ref in refs)


def _sizes(topic: Topic) -> tuple[float, float]:
    """Return how far a notch reaches along the length and along the width.

    Raises:
        NeedsClarification: One of them is open.
    """
    roles = Roles.of(topic)
    along = roles.one("length", "side") or roles.second() or roles.one("width")
    across = roles.one("width") or roles.second() or (along if Mark.SQUARE in topic.marks else None)
    depth = roles.one("depth") or roles.second()
    if along is None or across is None:
        raise missing("Which two sides has the notch?", about("size", NOTCH, "length", "width"))
    roles.check_all_used()
    if depth is not None:
        raise unsupported("Does the notch go through the whole thickness?", about("size", NOTCH, "depth"))
    return along, across


def _corners(topic: Topic, length: float, width: float) -> frozenset[Corner]:
    """Return the corners that a notch is in.

    Raises:
        NeedsClarification: It is open which they are.
    """
    places = [one for one in topic.said if isinstance(one, Placing)]
    others = [one for one in topic.said if not isinstance(one, Placing | Size | Group | Mark)]
    refs = [place.ref for place in places if place.ref is not None and place.ref.noun == "corner"]
    if len(refs) != 1 or len(places) != 1 or others:
        raise unsupported("In which corners are the notches?", about("place", NOTCH))
    found = _named(refs[0], length, width)
    if not found or (topic.count is not None and topic.count not in {1, len(found)}):
        raise unsupported("In which corners are the notches?", about("place", NOTCH))
    return found


def _named(ref: Reference, length: float, width: float) -> frozenset[Corner]:
    """Return the corners that a reference names; of several alike the one at the back right."""
    words = set(ref.traits) | (set(ref.of.traits) | {ref.of.noun} if ref.of is not None else set())
    sides = {SIDES[word] for word in words if word in SIDES}
    if len({axis for axis, _ in sides}) < len(sides):
        return frozenset()
    found = frozenset(corner for corner in _ALL if all(corner[axis] == sign for axis, sign in sides))
    if ref.of is not None and not sides:
        if not words & (LONG | SHORT):
            return frozenset()
        along = (width > length) is not bool(words & LONG)
        return frozenset(corner for corner in _ALL if corner[1 if along else 0] > 0)
    if _OPPOSITE in words and not sides and ref.count in {None, 2}:
        return frozenset({(1, 1), (-1, -1)})
    if ref.count == _FOUR or words & _EACH or (ref.plural and ref.count in {None, len(found)}):
        return found
    single = not ref.plural and ref.count in {None, 1}
    return frozenset({max(found)}) if single and found else frozenset()


def _check(corners: frozenset[Corner], notch: tuple[float, float], sides: tuple[float, float]) -> None:
    """Check that notches fit a plate beside each other.

    Raises:
        NeedsClarification: They do not.
    """
    for axis in (0, 1):
        rows = {corner[axis] for corner in corners}
        if notch[axis] * len(rows) > sides[axis] - SAME_MM:
            raise impossible(
                f"A notch of {notch[0]:g} x {notch[1]:g} mm does not fit a side of {sides[axis]:g} mm.",
                about("size", NOTCH, values=[*notch, sides[axis]]),
            )


def _cut_away(topic: Topic, corner: Corner, notch: tuple[float, float], sides: tuple[float, float]) -> Topic:
    """Return what is cut away at a corner."""
    spans = []
    for axis in (0, 1):
        outer = corner[axis] * sides[axis] / 2
        low, high = sorted((outer, outer - corner[axis] * notch[axis]))
        spans.append(("xy"[axis], _at(low), _at(high)))
    said: tuple[Said, ...] = (Span(tuple(spans)),)
    return replace(topic, kind="cut_block", name="cut", words="region", count=None, plural=False, said=said)


def _at(value: float) -> Quantity:
    return Quantity(value, f"{value:g}", unit="mm")
