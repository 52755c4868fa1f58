"""A row of the grammar, and what its action gets to know of the text that it matched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mayfly.language.chunks import Term
from mayfly.language.weighing.matching import Matcher, matcher
from mayfly.language.weighing.text import Text


class Found:
    """What a row matched: the values bound to its names, and the terms that it covers.

    A name of a pattern whose optional part did not match is None.
    """

    def __init__(self, bound: Mapping[str, Any], text: Text, start: int, end: int) -> None:
        """Keep what was bound, each value as an attribute of its name."""
        self.__dict__.update(bound)
        self.start, self.end = start, end
        self.terms, self.phrases = text.terms, text.phrases

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return what is bound to a name."""

    @classmethod
    def may_have(cls, names: Iterable[str]) -> None:
        """Let each of the names of a pattern be None where nothing is bound to it.

        A ``__getattr__`` would do so too, and make reading any attribute twice as slow.
        """
        for name in names:
            if not hasattr(cls, name):
                setattr(cls, name, None)

    @property
    def text(self) -> str:
        """The words that the row covers, as written; "a" at their beginning is left out."""
        first = self.terms[self.start].word if self.end - self.start > 1 else ""
        return text_of(self.terms[self.start + (first in {"a", "an"}) : self.end])

    def senses(self) -> Iterator[str]:
        """Yield the senses of all phrases that lie in what the row covers, and its plain words."""
        for at in range(self.start, self.end):
            yield self.terms[at].word
            for phrase in self.phrases[at]:
                if phrase.end <= self.end:
                    yield from phrase.term.senses.values()


def text_of(terms: Sequence[Term]) -> str:
    """Return terms as they were written."""
    if len(terms) == 1:
        return terms[0].text
    return "".join([f" {term.text}" if term.spaced and i else term.text for i, term in enumerate(terms)])


Action = Callable[[Found], Any]


@dataclass(frozen=True)
class Row:
    """One pattern.

    Attributes:
        kind: What it finds.
        pattern: As written.
        action: Makes the value; None from it means that it does not fit after all.
        cost: What the reading costs beyond its parts.
        example: A phrase that it matches from end to end.
        node: The pattern as a tree.
    """

    kind: str
    pattern: str
    action: Action
    cost: float
    example: str
    node: Any = field(repr=False, compare=False)

    @cached_property
    def match(self) -> Matcher:
        """Return the function that matches it, which is made when it is first looked for."""
        return matcher(self.node)
