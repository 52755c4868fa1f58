"""What every value of the feature language is made of: frozen models, lengths with units, names, points."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from typing_extensions import TypeAliasType

from mayfly.language.units import LARGEST_MM, SMALLEST_MM, SPELLINGS, to_mm

_LENGTH: Final = re.compile(
    r"\s*(?P<sign>[-+]?)\s*(?:(?P<whole>\d+)[\s-]+)?(?:(?P<above>\d+)\s*/\s*(?P<below>\d+)|(?P<plain>\d*[.,]?\d+|\d+\.))"
    r"\s*(?P<unit>[a-zA-Zµμ\"'°]*)\s*"
)


class Value(BaseModel):
    """A value of the feature language: it can't be changed, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def read_length(value: Any) -> Any:
    """Read a length: a number in mm, or text with a unit ("1/2 in", "2.5 cm", "10").

    Raises:
        ValueError: The text is no length.
    """
    if not isinstance(value, str):
        return value
    match = _LENGTH.fullmatch(value)
    unit = SPELLINGS.get((match["unit"] or "mm").lower()) if match else None
    if match is None or unit is None or unit == "deg":
        raise ValueError(f'{value!r} is no length; write a number in mm, or one with its unit, like "1/2 in"')
    if match["above"]:
        if int(match["below"]) == 0:
            raise ValueError(f"{value!r} divides by zero")
        size = int(match["above"]) / int(match["below"]) + int(match["whole"] or 0)
    elif match["whole"]:
        raise ValueError(f'{value!r} is two numbers; write one, or a fraction like "1 1/2 in"')
    else:
        size = float(match["plain"].replace(",", "."))
    return to_mm(-size if match["sign"] == "-" else size, unit)


def read_angle(value: Any) -> Any:
    """Read an angle: a number of degrees, or text like "45°".

    Raises:
        ValueError: The text is no angle.
    """
    if not isinstance(value, str):
        return value
    text = re.sub(r"\s*(?:°|deg|degrees?)\s*$", "", value.strip())
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f'{value!r} is no angle; write a number of degrees, like 45 or "45°"') from None


def _in_range(value: float) -> float:
    if not -LARGEST_MM <= value <= LARGEST_MM:
        raise ValueError(f"{value:g} mm is out of range; at most {LARGEST_MM:g} mm")
    return value


def _is_size(value: float) -> float:
    if value < SMALLEST_MM:
        raise ValueError(f"{value:g} mm is too small; at least {SMALLEST_MM:g} mm")
    return value


_READ = (BeforeValidator(read_length), AfterValidator(_in_range))
_SHOWN: Final = {"anyOf": [{"type": "number"}, {"type": "string"}], "description": 'mm, or text: "1/2 in"'}

Length = TypeAliasType(
    "Length", Annotated[float, *_READ, AfterValidator(_is_size), WithJsonSchema(_SHOWN, mode="validation")]
)
"""A size in mm, above zero; input may be text with a unit."""
Coordinate = TypeAliasType("Coordinate", Annotated[float, *_READ, WithJsonSchema(_SHOWN, mode="validation")])
"""A position in mm, of either sign; input may be text with a unit."""
Angle = TypeAliasType(
    "Angle",
    Annotated[
        float,
        BeforeValidator(read_angle),
        Field(ge=-360, le=360),
        WithJsonSchema({"type": "number", "description": "degrees"}, mode="validation"),
    ],
)
"""An angle in degrees, counter-clockwise."""


def _pair(value: Any) -> Any:
    """Turn one length into two equal ones.

    Raises:
        ValueError: It is no length.
    """
    if isinstance(value, list | tuple):
        return value
    size = read_length(value)
    if isinstance(size, bool) or not isinstance(size, int | float):
        raise ValueError(f"{value!r} is no length; give one, or a pair of them")
    return size, size


_PAIR: Final = {
    "anyOf": [
        {"type": "number"},
        {"type": "string"},
        {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    ],
    "description": "mm: one for both, or one along each coordinate",
}
Pair = TypeAliasType(
    "Pair",
    Annotated[
        tuple[Coordinate, Coordinate], BeforeValidator(_pair), WithJsonSchema(_PAIR, mode="validation")
    ],
)
"""Two distances in mm along the two coordinates of a face; one stands for both."""
Count = Annotated[int, Field(ge=1, le=10_000)]
Point2 = tuple[Coordinate, Coordinate]
Point3 = tuple[Coordinate, Coordinate, Coordinate]
Axis = Literal["x", "y", "z"]
LONGEST_NAME: Final = 60


def as_name(text: str) -> str:
    """Return a text cut to the length that a name may have."""
    return text[:LONGEST_NAME].rstrip()


Name = TypeAliasType(
    "Name", Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=r"^[^\x00-\x1f\x7f‎‏‪-‮⁦-⁩]*$")]
)
"""What a person calls something: one line, without control or direction characters."""


def plain_data(value: Value) -> dict[str, Any]:
    """Return a value as plain data, with each ``kind`` and without what is left at its default."""
    data: dict[str, Any] = _with_kinds(value, value.model_dump(mode="json", exclude_defaults=True))
    return data


def _with_kinds(value: Any, data: Any) -> Any:
    """Put back each ``kind``, which tells what a value is, though it is at its default."""
    if isinstance(value, Value):
        kinds = {"kind": value.kind} if hasattr(value, "kind") else {}
        return {**kinds, **{key: _with_kinds(getattr(value, key), item) for key, item in data.items()}}
    if isinstance(value, tuple) and isinstance(data, list):
        return [_with_kinds(one, item) for one, item in zip(value, data, strict=True)]
    return data
