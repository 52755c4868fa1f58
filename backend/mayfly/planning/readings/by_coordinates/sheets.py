"""Reads a part that is specified as data: a body by its sizes, then holes, slots, pockets and what stands on it.

The reading is strict: one key that is not understood makes it none, and the words of the grammar are weighed
instead. Nothing is filled in but what every drawing leaves out: a body whose place is not said lies around the
origin on XY, a hole whose depth is not said of a plate that has none is not read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import product
from typing import Any, Final

from mayfly.language.vocabulary import word_set
from mayfly.planning.readings.by_coordinates.drawn import (
    Drawn,
    frame,
    prism,
    rounded_block,
    slot_between,
    sunk,
    turned,
)
from mayfly.planning.readings.by_coordinates.solids import Block, Operation, Round, Solid
from mayfly.planning.readings.by_coordinates.values_of_sheets import (
    NotUnderstood,
    Sheet,
    diameter,
    nothing_left,
    number,
    numbers,
    plain,
    points,
    size,
    taken,
)

Point = tuple[float, float]
_BLOCKS: Final = word_set("plate base block box cuboid slab panel body stock blank") | {"base plate"}
_ROUNDS: Final = word_set("disc disk cylinder flange") | {"round plate"}
_HOLES: Final = frozenset(
    f"{kind}{noun}".strip()
    for kind in ("", "screw ", "bolt ", "mounting ", "corner ", "through ", "drill ", "clearance ", "fixing ")
    for noun in ("hole", "holes")
)
_MIDDLE_HOLES: Final = frozenset(
    {"bore", "centre hole", "central hole", "centre bore", "central bore", "middle hole", "through bore"}
)
_SLOTS: Final = word_set("slot slots") | {"through slot"}
_POCKETS: Final = word_set("pocket pockets window windows cutout cutouts opening openings recess recesses")
_OPEN: Final = word_set("window windows cutout cutouts opening openings")
_RAISED: Final = word_set("boss bosses post posts stud hub")
_FRAMES: Final = word_set("lip frame rim")
_KIND_KEYS: Final = ("type", "kind", "shape", "feature")
_LISTS: Final = ("features", "operations", "steps", "items", "elements")
#: Lists whose items are made one after the other.
_ORDERED: Final = word_set("operations steps")
_TITLES: Final = word_set("part name title id material finish color description comment quantity") | {
    "part name"
}
_NAMING: Final = word_set("part name title") | {"part name"}
_UNITS: Final = ("units", "unit")
#: Words of a title that say of the shape what nothing else may contradict.
SHAPING: Final = re.compile(
    r"\b(?:round|circular|hex\w*|[lutz](?:[- ](?:shaped?|profile|bracket))|angle\w*|bent|curved|taper\w*|triang\w*|half|hollow|"
    r"step\w*|oval|elliptic\w*|spher\w*|gear|thread\w*|tube|pipe|rings?|cone|chamfer\w*|fillet\w*|round\w*|"
    r"mirror\w*|no|not|without|except|blind|knurl\w*|slant\w*|slop\w*)\b"
)
_PASSES: Final = word_set("through thru all yes full") | {
    "through all",
    "all through",
    "thru all",
    "through everything",
}
_NOTE_OF_PASSING: Final = re.compile(
    r"(?:all |the )*(?:holes?|slots?|pockets?|bores?|cutouts?|features?)(?:(?:,| and| and the|,? the) "
    r"(?:holes?|slots?|pockets?|bores?|cutouts?))*(?: (?:go|goes|are|is|run|cut))*(?: all)?(?: the way)?"
    r" (?:through|thru)(?: (?:everything|the plate|the body|all|the part))?\.?|all through"
)
_CORNERS: Final = frozenset(
    f"{low}{side}corner"
    for low in ("", "lower ", "bottom ", "min ", "lower front ", "bottom front ", "front ")
    for side in ("", "left ", "left front ")
)
_MIDDLES: Final = frozenset(
    f"centre {of} {face}"
    for of in ("of", "on")
    for face in ("bottom face", "bottom", "underside", "base", "lower face", "bottom surface")
) | {"bottom centre", "base centre"}
_POSITIONS: Final = (
    "at", "position", "positions", "points", "centres", "centre", "location", "locations", "coordinates", "xy"
)  # fmt: skip
_CIRCLE: Final = (
    "bolt circle diameter", "pitch circle diameter", "pcd", "bcd", "bolt circle", "pitch circle", "circle diameter"
)  # fmt: skip
_INSETS: Final = ("edge distance", "margin", "inset", "edge offset", "from edges", "offset from edges")
_RADII: Final = (
    "corner radius", "corner radii", "vertical edge fillet", "vertical edge radius", "vertical fillet",
    "corner fillet", "vertical edges fillet", "fillet vertical edges", "edge fillet vertical",
)  # fmt: skip
_FULL_TURN: Final = 360.0


def operations_in_sheet(data: Any) -> list[Operation] | None:
    """Return the operations that make a part that is specified as data; None where that is not understood."""
    try:
        sheet = plain(data)
        return _Reader().read(sheet) if isinstance(sheet, dict) else None
    except (NotUnderstood, ValueError):
        return None


class _Reader:
    """Reads one specification; holds what was made so far."""

    def __init__(self) -> None:
        self.made: list[Operation] = []
        self.named: dict[str, tuple[float, float]] = {}
        self.body: tuple[Point, Point] = ((0.0, 0.0), (0.0, 0.0))
        self.span = (0.0, 0.0)
        self.placed = True
        self.passing = False
        self.shift: Point = (0.0, 0.0)
        self.bore = 0.0
        self.title = ""

    def read(self, sheet: Sheet) -> list[Operation]:
        """Return what a whole specification makes."""
        while len(sheet) == 1 and isinstance(next(iter(sheet.values())), dict):
            ((key, inner),) = sheet.items()
            if key not in {"part", "model", "spec", "specification", "geometry", "component", "design"}:
                break
            sheet = inner
        self._read_around(sheet)
        self._read_body(sheet)
        items = list(_items(sheet))
        if not self.placed:
            self._settle_origin(items)
        raised = [noun in _RAISED | _FRAMES for noun, _ in items]
        if _ORDERED & sheet.keys() and raised != sorted(raised, reverse=True):
            raise NotUnderstood(
                "steps"
            )  # whether an earlier cut goes through what is added later is not said
        for noun, item in sorted(items, key=lambda one: one[0] not in _RAISED | _FRAMES):
            self._read_feature(noun, item)
        if self.bore:
            self._drill(self.bore, [self._centre()], self._whole())
        return self.made

    # --- what stands around -------------------------------------------------------------------------------

    def _read_around(self, sheet: Sheet) -> None:
        unit = taken(sheet, *_UNITS)
        if unit is not None and unit not in {"mm", "millimetres", "millimeters", "millimetre", "millimeter"}:
            raise NotUnderstood(str(unit))
        note = taken(sheet, "note", "notes")
        for one in note if isinstance(note, list) else [note] if note else []:
            if not isinstance(one, str) or not _NOTE_OF_PASSING.fullmatch(one.strip(" .")):
                raise NotUnderstood(str(one))
            self.passing = True
        for key in [key for key in sheet if key in _TITLES]:
            if isinstance(sheet[key], dict | list):
                continue
            if key == "part" and (sheet[key] in _BLOCKS | _ROUNDS):
                continue
            if SHAPING.search(str(sheet[key])):
                raise NotUnderstood(key)
            title = str(sheet.pop(key))
            if key in _NAMING:
                self.title = title

    def _read_body(self, sheet: Sheet) -> None:
        """Take the body out of a specification and make it."""
        if "extrude" in sheet or "extrusion" in sheet:
            return self._read_extrusion(sheet)
        if "revolve" in sheet or "revolution" in sheet:
            return self._read_revolution(sheet)
        for holder in ("dimensions", "size", "sizes", "geometry", "parameters"):
            inner = sheet.get(holder)
            if isinstance(inner, dict):
                sheet.pop(holder)
                if sheet.keys() & inner.keys():
                    raise NotUnderstood(holder)
                sheet.update(inner)
        noun = next((key for key in sheet if key in _BLOCKS | _ROUNDS and isinstance(sheet[key], dict)), "")
        if noun:
            own = dict(sheet.pop(noun))
        else:
            named = next(
                (
                    key
                    for key in (*_KIND_KEYS, "part", "object", "body")
                    if sheet.get(key) in _BLOCKS | _ROUNDS
                ),
                "",
            )
            noun = str(sheet.pop(named)) if named else next(iter(self.title.split()[-1:]), "")
            named = named or (noun if noun in _BLOCKS | _ROUNDS else "")
            own = {
                key: sheet.pop(key)
                for key in [*sheet]
                if key in _BODY_KEYS and not _is_feature(key, sheet[key])
            }
            if not named or not own:
                sheet.update(own)
                noun, own = self._first_item(sheet)
        for key in ("origin", "corner radius"):
            if key in sheet and not isinstance(sheet[key], dict):
                own.setdefault(key, sheet.pop(key))
        if noun in _BLOCKS:
            self._make_block(noun, own)
        elif noun in _ROUNDS:
            self._make_round(noun, own)
        else:
            raise NotUnderstood("body")

    def _first_item(self, sheet: Sheet) -> tuple[str, Sheet]:
        """Take the body out of a list of features, where it is the first one."""
        key = next((key for key in _LISTS if isinstance(sheet.get(key), list)), "")
        if not key or not sheet[key] or not isinstance(sheet[key][0], dict):
            raise NotUnderstood("body")
        first, sheet[key] = dict(sheet[key][0]), sheet[key][1:]
        return str(taken(first, *_KIND_KEYS)), first

    # --- bodies -------------------------------------------------------------------------------------------

    def _make_block(self, noun: str, own: Sheet) -> None:
        radius = size(own, *_RADII)
        for key in ("type", "kind", "shape"):
            if own.get(key) in {"box", "rectangular", "plate", "block", "rectangle"}:
                own.pop(key)
        low, high = self._box_of(own)
        nothing_left(own)
        solid: Solid = rounded_block(low, high, radius, noun) if radius else Block(low, high)
        self._made_body(noun, solid)

    def _box_of(self, own: Sheet) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """Take the corners of a box out of what is said of it."""
        if all(isinstance(own.get(axis), list) for axis in "xyz"):
            spans = [numbers(own.pop(axis), 2) for axis in "xyz"]
            (x0, x1), (y0, y1), (z0, z1) = spans
            return (x0, y0, z0), (x1, y1, z1)
        low_corner, high_corner = taken(own, "min", "from"), taken(own, "max", "to")
        if low_corner is not None and high_corner is not None:
            (x0, y0, z0), (x1, y1, z1) = numbers(low_corner, 3), numbers(high_corner, 3)
            return (x0, y0, z0), (x1, y1, z1)
        whole = taken(own, "size", "dimensions", "sizes")
        if isinstance(whole, dict) and not set(whole) <= {"x", "y", "z"}:
            own.update(whole)
            whole = None
        if whole is not None:
            long, wide, thick = numbers(whole, 3)
        else:
            sides = (size(own, "length", "x"), size(own, "width", "y"), size(own, "thickness", "height", "z"))
            if None in sides:
                raise NotUnderstood("sizes")
            long, wide, thick = (side or 0.0 for side in sides)
        x, y, z = self._low_corner(own, long, wide)
        return (x, y, z), (x + long, y + wide, z + thick)

    def _low_corner(self, own: Sheet, long: float, wide: float) -> tuple[float, float, float]:
        """Take where a box lies out of what is said of it: its lowest corner."""
        z = size(own, "z from", "z start", "z min", "bottom z", "base z", "z0")
        centred = taken(own, "centred in xy", "centred xy", "centred on xy")
        origin = taken(own, "origin", "datum")
        corner = taken(own, "corner", "low corner", "min corner", "lower left corner")
        if sum(one is not None and one is not False for one in (centred, origin, corner)) > 1:
            raise NotUnderstood("origin")
        if corner is not None:
            at = numbers(corner, 2, 3)
            return at[0], at[1], at[2] if len(at) > 2 else z or 0.0
        if isinstance(origin, str) and _without_the(origin) in _CORNERS:
            return 0.0, 0.0, z or 0.0
        known = centred is True or (isinstance(origin, str) and _without_the(origin) in _MIDDLES)
        if (origin is not None or centred not in (None, False)) and not known:
            raise NotUnderstood("origin")
        self.placed = known
        return -long / 2, -wide / 2, z or 0.0

    def _make_round(self, noun: str, own: Sheet) -> None:
        wide = diameter(own, "", "outer")
        bore = diameter(own, "inner", "bore", "hole")
        high = size(own, "thickness", "height", "length")
        z = size(own, "z from", "z start", "z min", "bottom z", "base z")
        origin = taken(own, "origin")
        if wide is None or high is None or (origin is not None and _without_the(str(origin)) not in _MIDDLES):
            raise NotUnderstood("sizes")
        nothing_left(own)
        low = z or 0.0
        self._made_body(noun, Round(wide, "z", (0.0, 0.0, low), high))
        self.bore = bore or 0.0

    def _read_extrusion(self, sheet: Sheet) -> None:
        drawn_out = taken(sheet, "extrude", "extrusion")
        profile = taken(sheet, "profile", "polygon", "points", "sketch", "outline")
        if isinstance(drawn_out, dict):
            drawn_out = dict(drawn_out)
            profile = profile if profile is not None else taken(drawn_out, "profile", "points", "polygon")
            direction = taken(drawn_out, "direction", "axis")
            far = size(drawn_out, "distance", "height", "length", "by", "depth")
            low = size(drawn_out, "z from", "from", "start")
            nothing_left(drawn_out)
        else:
            far, direction, low = number(drawn_out), None, None
        if isinstance(profile, dict):
            profile = dict(profile)
            if taken(profile, "type", "kind") not in (None, "polygon", "closed polygon", "polyline"):
                raise NotUnderstood("profile")
            if taken(profile, "plane") not in (None, "xy"):
                raise NotUnderstood("plane")
            taken(profile, "closed")
            corners = taken(profile, "points", "vertices", "polygon")
            nothing_left(profile)
        else:
            corners = profile
        if far is None or direction not in (None, "+z", "z", "up"):
            raise NotUnderstood("extrude")
        if taken(sheet, "plane") not in (None, "xy"):
            raise NotUnderstood("plane")
        self._made_body("profile", prism(_closed(points(corners)), low or 0.0, (low or 0.0) + far))

    def _read_revolution(self, sheet: Sheet) -> None:
        turn = taken(sheet, "revolve", "revolution")
        turn = dict(turn) if isinstance(turn, dict) else {}
        own = {**sheet, **turn}
        for key in [*sheet]:
            if key in {"profile", "points", "axis", "angle", "profile rz", "profile r z"}:
                sheet.pop(key)
        axis, angle = taken(own, "axis"), size(own, "angle")
        corners = taken(own, "profile rz", "profile r z", "rz", "profile", "points", "points rz")
        if isinstance(corners, dict):
            corners = dict(corners)
            inner = taken(corners, "points", "rz", "points rz")
            nothing_left(corners)
            corners = inner
        if axis not in ("z", None) or angle not in (None, _FULL_TURN):
            raise NotUnderstood("axis")
        left = own.keys() - sheet.keys()
        if left:
            raise NotUnderstood(next(iter(left)))
        self._made_body("profile", turned(_closed(points(corners))))

    def _made_body(self, noun: str, solid: Solid) -> None:
        self.made.append(Operation(solid))
        (x0, y0, z0), (x1, y1, z1) = solid.box()
        self.body = ((x0, y0), (x1, y1))
        self.span = (z0, z1)
        self.named[noun] = (z0, z1)

    def _settle_origin(self, items: list[tuple[str, Sheet]]) -> None:
        """Decide from where the places count, where nothing says it: from the middle, or from a corner.

        Raises:
            NotUnderstood: Both may be meant.
        """
        said = [point for _, item in items for point in _points_said(item)]
        if all(point == (0.0, 0.0) for point in said):
            return
        (x0, y0), (x1, y1) = self.body
        about_middle = all(x0 < x < x1 and y0 < y < y1 for x, y in said)
        from_corner = all(0 < x < x1 - x0 and 0 < y < y1 - y0 for x, y in said)
        if about_middle == from_corner:
            raise NotUnderstood("origin")
        if from_corner:
            self.shift = (x0, y0)

    # --- features -----------------------------------------------------------------------------------------

    def _read_feature(self, noun: str, item: Sheet) -> None:
        item = dict(item)
        taken(item, "name", "id", "label", "comment")
        if noun in _HOLES or noun in _MIDDLE_HOLES:
            self._read_holes(item, middle=noun in _MIDDLE_HOLES)
        elif noun in _SLOTS:
            self._read_slot(item)
        elif noun in _POCKETS:
            self._read_pocket(item, opens=noun in _OPEN)
        elif noun in _RAISED:
            self._read_raised(noun, item)
        elif noun in _FRAMES:
            self._read_frame(item)
        else:
            raise NotUnderstood(noun)
        nothing_left(item)

    def _read_holes(self, item: Sheet, *, middle: bool) -> None:
        wide = diameter(item, "", "hole", "bore")
        if wide is None or taken(item, "axis", "direction") not in (None, "z", "-z", "vertical", "+z"):
            raise NotUnderstood("hole")
        places = self._places(item, middle=middle)
        low, high = self._depth(item, opens=middle)
        self._drill(wide, places, (low, high))
        for key in ("countersink", "counterbore"):
            mouth = taken(item, key)
            if mouth is not None:
                self._open_mouth(key, mouth, wide, places, low)

    def _drill(self, wide: float, places: list[Point], span: tuple[float, float]) -> None:
        low, high = span
        self.made += [Operation(Round(wide, "z", (x, y, low), high - low), cut=True) for x, y in places]

    def _open_mouth(self, key: str, said: Any, wide: float, places: list[Point], low: float) -> None:
        """Make the countersinks or counterbores of holes."""
        if not isinstance(said, dict):
            raise NotUnderstood(key)
        said = dict(said)
        mouth_wide = diameter(said, "", "head", "outer")
        face = taken(said, "face", "from", "side")
        up, mouth = self._face(face)
        if mouth_wide is None or (not up and low > self.span[0]):
            raise NotUnderstood(key)
        if key == "countersink":
            angle = size(said, "angle")
            for at in places if angle else ():
                self.made.append(Operation(sunk(mouth_wide, wide, angle or 0.0, at, mouth, up=up), cut=True))
            if not angle:
                raise NotUnderstood("angle")
        else:
            deep = size(said, "depth")
            if deep is None:
                raise NotUnderstood("depth")
            self._drill(mouth_wide, places, (mouth - deep, mouth) if up else (mouth, mouth + deep))
        nothing_left(said)

    def _face(self, face: Any) -> tuple[bool, float]:
        """Return whether a face of the body looks up, and its height."""
        low, high = self.span
        if face in (None, "top", "top face", "the top", "the top face", "above", "from above", "from top"):
            if self._top() > high:
                raise NotUnderstood("face")  # something stands on it: which top is meant is not said
            return True, high
        if face in ("bottom", "bottom face", "underside", "below", "from below"):
            return False, low
        level = re.fullmatch(r"z\s*=\s*([-+]?\d*\.?\d+)", str(face))
        if level is None or float(level[1]) not in self.span:
            raise NotUnderstood("face")
        return float(level[1]) == high, float(level[1])

    def _top(self) -> float:
        return max(one.solid.box()[1][2] for one in self.made if not one.cut)

    def _whole(self) -> tuple[float, float]:
        boxes = [one.solid.box() for one in self.made if not one.cut]
        return min(low[2] for low, _ in boxes), max(high[2] for _, high in boxes)

    def _depth(self, item: Sheet, *, opens: bool) -> tuple[float, float]:
        """Take from where to where a cut goes out of what is said of it."""
        through = taken(item, "through", "goes through")
        kind = item.pop("type") if item.get("type") in {"through", "thru", "blind"} else None
        deep = taken(item, "depth", "deep")
        span = taken(item, "z")
        if span is not None:
            low, high = numbers(span, 2)
            if through or deep or kind:
                raise NotUnderstood("z")
            return min(low, high), max(low, high)
        passes = through is True or through in _PASSES or deep in _PASSES or kind == "through"
        if isinstance(through, str) and through in self.named:
            return self.named[through]
        if through not in (None, True, False) and not passes:
            raise NotUnderstood("through")
        if isinstance(deep, int | float) and not isinstance(deep, bool):
            if passes:
                raise NotUnderstood("depth")
            up, top = self._face(taken(item, "face", "from"))
            return (top - deep, top) if up else (top, top + deep)
        if deep is not None and not passes:
            raise NotUnderstood("depth")
        if passes or self.passing or (opens and through is None and kind is None):
            return self._whole()
        if through is None and kind is None and self._is_plate():
            return self._whole()  # a hole of a plate that is given no depth goes through
        raise NotUnderstood("depth")

    def _is_plate(self) -> bool:
        (x0, y0), (x1, y1) = self.body
        return len([one for one in self.made if not one.cut]) == 1 and (
            self.span[1] - self.span[0] <= min(x1 - x0, y1 - y0) / 2
        )

    def _places(self, item: Sheet, *, middle: bool) -> list[Point]:
        """Take where holes lie out of what is said of them."""
        count = size(item, "count", "number", "n")
        if "x" in item and "y" in item:
            found = [self._moved((number(item.pop("x")), number(item.pop("y"))))]
        elif any(key in item for key in _POSITIONS):
            where = taken(item, *_POSITIONS)
            found = (
                [self._centre()] if self._is_middle(where) else [self._moved(one) for one in points(where)]
            )
        elif any(key in item for key in _CIRCLE):
            found = self._on_circle(item, count)
        elif any(key in item for key in _INSETS):
            found = self._in_corners(item)
        elif "spacing" in item:
            across, up = numbers(item.pop("spacing"), 2)
            taken(item, "pattern", "layout")
            x, y = self._centre()
            found = [(x + a * across / 2, y + b * up / 2) for a, b in product((-1, 1), repeat=2)]
            count = 0.0 if count is None else count
        elif middle:
            found = [self._centre()]
        else:
            raise NotUnderstood("position")
        if count is not None and count != len(found):
            raise NotUnderstood("count")
        return found

    def _on_circle(self, item: Sheet, count: float | None) -> list[Point]:
        wide = size(item, *_CIRCLE)
        first = size(item, "start angle", "first angle", "angle offset") or 0.0
        if wide is None or count is None or count < 2 or count != int(count):
            raise NotUnderstood("count")
        x, y = self._centre()
        angles = [math.radians(first + _FULL_TURN * i / count) for i in range(int(count))]
        return [(x + wide / 2 * math.cos(one), y + wide / 2 * math.sin(one)) for one in angles]

    def _in_corners(self, item: Sheet) -> list[Point]:
        inset = size(item, *_INSETS) or 0.0
        if taken(item, "pattern", "layout") not in (None, "corners", "in corners") or not isinstance(
            self.made[0].solid, Block | Drawn
        ):
            raise NotUnderstood("pattern")
        (x0, y0), (x1, y1) = self.body
        return [(x, y) for x in (x0 + inset, x1 - inset) for y in (y0 + inset, y1 - inset)]

    def _centre(self) -> Point:
        (x0, y0), (x1, y1) = self.body
        return (x0 + x1) / 2, (y0 + y1) / 2

    def _is_middle(self, where: Any) -> bool:
        return isinstance(where, str) and _without_the(where) in {
            "centre", "centre of top face", "centre of plate", "middle", "centred", "centre of top", "centre of face"
        }  # fmt: skip

    def _moved(self, point: Point) -> Point:
        return point[0] + self.shift[0], point[1] + self.shift[1]

    def _place(self, item: Sheet, *, otherwise: bool = False) -> Point:
        """Take where one feature lies out of what is said of it."""
        where = taken(item, *_POSITIONS)
        if where is None and "x" in item and "y" in item and not isinstance(item["x"], list):
            where = [item.pop("x"), item.pop("y")]
        if self._is_middle(where) or (where is None and otherwise):
            return self._centre()
        (at,) = points(where)
        return self._moved(at)

    def _read_slot(self, item: Sheet) -> None:
        if taken(item, "ends", "end", "end type") not in (
            None,
            "round",
            "rounded",
            "full radius",
            "semicircular",
        ):
            raise NotUnderstood("ends")
        width = size(item, "width")
        ends = taken(item, "end centres", "end centre points", "centres of ends", "arc centres")
        if width is None:
            raise NotUnderstood("width")
        if ends is None:
            long = size(item, "length", "overall length", "total length")
            along = taken(item, "along", "direction", "axis", "orientation")
            at = self._place(item)
            if long is None or along not in ("x", "y", "along x", "along y", "x axis", "y axis"):
                raise NotUnderstood("slot")
            half = (long - width) / 2
            step = (half, 0.0) if "x" in along else (0.0, half)
            first, last = (at[0] - step[0], at[1] - step[1]), (at[0] + step[0], at[1] + step[1])
        else:
            first, last = (self._moved(one) for one in points(ends))
        low, high = self._depth(item, opens=False)
        self.made.append(Operation(slot_between(first, last, width, low, high), cut=True))

    def _read_pocket(self, item: Sheet, *, opens: bool) -> None:
        radius = size(item, "corner radius", "radius")
        if all(isinstance(item.get(axis), list) for axis in "xy"):
            (x0, x1), (y0, y1) = numbers(item.pop("x"), 2), numbers(item.pop("y"), 2)
            (x0, y0), (x1, y1) = self._moved((x0, y0)), self._moved((x1, y1))
        else:
            long, wide = self._sides(item)
            x, y = self._place(item)
            x0, x1, y0, y1 = x - long / 2, x + long / 2, y - wide / 2, y + wide / 2
        low, high = self._depth(item, opens=opens)
        block = rounded_block((x0, y0, low), (x1, y1, high), radius, "pocket") if radius else None
        self.made.append(Operation(block or Block((x0, y0, low), (x1, y1, high)), cut=True))

    def _sides(self, item: Sheet) -> Point:
        """Take the two sides of a pocket out of what is said of it; a third is its depth."""
        said = taken(item, "rect", "rectangle", "size", "dimensions")
        if said is None:
            long, wide = size(item, "length"), size(item, "width")
            if long is None or wide is None:
                raise NotUnderstood("size")
            return long, wide
        sides = numbers(said, 2, 3)
        if len(sides) > 2:
            if "depth" in item:
                raise NotUnderstood("depth")
            item["depth"] = sides[2]
        return sides[0], sides[1]

    def _read_raised(self, noun: str, item: Sheet) -> None:
        wide, bore = diameter(item, "", "outer"), diameter(item, "inner", "bore", "hole")
        low, high = self._heights(item)
        at = self._place(item, otherwise=noun == "hub")
        if wide is None:
            raise NotUnderstood("diameter")
        self.made.append(Operation(Round(wide, "z", (*at, low), high - low)))
        if bore is not None:
            raise NotUnderstood("bore")  # how deep it goes is not said
        self.named[noun] = (low, high)

    def _read_frame(self, item: Sheet) -> None:
        outer = numbers(taken(item, "outer", "outer size", "size"), 2)
        wall = size(item, "wall", "wall thickness", "thickness")
        low, high = self._heights(item)
        at = self._place(item, otherwise=True)
        if wall is None:
            raise NotUnderstood("wall")
        self.made.append(Operation(frame((outer[0], outer[1]), wall, at, low, high)))

    def _heights(self, item: Sheet) -> tuple[float, float]:
        """Take from where to where something stands up out of what is said of it."""
        span = taken(item, "z")
        low = size(item, "z from", "z start", "z min", "bottom z", "base z")
        top = size(item, "z to", "z end", "z max", "top z")
        tall = size(item, "height", "length")
        if span is not None:
            low, top = numbers(span, 2)
        low = self.span[1] if low is None else low
        if top is None and tall is None:
            raise NotUnderstood("height")
        if top is not None and tall is not None and abs(top - low - tall) > 1e-6:
            raise NotUnderstood("height")
        return low, low + tall if top is None and tall is not None else top or 0.0


_BODY_KEYS: Final = frozenset(
    {
        "length", "width", "thickness", "height", "diameter", "outer diameter", "inner diameter", "bore diameter",
        "radius", "outer radius", "inner radius", "size", "dimensions", "x", "y", "z", "origin", "datum", "corner",
        "centred in xy", "centred xy", "z from", *_RADII,
    }
)  # fmt: skip


def _is_feature(key: str, value: Any) -> bool:
    return isinstance(value, dict) and key not in {"size", "dimensions"}


def _items(sheet: Sheet) -> Iterator[tuple[str, Sheet]]:
    """Yield each feature of a specification with what it is called."""
    for key, value in sheet.items():
        if value in (None, False, "none", []):
            continue
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                raise NotUnderstood(key)
            one = dict(one)
            if key in _LISTS:
                kind = taken(one, *_KIND_KEYS)
                yield str(kind), one
            else:
                yield key, one


def _points_said(item: Any) -> Iterator[Point]:
    """Yield all places that are said of a feature."""
    if not isinstance(item, dict):
        return
    if isinstance(item.get("x"), float) and isinstance(item.get("y"), float):
        yield item["x"], item["y"]
    for key in (*_POSITIONS, "end centres"):
        where = item.get(key)
        if isinstance(where, list | dict):
            yield from points(where)


def _closed(corners: list[Point]) -> list[Point]:
    """Return the corners of an outline without the first one at the end again."""
    return corners[:-1] if len(corners) > 3 and corners[0] == corners[-1] else corners


def _without_the(text: str) -> str:
    return re.sub(r"\bthe ", "", text)
