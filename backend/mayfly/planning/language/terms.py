"""Turns tokens into terms: phrases of the vocabulary, quantities, marks.

A phrase of several words becomes one term ("bolt circle", "pipe flange"); a
term keeps every sense that the vocabulary gives it ("flange" is a part and a
component), and the reader picks one by its place in the sentence. A small
typo is mended towards the vocabulary and remembered, so that the answer can
say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, Literal

from mayfly.planning.language import vocabulary
from mayfly.planning.language.lexer import Token, tokenize
from mayfly.planning.language.numerals import read_numeral
from mayfly.planning.language.units import SPELLINGS, to_mm

TermKind = Literal["word", "number", "mark", "point", "fit", "unknown"]
Form = Literal["plain", "diameter", "radius", "thread", "angle", "word", "plusminus"]

_FITS: Final = frozenset({"6", "7", "8", "9", "11"})
_BORES: Final = frozenset({"id", "bore", "hole", "reamed"})
_FEWEST_TEETH: Final = 6
_Read = tuple[int, "Term"]

_SPELLINGS: Final = {
    "center": "centre",
    "centers": "centres",
    "centered": "centred",
    "centring": "centred",
    "centering": "centred",
    "centerline": "centreline",
    "fibre": "fiber",
    "gray": "grey",
    "beveled": "bevelled",
    "oriented": "orientated",
    "meters": "metres",
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the request has it.

    Attributes:
        value: In millimetres; of an angle in degrees; of a bare number as it is.
        text: As written, for questions.
        form: What marks it: "Ø5" diameter, "R5" radius, "M6" thread, "45°" angle,
            "four" word, "±35" plusminus.
        unit: The unit written with it, None if there is none.
        doubt: Why the number can be read in two ways; empty if it can't.
        pair: Of a number with a decimal comma: the two numbers that it would be as a point.
    """

    value: float
    text: str
    form: Form = "plain"
    unit: str | None = None
    doubt: str = ""
    pair: tuple[float, float] | tuple[()] = ()

    def as_thread(self) -> Quantity:
        """Read "8 mm" as the thread of a screw, M8."""
        return Quantity(self.value, f"M{self.value:g}", "thread")

    @property
    def can_count(self) -> bool:
        """A whole positive number with no unit can count things."""
        bare = self.unit is None and self.form in {"plain", "word"} and not self.doubt
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
        mended: What stood there before a typo was mended.
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
    mended: str = ""
    tolerance: str = ""

    def sense(self, table: str) -> str | None:
        """Give the term in one table, None if the table does not have it."""
        return self.senses.get(table)


@dataclass(slots=True)
class Lexicon:
    """All phrases, by their first word, longest first."""

    phrases: dict[str, list[tuple[tuple[str, ...], dict[str, str], bool]]]
    words: dict[tuple[str, int], list[str]]
    known: frozenset[str]
    nouns: frozenset[str] = frozenset()

    def match(self, words: list[str], at: int) -> tuple[int, dict[str, str], bool] | None:
        """Find the longest phrase that starts at a word: its length, senses, and whether it is plural."""
        for phrase, senses, plural in self.phrases.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase), senses, plural
        return None

    def mend(self, word: str) -> str | None:
        """Find the one known word that differs by a slip of the finger, None if none or several do."""
        if len(word) < 5:
            return None
        near = {
            other
            for length in (len(word) - 1, len(word), len(word) + 1)
            for other in self.words.get((word[0], length), ())
            if _is_slip(word, other)
        }
        folded = {_singular(other) for other in near}
        return min(near, key=len) if len(folded) == 1 else None


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


def _is_slip(word: str, other: str) -> bool:
    """One letter left out, doubled or added, two swapped, or (in long words) one replaced."""
    if len(word) == len(other):
        differ = [i for i, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            i = differ[0]
            return word[i] == other[i + 1] and word[i + 1] == other[i]
        return len(differ) == 1 and len(word) >= 6 and 0 < differ[0] < len(word) - 1
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(1, len(longer)))


