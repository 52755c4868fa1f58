"""Keys of specifications: what bodies, features, places and depths are called in them."""

from __future__ import annotations

import re
from typing import Final

from mayfly.language.vocabulary import word_set

BLOCKS: Final = word_set("plate base block box cuboid slab panel body stock blank") | {"base plate"}
ROUNDS: Final = word_set("disc disk cylinder flange") | {"round plate"}
HOLES: Final = frozenset(
    f"{kind}{noun}".strip()
    for kind in ("", "screw ", "bolt ", "mounting ", "corner ", "through ", "drill ", "clearance ", "fixing ")
    for noun in ("hole", "holes")
)
MIDDLE_HOLES: Final = frozenset(
    {"bore", "centre hole", "central hole", "centre bore", "central bore", "middle hole", "through bore"}
)
BOX_SHAPES: Final = word_set("box rectangular plate block rectangle")
TURNED_KEYS: Final = word_set("profile points axis angle") | {"profile rz", "profile r z"}
SIZE_HOLDERS: Final = word_set("size dimensions")
KINDS_OF_HOLES: Final = word_set("through thru blind")
#: Keys that only stand around the whole specification.
WRAPPERS: Final = word_set("part model spec specification geometry component design")
MILLIMETRES: Final = word_set("mm millimetres millimeters millimetre millimeter")
MIDDLES_OF_FACES: Final = word_set("centre middle centred") | {
    f"centre of {face}" for face in ("top face", "plate", "top", "face")
}
SLOTS: Final = word_set("slot slots") | {"through slot"}
POCKETS: Final = word_set("pocket pockets window windows cutout cutouts opening openings recess recesses")
OPEN: Final = word_set("window windows cutout cutouts opening openings")
RAISED: Final = word_set("boss bosses post posts stud hub")
BORDERS: Final = word_set("lip frame rim")
KIND_KEYS: Final = ("type", "kind", "shape", "feature")
LISTS: Final = ("features", "operations", "steps", "items", "elements")
#: Lists whose items are made one after the other.
ORDERED: Final = word_set("operations steps")
TITLES: Final = word_set("part name title id material finish color description comment quantity") | {
    "part name"
}
NAMING: Final = word_set("part name title") | {"part name"}
UNITS: Final = ("units", "unit")
#: Words of a title that say of the shape what nothing else may contradict.
SHAPING: Final = re.compile(
    r"\b(?:round|circular|hex\w*|[lutz](?:[- ](?:shaped?|profile|bracket))|angle\w*|bent|curved|taper\w*|"
    r"triang\w*|half|hollow|step\w*|oval|elliptic\w*|spher\w*|gear|thread\w*|tube|pipe|rings?|cone|chamfer\w*|fillet\w*|round\w*|"
    r"mirror\w*|no|not|without|except|blind|knurl\w*|slant\w*|slop\w*)\b"
)
PASSES: Final = word_set("through thru all yes full") | {
    "through all",
    "all through",
    "thru all",
    "through everything",
}
NOTE_OF_PASSING: Final = re.compile(
    r"(?:all |the )*(?:holes?|slots?|pockets?|bores?|cutouts?|features?)(?:(?:,| and| and the|,? the) "
    r"(?:holes?|slots?|pockets?|bores?|cutouts?))*(?: (?:go|goes|are|is|run|cut))*(?: all)?(?: the way)?"
    r" (?:through|thru)(?: (?:everything|the plate|the body|all|the part))?\.?|all through"
)
CORNERS: Final = frozenset(
    f"{low}{side}corner"
    for low in ("", "lower ", "bottom ", "min ", "lower front ", "bottom front ", "front ")
    for side in ("", "left ", "left front ")
)
MIDDLES: Final = frozenset(
    f"centre {of} {face}"
    for of in ("of", "on")
    for face in ("bottom face", "bottom", "underside", "base", "lower face", "bottom surface")
) | {"bottom centre", "base centre"}
POSITIONS: Final = (
    "at", "position", "positions", "points", "centres", "centre", "location", "locations", "coordinates", "xy"
)  # fmt: skip
CIRCLE: Final = (
    "bolt circle diameter", "pitch circle diameter", "pcd", "bcd", "bolt circle", "pitch circle",
    "circle diameter",
)  # fmt: skip
CONCENTRIC: Final = (
    "concentric with",
    "coaxial with",
    "concentric to",
    "coaxial to",
    "concentric",
    "coaxial",
)
INSETS: Final = ("edge distance", "margin", "inset", "edge offset", "from edges", "offset from edges")
RADII: Final = (
    "corner radius", "corner radii", "vertical edge fillet", "vertical edge radius", "vertical fillet",
    "corner fillet", "vertical edges fillet", "fillet vertical edges", "edge fillet vertical",
)  # fmt: skip
BODY_KEYS: Final = frozenset(
    {
        "length", "width", "thickness", "height", "diameter", "outer diameter",
        "inner diameter", "bore diameter", "bore",
        "radius", "outer radius", "inner radius", "size", "dimensions", "x", "y", "z",
        "origin", "datum", "corner",
        "centred in xy", "centred xy", "z from", *RADII,
    }
)  # fmt: skip


def without_articles(text: str) -> str:
    """Return a text without its articles."""
    return re.sub(r"\bthe ", "", text)
