"""Features that are sizes of the part itself: the bore of a tube, a clevis's slot, a tray's corner radius.

What each part takes in is data (``ABSORBED``), keyed by the part's name; a
feature that has more to say than the part's size can hold stays a feature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mayfly.cad import standards
from mayfly.cad.parts import Part
from mayfly.errors import InvalidParameter
from mayfly.planning.language.cursor import role_of
from mayfly.planning.language.reading import Frame, Label, Mark, Measure
from mayfly.planning.language.units import number
from mayfly.planning.language.wording import word_set
from mayfly.planning.questions import conflict, length_of, missing, unsupported

_MIDDLE: Final = frozenset(
    [
        "centre",
        "part",
        "it",
        "everything",
        "axis",
        "whole",
        "entire",
        "body",
        "length",
        "height",
        "thickness",
        "piece",
    ]
)
_OUTER_EDGES: Final = frozenset(
    [
        "vertical",
        "corner",
        "edge",
        "outer",
        "all",
        "four",
        "side",
        "each",
        "overall",
        "all_round",
        "end",
        "both",
    ]
)


@dataclass(frozen=True, slots=True)
class Absorbed:
    """How one kind of feature becomes sizes of a part.

    Attributes:
        sizes: Role of the feature's measure to the part's size; "" is a bare number.
        places: Words that may place it without saying anything new.
        flags: Flags that say nothing new.
        offsets: Direction of a distance to the part's size.
        count: The part's size that takes the number of them.
        circle: The part's size that takes a bolt circle.
        counts: How many of them the size stands for; None is "not said".
        wanted_flags: At least one of these must be said, else it is no such feature.
        wanted_places: At least one of these words must place it.
    """

    sizes: dict[str, str]
    places: frozenset[str] = _MIDDLE
    flags: frozenset[str] = frozenset({"through", "centred", "everything", "round_shape"})
    offsets: dict[str, str] = field(default_factory=dict)
    count: str = ""
    circle: str = ""
    counts: frozenset[int | None] = frozenset({None, 1})
    wanted_flags: frozenset[str] = frozenset()
    wanted_places: frozenset[str] = frozenset()


def _bore(size: str) -> Absorbed:
    return Absorbed({"": size, "diameter": size})


_CORNERS: Final = Absorbed(
    {"": "corner_radius", "radius": "corner_radius"},
    _OUTER_EDGES,
    frozenset({"vertical", "all_round", "rounded"}),
)
_INNER_CORNER: Final = Absorbed(
    {"": "inner_radius", "radius": "inner_radius"},
    frozenset(["inner", "corner", "edge", "part", "bend"]),
    wanted_places=frozenset({"inner"}),
)
_BOLT_CIRCLE: Final = Absorbed(
    {"": "bolt_hole", "diameter": "bolt_hole"},
    frozenset(["flange", "part", "it", "face"]),
    word_set("through equally screw clearance round_shape"),
    count="bolt_holes",
    circle="bolt_circle",
)

ABSORBED: Final[dict[str, dict[str, tuple[Absorbed, ...]]]] = {
    "tube": {"bore": (_bore("inner_diameter"),), "hole": (_bore("inner_diameter"),)},
    "washer": {"bore": (_bore("inner_diameter"),), "hole": (_bore("inner_diameter"),)},
    "spacer": {"bore": (_bore("inner_diameter"),), "hole": (_bore("inner_diameter"),)},
    "bushing": {"bore": (_bore("bore"),), "hole": (_bore("bore"),)},
    "flange": {"bore": (_bore("bore"),), "hole": (_bore("bore"),)},
    "flanged_bushing": {"bore": (_bore("bore"),), "hole": (_bore("bore"),)},
    "flanged_hub": {"bore": (_bore("bore"),), "hole": (_BOLT_CIRCLE, _bore("bore"))},
    "pulley": {
        "bore": (_bore("bore"),),
        "hole": (_bore("bore"),),
        "groove": (
            Absorbed(
                {"depth": "groove_depth", "angle": "groove_angle", "": "groove_depth"},
                frozenset(
                    ["centre", "rim", "circumference", "part", "it", "edge", "outer", "side", "all_round"]
                ),
                frozenset({"all_round", "centred"}),
            ),
        ),
    },
    "spur_gear": {"bore": (_bore("bore"),), "hole": (_bore("bore"),)},
    "hex_nut": {"bore": (_bore("bore"),), "hole": (_bore("bore"),)},
    "standoff": {"bore": (_bore("bore"),), "hole": (_bore("bore"),)},
    "stepped_shaft": {"bore": (_bore("bore"),), "hole": (_bore("bore"),)},
    "cup": {"bore": (_bore("inner_diameter"),)},
    "elbow": {"bore": (_bore("inner_diameter"),)},
    "tray": {"fillet": (_CORNERS,)},
    "enclosure_with_lid": {"fillet": (_CORNERS,)},
    "square_tube": {"fillet": (_CORNERS,)},
    "l_bracket": {"fillet": (_INNER_CORNER,)},
    "link_plate": {
        "hole": (
            Absorbed(
                {"": "hole_diameter", "diameter": "hole_diameter"},
                frozenset(["end", "each", "both", "round", "centre", "circle", "part", "it"]),
                frozenset({"through", "round_shape"}),
                counts=frozenset({None, 2}),
            ),
        )
    },
    "clevis": {
        "slot": (
            Absorbed(
                {"width": "slot_width", "depth": "slot_depth"},
                frozenset(
                    ["top", "part", "it", "y", "width", "depth", "centre", "middle", "top_face", "through"]
                ),
                word_set("through open_top centred everything cross"),
            ),
        ),
        "hole": (
            Absorbed(
                {"": "pin_hole", "diameter": "pin_hole"},
                frozenset(["ear", "both", "x", "width", "part", "it", "leg", "each"]),
                frozenset({"through", "cross", "horizontal", "everything"}),
                {"below": "pin_drop"},
            ),
        ),
    },
    "hinge_leaf": {
        "hole": (
            Absorbed(
                {"": "screw_hole", "diameter": "screw_hole"},
                frozenset(["part", "it", "leg"]),
                word_set("screw equally through clearance row"),
                count="screw_holes",
            ),
        )
    },
}


@dataclass(slots=True)
class Taken:
    """A size that a feature turned out to be.

    Attributes:
        value: Its value.
        text: The words that gave it.
    """

    value: float
    text: str


def absorb(part: Part, features: Sequence[Frame], notes: list[str]) -> dict[str, Taken]:
    """Turn features into sizes of the part, where they are no more than that; those are marked "used".

    Args:
        part: The part.
        features: What was asked for besides it.
        notes: Takes sentences for the answer.

    Raises:
        NeedsClarification: Two features would be the same size.
    """
    taken: dict[str, Taken] = {}
    for frame in features:
        for way in ABSORBED.get(part.name, {}).get(frame.kind, ()):
            sizes = _sizes(part, frame, way, notes)
            if sizes is None:
                continue
            for name, value in sizes.items():
                if name in taken and abs(taken[name].value - value.value) > 1e-6:
                    raise conflict(
                        f"The {name.replace('_', ' ')} is given twice: {taken[name].text} and"
                        f" {value.text}. Which one holds?"
                    )
                taken[name] = value
            frame.kind = "used"
            break
    return taken


def _sizes(part: Part, frame: Frame, way: Absorbed, notes: list[str]) -> dict[str, Taken] | None:
    """Give the sizes that a feature means, or None if it says more than they can hold."""
    counts = way.counts | ({4} if frame.kind == "fillet" else set())
    many = 2 in counts or 4 in counts
    if not way.count and (frame.count not in counts or (frame.plural and not many)):
        return None
    words = {
        w
        for m in frame.marks
        if m.kind == "place" and m.ref
        for r in m.ref.chain()
        for w in (r.noun, *r.traits)
    }
    if words - way.places or (way.wanted_places and not words & way.wanted_places):
        return None
    if frame.flags() - way.flags or (way.wanted_flags and not frame.flags() & way.wanted_flags):
        return None
    sizes: dict[str, Taken] = {}
    for mark in frame.marks:
        name = _marked_size(mark, way)
        if name is None:
            return None
        if name:
            factor = 2 if mark.kind == "circle" and mark.name == "radius" else 1
            sizes[name] = Taken(factor * length_of(mark.quantities[0], name.replace("_", " ")), mark.text)
    if way.circle and way.circle not in sizes:
        return None
    if not _measured(frame, way, sizes, notes):
        return None
    if way.count:
        if frame.count is None:
            raise missing(f"How many {frame.name} are there?")
        sizes[way.count] = Taken(float(frame.count), f"{frame.count}")
    return sizes or None


def _marked_size(mark: Mark, way: Absorbed) -> str | None:
    """Give the size that a mark means, "" if it means none, None if it does not belong here."""
    if mark.kind in {"place", "flag"}:
        return ""
    if mark.kind == "circle" and way.circle and mark.quantities:
        return way.circle
    if mark.kind == "offset":
        top = mark.ref is not None and mark.ref.noun in {"top", "top_face"} and mark.ref.of is None
        return way.offsets.get("below" if mark.name == "from" and top else mark.name)
    return None


def _measured(frame: Frame, way: Absorbed, sizes: dict[str, Taken], notes: list[str]) -> bool:
    for measure in frame.measures:
        role = _role(measure)
        double = role == "radius" and "radius" not in way.sizes
        name = way.sizes.get("diameter" if double else role)
        if name is None or (measure.group and measure.label == Label()):
            return False
        if measure.quantity.form == "thread":
            value = _thread(frame, measure, notes)
        elif measure.quantity.form == "angle":
            value = measure.quantity.value
        else:
            value = length_of(measure.quantity, f"{frame.name or frame.kind}")
        if double:
            value *= 2
        if name in sizes and abs(sizes[name].value - value) > 1e-6:
            raise conflict(
                f"The {frame.name} has two sizes: {sizes[name].text} and {measure.quantity.text}."
                " Which one holds?"
            )
        sizes[name] = Taken(value, measure.quantity.text)
    return bool(frame.measures)


def _role(measure: Measure) -> str:
    if measure.label in {Label(), Label(("bore",)), Label(("groove",))}:
        return (
            "angle"
            if measure.quantity.form == "angle"
            else "radius"
            if measure.quantity.form == "radius"
            else ""
        )
    role = role_of(measure.label) or ""
    return role


def _thread(frame: Frame, measure: Measure, notes: list[str]) -> float:
    """Give the hole for a thread: tap drill if it is tapped, else the clearance hole."""
    text = measure.quantity.text
    try:
        if "tapped" in frame.flags():
            drill = standards.tap_drill(text)
            notes.append(
                f"{text} tapped hole: tap drill {number(drill.diameter_mm)} mm ({drill.standard});"
                " no thread is modelled."
            )
            return drill.diameter_mm
        clearance = standards.clearance_hole(text)
    except InvalidParameter as error:
        raise unsupported(f"{error} Which diameter shall the hole have?") from error
    notes.append(
        f"{text} clearance hole: {number(clearance.diameter_mm)} mm ({clearance.standard},"
        f" {clearance.fit} fit)."
    )
    return clearance.diameter_mm
