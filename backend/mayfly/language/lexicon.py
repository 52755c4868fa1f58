"""The phrases of the vocabulary and the catalogue by their first word, and the correction of small typos."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from mayfly.language import stopwords, vocabulary
from mayfly.language.common_words import COMMON_WORDS
from mayfly.language.tokens import Find, find_none
from mayfly.language.units import SPELLINGS

_SPELLINGS: Final = {
    "center": "centre",
    "centers": "centres",
    "centered": "centred",
    "centring": "centred",
    "centering": "centred",
    "centerline": "centreline",
    "fibre": "fiber",
    "gray": "grey",
    "rect": "rectangular",
    "beveled": "bevelled",
    "oriented": "orientated",
    "meters": "metres",
    "blk": "block",
    "flg": "flange",
    "rnd": "round",
    "ctr": "centre",
    "thats": "that's",
    "thru": "through",
    **{
        slip: word
        for word, slips in {
            "the": "teh hte",
            "every": "evry evrey",
            "with": "wiht whit wih wit",
            "and": "adn nad",
            "hole": "hoel hol holle",
            "holes": "hoels holse hols",
            "thick": "thik tick thikc thck",
            "thickness": "thikness thicknes thickness",
            "length": "lenght lengt lenth",
            "width": "widht widh wdith wide-ness",
            "height": "hight heigth heigt hieght",
            "diameter": "diametre diamter daimeter diametr diam.",
            "radius": "raduis radious",
            "middle": "midle middel midel midlle mddle",
            "centre": "centr cetner senter centro",
            "corner": "cornr conrer",
            "corners": "cornrs cornes conrers",
            "square": "squre sqare sqaure",
            "rectangle": "rectangel rectangl retangle rectange",
            "rectangular": "rectangualr rectanglar retangular",
            "inner": "iner",
            "outer": "outter",
            "bottom": "botom bottem",
            "rounded": "roundet roundd",
            "through": "thrugh throught thrue throgh",
            "edges": "egdes edgs",
            "walls": "wals",
            "millimetre": "milimeter milimetre millimetr milimetres",
            "please": "plese pleas pleaze",
            "make": "mak maek",
            "need": "ned nede",
            "which": "wich whitch",
            "their": "thier",
        }.items()
        for slip in slips.split()
        if slip != word
    },
    "brkt": "bracket",
    "transv": "transverse",
    "longit": "longitudinal",
    "longl": "longitudinal",
    "hor": "horizontal",
    "o/s": "outside",
    "i/s": "inside",
    "sq": "square",
    "dn": "down",
    "sht": "sheet",
    "flt": "flat",
    "hls": "holes",
    "mtg": "mounting",
    "btm": "bottom",
    "cnr": "corner",
    "cnrs": "corners",
    "thd": "threaded",
    "tpd": "tapped",
    "chmf": "chamfer",
    "lgth": "length",
    "perp": "perpendicular",
    "horiz": "horizontal",
    "vert": "vertical",
    "assy": "assembly",
    "interaxis": "spacing",
    "extremity": "end",
    "extremities": "ends",
    "passing": "through",
}

#: Words that are no typos.
_REAL: Final = stopwords.NOT_A_TYPO | COMMON_WORDS
#: Unknown words of which is kept what they were corrected to.
_KEPT_CORRECTIONS: Final = 4096
#: Shorter words are not corrected.
_SHORTEST: Final = 4
#: What a part has one of: "tips" are its two ends, and not its top.
_ONLY_ONE: Final = frozenset({"top", "bottom"})
#: Words that only look like the plural of "pl", a plate.
_PLEASE: Final = ("pls",)


@dataclass(slots=True)
class Lexicon:
    """All phrases, by their first word, longest first, and what finds the standard sizes in a text."""

    phrases: dict[str, list[tuple[tuple[str, ...], dict[str, str], bool]]]
    words: dict[tuple[str, int], list[str]]
    known: frozenset[str]
    nouns: frozenset[str] = frozenset()
    find: Find = find_none
    _corrections: dict[str, str] = field(default_factory=dict)

    def match(self, words: list[str], at: int) -> tuple[int, dict[str, str], bool] | None:
        """Find the longest phrase that starts at a word: its length, senses, and whether it is plural."""
        for phrase, senses, plural in self.phrases.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                return len(phrase), senses, plural
        return None

    def correct(self, word: str) -> str | None:
        """Find the one known word that differs by a slip of the finger, None if none or several do."""
        if len(word) < _SHORTEST:
            return None
        found = self._corrections.get(word)
        if found is None:
            if len(self._corrections) >= _KEPT_CORRECTIONS:
                self._corrections.clear()
            found = self._corrections[word] = self._corrected(word) or ""
        return found or None

    def of_single_words(self, finding: Callable[[Find], Find]) -> Lexicon:
        """Return it without its phrases, so that a text is cut at each word, finding other sizes."""
        return replace(self, phrases={}, find=finding(self.find))

    def _corrected(self, word: str) -> str | None:
        if word.endswith("in") and f"{word}g" in self.known:
            return f"{word}g"  # "goin"
        near = {
            other
            for length in (len(word) - 1, len(word), len(word) + 1)
            for other in self.words.get((word[0], length), ())
            if len(word) >= 5 and _slip(word, other)
        }
        for kind in ("", "missing", "swapped"):  # letters are left out or swapped more often than replaced
            likely = {other for other in near if not kind or _slip(word, other) == kind}
            if len({_singular(other) for other in likely}) == 1:
                return min(likely, key=len)
        return None


def _plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) else word


def _slip(word: str, other: str) -> str:
    """Return by which slip of the finger a word became another one, empty if by none.

    A letter is "missing" or one is "added", two are "swapped", or one of a long word "replaced".
    """
    if len(word) == len(other):
        differ = [i for i, (a, b) in enumerate(zip(word, other, strict=True)) if a != b]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            i = differ[0]
            return "swapped" if word[i] == other[i + 1] and word[i + 1] == other[i] else ""
        return "replaced" if len(differ) == 1 and len(word) >= 6 and 0 < differ[0] < len(word) - 1 else ""
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    if len(longer) - len(shorter) != 1:
        return ""
    at = next((i for i in range(1, len(longer)) if longer[:i] + longer[i + 1 :] == shorter), 0)
    if not at:
        return ""
    return "missing" if longer == other else "added"


@lru_cache(maxsize=4)
def lexicon(
    parts: tuple[tuple[str, tuple[str, ...]], ...],
    sizes: tuple[str, ...] = (),
    find: Find = find_none,
    conventions: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> Lexicon:
    """Index the vocabulary together with the names of the catalogue's parts.

    Args:
        parts: Each part's name with the phrases it goes by.
        sizes: Phrases that name a size of some part, and that the vocabulary does not have.
        find: Finds the designations of standard sizes in a text.
        conventions: What is true of parts under some phrases ("slopes", "inverted"), and these phrases.
    """
    tables: dict[str, Mapping[str, tuple[str, ...]]] = {
        "role": vocabulary.ROLES,
        "component": vocabulary.COMPONENTS,
        "feature": vocabulary.FEATURES,
        "marker": vocabulary.MARKERS,
        "part": dict(parts),
        "convention": dict(conventions),
        "size": {phrase: (phrase,) for phrase in sizes},
        "unsupported": vocabulary.UNSUPPORTED,
    }
    senses: dict[tuple[str, ...], dict[str, str]] = {}
    for table, entries in tables.items():
        for name, phrases in entries.items():
            for phrase in phrases:
                senses.setdefault(tuple(spell(w) for w in phrase.lower().replace("-", " ").split()), {})[
                    table
                ] = name
    indexed: dict[str, list[tuple[tuple[str, ...], dict[str, str], bool]]] = {}
    for words, found in senses.items():
        forms = {words: False}
        many = (*words[:-1], _plural(words[-1]))
        alone = found.get("component") in _ONLY_ONE and len(words) == 1
        if many not in senses and words[-1] not in vocabulary.ADJECTIVES and many != _PLEASE and not alone:
            forms[many] = True
        for form, plural in forms.items():
            indexed.setdefault(form[0], []).append((form, found, plural))
    for rows in indexed.values():
        rows.sort(key=lambda row: -len(row[0]))
    loose = stopwords.HARMLESS | vocabulary.NUMBER_WORDS.keys() | _REAL | stopwords.GLUE
    loose |= SPELLINGS.keys() | stopwords.STEERING
    known = {word for phrase_rows in indexed.values() for row in phrase_rows for word in row[0]} | loose
    buckets: dict[tuple[str, int], list[str]] = {}
    for word in known - _REAL:
        if len(word) >= 5:
            buckets.setdefault((word[0], len(word)), []).append(word)
    sized = {
        first
        for first, rows in indexed.items()
        for _, found, _ in rows
        if found.keys() & {"part", "feature", "role"}
    }
    return Lexicon(indexed, buckets, frozenset(known), frozenset(sized) - stopwords.MATERIALS, find)


def spell(word: str) -> str:
    """Return a word in the spelling that the vocabulary uses."""
    return _SPELLINGS.get(word, word)
