"""Reads the sizes of a catalogue part as they are typed: ``size=M10``, ``thickness=1/8 in``, ``count=6``."""

from __future__ import annotations

from collections.abc import Mapping

from mayfly.cad.parts import get_part
from mayfly.contracts import ParameterValue
from mayfly.design.values import read_length
from mayfly.errors import InvalidParameter
from mayfly.language.units import SPELLINGS


def read_sizes(part: str, given: Mapping[str, str], unit: str = "mm") -> dict[str, ParameterValue]:
    """Return sizes as ``make_part`` takes them, lengths in mm.

    Args:
        part: The part's name.
        given: Name to value, as text; a part says itself which names it has.
        unit: The unit of lengths that have none.

    Raises:
        UnknownPart: No such part.
        InvalidParameter: A value is not a length.
    """
    header = get_part(part).header
    lengths = {each.name for each in header.parameters if each.kind == "length"}
    lengths |= {alias.name for alias in header.aliases}
    return {
        name: _length(name, text, unit) if name in lengths else text.strip() for name, text in given.items()
    }


def _length(name: str, text: str, unit: str) -> float:
    bare = not text.rstrip().endswith(tuple(SPELLINGS))
    try:
        length: float = read_length(f"{text} {unit}" if bare else text)
    except ValueError as error:
        raise InvalidParameter(f"{name}: {error}.") from None
    return length
