"""How a part stands: "lying along X", "standing on its long edge", "with the flanges pointing down"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.places.places import drills
from mayfly.language.weighing.pose import Pose

_LIES: Final = (
    "lying|laid|lies|lay|laying|lie|@lying|horizontal|horizontally|orientated|aligned|runs|running|"
    "standing|stands|placed|positioned|pointing|made|modelled|drawn|turned|rotated|flat|down|be"
)
_WITH: Final = "(with|having|so|such|that|and|,|orientated|should|be|it|is)*"
_IS: Final = (
    "is|are|runs|running|lies|lying|pointing|points|parallel|aligned|aligns|orientated|laid|to|be|with"
)
_POINTS: Final = "facing|pointing|points|faces|looking|turned|is|are|be|to|directed|standing|stand|stands"
_UP: Final = frozenset({"up", "upward", "upwards", "above"})
_SIDES: Final = frozenset({"left", "right", "front", "back", "top", "bottom"})
#: What ends and components are called here, where the vocabulary calls them otherwise.
_ENDS: Final = {
    "tip": "pointed",
    "apex": "pointed",
    "point": "pointed",
    "opening": "open",
    "mouth": "open",
    "open_top": "open",
    "small": "thin",
    "smaller": "thin",
    "narrow": "thin",
    "narrower": "thin",
    "thinner": "thin",
    "large": "thick",
    "larger": "thick",
    "wide": "thick",
    "wider": "thick",
    "thicker": "thick",
    "big": "thick",
    "bigger": "thick",
    "upright": "vertical_leg",
}
_NAMES: Final = frozenset(
    {"open", "closed", "flat", "round", "thin", "thick", "pointed", "flange", "leg", "web", "head", "hub"}
    | {"vertical_leg", "horizontal_leg", "base", "top", "bottom", "lid", "floor", "dome", "step"}
)


@row("pose_axis", "x|y|z @axis|direction?", example="X axis")
@row("pose_axis", "+|- x|y|z @axis|direction?", example="+X direction")
def _pose_axis(found: Found) -> Any:
    return next(term.word for term in found.terms[found.start : found.end] if term.word in {"x", "y", "z"})


@row(
    "place",
    f"({_LIES}|@horizontal|,)* ({_LIES}|@horizontal) (along|in / parallel to) the? <axis:pose_axis>",
    example="lying along the X axis",
    cost=-0.1,
)
@row("place", "along <axis:pose_axis>", example="along X", cost=1.2)
@row(
    "place",
    f"{_WITH} (its|the|main|central|centre|long|longitudinal)* @axis|axis (of (the|this|it)* <:part>?)? ({_IS}|=|:)* (along|in|to|=|the)* <axis:pose_axis>",
    example="with its axis along X",
    cost=-0.1,
)
@row(
    "place",
    f"{_WITH} (its|the)* (length / @long_side / long|longest|longer side|edge|axis|dimension) ({_IS})* along|in|to the? <axis:pose_axis>",
    example="with its length along Y",
    cost=-0.2,
)
def _along(found: Found) -> Any:
    return Pose("along", (found.axis,), found.text)


@row(
    "place",
    "running|runs|lying|lies|pointing|going (from / the)* @front|@back|@left|@right to (the)? @front|@back|@left|@right",
    example="running front to back",
    cost=-0.2,
)
def _across_the_model(found: Found) -> Any:
    sides = [sense for sense in found.senses() if sense in _SIDES]
    axes = {"front": "y", "back": "y", "left": "x", "right": "x"}
    along = {axes[side] for side in sides}
    if drills(found):
        return None  # a hole goes that way, and not the part
    return Pose("along", (along.pop(),), found.text) if len(along) == 1 and len(set(sides)) == 2 else None


@row("place", f"({_LIES})* on its|the side", example="lying on its side", cost=-0.1)
@row(
    "place",
    f"{_WITH} (its|the|main|central)* @axis|axis (of (the|this|it)* <:part>?)? ({_IS})* @horizontal|horizontal",
    example="axis horizontal",
)
@row(
    "place",
    "(should|must|is|be|it|to|orientated|placed|positioned|laid)* horizontally|horizontal (placed|laid|lying|orientated)?",
    example="horizontal",
    cost=0.2,
)
@row("place", "lying|laid|laying (down|horizontal|horizontally)?", example="lying down", cost=0.3)
def _lying(found: Found) -> Any:
    return Pose("lying", (), found.text)


#: Nouns of what a part stands on.
_STOOD_ON: Final = frozenset(
    {"edge", "edges", "end", "rim", "side", "sides", "face", "long_side", "short_side"}
)


@row("on_edge", "on <w+:edge_word> <w+:edge_word>*", example="on its long edge")
def _on_edge(found: Found) -> Any:
    words = set(found.w)
    if not words & _STOOD_ON:
        return None  # "on the short centre line"
    if words & {"long", "longer", "longest", "long_side", "length"}:
        return ("long",)
    if words & {"short", "shorter", "shortest", "short_side", "width"}:
        return ("short",)
    return next(((name,) for name in ("end", "rim", "edge") if name in words), None)


@row(
    "edge_word",
    "its|the|one|an|a|of|long|longer|longest|short|shorter|shortest|narrow|edge|edges|end|rim|side|sides|face|"
    "@long_side|@short_side",
    example="edge",
)
def _edge_word(found: Found) -> Any:
    senses = set(found.senses())
    return next(
        (name for name in ("long_side", "short_side") if name in senses), found.terms[found.end - 1].word
    )


@row(
    "place",
    "standing|stands|stood|stand|placed|set|put (up|upright)? <on:on_edge>",
    example="standing on its edge",
)
@row("place", "upright <on:on_edge>", example="upright on its edge")
@row("place", "<on:on_edge>", example="on edge", cost=1.5)
@row(
    "place",
    "standing|stands|stood|stand|placed|set|put upright|vertical|vertically",
    example="standing upright",
)
@row("place", "standing|stands|stood|stand (up)?", example="standing", cost=0.3)
@row("place", "upright|vertically", example="upright", cost=0.4)
@row(
    "place",
    f"{_WITH} (its|the|main|central)* @axis|axis (of (the|this|it)* <:part>?)? ({_IS})* @vertical|vertical",
    example="axis vertical",
)
def _standing(found: Found) -> Any:
    return Pose("standing", found.on or (), found.text)


@row(
    "place",
    "(placed|standing|turned|flipped|lying|made)* (upside down / inverted / overhead / (turned|flipped) over)",
    example="upside down",
    cost=-0.3,
)
def _over(found: Found) -> Any:
    return Pose("over", (), found.text)


# --- an end or a component that points somewhere ------------------------------------------------------------


@row("pose_part", "<w+:pose_word> <w+:pose_word>*", example="the flat side")
def _pose_part(found: Found) -> Any:
    return tuple(word for word in found.w if word in _NAMES) or None


@row(
    "pose_word",
    "its|the|both|open|closed|flat|round|rounded|small|smaller|narrow|narrower|thin|thinner|large|larger|wide|"
    "wider|big|bigger|thick|thicker|pointed|point|tip|apex|opening|mouth|end|side|face|part|"
    "@pointed|@open_top|@flange|@leg|@web|@head|@hub|@vertical_leg|@horizontal_leg|@component.base|@dome|lid",
    example="flange",
)
def _pose_word(found: Found) -> Any:
    senses = list(found.senses())
    for word in senses:
        if _ENDS.get(word, word) in _NAMES:
            return _ENDS.get(word, word)
    return senses[-1]


@row(
    "place",
    f"{_WITH} <what:pose_part> ({_POINTS})* up|upward|upwards|down|downward|downwards",
    example="flat side down",
    cost=-0.2,
)
@row(
    "place",
    f"{_WITH} <what:pose_part> ({_POINTS}|at|on)* (at|on|to|towards) the? (@top|@bottom|@underside|@top_face)",
    example="with the thin end at the bottom",
    cost=0.1,
)
def _end_points(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]} | set(found.senses())
    before = found.terms[found.start - 1] if found.start else None
    if before is not None and before.quantity is not None:
        return None  # "20 wide at the top" is a size
    up = bool(words & _UP) or not words & {"down", "downward", "downwards", "bottom", "underside"}
    return Pose("up" if up else "down", found.what, found.text)


@row(
    "place",
    "facing|pointing|points|directed|tapering|turned up|upward|upwards|down|downward|downwards",
    example="pointing down",
    cost=-0.2,
)
@row(
    "place",
    "@open_top up|upward|upwards|down|downward|downwards|underneath|below|beneath",
    example="open downwards",
    cost=-0.2,
)
def _points(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    names = ("open",) if "open" in words else ("pointed",)
    return Pose("up" if words & _UP else "down", names, found.text)


@row(
    "place",
    f"{_WITH} <what:pose_part> ({_POINTS})* (at|on|to|towards|along) the? (@front|@back|@left|@right) side|end?",
    example="leg at the back",
    cost=-0.1,
)
def _at_side(found: Found) -> Any:
    side = next((sense for sense in reversed(list(found.senses())) if sense in _SIDES), None)
    return None if side is None else Pose("at", (found.what[0], side), found.text)
