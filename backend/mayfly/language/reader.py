"""Reads a request: which part, which features, which numbers belong to which.

One pass from left to right. At each place the readers are tried, the most
specific first; each either takes a phrase and files it under the thing that
is being spoken of, or leaves the place untouched. A word that none of them
takes, and that is not known to be harmless, ends in ``Request.unknown``: the
planner then asks instead of dropping it.

The readers are built on each other, in ``phrases/``: ``patterns.py``, ``turning.py``
(their angle), ``positions.py`` (places), ``sizes.py`` (numbers with their names),
``edges.py``, ``nouns.py``, ``purposes.py`` (what things are for), ``repeats.py`` (what
comes again), and here the rest.
"""

from __future__ import annotations

from typing import Final

from mayfly.language.cursor import STOPS
from mayfly.language.nodes import Attribute, Mention, Reference, Request
from mayfly.language.phrases.nouns import FLAGS, SUBJECT_VERBS
from mayfly.language.phrases.repeats import RepeatReader
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set

_NEGATIONS: Final = word_set("no without not don't never neither nor non doesn't")
_NOT_SIMPLE: Final = word_set(
    "less more than longer larger smaller exceed exceeding sharp only just bigger below above least most"
)
_CHANGING: Final = word_set(
    "increase increased decrease decreased reduce reduced enlarge enlarged raise raised"
)
#: Words that say something about a hole, and nothing about a part.
_OF_FEATURES: Final = word_set(
    "screw cap_screw flat_head everything through equally blind tapped clearance row"
)
#: Words that say something about the part, whatever was spoken of before.
_OF_PARTS: Final = word_set("open_top open_ended hollow closed closed_bottom")
_MOST_NEGATED: Final = 6
#: Places that can be open.
_SIDES: Final = word_set("side bottom left right front back underside face end inner base wall floor")
_DOWN: Final = frozenset(["down", "downward", "downwards"])
_UP: Final = frozenset(["up", "upward", "upwards"])
#: Words before which "u" is a person; a "u bolt" is something else.
_BEFORE_U: Final = word_set("can could would will do did if thank")