@lru_cache(maxsize=4)
def lexicon(parts: tuple[tuple[str, tuple[str, ...]], ...], sizes: tuple[str, ...] = ()) -> Lexicon:
    """Index the vocabulary together with the names of the catalogue's parts.

    Args:
        parts: Each part's name with the phrases it goes by.
        sizes: Phrases that name a size of some part, and that the vocabulary does not have.
    """
    tables: dict[str, Mapping[str, tuple[str, ...]]] = {
        "role": vocabulary.ROLES,
        "component": vocabulary.COMPONENTS,
        "feature": vocabulary.FEATURES,
        "marker": vocabulary.MARKERS,
        "part": dict(parts),
        "size": {phrase: (phrase,) for phrase in sizes},
        "unsupported": vocabulary.UNSUPPORTED,
    }
    senses: dict[tuple[str, ...], dict[str, str]] = {}
    for table, entries in tables.items():
        for name, phrases in entries.items():
            for phrase in phrases:
                senses.setdefault(tuple(_spell(w) for w in phrase.lower().replace("-", " ").split()), {})[
                    table
                ] = name
    indexed: dict[str, list[tuple[tuple[str, ...], dict[str, str], bool]]] = {}
    for words, found in senses.items():
        forms = {words: False}
        many = (*words[:-1], _plural(words[-1]))
        if many not in senses and words[-1] not in vocabulary.ADJECTIVES:
            forms[many] = True
        for form, plural in forms.items():
            indexed.setdefault(form[0], []).append((form, found, plural))
    for rows in indexed.values():
        rows.sort(key=lambda row: -len(row[0]))
    loose = vocabulary.HARMLESS | vocabulary.NUMBER_WORDS.keys() | vocabulary.NOT_A_TYPO | vocabulary.GLUE
    loose |= SPELLINGS.keys()
    known = {word for phrase_rows in indexed.values() for row in phrase_rows for word in row[0]} | loose
    buckets: dict[tuple[str, int], list[str]] = {}
    for word in known - vocabulary.NOT_A_TYPO:
        if len(word) >= 5:
            buckets.setdefault((word[0], len(word)), []).append(word)
    sized = {
        first
        for first, rows in indexed.items()
        for _, found, _ in rows
        if found.keys() & {"part", "feature", "role"}
    }
    return Lexicon(indexed, buckets, frozenset(known), frozenset(sized) - vocabulary.MATERIALS)


def _spell(word: str) -> str:
    return _SPELLINGS.get(word, word)


def read_terms(text: str, lexicon: Lexicon) -> list[Term]:
    """Turn a text into terms."""
    tokens = _join_fits(tokenize(text, lexicon.nouns))
    mended: dict[int, str] = {}
    words: list[str] = []
    for index, token in enumerate(tokens):
        word = _spell(token.lemma)
        if token.kind == "word" and word not in lexicon.known:
            better = lexicon.mend(word)
            if better:
                mended[index] = token.text
                word = better
        words.append(word)
    terms: list[Term] = []
    index = 0
    while index < len(tokens):
        taken, term = _term(tokens, words, index, lexicon)
        if terms and _is_tolerance(terms[-1], term):
            terms[-1] = replace(terms[-1], tolerance=term.text)
            index += taken
            continue
        slips = [mended[i] for i in range(index, index + taken) if i in mended]
        if slips:
            term = replace(term, mended=slips[0])
        terms.append(term)
        index += taken
    return terms


def _join_fits(tokens: list[Token]) -> list[Token]:
    """Read the fit in "ID 20 H7" and the teeth in "16T"; elsewhere "H7" is a height, "16t" a thickness."""
    out: list[Token] = []
    for token in tokens:
        before = [t.lemma for t in out[-4:-2]]
        after_size = len(out) > 1 and out[-2].kind == "number"
        if (
            token.kind == "number"
            and not token.spaced
            and after_size
            and out[-1].text == "H"
            and token.text in _FITS
            and _BORES & set(before)
        ):
            out[-1] = Token("fit", f"H{token.text}", f"H{token.text}")
            continue
        glued = bool(out) and out[-1].kind == "number" and not token.spaced
        crossed = len(out) > 1 and out[-2].lemma in {"×", "x"}
        teeth = glued and token.text == "T" and not crossed and out[-1].value >= _FEWEST_TEETH
        out.append(replace(token, lemma="teeth") if teeth else token)
    return out


def _is_tolerance(before: Term, term: Term) -> bool:
    """Whether "±0.1" behind a number is its tolerance, and no distance to both sides."""
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
    if token.kind == "point":
        return 1, Term("point", token.text, points=tuple(_coordinates(token)), mirrored=token.trait)
    if behind is not None and behind.kind == "number":
        marked = _marked(token, behind)
        if marked is not None:
            return 2, Term("number", marked.text, spaced=token.spaced, quantity=marked)
    if token.kind in {"word"} or token.lemma == "ø":
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


def _marked(mark: Token, number: Token) -> Quantity | None:
    """Read ``Ø5``, ``R5``, ``M6``."""
    if mark.lemma == "ø":
        return _quantity(number, "diameter", f"Ø{number.text}")
    if mark.text in {"R", "r"} and (not number.spaced or mark.text == "R"):
        return _quantity(number, "radius", f"{mark.text}{number.text}")
    if mark.text in {"M", "m"} and not number.spaced and number.unit is None:
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
    return numeral.end - index, Term("number", text, spaced=tokens[index].spaced, quantity=quantity)
