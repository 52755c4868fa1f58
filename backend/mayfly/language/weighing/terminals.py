"""Kinds of patterns that a single term is: numbers of each form, points, words of each table."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any, Final

from mayfly.language.chunks import Term
from mayfly.language.labels import place_word
from mayfly.language.stopwords import GLUE, HARMLESS, MATERIALS
from mayfly.language.vocabulary import SPOKEN_OF_BESIDE, word_set


def _quantity(*forms: str) -> Callable[[Term], Any]:
    def read(term: Term) -> Any:
        quantity = term.quantity
        return quantity if quantity is not None and quantity.form in forms else None

    return read


def is_beside(term: Term) -> bool:
    """Return whether a term is a thing that is not made, and that people speak of beside a part."""
    return term.senses.get("unsupported") in SPOKEN_OF_BESIDE


def _count(term: Term) -> Any:
    return int(term.quantity.value) if term.quantity is not None and term.quantity.can_count else None


#: What a word of a place can begin with.
_PLACE_KEYS: Final[set[str]] = {"<marker", "<component", "<role", "<feature", "<part"} | word_set(
    "x y z flat side sides end ends lower upper face faces surface part piece component body object it them "
    "itself plane direction edge corner wall floor base lid top bottom left right front back "
    "short shorter longer"
)

#: Words before a noun that say nothing of it.
_EMPTY: Final = (
    HARMLESS
    - GLUE
    - word_set(
        "is are be has have should must shall make drill add put with without from into out size sized"
        " measuring dimensions"
    )
)
#: Kinds of a single term: the keys that it can begin with, and what it is read as (None: it is not one).
TERMINALS: Final[dict[str, tuple[AbstractSet[str] | None, Callable[[Term], Any]]]] = {
    "number": ({"#number"}, lambda term: term.quantity),
    "plain": (
        {"#plain", "#diameter", "#radius", "#word number"},
        _quantity("plain", "diameter", "radius", "word"),
    ),
    "bare": ({"#plain", "#word number"}, _quantity("plain", "word")),
    "thread": ({"#thread"}, _quantity("thread")),
    "designated": ({"#designation"}, _quantity("designation")),
    "diametral": ({"#diameter"}, _quantity("diameter")),
    "radial": ({"#radius"}, _quantity("radius")),
    "angle": ({"#angle"}, _quantity("angle")),
    "both": ({"#plusminus"}, _quantity("plusminus")),
    "count": ({"#count"}, _count),
    "point": ({"#point"}, lambda term: term if term.kind == "point" else None),
    "role": ({"<role"}, lambda term: term.sense("role")),
    "component": ({"<component"}, lambda term: term.sense("component")),
    "feature": ({"<feature"}, lambda term: term if term.sense("feature") else None),
    "part": ({"<part"}, lambda term: term if term.sense("part") else None),
    "marker": ({"<marker"}, lambda term: term.sense("marker")),
    "size": ({"<size"}, lambda term: term.sense("size")),
    "placeword": (_PLACE_KEYS, lambda term: place_word(term)),
    "material": (MATERIALS, lambda term: term if term.word in MATERIALS else None),
    "harmless": (_EMPTY, lambda term: term.word if term.kind == "word" and term.word in _EMPTY else None),
    "normed": ({"<norm"}, lambda term: term.senses.get("norm")),
    "remark": ({"<remark"}, lambda term: term.text if "remark" in term.senses else None),
    "word": ({"#word"}, lambda term: term if term.kind == "word" else None),
    "beside": ({"<unsupported"}, lambda term: term.text if is_beside(term) else None),
    "unknown": ({"#unknown"}, lambda term: term if term.kind == "word" and not term.senses else None),
}

#: Those of them that a phrase of several words can be.
OF_PHRASES: Final = frozenset(
    {"beside", "role", "component", "feature", "part", "marker", "size", "placeword"}
)
