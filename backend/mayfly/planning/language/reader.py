"""Reads a request: which part, which features, which numbers belong to which.

One pass from left to right. At each place the readers below are tried, the
most specific first; each either takes a phrase and files it under the thing
that is being spoken of, or leaves the place untouched. A word that none of
them takes, and that is not known to be harmless, ends in ``Reading.unknown``:
the planner then asks instead of dropping it.
"""

from __future__ import annotations

from typing import Final

from mayfly.planning.language.cursor import ALL, DETERMINERS, STOPS, Cursor, spread_unit
from mayfly.planning.language.reading import Frame, Label, Mark, Measure, Reading, Ref
from mayfly.planning.language.runs import Bindings, bind
from mayfly.planning.language.terms import Quantity, Term
from mayfly.planning.language.vocabulary import ADJECTIVES, FEATURES, GLUE, HARMLESS

#: Roles that a feature's own sizes can have; any other size said behind it belongs to the part.
OWN_ROLES: Final = {
    "hole": frozenset("diameter in_diameter radius deep depth outer_diameter".split()),
    "bore": frozenset("diameter in_diameter radius deep depth".split()),
    "slot": frozenset("length long width wide deep depth radius".split()),
    "pocket": frozenset("length long width wide deep depth radius diameter high height".split()),
    "boss": frozenset("length long width wide height high diameter radius".split()),
    "fillet": frozenset("radius".split()),
    "chamfer": frozenset("angle".split()),
    "counterbore": frozenset("diameter in_diameter deep depth radius".split()),
    "countersink": frozenset("diameter in_diameter angle deep depth radius".split()),
}
_FLAGS: Final = frozenset(
    "through blind flat_bottom tapped clearance screw cap_screw flat_head vertical horizontal cross radial lengthwise "
    "all_round open_top open_ended rounded hollow equally sharp centred row lengths_equal square_shape round_shape "
    "everything".split()
)
_OFFSET_DIRECTIONS: Final = {
    "from": "from",
    "above": "above",
    "beneath": "below",
    "below": "below",
    "underside": "below",
    "either_side": "either_side",
    "off": "off",
}
_SIDES: Final = frozenset("left right front back".split())
_PLACE_WORDS: Final = frozenset(
    "in at on from through into across along near onto around over parallel between under".split()
)
_PURPOSE: Final = frozenset("for to".split())
_PURPOSE_VERBS: Final = frozenset("fit suit take accept hold receive mount pass house carry clear".split())
_SUBJECT_VERBS: Final = frozenset("is are should must has have shall needs need measures was will".split())
_DANGEROUS_NEGATIONS: Final = frozenset(
    "less more than longer larger smaller exceed exceeding sharp only just bigger below above least".split()
)


