"""Answers what a chat model looks up: parts of the catalogue, kinds of a design, tables of standards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from mayfly.cad.parts import Part, catalogue
from mayfly.cad.standards import TABLES
from mayfly.design.short_form import explained

_LONGEST: Final = 12_000
_STANDARDS: Final = tuple(name.replace(" ", "_") for name in TABLES)
_USUAL: Final = re.compile(
    r", the first one standing on Z=0|,? (?:standing|lying|that lies) on Z=0|(?<=\w) on Z=0\b|, its axis on Z"
    r"|, centred in X and Y|, (?:two|one) corners? on [^,]*"
    r"|, (?:the first one|the first bolt hole|one tooth) on \+X"
)
"""What the conventions say of every part already."""


def looked_up(names: Sequence[str]) -> str:
    """Return what is known under names, a few lines for each; of an unknown one what is near to it."""
    return "\n".join(_known(name) for name in names)[:_LONGEST]


def listed(part: Part) -> str:
    """Return a part in one line: its sizes, those with "?" may be left out, and what it is."""
    sizes = [name if each.required else f"{name}?" for name, each in part.parameters.items()]
    radii = {name.replace("diameter", "radius") for name in part.parameters if "diameter" in name}
    other = [*(name for name in part.aliases if name not in radii), *(["size"] if part.standard else [])]
    also = f" | {', '.join(other)}" if other else ""
    brief = _USUAL.sub("", part.description.split(". ")[0].rstrip("."))
    return f"{part.name}({', '.join(sizes)}{also}): {brief}"


def _known(name: str) -> str:
    """Return what is known under one name."""
    asked = re.sub(r"[\W_]+", "_", name.strip().lower()).strip("_")
    part = catalogue().get(asked)
    kind = explained(asked)
    if asked in {"catalogue", "catalog", "parts"}:
        return "\n".join(listed(each) for each in catalogue().values())
    if asked in {"standard", "standards"}:
        return "standards." + ", standards.".join(sorted(_STANDARDS)) + ': each takes a size, like "M6".'
    if part is None and kind is None:
        near = get_close_matches(asked, [*catalogue(), *_STANDARDS], n=3, cutoff=0.5)
        table = f"standards.{asked}(size) is a table of standard sizes." if asked in _STANDARDS else ""
        return table or f"{name}: not known" + (f"; near to it: {', '.join(near)}." if near else ".")
    return "\n".join([*([_in_full(part)] if part else []), *([kind] if kind else [])])


def _in_full(part: Part) -> str:
    """Return a part with what each of its sizes means."""
    lines = [listed(part)]
    for name, parameter in part.parameters.items():
        left_out = "" if parameter.required else ", may be left out"
        lines.append(f"- {name}: {parameter.label}, {parameter.unit}{left_out}")
    if any("diameter" in name for name in part.parameters):
        lines.append("- for X_diameter also X_radius")
    return "\n".join(lines)
