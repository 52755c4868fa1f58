"""Writes copies of a model that do not expire: checked before anything is built, complete or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mayfly.cad.picture_options import PictureOptions
from mayfly.errors import InvalidParameter

if TYPE_CHECKING:
    from mayfly.generator import CADModelGenerator

ENDINGS = (".step", ".stp", ".stl", ".svg", ".png", ".glb")


def check_places(places: Sequence[Path]) -> None:
    """Refuse places that can't be written to, before anything is built.

    Raises:
        InvalidParameter: An ending is not one of ours, a file exists already
            or is named twice, or its folder does not exist.
    """
    for number, place in enumerate(places):
        if place.suffix.lower() not in ENDINGS:
            raise InvalidParameter(f"-o writes {', '.join(ENDINGS)} files, not {place.name!r}")
        if place in places[:number]:
            raise InvalidParameter(f"{place} is named twice")
        if place.exists():
            raise InvalidParameter(f"{place} exists already; name a new file")
        if not place.parent.is_dir():
            raise InvalidParameter(f"There is no folder {place.parent} to write {place.name} into")


def write_copies(
    generator: CADModelGenerator, name: str, places: Sequence[Path], order: PictureOptions | None = None
) -> None:
    """Write a model where the caller asked for it; these files are theirs and do not expire.

    Args:
        generator: The generator that made the model.
        name: The model's file name; it is leased until all copies are written.
        places: The files; their endings say in which format.
        order: What a .png file shows; the usual views if not given.

    Raises:
        InvalidParameter: A section does not go through the model.
        BuildError: The model can't be converted.
        OSError: A file can't be written, or exists by then; none is left half-written.
    """
    if not places:
        return
    with generator.cleanup_service.lease_file(name) as step:
        for place in places:
            ending = place.suffix.lower().lstrip(".")
            if ending in ("step", "stp"):
                write_new(place, step.read_bytes())
                continue
            options = (order or PictureOptions()).to_dict() if ending == "png" else None
            write_new(place, generator.workshop.convert(step, ending, options=options))  # type: ignore[arg-type]


def write_new(place: Path, content: bytes) -> None:
    """Write a new file; if that fails, no file is left.

    Raises:
        OSError: It can't be written, or exists already.
    """
    with place.open("xb") as file:
        try:
            file.write(content)
            file.flush()
        except BaseException:
            with suppress(OSError):
                place.unlink()
            raise
