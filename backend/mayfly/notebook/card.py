"""A model as HTML: the picture, a small table, and the script folded below.

It has no style sheet, no JavaScript and no colours, so that it fits light and dark pages and
survives the sanitizing that viewers apply to HTML.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import Any

from mayfly.number_text import decimal_text
from mayfly.storage_text import bytes_text, when_text

_HOLES_TOLD = 10
_ROW = '<tr><th style="text-align:left">{}</th><td style="text-align:left">{}</td></tr>'


def card(
    model: Mapping[str, Any], drawing: bytes | None, *, gone: bool, now: float, trouble: str = ""
) -> str:
    """Return a model as HTML.

    Args:
        model: What the generator returned.
        drawing: Its SVG, if there is one.
        gone: Its file no longer exists.
        now: Epoch seconds, for the time left.
        trouble: Why there is no drawing.
    """
    rows = "".join(_ROW.format(escape(name), value) for name, value in _rows(model, gone, now))
    title = escape(str(model["title"]))
    return (
        '<div style="display:flex;flex-wrap:wrap;align-items:center;gap:1em">'
        f"{picture(drawing, title, faded=gone) if drawing else _missing(gone, trouble)}"
        f'<table style="margin:0"><caption style="text-align:left"><b>{title}</b></caption>{rows}</table>'
        "</div>"
        f"<details><summary>Script</summary><pre>{escape(str(model['script']))}</pre></details>"
    )


def picture(drawing: bytes, title: str, *, faded: bool = False) -> str:
    """Return an SVG as an image element, so that its styles and those of the page do not mix."""
    content = base64.b64encode(drawing).decode()
    style = "max-width:100%;opacity:0.45" if faded else "max-width:100%"
    return f'<img alt="{title}" style="{style}" src="data:image/svg+xml;base64,{content}">'


def _rows(model: Mapping[str, Any], gone: bool, now: float) -> Iterator[tuple[str, str]]:
    report = model["report"]
    yield "Size", " × ".join(f"{round(side, 3):g}" for side in report["bounding_box_mm"]) + " mm"
    yield "Volume", f"{decimal_text(report['volume_mm3'], 2, grouped=True)} mm³"
    if report["holes"]:
        more = len(report["holes"]) - _HOLES_TOLD
        rest = [f"and {more:,} more kinds"] if more > 0 else []
        yield "Holes", "<br>".join([*map(_hole, report["holes"][:_HOLES_TOLD]), *rest])
    yield "Solids", _number(report["solids"])
    yield "File", f"{escape(model['name'])}, {bytes_text(model['size_bytes'])}"
    deadline = datetime.fromisoformat(model["expires_at"]).timestamp()
    if gone:
        yield "Expired", f"{_clock(min(deadline, now))}; the script below makes it again"
    else:
        yield "Expires", when_text(deadline, now)
    if model.get("changes"):
        yield "Changed", "<br>".join(escape(str(change["sentence"])) for change in model["changes"])
    if model.get("assumptions"):
        yield "Assumed", "<br>".join(escape(str(line)) for line in model["assumptions"])
    if report.get("notes"):
        yield "Noted", "<br>".join(escape(str(line)) for line in report["notes"])


def _hole(hole: Mapping[str, Any]) -> str:
    return f"{_number(hole['count'])} × Ø{_number(hole['diameter_mm'])} {escape(str(hole['kind']))}"


def _number(value: Any) -> str:
    """Return a number of a report; a report of another graph may hold anything in its place."""
    return f"{value:g}" if isinstance(value, int | float) else escape(str(value))


def _clock(seconds: float) -> str:
    return when_text(seconds, seconds).split(",")[0]


def _missing(gone: bool, trouble: str) -> str:
    reason = "The file is gone." if gone else f"No picture: {trouble}"
    return f"<p><i>{escape(reason)}</i></p>"
