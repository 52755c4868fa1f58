"""A reader of PNG files for tests: eight bits a channel, not interlaced, all row filters (ISO/IEC 15948)."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]


def read_png(content: bytes) -> Pixels:
    """Return rows, columns, channels; check every chunk's sum and the length of the rows."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, header = 8, b"", b""
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        assert struct.unpack(">I", content[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        header, packed = (body, packed) if kind == b"IHDR" else (header, packed)
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    assert kind == b"IEND"
    assert at == len(content)
    width, height, bits, colour, *rest = struct.unpack(">IIBBBBB", header)
    assert (bits, rest) == (8, [0, 0, 0])
    channels = {2: 3, 6: 4}[colour]
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, 1 + width * channels)
    pixels = np.zeros((height + 1, width + 1, channels), dtype=np.uint8)  # a row above, a column before
    for number, (filter_, values) in enumerate(zip(rows[:, 0], rows[:, 1:], strict=True)):
        line, above = pixels[number + 1], pixels[number]
        values = values.reshape(width, channels)
        if filter_ == 0:
            line[1:] = values
        elif filter_ == 2:
            line[1:] = values + above[1:]
        else:
            for column in range(width):
                before = (line[column], above[column + 1], above[column])
                line[column + 1] = values[column] + _foreseen(filter_, *before)
    return pixels[1:, 1:]


def _foreseen(filter_: int, left: Pixels, up: Pixels, corner: Pixels) -> Pixels:
    if filter_ == 1:
        return left
    a, b, c = left.astype(int), up.astype(int), corner.astype(int)
    if filter_ == 3:
        return np.asarray((a + b) // 2, dtype=np.uint8)
    assert filter_ == 4
    off = [np.abs(a + b - c - each) for each in (a, b, c)]
    nearest = np.where((off[0] <= off[1]) & (off[0] <= off[2]), a, np.where(off[1] <= off[2], b, c))
    return np.asarray(nearest, dtype=np.uint8)
