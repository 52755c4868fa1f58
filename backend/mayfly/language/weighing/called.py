"""Gives a body the name by which a request calls it: "the shank is a cylinder", "a cylindrical shank".

Where a noun is said to be a plain body, it is that body's name from there on: "15 mm into the shank". Nothing
of this needs a list of such nouns; what makes one a name is how it is introduced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.lexicon import Lexicon
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.topics import BALL, BLOCK, CONE, CUBE, DISC, PLATE, ROUND_BAR

#: Bodies that are no more than their shape.
_PLAIN: Final = frozenset({ROUND_BAR, BLOCK, PLATE, DISC, CONE, BALL, CUBE})
#: Words for a shape before the name of what has it.
_SHAPED: Final = {
    "cylindrical": ROUND_BAR,
    "conical": CONE,
    "spherical": BALL,
}
#: Stands before the word of a name, so that the grammar does not take it for a word of its own.
NAME: Final = "_"
_THE: Final = frozenset({"the", "its", "this"})
_A: Final = frozenset({"a", "an", "another", "one"})
_IS: Final = frozenset({"is", "it's", "there's", "be", "use", "make", "add", "its"})
_BEFORE_SHAPE: Final = word_set(
    "simple plain solid second third just another further single straight short long"
)
#: What is no name: a word for the whole, for a size, or for a place.
_NO_NAMES: Final = word_set(
    "part it this that which object thing shape model piece component body solid one profile section base "
    "result whole first second third rest other bottom top side end middle center centre axis path cut "
    "cutout hole portion stretch zone transition"
)
_TABLES: Final = frozenset({"feature", "role", "marker", "size", "shape", "norm"})


def called_by_name(terms: list[Term], lexicon: Lexicon) -> list[Term]:
    """Write what introduces a body by its name as that name, which is then a noun of the body's shape.

    Args:
        terms: The request.
        lexicon: The vocabulary.
    """
    out: list[Term] = []
    names: dict[str, Term] = {}
    at = 0
    while at < len(terms):
        found = _introduced(terms, at, lexicon)
        if found is not None:
            end, noun, article = found
            names[noun.word.removeprefix(NAME)] = noun
            out += [article, noun]
            at = end
            continue
        term = terms[at]
        again = names.get(term.word)
        out.append(replace(again, text=term.text, spaced=term.spaced) if again is not None else term)
        at += 1
    return out if names else terms


def _introduced(terms: Sequence[Term], at: int, lexicon: Lexicon) -> tuple[int, Term, Term] | None:
    """Return where the introduction of a body ends that begins at a term, its name, and an article."""
    word = terms[at].word
    if word in _THE and _begins_clause(terms, at):
        return _said_to_be(terms, at + 1, lexicon)
    if word == "for" and at + 2 < len(terms) and terms[at + 1].word in _THE:
        return _said_to_be(terms, at + 2, lexicon)
    if word in _SHAPED and at + 1 < len(terms) and _is_name(terms[at + 1], lexicon):
        article = replace(terms[at], word="a", text="a", senses={})
        before = terms[at - 1].word if at else ""
        if before in _A | _THE | _BEFORE_SHAPE:
            return at + 2, _named(terms[at + 1], _SHAPED[word]), replace(article, kind="word")
    return None


def _begins_clause(terms: Sequence[Term], at: int) -> bool:
    """Return whether a clause begins at a term: "on top of the foot is a rod" says nothing of the foot."""
    return at == 0 or terms[at - 1].kind == "mark" or terms[at - 1].word in _BEFORE_CLAUSES


_BEFORE_CLAUSES: Final = word_set("and first then next so finally while where here")


def _said_to_be(terms: Sequence[Term], at: int, lexicon: Lexicon) -> tuple[int, Term, Term] | None:
    """Read "shank of the holder is a simple cylinder" from a term on."""
    if at >= len(terms) or not _is_name(terms[at], lexicon):
        return None
    verb = at + 1
    if verb + 2 < len(terms) and terms[verb].word == "of" and terms[verb + 1].word in _THE:
        verb += 3
    if verb < len(terms) and terms[verb].word == ",":
        verb += 1
    if verb + 1 >= len(terms) or terms[verb].word not in _IS:
        return None
    article = verb + 1
    if terms[article].word not in _A:
        return None
    noun = article + 1
    while noun < len(terms) and terms[noun].word in _BEFORE_SHAPE:
        noun += 1
    shape = _plain_body(terms, noun, lexicon)
    if shape is None:
        return None
    end, part = shape
    return (
        end,
        _named(terms[at], part),
        replace(terms[article], kind="word", word="a", text="a", quantity=None),
    )


def _plain_body(terms: Sequence[Term], at: int, lexicon: Lexicon) -> tuple[int, str] | None:
    """Return where the name of a plain body ends that begins at a term, and which it is."""
    if at >= len(terms):
        return None
    words = [term.word for term in terms[at : at + 4]]
    rows = lexicon.phrases.get(terms[at].word, ())
    found = [
        (len(phrase), senses["part"])
        for phrase, senses, plural in rows
        if not plural and senses.get("part") in _PLAIN and list(phrase) == words[: len(phrase)]
    ]
    longest = max(
        (length for phrase, *_ in rows for length in [len(phrase)] if list(phrase) == words[:length]),
        default=0,
    )
    best = max(found, default=None)
    return (at + best[0], best[1]) if best is not None and best[0] == longest else None


def _is_name(term: Term, lexicon: Lexicon) -> bool:
    """Return whether a word may be the name of a body: a noun that is no feature, no size and no place."""
    if term.kind != "word" or term.quantity is not None or term.word in _NO_NAMES or len(term.word) < 3:
        return False
    tables = {
        table
        for phrase, senses, plural in lexicon.phrases.get(term.word, ())
        if len(phrase) == 1
        for table in (*senses, *(["plural"] if plural else []))
    }
    return not tables & {*_TABLES, "plural"}


def _named(term: Term, part: str) -> Term:
    """Return a name as a noun that no row knows, but for the shape that it stands for."""
    return replace(term, word=f"{NAME}{term.word}", senses={"part": part})


__all__ = ["called_by_name"]
