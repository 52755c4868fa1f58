"""Reads which other part is meant with further words: a box with walls is a tray."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mayfly.cad.parts._formula import Formula

_LINE = re.compile(
    r"(?P<part>\w+|\?) if (?P<condition>[^;:]+)(?:; takes (?P<takes>\w+))?(?:: (?P<question>.+))?$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One name of a condition: a word, and how it has to have been said.

    Attributes:
        word: A component, role or flag of the vocabulary; a word of the part's own name for "called".
        how: "said" in any way, "sized" (``sized_floor``: with a size), "counted", "called" (``called_bar``:
            in the name the part was asked for by), "several" (``several_diameter``: sizes of one role),
            "named" (``named_beam``: a standard size of that table names it), "fits" (``fits_motor_face``: it
            is for a thing of that table).
    """

    word: str
    how: Literal["said", "sized", "counted", "called", "several", "named", "fits"]


@dataclass(frozen=True, slots=True)
class Becoming:
    """A part that another one becomes with some further words.

    Attributes:
        part: Name of the part that is meant then, "upright" where it stands then, "?" for a question.
        condition: When, as a formula over what was said.
        takes: A flag that says nothing new then.
        question: What is asked; ``{}`` stands for what the part was called.
    """

    part: str
    condition: Formula
    takes: str
    question: str

    @property
    def words(self) -> frozenset[Said]:
        """The words that its condition asks about."""
        return frozenset(said(name) for name in self.condition.names)


def said(name: str) -> Said:
    """Read a name of a condition."""
    prefix, _, word = name.partition("_")
    match prefix:
        case "sized" | "counted" | "called" | "several" | "named" | "fits" if word:
            return Said(word, prefix)
        case _:
            return Said(name, "said")


def read_becomes(texts: Iterable[str]) -> tuple[Becoming, ...]:
    """Read the lines ``Becomes:`` of a header, in their order.

    Raises:
        ValueError: One of them can't be read.
    """
    found = []
    for text in texts:
        line = _LINE.match(text)
        if line is None or (line["part"] == "?") != bool(line["question"]):
            raise ValueError(f"not another part and when: {text}")
        condition = Formula(line["condition"])
        found.append(Becoming(line["part"], condition, line["takes"] or "", line["question"] or ""))
    return tuple(found)
