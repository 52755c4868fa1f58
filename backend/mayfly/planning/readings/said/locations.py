"""Places in the two forms in which they are held: as said, and as a body that is built up takes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.nodes import Reference
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import State, Topic
from mayfly.language.weighing.values import Mark, Placing

_FACES: Final = {name: name for name in ("top", "bottom", "front", "back", "left", "right")} | {
    "top_face": "top",
    "underside": "bottom",
    "horizontal_leg": "horizontal_leg",
    "vertical_leg": "vertical_leg",
    "leg": "leg",
}
_OF_FACES: Final = frozenset({"face", "side", "end", "wall", "surface", "side_face", *_FACES})
_DIRECTIONS: Final = {"long_side": "long", "short_side": "short", "lengthwise": "length", "cross": "width"}
_SIDES: Final = ("left", "right", "front", "back", "top", "bottom")
_AROUND: Final = frozenset({"left", "right", "front", "back"})
_ENDS: Final = frozenset({"end", "short_side"})
_ALONG_ITS_LENGTH: Final = frozenset({"ends", "end"})
_EACH: Final = frozenset({"each", "both", "every"})
_AXES: Final = {"height": "height", "length": "length", "width": "width"}
#: Components that are bodies of their own where a thing is built up of several.
_BODIES: Final = frozenset({"base", "hub", "lid", "vertical_leg", "body"})
#: "From the outside into the bore" says of a radial hole what it does anyway.
_SAYS_NOTHING_NEW: Final = frozenset({("from", "outer"), ("into", "bore")})
_EDGE_CUTS: Final = frozenset({"fillet", "chamfer"})


# --- as a body that is built up takes them ------------------------------------------------------------------


def plainly(state: State) -> State:
    """Return a reading whose places are values of their own kinds; what has none stays as it is."""
    return state.but(topics=tuple(_plain_topic(topic) for topic in state.topics))


def _plain_topic(topic: Topic) -> Topic:
    found: list[object] = []
    for one in topic.said:
        if one is Mark.STANDING or (isinstance(one, said.Context) and _is_sized(topic, one)):
            continue
        found += _plain(one, topic.kind) if isinstance(one, Placing) else [one]
    once = found if topic.kind == "part" and (topic.count or 1) > 1 else dict.fromkeys(found)
    return replace(topic, said=tuple(once))  # type: ignore[arg-type]


def _is_sized(topic: Topic, context: said.Context) -> bool:
    """Return whether a component that is spoken of only names what the sizes behind it belong to."""
    sizes = [*topic.sizes, *(size for group in topic.groups for size in group.sizes)]
    return context.number is None and any(context.component in size.label.components for size in sizes)


def _plain(placing: Placing, kind: str) -> list[object]:
    if placing.kind == "place" and placing.ref is not None:
        if placing.ref.noun == "wall" and "into" in placing.text.split():
            return [said.OnFace("right")]  # "from the outside into the bore": through the one wall at +X
        return _of_place(placing, placing.ref, kind)
    number = placing.numbers[0] if placing.numbers else None
    match placing.kind:
        case "offset" if number is not None and placing.name == "from" and placing.noun == "centre":
            return [said.OnCircle(number, radius=True)]
        case "offset" if number is not None and placing.name in {"from", "inset", "above", "below"}:
            return [said.FromEdges(number, _side(placing))]
        case "spacing" if len(placing.numbers) == 2:
            return [said.Rectangle(placing.numbers[0], placing.numbers[1])]
        case "spacing" if number is not None:
            return [said.Apart(number, _direction(placing.ref))]
        case "circle":
            return [said.OnCircle(number, radius=placing.name == "radius")]
        case "grid" if placing.name == "size":
            return [said.Rectangle(placing.numbers[0], placing.numbers[1])]
        case "grid":
            return [said.Rows(int(placing.numbers[0].value), int(placing.numbers[1].value))]
        case "start" | "step" if number is not None:
            return [said.FirstAngle(number.value, between=placing.kind == "step")]
    return [placing]


def _of_place(placing: Placing, ref: Reference, kind: str) -> list[object]:
    if kind in _EDGE_CUTS:
        return [placing]  # edges are found as on any other part
    words = {word for each in ref.chain() for word in (each.noun, *each.traits)}
    face = next((_FACES[word] for word in sorted(words) if word in _FACES), "")
    if ref.noun in {"part", "it", "everything", "plane"} or (placing.name, ref.noun) in _SAYS_NOTHING_NEW:
        return []
    if placing.name in {"in", "into", "through"} and ref.noun in _BODIES:
        return [said.Relation("in", (ref.text or ref.noun).lower().removeprefix("the "))]
    if placing.name in {"along", "across", "parallel"} or ref.noun in {"x", "y", "z", "direction", "axis"}:
        return [said.Along(_direction(ref))] if _direction(ref) else []
    if ref.noun in {"centre", "halfway"}:
        axis = next((_AXES[word] for word in words if word in _AXES), "")
        centre = said.InCentre(axis if ref.noun == "halfway" else "")
        return [said.OnFace(face), centre] if face else [centre]
    if ref.noun == "centre_line":
        return [said.Along(_direction(ref) or "length", in_middle=True)]
    if ref.noun == "corner":
        return [said.AtCorners(ref.count), *([said.OnFace(face)] if face else [])]
    if kind == "part" and ref.noun in {"edge", "end", "side", "long_side", "short_side", *_AROUND}:
        sides = words & _AROUND
        if sides and placing.name in {"at", "along", "near", "", "in", "on"}:
            return [said.AtSide(frozenset(sides))]
        if ref.noun == "end" and (ref.plural or words & _EACH):
            return [said.AtSide(frozenset({"ends"}))]
    if ref.noun in _OF_FACES and face:
        return [said.OnFace(face)]
    return [placing]


def edge_words(topic: Topic) -> set[str]:
    """Return the words that say which edges a fillet or chamfer is for."""
    words = {word for one in topic.said if isinstance(one, said.EdgesOf) for word in one.words}
    refs = [one.ref for one in topic.said if isinstance(one, Placing) and one.ref is not None]
    return words.union(word for ref in refs for each in ref.chain() for word in (each.noun, *each.traits))


def _direction(ref: Reference | None) -> str:
    if ref is None:
        return ""
    words = (ref.noun, *sorted(ref.traits))
    for word in words:
        if word in {"x", "y", "z", "length", "width", "height", "long", "short", *_DIRECTIONS}:
            return _DIRECTIONS.get(word, word)
    return ""


def _side(placing: Placing) -> str:
    ref = placing.ref
    if placing.name in {"above", "below"}:
        return "bottom" if placing.name == "above" else "top"
    if ref is None:
        return "each"
    words = {ref.noun, *ref.traits}
    side = next((side for side in _SIDES if side in words), "")
    if side:
        return side
    if ref.noun in _ENDS:
        return "ends" if ref.plural or ref.traits & _EACH else "end"
    return "corner" if ref.noun == "corner" else "long" if ref.noun == "long_side" else "each"


# --- as they were said ------------------------------------------------------------------------------------


def placing_of(value: object) -> list[Placing] | None:
    """Return a place of a kind of its own as it would be said; None for what is no place."""
    match value:
        case said.OnFace(face):
            return [_at("on", face)]
        case said.InCentre(axis):
            traits = frozenset({axis}) if axis else frozenset()
            ref = Reference("halfway" if axis else "centre", traits, text="the centre")
            return [Placing("place", "in", ref=ref, text="in the centre")]
        case said.AtCorners(count):
            ref = Reference("corner", count=count, plural=True, text="the corners")
            return [Placing("place", "in", ref=ref, text="in the corners")]
        case said.FromEdges(distance, side):
            name = "inset" if side == "each" else "from"
            edge = None if side == "each" else _edge(side)
            return [Placing("offset", name, (distance,), edge, text=f"{distance.text} from the edge")]
        case said.OnCircle(number, radius):
            numbers = (number,) if number is not None else ()
            return [Placing("circle", "radius" if radius else "diameter", numbers, text="on the circle")]
        case said.FirstAngle(degrees, between):
            angle = Quantity(degrees, f"{degrees:g}°", "angle", "deg")
            return [Placing("step" if between else "start", "angle", (angle,), text=angle.text)]
        case said.Apart(distance, along):
            way = Reference(along, text=along) if along else None
            return [Placing("spacing", "", (distance,), way, text=f"{distance.text} apart")]
        case said.Along(direction):
            return [_at("along", {"long": "long_side", "short": "short_side"}.get(direction, direction))]
        case said.Rows(columns, rows):
            counts = tuple(map(Quantity.of_count, (columns, rows)))
            return [Placing("grid", "grid", counts, text=f"{columns} x {rows}")]
        case said.Rectangle(length, width):
            return [Placing("spacing", "", (length, width), text=f"{length.text} x {width.text}")]
        case said.EdgesOf(words):
            noun = next((word for word in ("end", "corner", "edge") if word in words), "edge")
            traits = frozenset(words - {noun})
            return [
                Placing("place", "on", ref=Reference(noun, traits, plural=True, text="edges"), text="edges")
            ]
    return None


def _at(preposition: str, noun: str) -> Placing:
    return Placing("place", preposition, ref=Reference(noun, text=noun), text=f"{preposition} the {noun}")


def _edge(side: str) -> Reference:
    if side in _ALONG_ITS_LENGTH:
        return Reference(
            "end", frozenset({"each"} if side == "ends" else ()), plural=side == "ends", text="end"
        )
    if side == "corner":
        return Reference("corner", text="corner")
    return Reference("edge", frozenset({side}), text=f"{side} edge")