class Reader(Cursor):
    """Reads one request into a :class:`Reading`."""

    def __init__(self, terms: list[Term]) -> None:
        """Start with nothing spoken of."""
        super().__init__(terms)
        self.reading = Reading()
        self.frame = Frame("part")
        self.base = self.frame
        self.context: tuple[str, ...] = ()
        self.group = 0

    def read(self) -> Reading:
        """Read everything."""
        self.reading.parts.append(self.base)
        while not self.ended:
            start = self.at
            if not (
                self.stop()
                or self.negation()
                or self.purpose()
                or self.points()
                or self.circle()
                or self.grid()
                or self.spacing()
                or self.offset()
                or self.noun_phrase()
                or self.measures()
                or self.place()
                or self.flag()
                or self.harmless()
            ):
                self.unknown()
            for term in self.terms[start : self.at]:
                if term.mended:
                    self.reading.notes.append(f'Read "{term.mended}" as "{term.word}".')
        return self.reading

    # --- between phrases ------------------------------------------------------------------------

    def stop(self) -> bool:
        """Step over what separates phrases."""
        term = self.term()
        if term.kind != "mark" or term.word in {"×", "ø", "±", "°"}:
            return False
        if term.word in {".", ";", "!", "?"}:
            self.context = ()
        self.at += 1
        if self.word() in {"it", "they", "these", "which"} and self.word(1) in _SUBJECT_VERBS:
            if self.word() == "it":
                self.frame = self.base
            self.at += 1
        return True

    def negation(self) -> bool:
        """Read "no handle, no rounding": what must not be there, up to the next break."""
        if self.word() not in {"no", "without", "not", "don't", "never", "neither", "nor", "non", "doesn't"}:
            return False
        start = self.at
        self.at += 1
        words: list[str] = []
        names: list[str] = []
        while (
            not self.ended
            and self.word() not in STOPS
            and self.word() not in {"but", "and", "with", "then", "plus"}
        ):
            if self.word() in {"no", "without", "not"}:
                break
            if self.quantity() is not None:
                self.reading.unknown.append(self.text_since(start) + " " + self.term().text)
                return True
            words += self.word().split()
            names += [
                name
                for table, name in self.term().senses.items()
                if table in {"feature", "marker", "component", "part"}
            ]
            self.at += 1
        text = self.text_since(start)
        if _DANGEROUS_NEGATIONS & set(words) or not words:
            self.reading.unknown.append(text)
        elif "through" in names:
            self.frame.marks.append(Mark("flag", "blind", text=text))
        else:
            self.reading.negated += names or words
        return True

    def purpose(self) -> bool:
        """Read "for M6 socket head cap screws", "to suit a pipe": what the thing is for."""
        if self.word() not in _PURPOSE and self.word() not in {"fitting", "suiting", "taking"}:
            return False
        start = self.at
        verb = self.word() == "to" and self.word(1) in _PURPOSE_VERBS
        if self.word() == "to" and not verb:
            return False
        self.at += 2 if verb else 1
        self.skip(DETERMINERS)
        count = self.quantity()
        if count is not None and count.form != "thread" and self.quantity(1) is None and count.unit is None:
            self.at = start
            return False
        thread = self.quantity()
        if thread is not None and thread.form == "thread":
            self.at += 1
            self._add(Measure(thread))
        elif thread is not None:
            self.at = start
            return False
        taken = self._purpose_words()
        if thread is None and not taken:
            self.at = start
            return False
        return True

    def _purpose_words(self) -> bool:
        """Take the words of a purpose; those that mean a screw tell how the hole is made."""
        start = self.at
        unknown: list[str] = []
        while not self.ended and self.word() not in STOPS and self.quantity() is None:
            term = self.term()
            if term.sense("marker") in {"cap_screw", "flat_head", "clearance", "tapped", "screw"}:
                self.frame.marks.append(Mark("flag", term.sense("marker") or "", text=term.text))
            elif term.word in _PLACE_WORDS or term.word in {"with", "and", "to", "each", "that", "which"}:
                break
            elif term.sense("feature") or (term.sense("marker") and not term.sense("part")):
                break
            elif term.sense("unsupported"):
                break
            elif not term.senses and term.word not in HARMLESS:
                unknown.append(term.text)
            self.at += 1
        if unknown:
            self.reading.notes.append(
                f'"for {self.text_since(start)}" was taken as a purpose; it changes no size.'
            )
        return self.at > start

    def harmless(self) -> bool:
        """Step over words that carry no geometry."""
        term = self.term()
        if term.senses or (term.word not in HARMLESS and term.word not in GLUE):
            return False
        if term.word in {"approximately", "approx", "about", "roughly", "ca", "circa"} and self.quantity(1):
            self.reading.notes.append(f"{self.term(1).text} was taken as an exact size.")
        self.at += 1
        return True

    def unknown(self) -> None:
        """Keep a word that nobody took, to be asked about."""
        term = self.term()
        if term.quantity is not None and term.quantity.form == "plusminus":
            self.reading.notes.append(
                f"The tolerance {term.text} does not change the model; nominal sizes were built."
            )
        elif term.sense("unsupported"):
            self.reading.unsupported.append(term.text)
        else:
            self.reading.unknown.append(term.text)
        self.at += 1

    # --- things ---------------------------------------------------------------------------------

    def noun_phrase(self) -> bool:
        """Read "six 9 mm holes", "a 60x40 pocket", "square plate": a count, sizes, adjectives and a noun."""
        start = self.at
        groups: list[tuple[list[Measure], bool]] = []
        flags: list[Mark] = []
        determiner = ""
        while not self.ended:
            term = self.term()
            if self._is_head():
                return self._thing(start, groups, flags, determiner)
            if term.word in DETERMINERS and not groups:
                determiner = term.word
                self.at += 1
            elif term.quantity is not None:
                group, glued = self._sizes()
                groups.append((group, glued))
            elif self._is_adjective(flags):
                pass
            else:
                break
        self.at = start
        return False

    def _is_head(self) -> bool:
        term = self.term()
        if term.sense("feature") is not None:
            return True
        part = term.sense("part")
        if part is None:
            return False
        return not (self.base.name and term.sense("component") is not None)

    def _is_adjective(self, flags: list[Mark]) -> bool:
        """Take a word that may stand between an article and its noun."""
        term = self.term()
        marker = term.sense("marker")
        if marker == "grid" and flags == [] and self.word(1) != "of":
            return False
        if marker in {"grid", "row", "circle", "bolt_circle"} and self.word(1) == "of":
            flags.append(Mark("flag", f"{marker}_of", text=term.text))
            self.at += 2
            return True
        if marker == "corner":
            flags.append(Mark("place", "", ref=Ref("corner", plural=True, text=term.text), text=term.text))
        elif marker == "centre":
            flags.append(Mark("place", "", ref=Ref("centre", text=term.text), text=term.text))
        elif marker in _FLAGS:
            flags.append(Mark("flag", marker or "", text=term.text))
        elif term.sense("component") in {"outer", "inner", "top", "bottom"} and self.term(1).sense("feature"):
            flags.append(
                Mark("place", "", ref=Ref("edge", frozenset({term.sense("component") or ""}), text=term.text))
            )
        elif term.senses:
            return False
        elif term.word == "of" and flags and self.term(-1).quantity is not None:
            pass
        elif term.word == "-" or (
            term.word in HARMLESS and term.word not in GLUE and term.word not in _SUBJECT_VERBS
        ):
            pass
        else:
            return False
        self.at += 1
        return True

    def _sizes(self) -> tuple[list[Measure], bool]:
        """Read a number with its label, and what is multiplied with it; and whether "4x" stood glued."""
        group: list[Measure] = []
        glued = False
        while True:
            quantity = self.quantity()
            if quantity is None:
                break
            self.at += 1
            if self.word() == "-" and not self.term().spaced:
                self.at += 1
            label = self._label_behind()
            group.append(Measure(quantity, label))
            if not (self.crossed() and (self.quantity(1) is not None or self.term(1).sense("role"))):
                if self.crossed() and self.term(1).sense("feature"):
                    glued = True
                    self.at += 1
                break
            glued = glued or (not self.term().spaced and self.term(1).spaced and self.word() == "×")
            self.at += 1
            if self.quantity() is None:
                break
        return spread_unit(group) if group else group, glued

    def _label_behind(self) -> Label:
        axis = self.axis_label()
        if axis is not None:
            return axis
        role = self.term().sense("role")
        if role in {"diameter", "radius", "in_diameter"} or role in ADJECTIVES:
            return self.label() or Label()
        if role in {"across_flats", "outer_diameter", "inner_diameter"}:
            return self.label() or Label()
        return Label()

    def _thing(
        self, start: int, groups: list[tuple[list[Measure], bool]], flags: list[Mark], determiner: str
    ) -> bool:
        """File a noun with what stood before it."""
        term = self.term()
        feature = term.sense("feature")
        behind = self.term(1)
        if behind.word == "-":
            behind = self.term(2)
        if (
            behind.sense("feature") is not None
            and (feature in {"counterbore", "countersink"} or feature is None)
            and self.base.name
        ):
            if feature is not None:
                flags.append(Mark("flag", feature, text=term.text))
            self.at += 1
            while self.word() == "-":
                self.at += 1
            term, feature = self.term(), self.term().sense("feature")
        if behind.sense("marker") == "apart" and not groups:
            self.at = start
            return False
        self.at += 1
        if feature is None:
            return self._part(start, term, groups, flags, determiner)
        frame = Frame(
            feature,
            term.word,
            None,
            term.plural,
            text=self.text_since(start),
            order=len(self.reading.features),
        )
        self.reading.features.append(frame)
        frame.marks += flags
        for group, glued in groups:
            self._file_group(frame, group, glued, singular=determiner in {"a", "an"})
        self.frame = frame
        self.context = ()
        return True

    def _file_group(self, frame: Frame, group: list[Measure], glued: bool, *, singular: bool) -> None:
        """Tell counts from sizes before a feature's noun."""
        first = group[0].quantity
        pattern = next((m for m in frame.marks if m.name == "grid_of"), None)
        if (
            pattern is not None
            and len(group) == 2
            and all(m.quantity.can_count for m in group)
            and not pattern.quantities
        ):
            pattern.kind, pattern.name = "grid", "grid"
            pattern.quantities = tuple(m.quantity for m in group)
            return
        if len(group) >= 2 and first.can_count and frame.count is None and group[0].label == Label():
            second = group[1].quantity
            marked = second.form in {"diameter", "radius", "thread"}
            many = frame.kind == "hole" and frame.plural and not singular and len(group) == 2
            if marked or glued or many:
                frame.count = int(first.value)
                group = group[1:]
        elif len(group) == 1 and first.can_count and frame.count is None and group[0].label == Label():
            has_size = any(
                m.label == Label() or m.label.role in {"diameter", "radius"} for m in frame.measures
            )
            if first.form == "word" or glued or (frame.plural and not has_size and not singular):
                frame.count = int(first.value)
                return
        if len(group) > 1:
            self.group += 1
            for measure in group:
                measure.group = self.group
        frame.measures += group

    def _part(
        self,
        start: int,
        term: Term,
        groups: list[tuple[list[Measure], bool]],
        flags: list[Mark],
        determiner: str,
    ) -> bool:
        """File a part: the base itself, the base spoken of again, or a second part."""
        name = term.sense("part") or ""
        again = (
            bool(self.base.name) and not groups and (determiner not in {"a", "an"} or name == self.base.name)
        )
        if again and self.base.name != name and determiner in {"", "a", "an"}:
            again = False
        if again:
            if self.word() in _SUBJECT_VERBS or self.word() in {":", "-"}:
                self.frame = self.base
                self.context = ()
            return True
        frame = self.base
        if self.base.name:
            frame = Frame("part")
            self.reading.parts.append(frame)
        frame.name, frame.text, frame.plural = name, term.word, term.plural
        frame.marks += flags
        for group, _ in groups:
            if len(group) == 1 and group[0].quantity.form == "word":
                frame.count = int(group[0].quantity.value)
                continue
            if len(group) > 1:
                self.group += 1
                for measure in group:
                    measure.group = self.group
            frame.measures += group
        self.frame = frame
        self.context = ()
        return True

    # --- sizes ----------------------------------------------------------------------------------

    def measures(self) -> bool:
        """Read a run of sizes: "OD 40 ID 32 length 120", "40 wide 25 high", "80 x 60 x 35 mm outside"."""
        start = self.at
        elements: list[object] = []
        while not self.ended:
            term = self.term()
            if term.quantity is not None:
                if term.quantity.form == "plusminus" or (self.at > start and self._other_phrase()):
                    break
                self.at += 1
                elements.append(Measure(term.quantity))
                label = self.axis_label()
                if label is not None:
                    elements.append(label)
            elif self.crossed() and elements and (self.quantity(1) or self.term(1).sense("role")):
                elements.append("×")
                self.at += 1
            elif (
                term.word in {"of", "=", ":", "is", "are", "at", "to", "be"}
                and elements
                and isinstance(elements[-1], Label)
                and self._number_follows()
            ):
                elements.append("=")
                self.at += 1
                self.skip(frozenset("a an the = : of about exactly".split()))
            elif term.word in {"and", "&", "+"} and elements and self._size_follows(1):
                elements.append("&")
                self.at += 1
            elif term.word == "-" and elements and not term.spaced and self.term(1).sense("role"):
                self.at += 1
            elif term.word in DETERMINERS | ALL and self._label_follows():
                self.at += 1
            else:
                label = self.label()
                if label is None:
                    break
                elements.append(label)
        while elements and isinstance(elements[-1], str):
            elements.pop()
            self.at -= 1
        if not elements:
            self.at = start
            return False
        if not any(isinstance(e, Measure) for e in elements):
            return self._mention(start, [e for e in elements if isinstance(e, Label)])
        bindings = bind(elements)
        if bindings.doubt:
            self.reading.doubts.append(("conflict", f'In "{self.text_since(start)}", {bindings.doubt}'))
        self._file(bindings)
        return True

    def _number_follows(self) -> bool:
        ahead = 1
        while self.word(ahead) in {"a", "an", "the", "=", ":", "of", "about", "exactly", "be"}:
            ahead += 1
        return self.quantity(ahead) is not None

    def _size_follows(self, ahead: int) -> bool:
        term = self.term(ahead)
        if term.word in DETERMINERS:
            term = self.term(ahead + 1)
        if term.quantity is not None:
            here = self.at
            self.at += ahead
            other = self._other_phrase()
            self.at = here
            return not other
        return term.sense("role") is not None or term.sense("component") is not None

    def _label_follows(self) -> bool:
        term = self.term(1)
        return (
            (term.sense("role") is not None or term.sense("component") is not None)
            and (
                self.quantity(2) is not None
                or self.word(2) in {"=", ":", "of", "is"}
                or self.quantity(3) is not None
            )
            and term.sense("feature") is None
        )

    def _other_phrase(self) -> bool:
        """Whether the number here begins another kind of phrase (a noun with its count, a spacing, an offset)."""
        here, frame, context, group = self.at, self.frame, self.context, self.group
        marks, features, parts = len(frame.marks), len(self.reading.features), len(self.reading.parts)
        base = (
            self.base.name,
            self.base.text,
            self.base.plural,
            self.base.count,
            list(self.base.marks),
            list(self.base.measures),
        )
        found = self.circle() or self.grid() or self.spacing() or self.offset() or self.noun_phrase()
        self.at, self.frame, self.context, self.group = here, frame, context, group
        del frame.marks[marks:], self.reading.features[features:], self.reading.parts[parts:]
        (
            self.base.name,
            self.base.text,
            self.base.plural,
            self.base.count,
            self.base.marks,
            self.base.measures,
        ) = base
        return found

    def _mention(self, start: int, labels: list[Label]) -> bool:
        """File components named without a size: "incl. floor", "overall", "with a lid"."""
        before = self.term(start - self.at - 1).word
        for label in labels:
            if (
                before in {"incl", "including", "includes", "and"}
                and label.components
                and self.base.measures
                and label.role is None
            ):
                last = self.base.measures[-1]
                self.base.measures.append(Measure(last.quantity, label))
                continue
            name = str(label)
            if name not in {"overall", "outer"}:
                self.frame.marks.append(Mark("mention", name, text=self.text_since(start)))
            if label.role is None:
                self.context = label.components
        return True

    def _file(self, bindings: Bindings) -> None:
        """Hand each size to the thing that it belongs to."""
        groups: dict[int, int] = {}
        for measure in bindings.measures:
            if measure.group:
                if measure.group not in groups:
                    self.group += 1
                    groups[measure.group] = self.group
                measure.group = groups[measure.group]
            self._add(measure)
            if measure.label.components and measure.label.components[-1] != "overall" and not measure.group:
                self.context = measure.label.components
            elif measure.label.components:
                self.context = ()

    def _add(self, measure: Measure) -> None:
        label = measure.label
        frame = self.frame
        own = OWN_ROLES.get(frame.kind)
        if own is not None:
            if label.components == ("bore",) and frame.kind == "bore":
                pass
            elif label.components and label.components not in {("outer",), ("inner",)}:
                frame = self.base
            elif label.role is not None and label.role not in own:
                frame = self.base
            elif label.components == ("outer",) and frame.kind not in {"slot", "pocket"}:
                frame = self.base
        if not label.components and frame is self.base:
            measure.context = self.context
        frame.measures.append(measure)

    # --- places ---------------------------------------------------------------------------------

    def points(self) -> bool:
        """Read "at (15,15), (85,15) and (50,55)", "at x=10, y=20", "at 10,20"."""
        start = self.at
        self.skip(
            frozenset(
                "at located position positions positioned placed located centred with centres on coordinates coordinate point points @ : the are is be to in".split()
            )
            if self._point_ahead()
            else frozenset()
        )
        found: list[tuple[float, ...]] = []
        while self.term().kind == "point" or (
            found and self.word() in {",", "and", "&", ";"} and self._next_point()
        ):
            if self.term().kind == "point":
                found.append(self.term().points)
            self.at += 1
        if not found:
            pair = self._spelled_point()
            if pair is None:
                self.at = start
                return False
            found = [pair]
        self.frame.marks.append(Mark("points", points=tuple(found), text=self.text_since(start)))
        return True

    def _point_ahead(self) -> bool:
        for ahead in range(8):
            if self.term(ahead).kind == "point":
                return True
            if self.quantity(ahead) is not None or self.ended:
                return False
        return False

    def _next_point(self) -> bool:
        return self.term(1).kind == "point" or (self.word(1) in {"and", "&"} and self.term(2).kind == "point")

    def _spelled_point(self) -> tuple[float, float] | None:
        """Read "x=10, y=20" or "x 10 y 20"."""
        start = self.at
        self.skip(frozenset({"at"}))
        values: dict[str, float] = {}
        while self.word() in {"x", "y"}:
            axis = self.word()
            self.at += 1
            self.skip(frozenset({"=", ":", "at"}))
            quantity = self.quantity()
            if quantity is None or axis in values:
                self.at = start
                return None
            values[axis] = quantity.value
            self.at += 1
            if len(values) < 2:
                self.skip(frozenset({",", "and"}))
        if set(values) == {"x", "y"}:
            return values["x"], values["y"]
        self.at = start
        return None

    def circle(self) -> bool:
        """Read "on a 75 mm bolt circle", "PCD 110", "on a circle of 60 mm diameter"."""
        start = self.at
        if self.frame.kind == "part":
            return False
        self.skip(frozenset("on at in around over along".split()))
        self.skip(DETERMINERS)
        quantity = self.quantity()
        if quantity is not None:
            self.at += 1
            radius = self._circle_measure()
        else:
            radius = None
        if self.term().sense("marker") in {"bolt_circle", "circle"}:
            self.at += 1
            if quantity is None:
                here = self.at
                self.skip(
                    frozenset("of with at = : is a an the on diameter dia radius".split())
                    if self.quantity() is None
                    else frozenset()
                )
                quantity = self.quantity()
                if quantity is None:
                    self.at = here
                else:
                    radius = (
                        any(self.terms[i].sense("role") == "radius" for i in range(here, self.at)) or None
                    )
                    self.at += 1
                    radius = self._circle_measure() or radius
            elif self.term().sense("role") in {"diameter"}:
                self.at += 1
            if quantity is not None or self.terms[start].word in {"on", "around", "in"}:
                name = (
                    "radius"
                    if radius == "radius" or radius is True or (quantity and quantity.form == "radius")
                    else "diameter"
                )
                quantities = (quantity,) if quantity else ()
                self.frame.marks.append(Mark("circle", name, quantities, text=self.text_since(start)))
                return True
        self.at = start
        return False

    def _circle_measure(self) -> str | None:
        role = self.term().sense("role")
        if role in {"diameter", "radius", "in_diameter"}:
            self.at += 1
            return "radius" if role == "radius" else "diameter"
        return None

    def grid(self) -> bool:
        """Read "in a 3 by 2 grid", "in 2 rows of 3", "3 x 2 pattern"."""
        start = self.at
        if self.frame.kind == "part":
            return False
        self.skip(frozenset("in on as into arranged".split()))
        self.skip(DETERMINERS)
        first, second = self.quantity(), self.quantity(2)
        if (
            first
            and second
            and self.crossed(1)
            and first.can_count
            and second.can_count
            and self.term(3).sense("marker") in {"grid"}
        ):
            self.at += 4
            self.frame.marks.append(Mark("grid", "grid", (first, second), text=self.text_since(start)))
            return True
        rows = self.term(1)
        if (
            first
            and first.can_count
            and (rows.sense("marker") == "row" or rows.word == "rows")
            and self.word(2) == "of"
        ):
            count = self.quantity(3)
            if count and count.can_count:
                self.at += 4
                self.frame.marks.append(Mark("grid", "rows", (count, first), text=self.text_since(start)))
                return True
        if (
            self.term().sense("marker") == "grid"
            and self.word(1) == "of"
            and self.quantity(2)
            and self.crossed(3)
            and self.quantity(4)
        ):
            first, second = self.quantity(2), self.quantity(4)
            self.at += 5
            self.frame.marks.append(
                Mark("grid", "grid", tuple(q for q in (first, second) if q), text=self.text_since(start))
            )
            return True
        self.at = start
        return False

    def spacing(self) -> bool:
        """Read "36 mm apart along the long side", "30 mm pitch", "spaced 35 mm along the length and 40 across"."""
        if self.frame.kind == "part":
            return False
        start = self.at
        self.skip(frozenset("with at on and a an the each".split()))
        if self.term().sense("feature") == self.frame.kind and self.term(1).sense("marker") == "apart":
            self.at += 1
        found = False
        named = self._spacing_word()
        if named:
            self.at += 1
            self.skip(frozenset("of = : is at are by".split()))
        while True:
            quantity = self.quantity()
            if quantity is None or quantity.form in {"thread", "angle", "word"} and not quantity.unit:
                break
            here = self.at
            self.at += 1
            second = self.quantity(1) if self.crossed() else None
            if second is not None:
                self.at += 2
            behind = self._spacing_word()
            if behind:
                self.at += 1
            elif not named:
                self.at = here
                break
            quantities = (quantity, second) if second else (quantity,)
            if second and second.unit and not quantity.unit:
                from mayfly.planning.language.units import to_mm

                quantities = (
                    Quantity(to_mm(quantity.value, second.unit), quantity.text, quantity.form, second.unit),
                    second,
                )
            ref = self._direction()
            self.frame.marks.append(Mark("spacing", "", quantities, ref, text=self.text_since(here)))
            found = named = True
            if not (
                self.word() in {"and", ",", "×"}
                and self.quantity(1) is not None
                and self._direction_follows()
            ):
                break
            self.at += 1
        if not found:
            self.at = start
        return found

    def _spacing_word(self) -> bool:
        term = self.term()
        return term.sense("marker") in {"apart", "spacing"} or term.sense("role") == "pitch"

    def _direction_follows(self) -> bool:
        """Whether the number after the next one stands with a direction of its own."""
        here = self.at
        self.at += 2
        self.skip(frozenset("mm".split()))
        if self._spacing_word():
            self.at += 1
        found = self._direction() is not None
        self.at = here
        return found

    def _direction(self) -> Ref | None:
        """Read "along the length", "across the width", "in x", "lengthwise"."""
        start = self.at
        marker = self.term().sense("marker")
        if marker in {"lengthwise", "cross", "vertical", "horizontal"}:
            self.at += 1
            return Ref(marker)
        if self.word() in {"along", "across", "in", "parallel", "on"}:
            across = self.word() == "across"
            self.at += 1
            self.skip(frozenset({"to"}))
            ref = self.ref()
            if ref is not None and _is_direction(ref):
                return Ref(
                    ref.noun,
                    ref.traits | ({"across"} if across else set()),
                    ref.count,
                    ref.plural,
                    ref.of,
                    ref.text,
                )
        self.at = start
        return None

    def offset(self) -> bool:
        """Read "8 inset", "15 mm from each edge", "20 mm above the bottom", "35 mm either side of the middle"."""
        start = self.at
        if self.frame.kind == "part" and not self.context:
            return False
        self.skip(
            frozenset(
                "with at and is are an a each centred spaced whose located set lies lie about position".split()
            )
        )
        if self.term().sense("marker") in {"centre", "centred"} and self.word(1) in {
            "is",
            "are",
            "at",
            "lies",
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
        if direction is None:
            self.at = start
            return False
        self.frame.marks.append(Mark("offset", direction, (quantity,), ref, text=self.text_since(start)))
        return True

    def _inset_first(self, start: int) -> bool:
        self.at += 1
        self.skip(
            frozenset("of by = : is from the edge edges to".split())
            if self.quantity() is None
            else frozenset()
        )
        quantity = self.quantity()
        if quantity is None:
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
            self.skip(frozenset("from".split()))
            return "inset", self.ref()
        if marker == "either_side":
            self.at += 1
            return "either_side", self.ref()
        if (
            term.word in {"in", "inside", "inwards", "up", "down", "away", "off", "measured", "back", "along"}
            or marker == "away"
        ):
            if self.word(1) == "from" or self.term(1).sense("marker") in {"inset"}:
                self.at += 1
            elif term.word == "in" and (self.term(1).kind == "mark" or self.at + 1 >= len(self.terms)):
                self.at += 1
                return "inset", None
        word, marker = self.word(), self.term().sense("marker")
        if word == "to" and self.word(1) == "the":
            self.at += 2
            word, marker = self.word(), self.term().sense("marker")
        if marker in _SIDES or (marker in {"underside"} and word != "below"):
            side = marker or ""
            self.at += 1
            if self.word() not in {"of", "from"}:
                return None, None
            self.at += 1
            return side, self.ref()
        direction = _OFFSET_DIRECTIONS.get(word) or _OFFSET_DIRECTIONS.get(marker or "")
        if direction is None:
            return None, None
        self.at += 1
        self.skip(frozenset({"of"}))
        ref = self.ref()
        return (direction, ref) if ref is not None else (None, None)

    def place(self) -> bool:
        """Read "in all four corners", "on the top face", "along x", "vertical edges"."""
        start = self.at
        preposition = self.word() if self.word() in _PLACE_WORDS else ""
        if preposition:
            self.at += 1
            self.skip(frozenset({"to", "of"}))
        elif self.term().sense("marker") == "through" and self._ref_behind():
            preposition = "through"
            self.at += 1
        here = self.at
        ref = self.ref()
        if ref is None or (
            not preposition and ref.noun in {"part", "it", "length", "width", "height", "hole"}
        ):
            self.at = start
            return False
        if self.quantity() is not None and not preposition and self._is_label(here):
            self.at = start
            return False
        self.frame.marks.append(Mark("place", preposition, ref=ref, text=self.text_since(start)))
        return True

    def _is_label(self, here: int) -> bool:
        term = self.terms[here]
        return term.sense("role") is not None or term.sense("component") is not None

    def _ref_behind(self) -> bool:
        here = self.at
        self.at += 1
        ref = self.ref()
        self.at = here
        return ref is not None and ref.noun not in {"hole"}

    def flag(self) -> bool:
        """Read a single word that says something by itself: "blind", "tapped", "equally spaced"."""
        marker = self.term().sense("marker")
        if marker in {"centre"}:
            self.frame.marks.append(Mark("place", "", ref=Ref("centre"), text=self.term().text))
        elif marker in _FLAGS:
            self.frame.marks.append(Mark("flag", marker or "", text=self.term().text))
        else:
            return False
        self.at += 1
        return True


def _is_direction(ref: Ref) -> bool:
    return ref.noun in {
        "length",
        "width",
        "height",
        "x",
        "y",
        "z",
        "axis",
        "direction",
        "long_side",
        "short_side",
        "side",
        "depth",
        "centre_line",
        "edge",
        "centre",
    }


def known_features() -> frozenset[str]:
    """Give the features' terms."""
    return frozenset(FEATURES)
