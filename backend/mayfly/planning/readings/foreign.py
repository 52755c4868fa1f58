"""Recognises a request in another language than English, of which single words may look English."""

from __future__ import annotations

from typing import Final

from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.text import Text

#: Words that an English request of some length has, and others do not have.
_ENGLISH: Final = word_set("with the of and for from at each through by is are on please need want make")
#: English words that say nothing by themselves.
_IDLE: Final = GLUE | HARMLESS
_FEWEST: Final = 2


def is_foreign(text: Text) -> bool:
    """Return whether at least half of the words of a request are unknown, and none is everyday English."""
    said = [at for at, term in enumerate(text.terms) if term.kind == "word"]
    if any(text.terms[at].word in _ENGLISH for at in said):
        return False
    strange = [at for at in said if not text.phrases[at] and text.terms[at].word not in _IDLE]
    return len(strange) >= _FEWEST and 2 * len(strange) >= len(said)
