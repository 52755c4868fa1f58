"""Writes copies of a model that do not expire: checked before anything is built, complete or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from mayfly.cli.orders import Answer, Copy
from mayfly.errors import InvalidParameter

ENDINGS: Final = (
    ".step",
    ".stp",
    ".stl",
    ".3mf",
    ".obj",
    ".glb",
    ".brep",
    ".dxf",
    ".svg",
    ".png",
    ".pdf",
)


def copies_for(places: Sequence[Path], options: dict[str, Any]) -> tuple[Copy, ...]:
    """Return the copies to ask for, one for each place; nothing that can't be written to is asked for.

    Args:
        places: Where the copies go; their endings say in which format.
        options: What a picture shows, as ``PictureOptions.to_dict`` gives it.

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
    return tuple(_copy(place.suffix.lower().lstrip("."), options) for place in places)


def _copy(format: str, options: dict[str, Any]) -> Copy:
    if format == "png":
        return Copy(format=format, options=options)
    section = {"axis": options["axis"], "at": options["at"]} if format == "dxf" else {}
    return Copy(format=format, options=section)


def write_copies(answer: Answer, places: Sequence[Path]) -> dict[str, Any]:
    """Write the copies of an answer, and return its data with the places in it.

    Raises:
        OSError: A file can't be written, or exists by then; none is left half-written.
    """
    if not places or not answer.copies:
        return answer.data
    for place, content in zip(places, answer.copies, strict=True):
        write_new(place, content)
    return {**answer.data, "outputs": [str(place) for place in places]}


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