class Reader(RepeatReader):
    """Reads one request into a :class:`Request`."""

    negations = _NEGATIONS
    harmless_words = HARMLESS | GLUE

    def read(self, onto: Mention | None = None) -> Request:
        """Read everything.

        Args:
            onto: The part that the conversation has been about, for a follow-up.
        """
        if onto is not None:
            self.base.name, self.base.text = onto.name, onto.text
            self.follow_up = True
            self.negations |= {"remove", "delete", "drop", "omit", "skip"}
            self.harmless_words |= _CHANGING
        while not self.ended:
            start = self.at
            if (
                not self._phrase() or self.at <= start
            ):  # the second would be a reader's mistake: go on, and ask
                self.at = start
                self.unknown()
            for term in self.terms[start : self.at]:
                if term.tolerance:
                    note = f"The tolerance {term.tolerance} of {term.text} does not change the model."
                    self.reading.notes.append(note)
                if term.corrected:
                    self.reading.notes.append(f'Read "{term.corrected}" as "{term.word}".')
        return self.reading

    def _phrase(self) -> bool:
        return (
            self.counted()
            or self.stop()
            or self.again()
            or self.replacement()
            or self.negation()
            or self.purpose()
            or self.pose()
            or self.traverse()
            or self.points()
            or self.one_each()
            or self.share()
            or self.another()
            or self.turning()
            or self.circle()
            or self.grid()
            or self.spacing()
            or self.edging()
            or self.offset()
            or self.standard()
            or self.sharp()
            or self.stock()
            or self.noun_phrase()
            or self.implied_holes()
            or self.measures()
            or self.place()
            or self.flag()
            or self.harmless()
        )

    def stop(self) -> bool:
        """Step over what separates phrases."""
        term = self.term()
        if term.kind != "mark" or term.word in {"×", "ø", "±", "°", "~", "#"}:
            return self._pronoun()
        if term.word in {".", ";", "!", "?"}:
            self.context, self.topic = (), None
        self.at += 1
        self._pronoun()
        return True

    def _pronoun(self) -> bool:
        """Read "it should be": the part is spoken of again."""
        if self.word() in {"it", "they", "these", "which", "this"} and self.word(1) in SUBJECT_VERBS:
            if self.word() in {"it", "this"}:
                self.mention, self.context = self.base, ()
            self.at += 1
            return True
        return False

    def negation(self) -> bool:
        """Read "no handle, no rounding": what must not be there, up to the next break."""
        start = self.at
        instead = (self.word(), self.word(1)) in {("instead", "of"), ("rather", "than")}
        if self.word() not in self.negations and not instead:
            return False
        self.at += 2 if instead else 1
        words: list[str] = []
        names: list[str] = []
        while (
            not self.ended
            and self.word() not in STOPS | {"but", "and", "with", "then", "plus"} | self.negations
        ):
            if self.quantity() is not None:
                self.reading.unknown.append(f"{self.text_since(start)} {self.term().text}")
                self.at += 1
                return True
            words += self.word().split()
            senses = self.term().senses
            names += [
                senses[table] for table in ("feature", "marker", "component", "part") if table in senses
            ]
            self.at += 1
        text = self.text_since(start)
        if _NOT_SIMPLE & set(words) or not 0 < len(words) <= _MOST_NEGATED:
            self.reading.unknown.append(text)
        elif "through" in names:
            self.mention.attributes.append(Attribute("flag", "blind", text=text))
        else:
            other = ["other"] if {"other", "further", "more", "additional", "extra"} & set(words) else []
            self.reading.negated.append((*(names or words), *other))
        return True

    def pose(self) -> bool:
        """Read "with the flat side down", "open side up", "pointing upwards": how it stands."""
        start = self.at
        self.skip(
            word_set(
                "with the its and facing pointing looking flat wide wider narrow thin large small open closed"
            )
        )
        ref = self.ref()
        self.skip(word_set("facing pointing looking is turned face"))
        word = self.word()
        if word not in _UP | _DOWN or (
            self.word(1) == "to" or self.quantity(1) is not None or self.word(1) == "from"
        ):
            self.at = start
            return False
        described = {term.word for term in self.terms[start : self.at]}
        names = described | ({ref.noun, *ref.traits} if ref else set())
        if not names & {
            "flat",
            "open",
            "closed",
            "wide",
            "base",
            "bottom",
            "top",
            "pointing",
            "facing",
            "large",
            "small",
            "point",
            "end",
            "side",
            "flange",
            "head",
            "open_top",
            "pointed",
            "face",
        }:
            self.at = start
            return False
        self.at += 1
        upwards = word in _UP
        natural_up = {"open", "top", "narrow", "small", "point", "open_top", "pointed", "thin"}
        natural_down = {"flat", "base", "bottom", "wide", "large", "flange", "head", "closed", "wider"}
        fits = bool(names & (natural_up if upwards else natural_down)) and not names & (
            natural_down if upwards else natural_up
        )
        text = self.text_since(start)
        self.mention.attributes.append(Attribute("flag", "pose_ok" if fits else "pose", text=text))
        return True

    def standard(self) -> bool:
        """Read "DIN 125" behind a washer: its sizes follow that anyway; "DIN 9021" makes it another part."""
        norm = self.term().sense("norm")
        if norm is not None:
            if norm not in self.spoken_of.norms and self.mention is self.base:
                self.base.attributes.append(Attribute("flag", "norm", text=norm))
            elif norm not in self.spoken_of.norms:
                self.reading.unsupported.append(self.term().text)
            self.at += 1
            return True
        quantity = self.quantity(1)
        if self.word() not in {"din", "iso", "en"} or quantity is None:
            return False
        named = f"{self.word()} {quantity.text}"
        if named in self.spoken_of.norms:
            self.at += 2
            return True
        self.reading.unsupported.append(f"{self.term().text} {quantity.text}")
        self.at += 2
        return True

    def sharp(self) -> bool:
        """Read "sharp corners", "hole rims sharp": edges that stay as they are."""
        start = self.at
        ref = self.ref() if self.term().sense("marker") != "sharp" else None
        self.skip(word_set("stay remain are is left kept keep should be"))
        if self.term().sense("marker") != "sharp" or (ref is None and start != self.at):
            self.at = start
            return False
        self.at += 1
        if ref is None:
            here = self.at
            ref = self.ref()
            if ref is None or ref.noun not in {"edge", "corner", "rim", "inner", "outer"}:
                self.at = start if ref is None and self.term(0).sense("marker") == "pointed" else here
        self.mention.attributes.append(
            Attribute("flag", "sharp", ref=ref or Reference("edge"), text=self.text_since(start))
        )
        return True

    def flag(self) -> bool:
        """Read a single word that says something by itself: "blind", "tapped", "equally spaced"."""
        term = self.term()
        marker = term.sense("marker")
        if marker == "centre":
            self.mention.attributes.append(Attribute("place", "", ref=Reference("centre"), text=term.text))
        elif marker in {"counterbored", "countersunk"} and self._sized_head():
            kind = "counterbore" if marker == "counterbored" else "countersink"
            self.at += 1
            self.new_feature(kind, term.word, term.text)
            self.skip(word_set("with to at of a an"))
            return True
        elif marker in FLAGS and not self._is_of_a_feature(marker):
            if marker in _OF_PARTS and self.mention.kind not in {"slot", "pocket", "boss"}:
                self.mention, self.context = self.base, ()
            self.attribute("flag", marker or "")
            self.mention.attributes[-1].text = term.text
            if marker == "open_top" and self._opened_elsewhere(self.mention.attributes[-1]):
                return True
        else:
            return False
        self.at += 1
        return True

    def _opened_elsewhere(self, attribute: Attribute) -> bool:
        """Read the place behind "open": the top is open by itself, any other place makes a hollow body."""
        start = self.at
        top = "top" in self.term().word.split()
        self.at += 1
        links = word_set("at on to towards in a the")
        linked = self.skip(links | {"and", "&"} if top else links)
        if not linked and (self.quantity(1) is not None or self.quantity(-1) is not None):
            self.at = start
            return False  # "open top wall 2"
        refs: list[Reference] = [Reference("top")] if top else []
        while self._place_word(self.term()) in _SIDES | {"top", "top_face"}:
            ref = self.ref()
            if ref is None:
                break
            refs.append(ref)
            behind = 2 if self.word(1) in {"the", "at"} else 1
            if self.word() in {"and", "&"} and self._place_word(self.term(behind)) in _SIDES | {"top"}:
                self.at += behind
        if not refs or all({ref.noun, *ref.traits} <= {"top", "top_face", "end"} for ref in refs):
            self.at = start
            return False
        attribute.name = "open_at"
        attribute.ref, attribute.text = refs[0], self.text_since(start)
        for ref in refs[1:]:
            self.mention.attributes.append(Attribute("flag", "open_at", ref=ref, text=attribute.text))
        return True

    def _is_of_a_feature(self, marker: str | None) -> bool:
        """Return whether a word speaks of a hole though none was named; the part may be one itself."""
        return self.mention is self.base and marker in _OF_FEATURES and not self.spoken_of.threaded

    def _sized_head(self) -> bool:
        ahead = 1
        while self.word(ahead) in {"with", "to", "at", "of", "a", "an"}:
            ahead += 1
        quantity = self.quantity(ahead)
        return quantity is not None and quantity.form in {"plain", "diameter"}

    def harmless(self) -> bool:
        """Step over words that carry no geometry."""
        term = self.term()
        spoken = term.word == "u" and self.word(-1) in _BEFORE_U
        if not spoken and (term.senses or term.word not in self.harmless_words):
            return False
        quantity = self.quantity(1)
        if quantity is not None:
            self.note_about(term, quantity)
        self.at += 1
        return True

    def unknown(self) -> None:
        """Keep a word that no rule could read, to ask about it."""
        term = self.term()
        if term.sense("unsupported"):
            self.reading.unsupported.append(term.text)
        else:
            self.reading.unknown.append(term.text)
        self.at += 1
