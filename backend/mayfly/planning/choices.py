"""The readings that a person chose where a request could be read in two ways.

A planner takes a request as one text, and a graph's state keeps it as one; this module alone writes and reads
the lines before it in which the choices stand.
"""

from __future__ import annotations

from typing import Final

_CHOICE: Final = "Meant: "


def with_choice(text: str, option: str) -> str:
    """Return a request with the option that was chosen for it."""
    return f"{_CHOICE}{' '.join(option.split())}\n{text}"


def split_choices(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a request without the options that were chosen for it, and these."""
    chosen: list[str] = []
    while text.startswith(_CHOICE):
        line, _, text = text.partition("\n")
        chosen.append(line.removeprefix(_CHOICE))
    return text, tuple(chosen)
