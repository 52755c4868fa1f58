"""Reads how several things are laid out: points, bolt circles, grids, and the spacings between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.cursor import DETERMINERS
from mayfly.language.nodes import Attribute, Reference
from mayfly.language.state import ReaderState
from mayfly.language.units import to_mm
from mayfly.language.vocabulary import word_set

_BEFORE_POINTS: Final = word_set(
    "at located position positions positioned placed located centred with centres centre on "
    "coordinates coordinate point points @ : = the are is be to in and a one"
)
#: Things that can stand in rows.
_LAID_OUT: Final = word_set("hole bore slot pocket boss groove keyway counterbore countersink")
_DIRECTION_NOUNS: Final = word_set(
    "length width height x y z axis direction long_side short_side side depth centre_line edge centre"
)


class PatternReader(ReaderState):
    """Readers of patterns. Each takes a phrase and notes it, or leaves everything as it was."""

    def points(self) -> bool:
        """Read "at (15,15), (85,15) and (50,55)", "at x=10, y=20", "at 10,20 and 30,40"."""
        start = self.at
        saved = self.at
        if self._point_ahead():
            self.skip(_BEFORE_POINTS)
        found: list[tuple[float, ...]] = []
        while True:
            if self.term().kind == "point":
                x, y = self.term().points
                both = self.term().mirrored
                found += mirrored(x, y, x_both="x" in both, y_both="y" in both)
                self.at += 1
            elif found and self.word() in {",", "and", "&", ";"} and self._next_point():
                self.at += 1
            else:
                break
        found = found or self._spelled_points() or self._bare_points()
        if not found:
            self.at = saved
            return False
        self.mention.attributes.append(Attribute("points", points=tuple(found), text=self.text_since(start)))
        return True

    def _point_ahead(self) -> bool:
        for ahead in range(8):
            if self.term(ahead).kind == "point":
                return True
            if self.word(ahead) not in _BEFORE_POINTS:
                return False
        return False

    def _next_point(self) -> bool:
        return self.term(1).kind == "point" or (self.word(1) in {"and", "&"} and self.term(2).kind == "point")

    def _spelled_points(self) -> list[tuple[float, ...]]:
        """Read "x=10, y=20" or "x 10 y 20", several of them joined by "and"."""
        found: list[tuple[float, ...]] = []
        while True:
            start = self.at
            self.skip(word_set("at and , ; (") if found else frozenset({"at", "position", "located", "("}))
            values: dict[str, Quantity] = {}
            while self.word() in {"x", "y"} and self.word() not in values:
                axis = self.word()
                ahead = 2 if self.word(1) in {"=", ":"} else 1
                quantity = self.quantity(ahead)
                if quantity is None:
                    break
                values[axis] = quantity
                self.at += ahead + 1
                if len(values) < 2:
                    self.skip(frozenset({",", "and", ";"}))
            if (
                len(values) == 1
                and self.mention is not self.base
                and self.terms[start].word in {"at", "and", ","}
            ):
                axis = next(iter(values))
                middle = "y" if axis == "x" else "x"
                text = values[axis].text
                self.reading.notes.append(f"At {axis} = {text}, {middle} was taken as the middle.")
                values[middle] = Quantity(0.0, "0")
            if set(values) != {"x", "y"}:
                self.at = start
                return found
            self.skip(frozenset({")"}))
            both = {axis: quantity.form == "plusminus" for axis, quantity in values.items()}
            found += mirrored(values["x"].value, values["y"].value, x_both=both["x"], y_both=both["y"])

    def _bare_points(self) -> list[tuple[float, ...]]:
        """Read "at 10,20 and 30,40": behind "at", a comma separates coordinates if numbers come in pairs."""
        if self.mention is self.base or self.word() not in {"at", "@"}:
            return []
        start = self.at
        self.at += 1
        self.skip(frozenset(["position", "positions", "coordinates", "points"]))
        found: list[tuple[float, ...]] = []
        while True:
            quantity = self.quantity()
            if quantity is not None and quantity.form == "plain" and quantity.pair and not quantity.unit:
                found.append(quantity.pair)
                self.at += 1
            elif found and self.word() in {",", "and", "&", ";"} and self._pair_ahead():
                self.at += 1
            else:
                break
        if not found or self.term().sense("role") or self.term().sense("marker"):
            self.at = start
            return []
        return found

    def _pair_ahead(self) -> bool:
        quantity = self.quantity(2 if self.word(1) == "and" else 1)
        return quantity is not None and quantity.pair != ()

    def circle(self) -> bool:
        """Read "on a 75 mm bolt circle", "PCD 110", "on a circle of 60 mm diameter"."""
        start = self.at
        self.skip(word_set("on at in around over along arranged placed located with"))
        self.skip(DETERMINERS)
        quantity = self.quantity()
        measure = None
        if quantity is not None and self.answers_key():
            self.at = start
            return False
        if quantity is not None:
            self.at += 1
            measure = self._circle_measure()
        marker = self.term().sense("marker")
        sized = self.mention is self.base or any(
            m.label.role in {None, "diameter", "radius"} for m in self.mention.measures
        )
        later = self.quantity(1) is not None and quantity is not None and not sized
        if marker is None and not later and self._marked_circle(start, quantity):
            text = self.text_since(start)
            self.mention.attributes.append(
                Attribute("circle", "diameter", (quantity,) if quantity else (), text=text)
            )
            return True
        if marker not in {"bolt_circle", "circle"} or later:
            self.at = start
            return False
        named = self.term().sense("marker") == "bolt_circle"
        self.at += 1
        if quantity is None:
            here = self.at
            self.skip(word_set("of with at = : is a an the on"))
            measure = self._circle_measure()
            self.skip(frozenset(["of", "=", ":", "is"]))
            quantity = self.quantity()
            if quantity is None or (not named and quantity.can_count and self.term(1).sense("feature")):
                self.at, quantity = here, None
            else:
                self.at += 1
                measure = self._circle_measure() or measure
        else:
            measure = self._circle_measure() or measure
        if self.mention is self.base and not (named and quantity):
            self.at = start
            return False
        if quantity is None and not (named or self.terms[start].word in {"on", "around", "in"}):
            self.at = start
            return False
        radius = measure == "radius" or (quantity is not None and quantity.form == "radius")
        quantities = (quantity,) if quantity else ()
        name = "radius" if radius else "diameter"
        owner = self.base if self.mention.kind == "bore" else self.mention
        owner.attributes.append(Attribute("circle", name, quantities, text=self.text_since(start)))
        return True

    def _marked_circle(self, start: int, quantity: Quantity | None) -> bool:
        """Return whether "on Ø60" is a circle: the holes have their diameter and number already."""
        counted = self.mention.kind == "hole" and (self.mention.count or 0) > 1 and self.mention.measures
        marked = quantity is not None and quantity.form == "diameter" and self.terms[start].word == "on"
        return bool(counted and marked and not self.mention.take("circle"))

    def _circle_measure(self) -> str | None:
        role = self.term().sense("role")
        if role in {"diameter", "radius", "in_diameter"}:
            self.at += 1
            return "radius" if role == "radius" else "diameter"
        return None

    def grid(self) -> bool:
        """Read "in a 3 by 2 grid", "in 2 rows of 3", "grid of 3 x 2"."""
        start = self.at
        if self.mention.kind == "part":
            named = self.term().sense("marker") in {"grid", "apart"} and self.quantity(1) is not None
            return bool(named and self.base.name and not self.reading.features) and self._pattern_size(start)
        self.skip(word_set("in on as into arranged placed laid out"))
        self.skip(DETERMINERS)
        if self._square():
            self.mention.attributes.append(
                Attribute("spacing", "", self._square_sides(), text=self.text_since(start))
            )
            return True
        pair = self._crossed_counts()
        if pair and self.term().sense("marker") in {"grid", "rectangle", "square_pattern"}:
            self.at += 1
        elif self._pattern_size(start):
            return True
        elif self.term().sense("marker") in {"grid", "rectangle"} and self.word(1) in {"of", ":"}:
            self.at += 2
            pair = self._crossed_counts()
        else:
            pair = self._rows()
        if pair is None:
            self.at = start
            return False
        self.mention.attributes.append(Attribute("grid", "grid", pair, text=self.text_since(start)))
        return True

    def _pattern_size(self, start: int) -> bool:
        """Read "on a hole pattern of 80 x 60 mm", "60 x 40 mm hole spacing": the distances of two by two."""
        here = self.at
        centres = self.term().sense("marker") == "apart"
        named = centres or self.term().sense("marker") in {"grid", "rectangle"}
        rectangle = self.term().sense("marker") == "rectangle"
        if named:
            self.at += 1
            self.skip(frozenset(["of", "with", ":", "="]))
        pair = self._spacing_quantities()
        if not named:
            rectangle = self.term().sense("marker") == "rectangle"
        # four holes have the corners of a rectangle as their centres, unless its sides count them
        counted = len(pair) == 2 and pair[0].value * pair[1].value == self.mention.count
        centres = centres or (rectangle and self.mention.count == 4 and not counted)
        if (
            len(pair) != 2
            or (not named and self.term().sense("marker") not in {"grid", "rectangle"})
            or (pair[0].can_count and pair[1].can_count and not centres)
        ):
            self.at = here
            return False
        if not named:
            self.at += 1
        self.mention.attributes.append(Attribute("spacing", "", pair, text=self.text_since(start)))
        return True

    def _square(self) -> bool:
        """Return whether "70 x 70 square" or "70 mm square" stands here for the centres of four holes."""
        ahead = 3 if self.crossed(1) and self.quantity(2) is not None else 1
        if self.quantity() is None or self.term(ahead).sense("marker") != "square_shape":
            return False
        return self.term(ahead + 1).sense("feature") is None and self.word(-1) not in {"", "with"}

    def _square_sides(self) -> tuple[Quantity, ...]:
        sides = self._spacing_quantities()
        self.at += 1
        return sides if len(sides) == 2 else (*sides, *sides)

    def _crossed_counts(self) -> tuple[Quantity, Quantity] | None:
        first, second = self.quantity(), self.quantity(2)
        if first and second and self.crossed(1) and first.can_count and second.can_count:
            self.at += 3
            return first, second
        return None

    def _rows(self) -> tuple[Quantity, Quantity] | None:
        """Read "2 rows of 3": three along X, two along Y."""
        rows, count = self.quantity(), self.quantity(3)
        if not (rows and count and rows.can_count and count.can_count) or self.word(2) != "of":
            return None
        if self.term(1).sense("marker") == "row":
            self.at += 4
            return count, rows
        if self.term(1).sense("marker") == "column":
            self.at += 4
            return rows, count
        return None

    def spacing(self) -> bool:
        """Read "36 mm apart along the long side", "30 mm pitch", "spaced 35 mm along x and 40 along y"."""
        if self.mention.kind not in _LAID_OUT:
            return False
        start = self.at
        self.skip(word_set("with at on and a an the each their by , which are"))
        if self.term().sense("feature") is not None and self.term(1).sense("marker") == "apart":
            self.at += 1
        found = False
        marker = self.term().sense("marker")
        named = (
            self._spacing_word()
            or marker == "spaced"
            or (marker == "equally" and self.word(1) in {"at", "by"})
        )
        if named:
            self.at += 1
            self.skip(word_set("of = : is at are by"))
        while True:
            here = self.at
            quantities = self._spacing_quantities()
            behind = bool(quantities) and self._spacing_word()
            if behind:
                self.at += 1
            if not quantities or not (behind or named or (found and self._direction_here())):
                self.at = here
                break
            if self.word() in {"to", "from"} and self._place_word(self.term(2)) in {"edge", "side", "corner"}:
                self.at = start
                return False  # "the distance of 10 mm to the edges" is no spacing
            self.skip(frozenset({"of"}) if self.term(1).sense("feature") else frozenset())
            ref = self._direction()
            self.mention.attributes.append(
                Attribute("spacing", "", quantities, ref, text=self.text_since(here))
            )
            found = named = True
            if not (
                self.word() in {"and", ",", "×", "x", "by"}
                and self.quantity(1) is not None
                and self._direction_follows()
            ):
                break
            self.at += 1
        if not found:
            self.at = start
        return found

    def _spacing_quantities(self) -> tuple[Quantity, ...]:
        quantity = self.quantity()
        if quantity is None or quantity.form != "plain":
            return ()
        self.at += 1
        second = self.quantity(1) if self.crossed() else None
        if second is None or second.form != "plain":
            return (quantity,)
        self.at += 2
        if second.unit and not quantity.unit:
            quantity = replace(quantity, value=to_mm(quantity.value, second.unit), unit=second.unit)
        return quantity, second

    def _spacing_word(self) -> bool:
        if self.word() == "between" and self.term(1).sense("marker") == "apart":
            self.at += 1
        term = self.term()
        return term.sense("marker") in {"apart", "spacing"} or term.sense("role") == "pitch"

    def _direction_here(self) -> bool:
        here = self.at
        found = self._direction() is not None
        self.at = here
        return found

    def _direction_follows(self) -> bool:
        """Return whether the number after the next punctuation mark has a direction of its own."""
        here = self.at
        self.at += 2
        if self._spacing_word():
            self.at += 1
        found = self._direction() is not None
        self.at = here
        return found

    def _direction(self) -> Reference | None:
        """Read "along the length", "across the width", "in x", "lengthwise"."""
        start = self.at
        marker = self.term().sense("marker")
        if marker in {"lengthwise", "cross", "vertical", "horizontal"}:
            self.at += 1
            return Reference(marker, text=self.text_since(start))
        if self.word() in {"along", "across", "in", "parallel", "on", "over"}:
            across = self.word() == "across"
            self.at += 1
            self.skip(frozenset({"to"}))
            ref = self.ref()
            if ref is not None and ref.noun in _DIRECTION_NOUNS:
                return replace(ref, traits=ref.traits | ({"across"} if across else set()))
        if self.word() in {"x", "y", "z"} and self.quantity(1) is None:
            self.at += 1
            return Reference(self.word(-1), text=self.word(-1))
        self.at = start
        return None


def mirrored(x: float, y: float, *, x_both: bool, y_both: bool) -> list[tuple[float, ...]]:
    """Return the points of "x = ±35, y = ±20": the point and its images across the axes."""
    return [(a, b) for a in ((-x, x) if x_both else (x,)) for b in ((-y, y) if y_both else (y,))]
