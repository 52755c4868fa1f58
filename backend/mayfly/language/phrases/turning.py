"""Reads how a bolt circle is turned: "first hole at 45°", "rotated 30°", "holes straddling the axis"."""

from __future__ import annotations

from typing import Final

from mayfly.language.chunks import Quantity
from mayfly.language.cursor import DETERMINERS
from mayfly.language.nodes import Attribute, Mention
from mayfly.language.phrases.patterns import PatternReader
from mayfly.language.vocabulary import word_set

_BEGINNING: Final = word_set("starting beginning start begin starts begins started")
_TURNED: Final = word_set("rotated turned shifted clocked indexed offset twisted rotate rotation rotating")
_STRADDLING: Final = word_set("straddling straddle straddles straddled")
_TO_THE_ANGLE: Final = word_set(
    "at by of is are be = : from on located placed lies lying sits being angle an"
)
_CLOCKWISE: Final = frozenset({"clockwise", "cw"})
_COUNTERCLOCKWISE: Final = word_set("counterclockwise anticlockwise ccw")
#: Where angles are counted from, as is the custom.
_ZERO: Final = word_set("x horizontal axis + zero three o'clock right")
#: Directions of an axis, in degrees.
_DIRECTIONS: Final = {"x": 0.0, "horizontal": 0.0, "right": 0.0, "y": 90.0, "vertical": 90.0, "top": 90.0}
_AXES: Final = word_set("x y horizontal vertical axis axes axe both main + - centre_line centre lines and")
_TURNING: Final = _BEGINNING | _TURNED | _STRADDLING
_LEADING: Final = DETERMINERS | word_set("with and where so that to at by every each")
_MOST_WORDS: Final = 6


class TurningReader(PatternReader):
    """Readers of the angle of a pattern. Each takes a phrase and notes it, or leaves everything as it was."""

    def turning(self) -> bool:
        """Read where the first hole of a circle lies."""
        holes = self._holes_spoken_of() if self._may_turn() else None
        if holes is None:
            return False
        saved = self.snapshot()
        start = self.at
        attribute = (
            self._step()
            or self._first_hole()
            or self._turned()
            or self._straddling()
            or self._bare_angle(holes)
        )
        if attribute is None:
            self.restore(saved)
            return False
        attribute.text = self.text_since(start)
        holes.attributes.append(attribute)
        return True

    def _may_turn(self) -> bool:
        """Look ahead for a word that such a phrase needs; this is asked at every place of a request."""
        for ahead in range(_MOST_WORDS):
            term = self.term(ahead)
            if term.word in _TURNING or term.sense("component") == "first" or term.sense("marker") == "inset":
                return True
            quantity = term.quantity
            if quantity is not None or term.sense("marker") in {"spaced", "apart"}:
                return quantity is None or quantity.form == "angle"
            if term.word not in _LEADING and term.sense("feature") != "hole":
                return False
        return False

    def _holes_spoken_of(self) -> Mention | None:
        """Return the holes that an angle can belong to; in a follow-up, the part passes it on to them."""
        if self.mention.kind == "hole":
            return self.mention
        holes = [f for f in self.reading.features if f.kind == "hole" and (f.plural or f.count)]
        if len(holes) == 1:
            return holes[0]
        return self.base if self.base.name and not self.reading.features else None

    def _step(self) -> Attribute | None:
        """Read "120° apart", "every 90°", "spaced at 60°": what follows from the number anyway, or an arc."""
        start = self.at
        before = self.skip(word_set("spaced every each at by")) or self._sense() == "spaced"
        self.at += self._sense() == "spaced"
        self.skip(frozenset({"at", "by"}))
        angle = self._angle()
        behind = self._sense() in {"apart", "spacing"}
        if angle is None or not (behind or (before and self.terms[self.at - 2].word != "at")):
            self.at = start
            return None
        self.at += behind
        return Attribute("step", "angle", (angle,))

    def _first_hole(self) -> Attribute | None:
        """Read "the first hole at 45°", "first one on the Y axis", "starting at 30 degrees"."""
        self.skip(frozenset({"with", "and", "where", "so", "that"}))
        self.skip(DETERMINERS)
        if self.term().sense("component") == "first":
            self.at += 1
            if self.word() in {"at", "on", "is", "lies"}:
                self.at -= 1  # "the first on the Y axis"
            elif self.term().sense("feature") != "hole" and self.term().text.lower() != "one":
                return None
        elif self.word() in _BEGINNING:
            pass
        else:
            return None
        self.at += 1
        self.skip(_TO_THE_ANGLE)
        angle = self._angle()
        if angle is not None:
            return Attribute("start", "angle", (angle,))
        self.skip(DETERMINERS | {"+"})
        direction = next((w for w in (self.word(), self._sense()) if w in _DIRECTIONS), None)
        if direction is None:
            return None
        self.at += 1
        self.skip(frozenset({"axis"}))
        degrees = _DIRECTIONS[direction]
        return Attribute("start", "angle", (Quantity(degrees, f"{degrees:.0f}°", "angle", "deg"),))

    def _turned(self) -> Attribute | None:
        """Read "rotated by 30°", "turned 22.5 degrees clockwise"."""
        if self.word() not in _TURNED and self._sense() != "inset":
            return None
        self.at += 1
        self.skip(DETERMINERS)
        if self.term().sense("feature") == "hole" and self.follow_up:
            self.at += 1
        self.skip(_TO_THE_ANGLE)
        angle = self._angle()
        return Attribute("start", "angle", (angle,)) if angle else None

    def _angle(self) -> Quantity | None:
        """Read an angle, its sense of rotation, and what it is counted from."""
        quantity = self.quantity()
        if quantity is None or quantity.form != "angle":
            return None
        self.at += 1
        sense = self.word()
        if sense in _CLOCKWISE | _COUNTERCLOCKWISE:
            self.at += 1
        if sense in _CLOCKWISE:
            quantity = Quantity(-quantity.value, f"{quantity.text} clockwise", "angle", "deg")
        here = self.at
        if self.word() in {"from", "to", "off"}:
            self.at += 1
            self.skip(DETERMINERS)
            if not self.skip(_ZERO):
                self.at = here
        return quantity

    def _straddling(self) -> Attribute | None:
        """Read "holes straddling the X axis", "straddle the centrelines"."""
        self.skip(frozenset({"with", "and", "to"}))
        self.skip(DETERMINERS)
        if self.term().sense("feature") == "hole" and self.word(1) in _STRADDLING:
            self.at += 1
        if self.word() not in _STRADDLING:
            return None
        self.at += 1
        start = self.at
        while self.at < start + _MOST_WORDS and (
            self.word() in _AXES | DETERMINERS
            or self._sense() in _AXES
            or self._place_word(self.term()) in _AXES
        ):
            self.at += 1
        words = {w for t in self.terms[start : self.at] for w in (t.word, t.sense("marker") or "")}
        across, up = bool(words & {"x", "horizontal"}), bool(words & {"y", "vertical"})
        name = "straddle_x" if across and not up else "straddle_y" if up and not across else "straddle"
        return Attribute("start", name)

    def _bare_angle(self, holes: Mention) -> Attribute | None:
        """Read "on a Ø70 circle at 45°"."""
        if (
            holes is not self.mention
            or not holes.attributes
            or holes.attributes[-1].kind != "circle"
            or self.word() != "at"
        ):
            return None
        self.at += 1
        angle = self._angle()
        return Attribute("start", "angle", (angle,)) if angle else None

    def _sense(self) -> str:
        return self.term().sense("marker") or ""
