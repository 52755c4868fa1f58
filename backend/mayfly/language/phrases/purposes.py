"""Reads what a thing is for ("for M6 screws"), and holes that only their size names ("4x Ø9")."""

from __future__ import annotations

from typing import Final

from mayfly.language.cursor import DETERMINERS, STOPS
from mayfly.language.nodes import MATE, Attribute, Label, Measure
from mayfly.language.phrases.nouns import NounReader
from mayfly.language.phrases.positions import PLACE_WORDS
from mayfly.language.stopwords import HARMLESS
from mayfly.language.vocabulary import word_set

_PURPOSE_VERBS: Final = word_set(
    "fit suit take accept hold receive mount pass house carry clear attach fix support"
)

#: Markers among the words of a purpose that say how the feature is made.
_SAID_OF_A_FEATURE: Final = word_set(
    "cap_screw flat_head clearance tapped screw circlip shaft_circlip bore_circlip"
)


class PurposeReader(NounReader):
    """Readers of purposes."""

    def purpose(self) -> bool:
        """Read "for M6 socket head cap screws", "to suit a pipe": what the thing is for."""
        verb = self.word() == "to" and self.word(1) in _PURPOSE_VERBS
        if self.word() != "for" and not verb and self.word() not in {"fitting", "suiting", "taking"}:
            return False
        start = self.at
        self.at += 2 if verb else 1
        self.skip(
            DETERMINERS
            | {"use", "with", "mounting", "holding", "fixing", "fitting", "attaching", "supporting", "each"}
        )
        quantity = self.quantity()
        if quantity is not None and quantity.form == "word" and self.quantity(1) is not None:
            self.at += 1
            quantity = self.quantity()
        if (
            quantity is not None
            and quantity.form != "thread"
            and self.mention.kind in {"hole", "bore"}
            and self._screw_behind()
        ):
            self.at += 1
            self.add(Measure(quantity.as_thread()))
            self.reading.notes.append(
                f"{quantity.text} is taken as the screw's thread, {quantity.as_thread().text}."
            )
        elif quantity is not None and quantity.form in {"thread", "designation"}:
            self.at += 1
            self.add(Measure(quantity, Label() if quantity.form == "thread" else MATE))
        elif quantity is not None:
            self.at = start
            return False
        if not self._purpose_words() and (quantity is None or quantity.form not in {"thread", "designation"}):
            self.at = start
            return False
        return True

    def _screw_behind(self) -> bool:
        return self.term(1).sense("marker") in {"screw", "cap_screw", "flat_head"}

    def _purpose_words(self) -> bool:
        """Read the words of a purpose; those that mean a screw say how the hole is made."""
        start = self.at
        unknown = False
        while not self.ended and self.word() not in STOPS and self.quantity() is None:
            term = self.term()
            marker = term.sense("marker")
            if marker in _SAID_OF_A_FEATURE:
                self.mention.attributes.append(Attribute("flag", marker or "", text=term.text))
            elif (
                term.word in PLACE_WORDS
                or term.word
                in {
                    "with",
                    "and",
                    "to",
                    "each",
                    "that",
                    "which",
                    "having",
                    "plus",
                }
                or term.sense("feature")
                or (marker and not term.sense("part"))
                or term.sense("unsupported")
                or term.sense("role")
                or (term.sense("component") and not term.sense("part"))
            ):
                break
            elif not term.senses and term.word not in HARMLESS:
                unknown = True
            self.at += 1
        mating = self.terms[start - 1].quantity if start else None
        if unknown and not (mating is not None and mating.form == "designation"):
            self.reading.notes.append(
                f'"for {self.text_since(start)}" was taken as a purpose; it changes no size.'
            )
        return self.at > start

    def implied_holes(self) -> bool:
        """Read "4x Ø9", "8 x M8 tapped": holes, though the noun is left out."""
        start = self.at
        count, size = self.quantity(), self.quantity(2)
        if count is None or size is None or not (self.crossed(1) and count.can_count):
            return False
        if not self.base.name and not self.reading.features:
            return False
        if size.form not in {"diameter", "thread"} or self.crossed(3):
            return False
        self.at += 3
        mention = self.mention
        if mention.kind != "hole" or mention.measures or mention.count is not None:
            mention = self.new_feature("hole", "holes", self.text_since(start), plural=True)
        mention.count = int(count.value)
        mention.measures.append(Measure(size))
        return True
