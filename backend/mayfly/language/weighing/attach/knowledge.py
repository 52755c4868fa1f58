"""What the catalogue says of a part, asked by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mayfly.language.nodes import Label


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the catalogue says of a part, asked by its name.

    Attributes:
        takes: Whether a part has a size of a label.
        numbers: How many numbers "A x B x C" of it can have.
        steps: Whether it consists of steps, each with a diameter and a length.
        floored: Whether it has a floor itself, and not only what it becomes by some words.
        threaded: Whether a thread or "through" speaks of its own bore.
        mated: Whether a screw names its sizes that goes through it: a washer, a nut.
        becomes: Whether a part is another one by the words that it is called by: a hinge leaf is a plate.
        exact: Whether a part has a size of just this label.
        shapes: Whether its name before another part's says how that is shaped: "spring washer".
        named: The part that the sizes of a table name by themselves ("IPE 200"), empty for any other table.
    """

    takes: Callable[[str, Label], bool]
    numbers: Callable[[str], frozenset[int]]
    steps: Callable[[str], bool]
    floored: Callable[[str], bool]
    threaded: Callable[[str], bool]
    mated: Callable[[str], bool]
    becomes: Callable[[str, str, str], bool]
    exact: Callable[[str, Label], bool]
    shapes: Callable[[str], bool]
    named: Callable[[str], str]
