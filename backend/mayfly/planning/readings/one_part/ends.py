"""Ends and directions that are named without their side: "one end", "the other end", "along the 60"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from mayfly.design.builder import Draft
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_faces import faces_of
from mayfly.language.nodes import Reference
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import Placing
from mayfly.planning.questions import about, missing

#: A direction that is named by how far the part reaches that way.
MEASURED: Final = "measured"
_SIDE_ALONG: Final = {"x": "length", "y": "width", "z": "height"}
_AS_SIDE: Final = {"thickness": "height", "depth": "height"}
_PAIRS: Final = {"x": ("left", "right"), "y": ("front", "back"), "z": ("top", "bottom")}
_SIDES: Final = frozenset(side for pair in _PAIRS.values() for side in pair)
_ENDS: Final = frozenset({"end", "short_side"})
#: The ends of a plate by what they are of its outline: "one short edge".
_EDGES: Final = frozenset({"edge", "side"})
_SHORT: Final = frozenset({"short", "short_side"})
#: What runs along a side lies at neither end.
_ALONG: Final = frozenset({"along", "across", "parallel"})
_OTHER: Final = frozenset({"other", "opposite"})
_MANY: Final = frozenset({"each", "both", "every", "all"})


def with_sides(topics: Sequence[Topic], draft: Draft) -> list[Topic]:
    """Return features with the sides of the part where only "one end" or a length was named.

    Where both ends of a part are alike, one of them is as good as the other.

    Args:
        topics: The features.
        draft: The part.

    Raises:
        NeedsClarification: No side, or several, has the length that names a direction.
    """
    topics = [_through_once(_all_directed(topic, draft)) for topic in topics]
    pair = _alike(draft)
    if pair is None:
        return topics
    words = {word for topic in topics for ref in _references(topic) for word in (ref.noun, *ref.traits)}
    named = [side for side in pair if side in words]
    others = any(ref.traits & _OTHER for topic in topics for ref in _references(topic) if _is_end(ref))
    if len(named) > 1 or (named and not others) or (not others and not _spoken_of_one(topics)):
        return topics
    if pair == _PAIRS["z"] and not others:
        return topics  # the placement knows what "an end" of a round part is
    first, second = pair if not named else (named[0], pair[1 - pair.index(named[0])])
    return [
        topic
        if _at_both(topic)
        else replace(topic, said=tuple(_sided(one, first, second) for one in topic.said))
        for topic in topics
    ]


def _alike(draft: Draft) -> tuple[str, str] | None:
    """Return the two ends of a part that are alike; None where they differ."""
    if draft.form.conventions.ends == "differ":
        return None
    if draft.form.kind == "round" or (draft.form.conventions.ends == "alike" and not draft.is_box):
        return _PAIRS["z"]
    if draft.is_box:
        x, y, z = draft.box
        upright = z > max(x, y) and draft.form.conventions.ends == "alike"
        return _PAIRS["z"] if upright else _PAIRS["x"] if x >= y else _PAIRS["y"]
    top = faces_of(draft).get("top")
    if top is not None and top.outline == "ellipse":
        return _PAIRS["x"] if top.size[0] >= top.size[1] else _PAIRS["y"]
    return _PAIRS["x"] if draft.form.kind == "profile" else None


def _references(topic: Topic) -> list[Reference]:
    return [
        ref
        for one in topic.said
        if isinstance(one, Placing) and one.ref is not None
        for ref in one.ref.chain()
    ]


def _at_both(topic: Topic) -> bool:
    """Return whether one is meant at each end: "on each end, 6 mm from the end"."""
    return any(ref.noun in _ENDS and (ref.plural or ref.traits & _MANY) for ref in _references(topic))


def _is_end(ref: Reference) -> bool:
    short = ref.noun in _EDGES and bool(ref.traits & _SHORT)
    return (
        (ref.noun in _ENDS or short)
        and not ref.plural
        and not ref.traits & (_SIDES | _MANY | {"free"})
        and ref.count
        in {
            None,
            1,
        }
    )


def _spoken_of_one(topics: Sequence[Topic]) -> bool:
    return any(_is_end(ref) for topic in topics for ref in _references(topic))


def _sided(value: Any, first: str, second: str) -> Any:
    if not isinstance(value, Placing) or value.ref is None or value.name in _ALONG:
        return value
    return replace(value, ref=_side(value.ref, first, second))


def _side(ref: Reference, first: str, second: str) -> Reference:
    of = None if ref.of is None else _side(ref.of, first, second)
    if not _is_end(ref):
        return ref if of is ref.of else Reference(ref.noun, ref.traits, ref.count, ref.plural, of, ref.text)
    side = second if ref.traits & _OTHER else first
    return Reference(side, ref.traits - _OTHER - _SHORT, None, plural=False, of=of, text=ref.text)


def _all_directed(topic: Topic, draft: Draft) -> Topic:
    return replace(topic, said=tuple(_directed(_named(one, draft), draft, topic) for one in topic.said))


def _named(value: Any, draft: Draft) -> Any:
    """Return the "circular edges" of a round part as its edges: all of them are circles."""
    if not isinstance(value, Placing) or value.ref is None or _CIRCULAR not in value.ref.traits:
        return value
    if draft.form.kind != "round" or "both" in value.ref.traits:
        return value
    every = _EVERY if value.ref.plural and not value.ref.traits - {_CIRCULAR} else frozenset()
    return replace(value, ref=replace(value.ref, traits=value.ref.traits - {_CIRCULAR} | every))


_CIRCULAR: Final = "circular"
_EVERY: Final = frozenset({"all"})


def _through_once(topic: Topic) -> Topic:
    """Return a hole without its direction where that was said twice: "through the depth (12 mm way)"."""
    through = [one for one in topic.said if isinstance(one, Placing) and one.name == "through"]
    ways = [
        _SIDE_ALONG.get(one.noun) for one in topic.said if isinstance(one, Placing) and one.name == "along"
    ]
    sides = {_AS_SIDE.get(one.noun, one.noun) for one in through} & set(_SIDE_ALONG.values())
    if len(sides) != 1 or not sides & set(ways):
        return topic
    kept = [
        one
        for one in topic.said
        if not (isinstance(one, Placing) and one.name == "along" and _SIDE_ALONG.get(one.noun) in sides)
    ]
    return replace(topic, said=tuple(kept))


def _directed(value: Any, draft: Draft, topic: Topic) -> Any:
    """Return "along the 60" as the axis along which the part is 60 mm long."""
    if not isinstance(value, Placing) or value.ref is None:
        return value
    halfway = value.ref.noun == "halfway" and MEASURED in value.ref.traits
    if value.ref.noun != MEASURED and not halfway:
        return value
    spaced = value.ref.of if value.kind == "spacing" else None
    length = value.numbers[0].value if spaced is None else float(spaced.noun)
    axes = [axis for axis, side in zip("xyz", draft.box, strict=True) if abs(side - length) < SAME_MM]
    if len(axes) != 1:
        raise missing(
            f"Which direction is meant by {value.text!r}: x, y or z?",
            about("direction", topic.kind, values=[value.numbers[0]], words=[value.text]),
            ("x", "y", "z"),
        )
    if halfway:
        side = _SIDE_ALONG[axes[0]]
        return replace(value, numbers=(), ref=Reference("halfway", frozenset({side}), text=value.text))
    along = Reference(axes[0], text=value.text)
    return replace(value, ref=along) if spaced else replace(value, numbers=(), ref=along)
