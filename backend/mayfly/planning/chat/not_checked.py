"""States what of a request no requirement measures, so that a verdict is not taken for more than it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from mayfly.contracts import Note, Requirements
from mayfly.planning.chat.number_audit import leaves, missing_numbers, said_numbers

_MOST = 12


def left_unchecked(request: str, requirements: Requirements, named: Sequence[str] = ()) -> tuple[Note, ...]:
    """Return one sentence about what stays unchecked; none where the whole volume is measured.

    Args:
        request: The request.
        requirements: What the finished model is held against.
        named: What the model itself says that no requirement measures.
    """
    if requirements.volume_mm3 is not None:
        return ()
    numbers = missing_numbers(said_numbers(request), _values(requirements))
    found = [each.strip().rstrip(".") for each in named if each.strip()]
    if numbers:
        found.append(f"where the request's {listed(numbers[:_MOST])} went")
    if not found:
        found.append("the shape between the sizes that were measured")
    return (Note(f"Not checked: {'; '.join(found)}."),)


def listed(texts: Sequence[str]) -> str:
    """Return texts as a list in a sentence: "6, R3 and 12 mm"."""
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last


def _values(requirements: Requirements) -> Iterator[float]:
    """Yield the numbers that the requirements hold, but for their tolerances."""
    for name, value in asdict(requirements).items():
        if "tolerance" not in name and name not in {"by", "asked_by"}:
            yield from leaves(value)
