"""What the shell offers at the tabulator key: parts, their sizes, models, views."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import typer

from mayfly.cad.picture_options import VIEWS

_ENDING: Final = ".step"
_UNITS: Final = ("mm", "cm", "in", "ft")


def parts(incomplete: str) -> list[tuple[str, str]]:
    """Return the parts of the catalogue with what each is."""
    from mayfly.cad.parts import catalogue

    return [(name, part.title) for name, part in catalogue().items() if name.startswith(incomplete)]


def part_names(incomplete: str) -> list[str]:
    """Return the names of the parts; reads no more than the names of their files."""
    folder = Path(__file__).resolve().parents[1] / "cad" / "parts"
    names = sorted(path.stem for path in folder.glob("[a-z]*.py"))
    return [name for name in names if name.startswith(incomplete)]


def sizes(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the sizes of the part that ``--part`` names, each with its meaning."""
    from mayfly.cad.parts import get_part
    from mayfly.errors import MayflyError

    try:
        part = get_part(str(context.params.get("part")))
    except MayflyError:
        return []
    known = [(f"{name}=", parameter.description) for name, parameter in part.parameters.items()]
    if part.header.standard is not None:
        known.append(("size=", "a standard size, like M10"))
    return [(name, meaning) for name, meaning in known if name.startswith(incomplete)]


def materials(incomplete: str) -> list[str]:
    """Return the materials whose density is known."""
    from mayfly.cad.standards.densities import MATERIALS

    names = [word for material in MATERIALS for word in (material.words or (material.name,))[:1]]
    return [name for name in names if name.startswith(incomplete)]


def units(incomplete: str) -> list[str]:
    """Return the units that a request may be in."""
    return [unit for unit in _UNITS if unit.startswith(incomplete)]


def views(incomplete: str) -> list[str]:
    """Return views behind those that are named already."""
    before, comma, last = incomplete.rpartition(",")
    named = before.split(",")
    return [f"{before}{comma}{view}" for view in VIEWS if view.startswith(last) and view not in named]


def models(incomplete: str) -> list[str]:
    """Return the names of the models that are there now; opens no index."""
    from mayfly.cli.warm.surroundings import own_temp_dir

    return sorted(name for name in _names(own_temp_dir()) if name.startswith(incomplete))


def _names(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                if entry.name.endswith(_ENDING) and not entry.name.startswith("."):
                    yield entry.name.removesuffix(_ENDING)
    except OSError:
        return
