"""Turns tokens into terms: phrases of the vocabulary, quantities, marks.

A phrase of several words becomes one term ("bolt circle", "pipe flange"); a
term keeps every sense that the vocabulary gives it ("flange" is a part and a
component), and the reader picks one by its place in the sentence. A small
typo is corrected towards the vocabulary and remembered, so that the answer can
say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from mayfly.language.lexer import tokenize
from mayfly.language.lexicon import Lexicon, spell
from mayfly.language.numerals import read_numeral
from mayfly.language.token_fixups import join_fits
from mayfly.language.tokens import Token
from mayfly.language.units import number, to_mm
from mayfly.language.vocabulary import ROLES

TermKind = Literal["word", "number", "mark", "point", "fit", "unknown"]
Form = Literal["plain", "diameter", "radius", "thread", "angle", "word", "plusminus", "designation"]

_Read = tuple[int, "Term"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the request has it.

    Attributes:
        value: In millimetres; of an angle in degrees; of a bare number as it is.
        text: As written, for questions.
        form: What marks it: "Ø5" diameter, "R5" radius, "M6" thread, "45°" angle,
            "four" word, "±35" plusminus, "HEA 100" designation.
        unit: The unit written with it, None if there is none.
        doubt: Why the number can be read in two ways; empty if it can't.
        pair: Of a number with a decimal comma: the two numbers that it would be as a point.
        table: Of a designation: the table of standard sizes that it belongs to.
    """

    value: float
    text: str
    form: Form = "plain"
    unit: str | None = None
    doubt: str = ""
    pair: tuple[float, float] | tuple[()] = ()
    table: str = ""

    def __hash__(self) -> int:
        """Return a hash of its value alone: quantities are hashed very often, and mostly differ in that."""
        return hash(self.value)

    @classmethod
    def of_count(cls, count: int) -> Quantity:
        """Return a number of things, as it would be written."""
        return cls(float(count), str(count))

    def as_thread(self) -> Quantity:
        """Read "8 mm" as the thread of a screw, M8; "1/4 in" stays as it is written."""
        if self.unit == "in":
            return Quantity(self.value, self.text, "thread")
        return Quantity(self.value, f"M{self.value:g}", "thread")

    @property
    def can_count(self) -> bool:
        """A whole positive number with no unit and no decimals can count things; "1.000 bore" is a size."""
        bare = (
            self.unit is None and self.form in {"plain", "word"} and not self.doubt and "." not in self.text
        )
        return bare and self.value == int(self.value) and 0 < self.value < 1000


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of the sentence.

    Attributes:
        kind: What it is.
        text: As written.
        word: The words in their usual spelling, for glue words and marks.
        senses: Vocabulary table to term: {"part": "pipe_flange", "component": "flange"}.
        plural: Written in the plural.
        spaced: White space stands before it.
        quantity: Of a number.
        points: Of a point: its coordinates in millimetres.
        mirrored: Of a point: the axes to both sides of which it lies.
        corrected: What stood there before a typo was corrected.
        tolerance: Of a number: a tolerance or fit written behind it ("±0.1", "H7").
    """

    kind: TermKind
    text: str
    word: str = ""
    senses: Mapping[str, str] = field(default_factory=dict)
    plural: bool = False
    spaced: bool = True
    quantity: Quantity | None = None
    points: tuple[float, ...] = ()
    mirrored: str = ""
    corrected: str = ""
    tolerance: str = ""

    def sense(self, table: str) -> str | None:
        """Return the term in one table, None if the table does not have it."""
        return self.senses.get(table)


#: Words that name a size: "40 dia", "100 long".
_SIZE_NAMES: Final = frozenset(word for words in ROLES.values() for word in words)


def read_terms(text: str, lexicon: Lexicon) -> list[Term]:
    """Turn a text into terms."""
    tokens = join_fits(tokenize(text, lexicon.nouns, lexicon.find))
    corrected: dict[int, str] = {}
    words: list[str] = []
    for index, token in enumerate(tokens):
        word = spell(token.lemma)
        if token.kind == "word" and word not in lexicon.known:
            better = lexicon.correct(word)
            if better:
                corrected[index] = token.text
                word = better
        words.append(word)
    terms: list[Term] = []
    index = 0
    while index < len(tokens):
        taken, term = _term(tokens, words, index, lexicon)
        held = _held_to(terms, term)
        if held:
            terms[held] = replace(terms[held], tolerance=term.text)
            index += taken
            continue
        slips = [corrected[i] for i in range(index, index + taken) if i in corrected]
        if slips:
            term = replace(term, corrected=slips[0])
        terms.append(term)
        index += taken
    return terms


def _held_to(terms: Sequence[Term], term: Term) -> int:
    """Return which term, counted from the end, a tolerance or fit belongs to; 0 for anything else.

    The name of the size may stand between: "40 dia ±0.2".
    """
    if terms and _is_tolerance(terms[-1], term):
        return -1
    named = len(terms) > 1 and terms[-1].word in _SIZE_NAMES and term.kind == "number"
    return -2 if named and _is_tolerance(terms[-2], term) else 0


def _is_tolerance(before: Term, term: Term) -> bool:
    """Return whether "±0.1" behind a number is its tolerance, and no distance to both sides."""
    if before.quantity is None or term.kind not in {"number", "fit"}:
        return False
    if term.kind == "fit":
        return True
    quantity = term.quantity
    return (
        quantity is not None
        and quantity.form == "plusminus"
        and quantity.value <= 0.1 * abs(before.quantity.value)
    )


def _term(tokens: list[Token], words: list[str], index: int, lexicon: Lexicon) -> _Read:
    token = tokens[index]
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.kind == "number":
        mixed = _number_word(tokens, words, index, token.value) if _can_be_mixed(token) else None
        return mixed or (1, Term("number", token.text, spaced=token.spaced, quantity=_quantity(token)))
    if token.kind == "fit":
        return 1, Term("fit", token.text)
    if token.kind == "designation":
        return 1, _named(token)
    if token.kind == "point":
        return 1, Term("point", token.text, points=tuple(_coordinates(token)), mirrored=token.trait)
    if behind is not None and behind.kind == "number":
        marked = _marked(token, behind)
        if marked is not None:
            return 2, Term("number", marked.text, spaced=token.spaced, quantity=marked)
    if token.kind == "word" or token.lemma == "ø":
        run, skips = _words_from(tokens, words, index)
        match = lexicon.match(run, 0)
        if match is not None:
            length, senses, plural = match
            taken = length + sum(skips[:length])
            text = " ".join(t.text for t in tokens[index : index + taken] if t.text != "-")
            return taken, Term("word", text, " ".join(run[:length]), senses, plural, token.spaced)
        spelled = _number_word(tokens, words, index)
        return spelled or (1, Term("word", token.text, words[index], spaced=token.spaced))
    kind: TermKind = "mark" if token.kind == "mark" else "unknown"
    return 1, Term(kind, token.text, token.lemma, spaced=token.spaced)


def _named(token: Token) -> Term:
    """Return the term of a standard size ("1/4-20"), a standard ("DIN 912") or a remark ("42CrMo4")."""
    if token.trait in {"norm", "remark"}:
        return Term("word", token.text, token.lemma, {token.trait: token.lemma}, spaced=token.spaced)
    if token.trait == "marker":  # "M6-6H" is a tapped hole
        return Term("word", token.text, token.lemma, spaced=token.spaced)
    forms: dict[str, Form] = {"thread": "thread", "drill": "diameter", "gauge": "plain"}
    form = forms.get(token.trait, "designation") if token.value else "designation"
    if form == "plain":
        length = Quantity(
            token.value, f"{token.lemma} ({number(token.value)} mm)", unit="mm", table=token.trait
        )
        return Term("number", token.text, spaced=token.spaced, quantity=length)
    text = token.text if form == "diameter" or token.trait == "gauge" else token.lemma
    quantity = Quantity(token.value, text, form, "mm" if form == "diameter" else None, table=token.trait)
    return Term("number", token.text, spaced=token.spaced, quantity=quantity)


def _can_be_mixed(token: Token) -> bool:
    return token.unit is None and not token.trait and token.value == int(token.value)


def _words_from(tokens: list[Token], words: list[str], index: int) -> tuple[list[str], list[int]]:
    """Collect the words from here on, skipping hyphens inside them, with the skips before each."""
    run, skips, skipped = [words[index]], [0], 0
    for at in range(index + 1, min(index + 12, len(tokens))):
        token = tokens[at]
        if token.lemma == "-" and not token.spaced:
            skipped += 1
        elif token.kind == "word" or token.lemma == "ø":
            run.append(words[at])
            skips.append(skipped)
            skipped = 0
        else:
            break
    return run, skips


def _marked(attribute: Token, number: Token) -> Quantity | None:
    """Read ``Ø5``, ``R5``, ``M6``."""
    if attribute.lemma == "ø":
        return _quantity(number, "diameter", f"Ø{number.text}")
    if attribute.text in {"R", "r"} and (not number.spaced or attribute.text == "R"):
        return _quantity(number, "radius", f"{attribute.text}{number.text}")
    if attribute.text in {"M", "m"} and not number.spaced and number.unit is None:
        return Quantity(number.value, f"M{number.text}", "thread")
    return None


def _quantity(token: Token, form: Form = "plain", text: str | None = None) -> Quantity:
    text = text or token.text
    doubt = ""
    if token.trait in {"malformed", "thousand", "loose_in"}:
        doubt = token.trait
    elif token.trait == "fraction" and token.unit is None:
        doubt = "fraction"
    if token.trait == "plusminus":
        form = "plusminus"
    if token.unit == "deg":
        return Quantity(token.value, text, "angle", "deg", doubt)
    value = to_mm(token.value, token.unit) if token.unit else token.value
    pair: tuple[float, float] | tuple[()] = ()
    if token.trait in {"comma", "thousand"} and token.unit is None:
        left, _, right = token.text.partition(",")
        pair = float(left), float(right)
    return Quantity(value, text, form, token.unit, doubt, pair)


def _coordinates(token: Token) -> list[float]:
    last = next((unit for unit in reversed(token.units) if unit), None)
    return [to_mm(value, unit or last) for value, unit in zip(token.pair, token.units, strict=True)]


def _number_word(
    tokens: list[Token], words: list[str], index: int, begun: float | None = None
) -> _Read | None:
    """Read a number in words, or the "and a half inches" behind one in digits."""
    numeral = read_numeral(words, index if begun is None else index + 1, begun)
    if numeral is None:
        return None
    text = " ".join(token.text for token in tokens[index : numeral.end]).replace(" - ", "-")
    if numeral.unit is None:
        form: Form = "word" if begun is None and numeral.value == int(numeral.value) else "plain"
        quantity = Quantity(numeral.value, text, form, doubt="fraction" if numeral.part else "")
    elif numeral.unit == "deg":
        quantity = Quantity(numeral.value, text, "angle", "deg")
    else:
        quantity = Quantity(to_mm(numeral.value, numeral.unit), text, "plain", numeral.unit)
    taken = numeral.end - index
    # "one" also stands for a thing: "the first one", "of one another"
    word = words[index] if taken == 1 and numeral.value == 1 and begun is None else ""
    return taken, Term("number", text, word, spaced=tokens[index].spaced, quantity=quantity)
