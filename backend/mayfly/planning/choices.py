"""The readings that a person chose where a request could be read in two ways, and what was left behind.

A planner takes a request as one text, and a graph's state keeps it as one; this module alone writes and reads
the lines before it in which that stands.
"""

from __future__ import annotations

from typing import Final

_CHOICE: Final = "Meant: "
_LEFT: Final = "Left out: "


def with_choice(text: str, option: str) -> str:
    """Return a request with the option that was chosen for it."""
    return f"{_CHOICE}{' '.join(option.split())}\n{text}"


def with_left_out(text: str, what: str) -> str:
    """Return a request that leaves one before it behind, which could not be read, and will say so."""
    return f"{_LEFT}{' '.join(what.split())}\n{text}"


def left_out(text: str) -> tuple[str, ...]:
    """Return what a request left behind."""
    return tuple(line.removeprefix(_LEFT) for line in _lines(text)[0] if line.startswith(_LEFT))


def split_choices(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a request without the options that were chosen for it, and these."""
    lines, rest = _lines(text)
    return rest, tuple(line.removeprefix(_CHOICE) for line in lines if line.startswith(_CHOICE))


def _lines(text: str) -> tuple[list[str], str]:
    """Return the lines that stand before a request, and the request."""
    lines: list[str] = []
    while text.startswith((_CHOICE, _LEFT)) and "\n" in text:
        line, _, text = text.partition("\n")
        lines.append(line)
    return lines, text
