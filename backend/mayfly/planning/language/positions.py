"""Reads where things are: distances from edges, places, the direction of a hole."""

from __future__ import annotations

from typing import Final

from mayfly.planning.language.layouts import LayoutReader
from mayfly.planning.language.reading import Mark, Ref
from mayfly.planning.language.wording import word_set

_DIRECTIONS: Final = {
    "from": "from",
    "above": "above",
    "beneath": "below",
    "below": "below",
    "under": "below",
    "underside": "below",
    "either_side": "either_side",
    "off": "from",
}
_SIDES: Final = frozenset(["left", "right", "front", "back"])
PLACE_WORDS: Final = word_set(
    "in at on from through into across along near onto around over parallel between under off"
)
#: Places that can be named without a preposition ("corners 8 inset", "vertical edges").
_STAND_ALONE: Final = word_set(
    "corner edge centre centre_line top_face underside long_side short_side rim side end face "
    "side_face top bottom left right front back direction"
)
_TRAVERSES: Final = {
    frozenset({"top", "bottom"}): "z",
    frozenset({"top_face", "underside"}): "z",
    frozenset({"front", "back"}): "y",
    frozenset({"left", "right"}): "x",
}


class PositionReader(LayoutReader):
    """Readers of places. Each takes a phrase and notes it, or leaves everything as it was."""

    # --- distances --------------------------------------------------------------------------------

    def offset(self) -> bool:
        """Read "8 inset", "15 mm from each edge", "20 mm above the bottom", "35 mm either side of it"."""
        start = self.at
        self.skip(
            word_set(
                "with at and is are an a each centred spaced whose located set lies lie about position but"
            )
        )
        if self.term().sense("marker") in {"centre", "centred"} and self.word(1) in {
            "is",
            "are",
            "at",
            "lies",
            "be",
        }:
            self.at += 2
        elif self.term().sense("marker") in {"centre", "centred", "apart"} and self.quantity(1) is not None:
            self.at += 1
        if self.term().sense("marker") == "inset":
            return self._inset_first(start)
        quantity = self.quantity()
        if quantity is None or quantity.form in {"diameter", "thread", "angle", "radius"}:
            self.at = start
            return False
        self.at += 1
        direction, ref = self._offset_direction()
        if quantity.form == "plusminus" and direction in {None, "from"} and self.frame is not self.base:
            direction = "either_side"
        if direction is None or (self.frame is self.base and direction not in {"above"}):
            self.at = start
            return False
        mark = Mark("offset", direction, (quantity,), ref, text=self.text_since(start), about=self.context)
        self.frame.marks.append(mark)
        self._and_another(direction)
        return True

    def _and_another(self, direction: str) -> None:
        """Read the second distance of "10 mm from the left and 20 mm from the front"."""
        start = self.at
        if self.word() not in {"and", "&"}:
            return
        self.at += 1
        if not self.offset():
            self.at = start

    def _inset_first(self, start: int) -> bool:
        self.at += 1
        self.skip(
            word_set("of by = : is from the edge edges to hole centre and")
            if self.quantity() is None
            else frozenset()
        )
        quantity = self.quantity()
        if quantity is None or self.frame is self.base:
            self.at = start
            return False
        self.at += 1
        ref = None
        if self.word() == "from":
            self.at += 1
            ref = self.ref()
        self.frame.marks.append(Mark("offset", "inset", (quantity,), ref, text=self.text_since(start)))
        return True

    def _offset_direction(self) -> tuple[str | None, Ref | None]:
        """Read the words between the distance and what it is measured from."""
        term = self.term()
        marker = term.sense("marker")
        if marker == "inset":
            self.at += 1
            self.skip(frozenset(["from", "of"]))
            return "inset", self.ref()
        if marker == "either_side":
            self.at += 1
            return "either_side", self.ref()
        if term.sense("feature") == "edge_to_centre":
            self.at += 1
            return "inset", None
        if (
            term.word in {"in", "inside", "inwards", "up", "down", "away", "off", "measured", "back", "along"}
            or marker == "away"
        ):
            if self.word(1) == "from" or self.term(1).sense("marker") == "inset":
                self.at += 1
            elif term.word == "in" and (self.term(1).kind == "mark" or self.at + 1 >= len(self.terms)):
                self.at += 1
                return "inset", None
        word, marker = self.word(), self.term().sense("marker")
        if word == "to" and self.word(1) == "the":
            self.at += 2
            word, marker = self.word(), self.term().sense("marker")
        if marker in _SIDES:
            self.at += 1
            if self.word() not in {"of", "from"}:
                return None, None
            self.at += 1
            return marker, self.ref()
        direction = _DIRECTIONS.get(word) or _DIRECTIONS.get(marker or "")
        if direction is None:
            return None, None
        self.at += 1
        self.skip(frozenset({"of"}))
        ref = self.ref()
        return (direction, ref) if ref is not None else (None, None)

    # --- places -----------------------------------------------------------------------------------

    def traverse(self) -> bool:
        """Read "from front to back", "top to bottom": the direction of a hole or slot."""
        start = self.at
        self.skip(word_set("from through right all the way going"))
        first = self._place_word(self.term())
        if self.word(1) != "to" or self.frame is self.base:
            self.at = start
            return False
        ahead = 3 if self.word(2) == "the" else 2
        axis = _TRAVERSES.get(frozenset({first or "", self._place_word(self.term(ahead)) or ""}))
        if axis is None:
            self.at = start
            return False
        self.at += ahead + 1
        self.frame.marks.append(Mark("flag", "through", text=self.text_since(start)))
        self.frame.marks.append(Mark("place", "along", ref=Ref(axis), text=self.text_since(start)))
        return True

    def place(self) -> bool:
        """Read "in all four corners", "on the top face", "along x", "vertical edges"."""
        start = self.at
        preposition = self.word() if self.word() in PLACE_WORDS else ""
        if preposition:
            self.at += 1
            self.skip(frozenset({"to", "of"}))
        elif self.term().sense("marker") == "through" and self._ref_behind():
            preposition = "through"
            self.at += 1
        here = self.at
        ref = self.ref()
        bare = ref is not None and not preposition
        if ref is None or (bare and ref.noun not in _STAND_ALONE):
            self.at = start
            return False
        if bare and self.quantity() is not None and self._is_label(here):
            self.at = start
            return False
        about = self.context if self.frame is self.base else ()
        mark = Mark("place", preposition, ref=ref, text=self.text_since(start), about=about)
        sized = self.frame is self.base or self.frame.kind == "chamfer"
        if sized and self.frame.measures and self.sized_at == start:
            mark.measure = self.frame.measures[-1]
        self.frame.marks.append(mark)
        return True

    def _is_label(self, here: int) -> bool:
        term = self.terms[here]
        return term.sense("role") is not None or term.sense("component") is not None

    def _ref_behind(self) -> bool:
        here = self.at
        self.at += 1
        ref = self.ref()
        self.at = here
        return ref is not None and ref.noun != "hole"
