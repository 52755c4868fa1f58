"""Writes a drawing as PDF (ISO 32000-1): the lines, arrows and numbers of an SVG that ``drawing`` wrote.

The page is A4 across, the lines are lines and the text is text, in a font that every reader has.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

_PAGE = (841.89, 595.28)
"""Points across and high: A4 across."""
_MARGIN = 36.0
_LARGEST = 1.6
"""Points a pixel of the drawing takes at most."""
_STEP = re.compile(r"([MLZ])([^MLZ]*)")
_WIDTHS = {" ": 278, ".": 278, ",": 278, "×": 584, "Ø": 778, "R": 722, "m": 833, "°": 400, "-": 333}
"""Widths in Helvetica, in thousandths of its size; all digits are as wide as ``_DIGIT``."""
_DIGIT = 556
_SVG = "{http://www.w3.org/2000/svg}"


def write_pdf(svg: str) -> bytes:
    """Return a drawing as a PDF file of one page; the same drawing gives the same bytes."""
    root = ElementTree.fromstring(svg)  # noqa: S314 (our own, written by ``drawing``)
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    scale = min((_PAGE[0] - 2 * _MARGIN) / width, (_PAGE[1] - 2 * _MARGIN) / height, _LARGEST)
    right = (_PAGE[0] - width * scale) / 2 - left * scale
    up = (_PAGE[1] + height * scale) / 2 + top * scale
    size = float(root.attrib["font-size"])
    lines = [f"{scale:.5f} 0 0 {-scale:.5f} {right:.3f} {up:.3f} cm 1 J 1 j"]
    lines += _content(root, dict(root.attrib), size)
    title = root.findtext(f"{_SVG}title") or ""
    return _file("\n".join(lines).encode("cp1252", "replace"), title)


def _content(element: ElementTree.Element, inherited: Mapping[str, str], size: float) -> Iterator[str]:
    """Yield the instructions that draw what is in an element."""
    for child in element:
        style = {**inherited, **child.attrib}
        if child.tag == f"{_SVG}g":
            yield from _content(child, style, size)
        elif child.tag == f"{_SVG}path":
            yield _path(child.attrib["d"], style)
        elif child.tag == f"{_SVG}text":
            yield _text(child.text or "", style, size)


def _path(data: str, style: Mapping[str, str]) -> str:
    """Return the instructions of a path of straight lines."""
    steps = []
    for kind, rest in _STEP.findall(data):
        if kind == "Z":
            steps.append("h")
            continue
        steps.append(f"{rest.strip()} {'m' if kind == 'M' else 'l'}")
    if style.get("fill", "none") != "none":
        return f"{_colour(style['fill'])} rg {' '.join(steps)} f"
    dashes = style.get("stroke-dasharray", "")
    width = style.get("stroke-width", "1")
    return f"{_colour(style['stroke'])} RG {width} w [{dashes}] 0 d {' '.join(steps)} S"


def _text(content: str, style: Mapping[str, str], size: float) -> str:
    """Return the instructions of a text; the page is upside down here, so that letters are turned back."""
    wide = sum(_WIDTHS.get(letter, _DIGIT) for letter in content) / 1000 * size
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[style.get("text-anchor", "start")]
    x, y = float(style["x"]) - share * wide, float(style["y"])
    shown = re.sub(r"([\\()])", r"\\\1", content)
    colour = _colour(style["fill"])
    return f"BT {colour} rg /F1 {size:g} Tf 1 0 0 -1 {x:.2f} {y:.2f} Tm ({shown}) Tj ET"


def _colour(text: str) -> str:
    """Return "#rrggbb" as three numbers from 0 to 1."""
    return " ".join(f"{int(text[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))


def _file(content: bytes, title: str) -> bytes:
    """Return a PDF file with one page."""
    packed = zlib.compress(content, 9)
    named = b"<FEFF" + title.encode("utf-16-be").hex().upper().encode() + b">"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>" % _PAGE,
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title %s /Producer (Mayfly) >>" % named,
    )
    written, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(objects) + 1)
    return bytes(written) + b"startxref\n%d\n%%%%EOF\n" % start
