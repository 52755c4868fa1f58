"""Reads where things are: distances from edges, places, the direction of a hole."""

from __future__ import annotations

from typing import Final

from mayfly.language.nodes import Attribute, Mention, Reference
from mayfly.language.phrases.turning import TurningReader
from mayfly.language.vocabulary import word_set

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
#: Places that can stand before what goes there: "front wall: one 10 mm hole".
_TOPICS: Final = word_set(
    "wall face side_face top_face underside leg horizontal_leg vertical_leg floor web lid"
)
_TRAVERSES: Final = {
    frozenset({"top", "bottom"}): "z",
    frozenset({"top_face", "underside"}): "z",
    frozenset({"front", "back"}): "y",
    frozenset({"left", "right"}): "x",
}


class PositionReader(TurningReader):
    """Readers of places. Each takes a phrase and notes it, or leaves everything as it was."""

    # --- distances --------------------------------------------------------------------------------

    def offset(self) -> bool:
        """Read "8 inset", "15 mm from each edge", "20 mm above the bottom", "35 mm either side of it"."""
        start = self.at
        self.skip(
            word_set(
                "with at and is are an a each centred spaced whose located set lies lie about position"
                " but the its"
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
        elif self.term().sense("marker") == "spacing" and self.word(1) == "of":
            self.at += 2
        if self.term().sense("marker") == "inset":
            return self._inset_first(start)
        quantity = self.quantity()
        if quantity is None or quantity.form in {"diameter", "thread", "angle", "radius"}:
            self.at = start
            return False
        self.at += 1
        direction, ref = self._offset_direction()
        if quantity.form == "plusminus" and direction in {None, "from"} and self.mention is not self.base:
            direction = "either_side"
        owner = (
            self.mention if self.mention is not self.base or direction == "above" else self._to_be_placed(ref)
        )
        if direction is None or owner is None:
            self.at = start
            return False
        attribute = Attribute(
            "offset", direction, (quantity,), ref, text=self.text_since(start), about=self.context
        )
        owner.attributes.append(attribute)
        self._and_another()
        return True

    def _to_be_placed(self, ref: Reference | None) -> Mention | None:
        """Return the one feature spoken of before the part: "four holes in a plate, 7 mm from each edge"."""
        open_ones = [f for f in self.reading.features if f.kind in {"hole", "bore", "slot", "pocket"}]
        if len(open_ones) != 1 or ref is None or ref.noun not in {"edge", "side", "corner", "face", "end"}:
            return None
        return None if any(m.kind in {"offset", "points"} for m in open_ones[0].attributes) else open_ones[0]

    def _and_another(self) -> None:
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
        if quantity is not None:
            self.last_holes(self.text_since(start))
        if quantity is None or self.mention is self.base:
            self.at = start
            return False
        self.at += 1
        if self.word() in {"each", "both", "every"} and self.term(1).sense("marker") == "direction":
            self.at += 2
        ref = None
        if self.word() == "from":
            self.at += 1
            ref = self.ref()
        self.mention.attributes.append(
            Attribute("offset", "inset", (quantity,), ref, text=self.text_since(start))
        )
        return True

    def _offset_direction(self) -> tuple[str | None, Reference | None]:
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
        if word == "to" and self.word(1) in {"the", "each"}:
            if self._place_word(self.term(2)) in {"edge", "side"}:
                word = "from"
            else:
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
        if self.word(1) != "to" or self.mention is self.base:
            self.at = start
            return False
        ahead = 3 if self.word(2) == "the" else 2
        axis = _TRAVERSES.get(frozenset({first or "", self._place_word(self.term(ahead)) or ""}))
        if axis is None:
            self.at = start
            return False
        self.at += ahead + 1
        self.mention.attributes.append(Attribute("flag", "through", text=self.text_since(start)))
        self.mention.attributes.append(
            Attribute("place", "along", ref=Reference(axis), text=self.text_since(start))
        )
        return True

    def place(self) -> bool:
        """Read "in all four corners", "on the top face", "along x", "vertical edges"."""
        start = self.at
        if self._halfway():
            return True
        preposition = self.word() if self.word() in PLACE_WORDS else ""
        if preposition:
            self.at += 1
            self.skip(frozenset({"to", "of"}))
        elif self.term().sense("marker") == "through" and self._ref_behind():
            preposition = "through"
            self.at += 1
        here = self.at
        ref = self.ref()
        if ref is not None and not self.base.name and self.terms[self.at - 1].sense("part"):
            ref = None  # "four holes in a plate": the part is named here
        bare = ref is not None and not preposition
        if ref is not None and bare and self.word() == ":" and ref.noun in _TOPICS and self.base.name:
            self.topic = ref
            self.at += 1
            return True
        if ref is None or (bare and ref.noun not in _STAND_ALONE):
            self.at = start
            return False
        if bare and self.quantity() is not None and self._is_label(here):
            self.at = start
            return False
        opens = start > 0 and self.terms[start - 1].word in {".", ";"}
        if preposition and (opens or self.mention is self.base) and self._begins_feature(ref, opens=opens):
            self.pending = Attribute("place", preposition, ref=ref, text=self.text_since(start))
            return True
        about = self.context if self.mention is self.base else ()
        attribute = Attribute("place", preposition, ref=ref, text=self.text_since(start), about=about)
        if self.mention is self.base and ref.noun == "corner" and preposition in {"at", "in"}:
            holes = self._to_be_placed(ref) or self._offset_from_edges()
            if holes is not None:
                holes.attributes.append(attribute)
                return True
        sized = self.mention is self.base or self.mention.kind == "chamfer"
        if sized and self.mention.measures and self.sized_at == start:
            attribute.measure = self.mention.measures[-1]
        self.mention.attributes.append(attribute)
        return True

    def _begins_feature(self, ref: Reference, *, opens: bool) -> bool:
        """Return whether a feature follows its place: "in the middle a hole of 10 mm"."""
        if ref.noun not in {"corner", "centre"} or (self.reading.features and not opens):
            return False
        saved = self.snapshot()
        self.skip(frozenset({"is", "are", "there", "be", "should"}))
        before = len(self.reading.features)
        found = not self.ended and self.noun_phrase() and len(self.reading.features) > before
        self.restore(saved)
        return found

    def noun_phrase(self) -> bool:
        """Read a noun with what stands before it; the readers of things know how."""
        raise NotImplementedError

    def _offset_from_edges(self) -> Mention | None:
        """Return the feature whose distance from the edges was said just now."""
        features = self.reading.features
        return features[0] if len(features) == 1 and features[0].take("offset") else None

    def _halfway(self) -> bool:
        """Read "at mid height", "halfway along the length": the middle of one side only."""
        start = self.at
        self.skip(frozenset({"at", "on", "in", "its", "the", "a"}))
        marker = self.term().sense("marker") or ""
        side = marker.removeprefix("mid_")
        if side == marker:
            self.at = start
            return False
        self.at += 1
        here = self.at
        self.skip(word_set("of its the"))
        if self._place_word(self.term()) in {side, "height", "part"} and here < self.at:
            self.at += 1
        else:
            self.at = here
        ref = Reference("halfway", frozenset({side}), text=self.text_since(start))
        self.mention.attributes.append(Attribute("place", "at", ref=ref, text=ref.text))
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
