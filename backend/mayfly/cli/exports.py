"""Writes copies of a model that do not expire: checked before anything is built, complete or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mayfly.cad.picture_options import USUAL_VIEWS, read_picture_options
from mayfly.cli.orders import Answer, Copy
from mayfly.errors import InvalidParameter

USUAL: Final = ",".join(USUAL_VIEWS)
"""The views that a picture shows if nothing else is said."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The copies of a model that a command writes.

    Attributes:
        places: Where they go; their endings say in which format.
        views: What a picture shows, names with commas between.
        section: Where a picture or a section cuts the model.
    """

    places: Sequence[Path] = ()
    views: str = USUAL
    section: str | None = None

    def copies(self) -> tuple[Copy, ...]:
        """Return what to ask for, one copy for each place; nothing that can't be written to is asked for.

        Raises:
            InvalidParameter: An ending is not one of ours, a file exists already
                or is named twice, its folder does not exist, or the views or the section are not valid.
        """
        options = read_picture_options(self.views, self.section).to_dict()
        for number, place in enumerate(self.places):
            if place.suffix.lower() not in ENDINGS:
                raise InvalidParameter(f"-o writes {', '.join(ENDINGS)} files, not {place.name!r}")
            if place in self.places[:number]:
                raise InvalidParameter(f"{place} is named twice")
            if place.exists():
                raise InvalidParameter(f"{place} exists already; name a new file")
            if not place.parent.is_dir():
                raise InvalidParameter(f"There is no folder {place.parent} to write {place.name} into")
        return tuple(_copy(place.suffix.lower().lstrip("."), options) for place in self.places)


def _copy(format: str, options: dict[str, Any]) -> Copy:
    """Return a copy with those of the options that its format has."""
    if format == "png":
        return Copy(format=format, options=options)
    return Copy(
        format=format, options={"axis": options["axis"], "at": options["at"]} if format == "dxf" else {}
    )


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
