"""The catalogue as a page of documentation."""

from __future__ import annotations

from mayfly.cad.parts._formula import show
from mayfly.cad.parts._parameter import PartParameter
from mayfly.cad.parts._part import Part

_OPENING = """\
# The parts

Written by `python -m mayfly.cad.parts > docs/parts.md` from the parts' own files; a test compares the two.

Each part is a CQGI script in `backend/mayfly/cad/parts`, which runs in CQ-editor as it is. Lengths are
millimetres. A part stands on Z=0, centred in X and Y. The default holds when no size is given at all; once a
size is given, a parameter with an entry under "if left out" takes that, and the others are asked for.
"""


def page(parts: list[Part]) -> str:
    """Write the page (Markdown)."""
    listed = ", ".join(f"[{part.name}](#{part.name})" for part in parts)
    return "\n".join([_OPENING, f"{len(parts)} parts: {listed}.", "", *(_section(part) for part in parts)])


def _section(part: Part) -> str:
    """Write a part's section."""
    rows = [_row(parameter) for parameter in part.parameters.values()]
    also = [f"`{alias.name}`" for alias in part.aliases.values()]
    also += ['`size` ("M8"), after ' + str(part.standard)] if part.standard else []
    groups = [" x ".join(names) for names in part.sizes]
    return "\n".join(
        [
            f"## {part.name}",
            "",
            f"{part.title}: {part.description}",
            "",
            f"Asked for as: {', '.join(part.names)}.",
            "",
            f"![{part.title}](../backend/mayfly/cad/parts/pictures/{part.picture.name})",
            "",
            "| parameter | default | range | if left out | what it is |",
            "|---|---|---|---|---|",
            *rows,
            "",
            *([f"Also given by {', '.join(also)}.", ""] if also else []),
            *([f"A group of numbers is read as {', or '.join(groups)}.", ""] if groups else []),
        ]
    )


def _row(parameter: PartParameter) -> str:
    """Write a parameter's row."""
    limits = "" if parameter.low is None else f"{show(parameter.low)} to {parameter.say(parameter.high or 0)}"
    left_out = f"`{parameter.fallback.text}`" if parameter.fallback else "asked for"
    default = parameter.default if isinstance(parameter.default, str) else show(parameter.default)
    return f"| `{parameter.name}` | {default} | {limits} | {left_out} | {parameter.description} |"
