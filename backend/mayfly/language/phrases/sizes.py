"""Reads sizes: runs of numbers with their names, and numbers multiplied with each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.cursor import ALL, DETERMINERS
from mayfly.language.measures import Bindings, bind
from mayfly.language.nodes import Attribute, Doubt, Label, Measure, Mention
from mayfly.language.phrases.positions import PositionReader
from mayfly.language.units import SPELLINGS, to_mm
from mayfly.language.vocabulary import ADJECTIVES, word_set

_LINKS: Final = word_set("of = : is are be to")
#: Components that a bare number counts ("2 steps"); "2 walls" would be two or two millimetres.
_COUNTED: Final = word_set("step ear leg solid")
_BEFORE_SIZES: Final = word_set(
    "size sizes dimension dimensions dims measurements : = of is are measures measuring"
)
_LONGEST_RUN: Final = 24
_BETWEEN: Final = frozenset(["between", "across"])
#: Components that are only a way of measuring, and no thing to speak of further.
_NO_SUBJECT: Final = frozenset(["overall", "outer", "inner", "mean"])


class SizeReader(PositionReader):
    """Readers of sizes."""

    def measures(self) -> bool:
        """Read a run of sizes: "OD 40 ID 32 length 120", "40 wide 25 high", "80 x 60 x 35 mm outside"."""
        start = self.at
        elements = self._elements()
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
            self.reading.doubts.append(Doubt(self.text_since(start), *bindings.doubt))
        self._file(bindings)
        self.sized_at = self.at
        return True

    def _elements(self) -> list[object]:
        """Collect the numbers, names and links of a run."""
        start = self.at
        elements: list[object] = []
        while not self.ended and len(elements) < _LONGEST_RUN:
            term = self.term()
            if term.quantity is not None:
                if term.quantity.form == "plusminus":
                    break
                linked = bool(elements) and elements[-1] == "×"
                if self.at > start and not linked and not _name_is_open(elements) and self._other_phrase():
                    break
                if self._counts_components():
                    continue
                self.at += 1
                elements.append(Measure(term.quantity))
                self._late_unit(elements)
                if len(elements) == 1 and self._belongs_to_noun():
                    break
            elif self._joins(elements):
                continue
            elif term.sense("component") in {"top", "bottom"} and self.term(1).sense("marker") == "edge":
                break
            else:
                label = self.label(self.own_sizes)
                if label is None:
                    break
                elements.append(label)
        return elements

    def _joins(self, elements: list[object]) -> bool:
        """Read what stands between the numbers and names of a run: "×", "=", "and", an article."""
        term = self.term()
        if elements and self.crossed() and (self.quantity(1) or self.term(1).sense("role")):
            elements.append("×")
            self.at += 1
        elif term.word in _LINKS and elements and self._links(elements):
            crossed = term.word == "to" and not _name_is_open(elements)
            elements.append("×" if crossed else "=")
            self.at += 1
            self.skip(word_set("a an the = : of about exactly"))
        elif (
            term.word in _BETWEEN
            and elements
            and (isinstance(elements[-1], Measure) or elements[-1] == Label((), "long"))
            and self._own_size_behind()
        ):
            if isinstance(elements[-1], Label):
                elements.pop()
            self.at += 1
            self.skip(DETERMINERS)
        elif term.text == "-" and elements and isinstance(elements[-1], Label) and self.quantity(1):
            elements.append("=")  # "length - 100"
            self.at += 1
        elif term.word in {"and", "&", "+"} and elements and self._size_follows(1):
            elements.append("&")
            self.at += 1
        elif (
            self._ends_centres(elements)
            or (term.word == "-" and elements and not term.spaced and self.term(1).sense("role"))
            or (term.word in DETERMINERS | ALL and self._label_follows())
        ):
            self.at += 1
        else:
            return False
        return True

    def _belongs_to_noun(self) -> bool:
        """Return whether a number right behind a feature's noun is its size: "bore 12 od 18 length 25"."""
        noun = self.terms[self.at - 2] if self.at > 1 else None
        if noun is None or noun.sense("feature") != self.mention.kind or self.mention.measures:
            return False
        role = self.term().sense("role")
        named = (role is not None and role not in ADJECTIVES) or self.term().sense("component") is not None
        return named and self.quantity(1) is not None and self.term(2).sense("role") not in ADJECTIVES

    def _ends_centres(self, elements: list[object]) -> bool:
        """Return whether "apart" stands behind "centres 120 mm", where it says nothing new."""
        centres = any(isinstance(e, Label) and e.components == ("centres",) for e in elements)
        return centres and self.term().sense("marker") == "apart"

    def _late_unit(self, elements: list[object]) -> None:
        """Read "(x)" behind a number, and a unit that stands behind that: "40 (x) by 50 (z) mm"."""
        label = self.axis_label()
        if label is None:
            return
        elements.append(label)
        unit = SPELLINGS.get(self.word())
        last = elements[-2]
        if unit and isinstance(last, Measure) and last.quantity.unit is None:
            quantity = last.quantity
            elements[-2] = Measure(
                replace(
                    quantity, value=to_mm(quantity.value, unit), unit=unit, text=f"{quantity.text} {unit}"
                )
            )
            self.at += 1

    def _links(self, elements: list[object]) -> bool:
        """Return whether "of", "=" or "is" links a name and its number here, or "to" two numbers."""
        if self.word() == "to" and not _name_is_open(elements):
            behind = self.quantity(1)
            return behind is not None and behind.form in {"plain", "diameter"}
        if not isinstance(elements[-1], Label):
            return False
        ahead = 1
        while self.word(ahead) in {"a", "an", "the", "=", ":", "of", "about", "exactly"}:
            ahead += 1
        quantity = self.quantity(ahead)
        return quantity is not None and not (
            quantity.form == "word" and self.term(ahead + 1).sense("role") is None
        )

    def _own_size_behind(self) -> bool:
        ahead = 1
        while self.word(ahead) in DETERMINERS | ALL:
            ahead += 1
        return self.word(ahead) in self.own_sizes

    def _counts_components(self) -> bool:
        """Step over the count in "two 12 mm ears": it is checked, where the part knows how many it has."""
        quantity = self.quantity()
        if quantity is None or not quantity.can_count:
            return False
        ahead = 2 if self.quantity(1) is not None else 1
        component = self.term(ahead).sense("component")
        if (
            component is None
            or self.term(ahead).sense("role")
            or not (self.term(ahead).plural or self.word(ahead).endswith("s") or quantity.value == 1)
        ):
            return False
        if ahead == 1 and quantity.form != "word" and component not in _COUNTED:
            return False
        if self.terms[self.at - 1].word in {"×", "by", "x"}:
            return False
        self.base.attributes.append(
            Attribute("count", component, (quantity,), text=f"{quantity.text} {self.word(ahead)}")
        )
        self.at += 1
        return True

    def _size_follows(self, ahead: int) -> bool:
        term = self.term(ahead)
        if term.word in DETERMINERS:
            term = self.term(ahead + 1)
        if term.quantity is not None:
            saved = self.snapshot()
            self.at += ahead
            other = self._other_phrase()
            self.restore(saved)
            return not other
        if term.sense("feature") is not None:
            return False
        return term.sense("role") is not None or term.sense("component") is not None

    def _label_follows(self) -> bool:
        ahead = 1
        while self._names_size(self.term(ahead)):
            ahead += 1
        if ahead == 1 or self.term(1).sense("feature") is not None:
            return False
        while self.word(ahead) in {"=", ":", "of", "is", "a", "an", "the"}:
            ahead += 1
        return self.quantity(ahead) is not None

    def _names_size(self, term: Term) -> bool:
        return (
            term.sense("role") is not None
            or term.sense("component") is not None
            or term.word in self.own_sizes
        )

    def _other_phrase(self) -> bool:
        """Return whether the number here begins another kind of phrase: a count, a spacing, a distance."""
        saved = self.snapshot()
        found = self.starts_other_phrase()
        self.restore(saved)
        return found

    def starts_other_phrase(self) -> bool:
        """Try the readers that may claim a number before a run of sizes does."""
        return self.circle() or self.grid() or self.spacing() or self.offset()

    def _mention(self, start: int, labels: list[Label]) -> bool:
        """File components named without a size: "incl. floor", "overall", "with a lid"."""
        before = self.terms[start - 1].word if start else ""
        for label in labels:
            including = before in {"incl", "including", "includes"}
            if including and label.components and self.base.measures and label.role is None:
                self.base.measures.append(Measure(self.base.measures[-1].quantity, label))
                continue
            if label == Label(("inner",)) and self._sizes_ahead():
                self.inside = True
            elif str(label) not in {"overall", "outer"}:
                self.mention.attributes.append(Attribute("mention", str(label), text=self.text_since(start)))
            if label.role is None and label.components[-1] not in _NO_SUBJECT:
                self.context = label.components
        return True

    def _sizes_ahead(self) -> bool:
        """Return whether "internal" is followed by sizes ("internal size: 80 x 50 x 30")."""
        ahead = 0
        while self.word(ahead) in _BEFORE_SIZES:
            ahead += 1
        return self.quantity(ahead) is not None

    def _file(self, bindings: Bindings) -> None:
        """Hand each size to the thing that it belongs to."""
        groups: dict[int, int] = {}
        for label in bindings.alone:
            if str(label) not in {"overall", "outer"}:
                self.base.attributes.append(Attribute("mention", str(label), text=str(label)))
        for measure in bindings.measures:
            if self.inside and not measure.label.components:
                measure.label = Label(("inner",), measure.label.role)
            if measure.group:
                if measure.group not in groups:
                    groups[measure.group] = self.new_group()
                measure.group = groups[measure.group]
            if self._counts_holes(measure):
                continue
            before = len(self.base.measures)
            self.add(measure)
            components = measure.label.components
            if components and components[-1] not in _NO_SUBJECT:
                self.context = components
                if len(self.base.measures) > before:
                    self.mention = self.base
            elif measure.label.role == "fins":
                self.context = ("fin",)
            elif components == ("overall",):
                self.context = ()
        name_depths(self.mention)
        self.inside = False

    def _counts_holes(self, measure: Measure) -> bool:
        """Read "holes = 6": behind a noun in the plural, a whole number after "=" is how many there are."""
        mention = self.mention
        written = self.terms[self.at - 2].word in {"=", ":"} and self.terms[self.at - 1].quantity
        if (
            written is not measure.quantity
            or not (
                mention.kind == "hole" and mention.plural and mention.count is None and not mention.measures
            )
            or measure.label != Label()
            or not measure.quantity.can_count
        ):
            return False
        mention.count = int(measure.quantity.value)
        return True

    # --- sizes before a noun ----------------------------------------------------------------------

    def sizes(self) -> tuple[list[Measure], bool]:
        """Read a number with its name, and what is multiplied with it; and whether it is a count ("4x").

        A unit at the end is not given to the whole group yet: its first number may be a count.
        """
        group: list[Measure] = []
        counted = False
        while True:
            quantity = self.quantity()
            if quantity is None:
                break
            self.at += 1
            if self.word() == "-" and not self.term().spaced:
                self.at += 1
            group.append(Measure(quantity, self._label_behind()))
            if not self.crossed():
                break
            behind = self.term(1)
            if behind.quantity is None:
                if behind.sense("role") == "diameter" and self.quantity(2) is not None and len(group) == 1:
                    label = Label((), "diameter")  # "6 x dia 9 holes"
                    group.append(Measure(self.quantity(2) or quantity, label))
                    counted = True
                    self.at += 3
                    break
                if behind.sense("feature") or behind.sense("marker"):
                    counted = True
                    self.at += 1
                break
            counted = counted or (
                len(group) == 1 and self.word() == "×" and not self.term().spaced and behind.spaced
            )
            self.at += 1
        return group, counted

    def _label_behind(self) -> Label:
        """Read the name behind a number that stands before a noun: "16 mm diameter", "20 long", "40 OD"."""
        axis = self.axis_label()
        if axis is not None:
            return axis
        role = self.term().sense("role")
        if role in ADJECTIVES | {
            "diameter",
            "radius",
            "across_flats",
            "outer_diameter",
            "inner_diameter",
            "thk",
        }:
            return self.label() or Label()
        return Label()


def name_depths(mention: Mention) -> None:
    """Name the last number of "pocket 70 x 40 x 4" a depth, and that of "chamfer 1x45" an angle."""
    if mention.kind not in {"pocket", "slot", "chamfer"}:
        return
    for measure in mention.measures if mention.kind == "chamfer" else ():
        quantity = measure.quantity
        if measure.group and quantity.value == 45 and quantity.unit is None and quantity.form == "plain":
            measure.quantity = replace(quantity, form="angle", unit="deg")
    for group in {m.group for m in mention.measures if m.group}:
        members = [m for m in mention.measures if m.group == group]
        if len(members) == 3 and all(m.label == Label() for m in members):
            members[-1].label = Label((), "deep")


def _name_is_open(elements: list[object]) -> bool:
    """Return whether the run ends in a name that still waits for its number ("OD 120 thickness ...")."""
    names = numbers = 0
    for element in elements:
        if element in ("×", "&"):
            continue
        if isinstance(element, Measure):
            numbers += 1
        elif isinstance(element, Label):
            names += 1
    last = elements[-1] if elements else None
    if last == "=":
        return True
    return isinstance(last, Label) and last.role not in ADJECTIVES and names > numbers
