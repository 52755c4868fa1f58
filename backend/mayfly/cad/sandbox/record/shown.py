"""One object that a script shows, with what it said of its looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Shown:
    """One object passed to ``show_object``.

    Attributes:
        obj: A Workplane, Shape or Assembly, or a list of the first two.
        name: What it is called in the file.
        color: In any spelling of ``mayfly.cad.sandbox.step.colours``.
        alpha: Its opacity.
        options: What else was passed.
        variable: The script's name for it; what it is called among several where it has no name.
    """

    obj: Any
    name: str | None = None
    color: Any = None
    alpha: Any = None
    options: Mapping[str, Any] | None = None
    variable: str | None = None
