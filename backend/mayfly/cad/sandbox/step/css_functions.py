"""The colour functions of CSS: rgb, hsl, hwb, lab, lch, oklab, oklch and color(srgb …), to sRGB.

Source of the formulas: CSS Color Module Level 4, sections 7 to 10 and 18. What lies
outside of sRGB is clipped, as CSS does for rgb().
"""

from __future__ import annotations

import colorsys
import math
import re
from collections.abc import Callable

Four = tuple[float, float, float, float]
Values = list[tuple[float, str]]

_FUNCTION = re.compile(r"([a-z]+)\(([^()]*)\)", re.IGNORECASE)
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(%|deg|grad|rad|turn)?", re.IGNORECASE)
_DEGREES = {"": 1.0, "deg": 1.0, "grad": 0.9, "rad": math.degrees(1), "turn": 360.0}
_D50_TO_SRGB = (
    (3.1341358529001178, -1.617385998018042, -0.49066221791109754),
    (-0.9787954765557777, 1.9162543773959881, 0.03344287339036693),
    (0.07195539255794733, -0.22897675981518200, 1.405386035113126),
)
_D50_WHITE = (0.3457 / 0.3585, 1.0, (1 - 0.3457 - 0.3585) / 0.3585)
_OKLAB_TO_LMS = (
    (1.0, 0.3963377773761749, 0.2158037573099136),
    (1.0, -0.1055613458156586, -0.0638541728258133),
    (1.0, -0.0894841775298119, -1.2914855480194092),
)
_LMS_TO_SRGB = (
    (4.0767416360759574, -3.3077115392580616, 0.2309699031821044),
    (-1.2684379732850317, 2.6097573492876887, -0.3413193760026573),
    (-0.0041960761386756, -0.7034186179359362, 1.7076146940746117),
)
_LAB_KAPPA, _LAB_EPSILON = 24389 / 27, 216 / 24389


def read_function(text: str) -> Four | None:
    """Return red, green, blue (sRGB) and opacity, 0 to 1, of a CSS colour function; None for other text."""
    match = _FUNCTION.fullmatch(text)
    if match is None:
        return None
    kind, inside = match[1].lower(), match[2].strip()
    if kind == "color":
        space, _, inside = inside.partition(" ")
        kind = "srgb" if space.lower() == "srgb" else ""
    convert = _FUNCTIONS.get(kind)
    parts = [_NUMBER.fullmatch(part) for part in re.split(r"\s*[,/]\s*|\s+", inside.strip())]
    if convert is None or len(parts) not in (3, 4) or not all(parts):
        return None
    values: Values = [(float(part[1]), (part[2] or "").lower()) for part in parts if part]
    alpha = _scaled(values[3], 1.0) if len(values) == 4 else 1.0
    try:
        red, green, blue = convert(values)
    except _WrongUnit:
        return None
    return _clipped(red), _clipped(green), _clipped(blue), _clipped(alpha)


class _WrongUnit(ValueError):
    """An angle where a share is wanted, or the other way round."""


def _clipped(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _scaled(value: tuple[float, str], full: float) -> float:
    """Return a number as it is, or a percentage as that part of ``full``."""
    number, unit = value
    if unit not in ("", "%"):
        raise _WrongUnit
    return number / 100 * full if unit else number


def _share(value: tuple[float, str]) -> float:
    """Return a percentage, whose sign may be missing, as 0 to 1."""
    return _clipped(_scaled((value[0], value[1] or "%"), 1.0))


def _angle(value: tuple[float, str]) -> float:
    """Return a hue in degrees."""
    if value[1] not in _DEGREES:
        raise _WrongUnit
    return value[0] * _DEGREES[value[1]]


def _rgb(values: Values) -> tuple[float, ...]:
    return tuple(_scaled(value, 255.0) / 255 for value in values[:3])


def _srgb(values: Values) -> tuple[float, ...]:
    return tuple(_scaled(value, 1.0) for value in values[:3])


def _hsl(values: Values) -> tuple[float, ...]:
    return colorsys.hls_to_rgb(_angle(values[0]) / 360 % 1, _share(values[2]), _share(values[1]))


def _hwb(values: Values) -> tuple[float, ...]:
    white, black = _share(values[1]), _share(values[2])
    if white + black >= 1:
        return (white / (white + black),) * 3
    pure = colorsys.hls_to_rgb(_angle(values[0]) / 360 % 1, 0.5, 1.0)
    return tuple(part * (1 - white - black) + white for part in pure)


def _lab(values: Values) -> tuple[float, ...]:
    return _from_lab(_scaled(values[0], 100.0), _scaled(values[1], 125.0), _scaled(values[2], 125.0))


def _lch(values: Values) -> tuple[float, ...]:
    a, b = _polar(_scaled(values[1], 150.0), _angle(values[2]))
    return _from_lab(_scaled(values[0], 100.0), a, b)


def _oklab(values: Values) -> tuple[float, ...]:
    return _from_oklab(_scaled(values[0], 1.0), _scaled(values[1], 0.4), _scaled(values[2], 0.4))


def _oklch(values: Values) -> tuple[float, ...]:
    a, b = _polar(_scaled(values[1], 0.4), _angle(values[2]))
    return _from_oklab(_scaled(values[0], 1.0), a, b)


def _polar(length: float, degrees: float) -> tuple[float, float]:
    return length * math.cos(math.radians(degrees)), length * math.sin(math.radians(degrees))


def _from_lab(lightness: float, a: float, b: float) -> tuple[float, ...]:
    middle = (lightness + 16) / 116
    bent = (middle + a / 500, middle, middle - b / 200)
    straight = [f**3 if f**3 > _LAB_EPSILON else (116 * f - 16) / _LAB_KAPPA for f in bent]
    xyz = [part * white for part, white in zip(straight, _D50_WHITE, strict=True)]
    return _encoded(_times(_D50_TO_SRGB, xyz))


def _from_oklab(lightness: float, a: float, b: float) -> tuple[float, ...]:
    return _encoded(_times(_LMS_TO_SRGB, [part**3 for part in _times(_OKLAB_TO_LMS, [lightness, a, b])]))


def _times(matrix: tuple[tuple[float, ...], ...], column: list[float]) -> list[float]:
    return [sum(factor * value for factor, value in zip(row, column, strict=True)) for row in matrix]


def _encoded(linear: list[float]) -> tuple[float, ...]:
    """Encode linear light (IEC 61966-2-1)."""
    return tuple(
        12.92 * part if part <= 0.0031308 else 1.055 * min(part, 1.0) ** (1 / 2.4) - 0.055 for part in linear
    )


_FUNCTIONS: dict[str, Callable[[Values], tuple[float, ...]]] = {
    "rgb": _rgb,
    "rgba": _rgb,
    "hsl": _hsl,
    "hsla": _hsl,
    "hwb": _hwb,
    "lab": _lab,
    "lch": _lch,
    "oklab": _oklab,
    "oklch": _oklch,
    "srgb": _srgb,
}
