"""Draws letters and lines on a picture, smooth at any size, with a small stroke font."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from mayfly.cad.preview.mesh import Floats

# Strokes through places of two digits: to the right, and upwards; letters stand on 2, small ones end
# at 6, large ones at 8, and what hangs down reaches 0.
_BOWL = "45 36 16 05 03 12 32 43"
_GLYPHS = {
    "a": f"46 42/{_BOWL}",
    "b": "08 02/05 16 36 45 43 32 12 03",
    "c": _BOWL,
    "d": f"48 42/{_BOWL}",
    "e": f"04 44 {_BOWL}",
    "f": "38 28 17 12/06 36",
    "g": f"46 41 30 10 01/{_BOWL}",
    "h": "08 02/05 16 36 45 42",
    "i": "06 02/08 08",
    "j": "16 11 00/18 18",
    "k": "08 02/04 36/15 42",
    "l": "08 02",
    "m": "06 02/05 16 26 35 32/35 46 56 65 62",
    "n": "06 02/05 16 36 45 42",
    "o": "05 16 36 45 43 32 12 03 05",
    "p": "06 00/05 16 36 45 43 32 12 03",
    "q": f"46 40/{_BOWL}",
    "r": "06 02/04 16 36",
    "s": "45 36 16 05 14 34 43 32 12 03",
    "t": "18 13 22 32/06 36",
    "u": "06 03 12 32 43/46 42",
    "v": "06 22 46",
    "w": "06 12 35 52 66",
    "x": "06 42/02 46",
    "y": "06 23/46 10",
    "z": "06 46 02 42",
    "X": "08 42/02 48",
    "Y": "08 25 48/25 22",
    "Z": "08 48 02 42",
    "0": "07 18 38 47 43 32 12 03 07",
    "1": "07 28 22/12 32",
    "2": "07 18 38 47 46 02 42",
    "3": "07 18 38 47 46 35 15/35 44 43 32 12 03",
    "4": "32 38 04 44",
    "5": "48 08 05 35 44 43 32 12 03",
    "6": "47 38 18 07 03 12 32 43 44 35 15 04",
    "7": "08 48 22",
    "8": "15 06 07 18 38 47 46 35 15 04 03 12 32 43 44 35",
    "9": "03 12 32 43 47 38 18 07 06 15 35 46",
    ".": "02 02",
    ",": "02 01",
    ":": "03 03/06 06",
    "-": "05 35",
    "+": "05 45/27 23",
    "=": "04 44/06 46",
    "×": "03 36/06 33",
    "(": "18 07 03 12",
    ")": "08 17 13 02",
    "/": "02 48",
}
_SPACE, _GAP = 2.6, 2.2

Picture = npt.NDArray[np.uint8]


def coverage(ends: Floats, wide: float, width: int, height: int) -> Floats:
    """Return how much of each pixel thick lines with round ends cover, 0 to 1.

    Args:
        ends: Two ends of each line, in pixels to the right and down.
        wide: Their thickness in pixels.
        width: Pixels across.
        height: Pixels down.
    """
    y, x = np.mgrid[0:height, 0:width] + 0.5
    start, way = ends[:, 0, :, None, None], (ends[:, 1] - ends[:, 0])[:, :, None, None]
    length = np.maximum((way**2).sum(axis=1), 1e-12)
    part = np.clip(((x - start[:, 0]) * way[:, 0] + (y - start[:, 1]) * way[:, 1]) / length, 0.0, 1.0)
    off_x, off_y = x - start[:, 0] - part * way[:, 0], y - start[:, 1] - part * way[:, 1]
    nearest = np.sqrt((off_x**2 + off_y**2).min(axis=0))
    return np.asarray(np.clip(wide / 2 + 0.5 - nearest, 0.0, 1.0))


def text_width(text: str, tall: float) -> int:
    """Return how many pixels a text takes across.

    Args:
        text: The text.
        tall: Height of a large letter, in pixels.
    """
    return sum(_advance(letter, tall) for letter in text)


def write(picture: Picture, left: int, base: int, text: str, tall: float, colour: Floats) -> None:
    """Write a text; what does not lie on the picture is left out.

    Args:
        picture: Rows of pixels.
        left: Where it begins.
        base: The row on which its letters stand.
        text: The text.
        tall: Height of a large letter, in pixels.
        colour: Red, green and blue, 0 to 1.
    """
    for letter in text:
        if letter != " ":
            shape = _letter(letter, tall)
            lift = round(tall * 1.2) + 1
            _stain(picture, left - 1, base - lift, shape, colour)
        left += _advance(letter, tall)


def rule(
    picture: Picture, start: Floats, stop: Floats, colour: Floats, wide: float = 1.0, dashes: float = 0.0
) -> None:
    """Draw a straight line.

    Args:
        picture: Rows of pixels.
        start: One end, in pixels to the right and down.
        stop: The other end.
        colour: Red, green and blue, 0 to 1.
        wide: Its thickness.
        dashes: Length of a dash, and of two thirds of the pause behind it; 0 for a whole line.
    """
    ends = np.array([[start, stop]], dtype=float)
    length = float(np.linalg.norm(ends[0, 1] - ends[0, 0]))
    if dashes and length > dashes:
        starts = np.arange(0.0, length, dashes * 1.6)
        way = (ends[0, 1] - ends[0, 0]) / length
        stops = np.minimum(starts + dashes, length)
        ends = np.stack([ends[0, 0] + starts[:, None] * way, ends[0, 0] + stops[:, None] * way], axis=1)
    low = np.floor(ends.min(axis=(0, 1)) - wide - 1).astype(int)
    high = np.ceil(ends.max(axis=(0, 1)) + wide + 1).astype(int)
    _stain(picture, low[0], low[1], coverage(ends - low, wide, *(high - low)), colour)


def _advance(letter: str, tall: float) -> int:
    unit = tall / 6.0
    strokes = _GLYPHS.get(letter)
    if strokes is None:
        return round(_SPACE * unit)
    wide = max(int(place[0]) for stroke in strokes.split("/") for place in stroke.split())
    return round((wide + _GAP) * unit)


@lru_cache(maxsize=1024)
def _letter(letter: str, tall: float) -> Floats:
    """Return how much of each pixel a letter covers; its left end is at 1, its base 1.2 letters down."""
    unit = tall / 6.0
    lift = round(tall * 1.2) + 1
    ends = []
    for stroke in _GLYPHS.get(letter, "").split("/"):
        places = [(int(place[0]), int(place[1])) for place in stroke.split()]
        places = places * 2 if len(places) == 1 else places
        ends += list(pairwise(places))
    if not ends:
        return np.zeros((1, 1))
    at = np.array(ends, dtype=float)
    at[..., 0] = at[..., 0] * unit + 1.5
    at[..., 1] = lift - (at[..., 1] - 2.0) * unit - 0.5
    wide = max(1.0, tall / 8.0)
    return coverage(at, wide, _advance(letter, tall) + 3, lift + round(tall * 0.5) + 1)


def _stain(picture: Picture, left: int, top: int, shape: Floats, colour: Floats) -> None:
    """Mix a colour into a picture, as much as a shape covers."""
    rows, columns = picture.shape[:2]
    first_row, first_column = max(0, -top), max(0, -left)
    last_row, last_column = min(shape.shape[0], rows - top), min(shape.shape[1], columns - left)
    if first_row >= last_row or first_column >= last_column:
        return
    part = shape[first_row:last_row, first_column:last_column, None]
    place = np.s_[top + first_row : top + last_row, left + first_column : left + last_column]
    mixed = picture[place] * (1.0 - part) + 255.0 * colour * part
    picture[place] = np.rint(mixed).astype(np.uint8)
