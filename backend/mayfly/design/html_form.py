"""A design as HTML, as notebooks show it: a table of its bodies, their bases and their features with sizes.

It has no style sheet, no JavaScript and no colours, so that it fits light and dark pages. It has no picture,
which would take a build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from mayfly.language.units import number

_MOST_POINTS: Final = 4
_ACROSS: Final = frozenset({"inset", "spacing", "envelope"})
"""Fields whose numbers are sizes across, not coordinates."""
_LEFT: Final = ' style="text-align:left"'


def design_html(design: Mapping[str, Any]) -> str:
    """Return a design as a table.

    Args:
        design: The design as plain data, as ``Design.to_dict`` returns it.
    """
    bodies = design["bodies"]
    rows = [cells for body in bodies for cells in _body(body, named=len(bodies) > 1)]
    if "expect" in design:
        rows.append(("expected", "", _sizes(design["expect"])))
    head = "".join(f"<th{_LEFT}>{title}</th>" for title in ("what", "where", "sizes"))
    return (
        f'<table style="margin:0"><caption{_LEFT}><b>{escape(design.get("title") or "Design")}</b></caption>'
        f"<tr>{head}</tr>{''.join(map(_row, rows))}</table>"
    )


def _body(body: Mapping[str, Any], *, named: bool) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of a body: itself if it has a name or a place of its own, its base, its features."""
    if named or body.keys() & {"color", "at", "turn"}:
        colour = f", {body['color']}" if "color" in body else ""
        turned = f"turned {_value(body['turn'])}" if "turn" in body else ""
        place = _value(body["at"]) if "at" in body else ""
        yield f"{body.get('name', 'body')}{colour}", ", ".join(filter(None, (place, turned))), ""
    base = {key: value for key, value in body["base"].items() if key not in {"kind", "part", "sizes"}}
    kind = body["base"].get("part") or body["base"]["kind"]
    sizes = {
        name: size for name, size in body["base"].get("sizes", {}).items() if size != 0
    }  # 0: it has none
    yield _words(kind), "", _sizes({**base, **sizes})
    for feature in body.get("features", ()):
        name = f' "{feature["name"]}"' if "name" in feature else ""
        where = [_value(feature[key]) for key in ("face", "edges", "at") if key in feature]
        rest = {k: v for k, v in feature.items() if k not in {"kind", "name", "face", "edges", "at"}}
        yield f"{_words(feature['kind'])}{name}", ": ".join(where), _sizes(rest)


def _sizes(data: Mapping[str, Any]) -> str:
    """Return sizes by name, what kind of thing they belong to first: "circle, diameter 20"."""
    own = {key: value for key, value in data.items() if key != "kind"}
    shown = [_words(data["kind"])] if "kind" in data else []
    shown += [f"{_words(key)} {_value(value, across=key in _ACROSS)}".strip() for key, value in own.items()]
    return ", ".join(shown)


def _value(value: Any, *, across: bool = False) -> str:
    """Return one value as people write it."""
    if isinstance(value, Mapping):
        return _sizes(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if not isinstance(value, list):
        return _words(value)
    if across:
        return " x ".join(map(_value, value))
    if all(isinstance(each, int | float) for each in value):
        return f"({', '.join(map(_value, value))})"
    return ", ".join(map(_value, value)) if len(value) <= _MOST_POINTS else f"{len(value)} in all"


def _words(name: Any) -> str:
    return str(name).replace("_", " ")


def _row(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td{_LEFT}>{escape(cell)}</td>' for cell in cells)}</tr>"
