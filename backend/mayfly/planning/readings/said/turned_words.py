"""What was said of a feature of a part that is turned, in the words for the part as it is made.

"10 mm from the left end" of a shaft that lies along X is 10 mm from the end that was at the bottom.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from mayfly.design.geometry.faces import Vector
from mayfly.design.placement import Placement
from mayfly.language.nodes import Reference
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.language.weighing.values import Mark, Placing
from mayfly.planning.questions import about, unsupported

_WAYS: Final[dict[str, Vector]] = {
    "right": (1.0, 0.0, 0.0),
    "left": (-1.0, 0.0, 0.0),
    "back": (0.0, 1.0, 0.0),
    "front": (0.0, -1.0, 0.0),
    "top": (0.0, 0.0, 1.0),
    "bottom": (0.0, 0.0, -1.0),
}
_SIDES: Final = {name: name for name in _WAYS} | {"top_face": "top", "underside": "bottom"}
_AXES: Final = {"x": "right", "y": "back", "z": "top"}
_LETTERS: Final = {"right": "x", "left": "x", "back": "y", "front": "y", "top": "z", "bottom": "z"}
#: Which way the distances run that are counted from the middle.
_COUNTED: Final = {"above": "top", "below": "bottom", "left": "left", "right": "right"} | {
    "front": "front",
    "back": "back",
}
#: Words that speak of the model's axes in a way that no side of the part has.
_OF_THE_MODEL: Final = frozenset({"vertical", "horizontal", "height", "mid_height"})


def said_of_body(topic: Topic, turned: Placement, *, is_round: bool) -> Topic:
    """Return a feature with the model's sides as those of the part before it was turned.

    Args:
        topic: The feature.
        turned: How the part is turned.
        is_round: Its sides are one curved face: what is on one of them goes across.

    Raises:
        NeedsClarification: Something is said of a height or of coordinates, which may count either way.
    """
    found = tuple(_value(one, turned, topic) for one in topic.said)
    return replace(topic, said=tuple(map(_across, found)) if is_round else found)


def _across(value: Any) -> Any:
    """Return "from the left" of a round part as the axis across which it goes."""
    if not isinstance(value, Placing) or value.kind != "place" or value.ref is None:
        return value
    if value.ref.noun not in {"left", "right", "front", "back"}:
        return value
    return replace(value, name="along", ref=Reference(_LETTERS[value.ref.noun], text=value.text))


def _value(value: Any, turned: Placement, topic: Topic) -> Any:
    if isinstance(value, Placing):
        return _placing(value, turned, topic)
    if value is Mark.VERTICAL:
        axis = Reference(_LETTERS[_side("top", turned)], text="vertical")
        return Placing("place", "along", ref=axis, text="vertical")
    if isinstance(value, said.OnFace) and value.face in _SIDES:
        return said.OnFace(_side(value.face, turned), value.of)
    if isinstance(value, said.Points | said.Coordinate | said.Span) or value is Mark.HORIZONTAL:
        raise _open(topic)
    return value


def _side(name: str, turned: Placement) -> str:
    """Return which side of the part lies on a side of the model."""
    way = turned.inverse().way(_WAYS[_SIDES[name]])
    return next(
        side for side, its in _WAYS.items() if all(abs(a - b) < 1e-6 for a, b in zip(way, its, strict=True))
    )


def _placing(placing: Placing, turned: Placement, topic: Topic) -> Placing:
    ref = None if placing.ref is None else _reference(placing.ref, turned, topic)
    name = placing.name
    if placing.kind == "offset" and name in _COUNTED:
        way = _side(_COUNTED[name], turned)
        middle = placing.ref is not None and placing.ref.noun in {"centre", "centre_line", "axis"}
        if middle or placing.ref is None:
            name = next((word for word, side in _COUNTED.items() if side == way), name)
        else:
            name = "from"
    return replace(placing, ref=ref, name=name)


def _reference(ref: Reference, turned: Placement, topic: Topic) -> Reference:
    of = None if ref.of is None else _reference(ref.of, turned, topic)
    traits = frozenset(_word(word, turned, topic) for word in ref.traits)
    return Reference(_word(ref.noun, turned, topic), traits, ref.count, ref.plural, of, ref.text)


def _word(word: str, turned: Placement, topic: Topic) -> str:
    if word in _SIDES:
        side = _side(word, turned)
        return word if side == _SIDES[word] else side
    if word in _AXES:
        return _LETTERS[_side(_AXES[word], turned)]
    if word in _OF_THE_MODEL and _side("top", turned) not in {"top", "bottom"}:
        raise _open(topic)
    return word


def _open(topic: Topic) -> Exception:
    return unsupported(
        f"Where is the {topic.name} once the part is turned? Please count from its ends or edges.",
        about("place", topic.kind),
    )
