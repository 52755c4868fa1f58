"""What ``mayfly make`` is to make: words, a design or a part, wherever they come from, as an order."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from mayfly.cli.edits import read_edits
from mayfly.cli.orders import Copy, Order
from mayfly.errors import InvalidParameter

_INPUT_LIMIT_BYTES: Final = 1024 * 1024
_UNITS: Final = {"mm": "", "in": "inches", "cm": "centimetres", "ft": "feet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed.

    Attributes:
        words: The words.
        design: The file of a design, "-" for standard input.
        part: A part of the catalogue.
        sizes: NAME=VALUE each, of the part.
        files: STEP files that a design begins with.
        changes: PATH=VALUE each, of the design.
        removals: Features to leave out of the design.
        unit: Unit of numbers that have none.
        material: What the model is made of.
    """

    words: Sequence[str] = ()
    design: Path | None = None
    part: str | None = None
    sizes: Sequence[str] = ()
    files: Sequence[Path] = ()
    changes: Sequence[str] = ()
    removals: Sequence[str] = ()
    unit: str = "mm"
    material: str | None = None

    def order(self, copies: Sequence[Copy]) -> Order:
        """Return it as an order.

        Raises:
            InvalidParameter: Several things are asked for at once, or nothing, or a file can't be read.
        """
        self._refuse_what_does_not_go_together()
        common = {"material": self.material, "unit": self.unit}
        if self.design is not None:
            fields = {**common, **self._design_fields(self.design)}
            return Order(kind="design", fields=fields, files=handed_in(self.files), copies=copies)
        if self.part is not None:
            fields = {**common, "part": self.part, "sizes": dict(map(named_value, self.sizes))}
            return Order(kind="part", fields=fields, copies=copies)
        return Order(kind="words", fields={**common, "request": self._request()}, copies=copies)

    def _refuse_what_does_not_go_together(self) -> None:
        if self.unit not in _UNITS:
            raise InvalidParameter(f"--unit is one of {', '.join(_UNITS)}, not {self.unit!r}.")
        given = [bool(self.words), self.design is not None, self.part is not None]
        if sum(given) > 1:
            raise InvalidParameter("Give either a request in words, or --design with a file, or --part.")
        if (self.changes or self.removals) and self.design is None:
            raise InvalidParameter("--set and --remove change a design; give it with --design.")
        if self.files and self.design is None:
            raise InvalidParameter("--with hands a STEP file to a design; give it with --design.")
        if self.sizes and self.part is None:
            raise InvalidParameter("-p sets a size of a catalogue part; name it with --part.")

    def _design_fields(self, path: Path) -> dict[str, Any]:
        """Return the text of a design, its edits, and the folder where its STEP files may be."""
        from mayfly.cad.input_files import read_file

        piped = str(path) == "-"
        content = _standard_input() if piped else read_file(path)
        return {
            "design": _text(content, "The design"),
            "edits": read_edits(self.changes, self.removals),
            "beside": None if piped else str(path.absolute().parent),
        }

    def _request(self) -> str:
        """Return the words, of the command or of standard input, with the unit that they are in.

        Raises:
            InvalidParameter: The request is empty.
        """
        words = " ".join(self.words).strip()
        if words in ("", "-") and (words or not sys.stdin.isatty()):
            words = _text(_standard_input(), "The request").strip()
        if not words:
            raise InvalidParameter(
                "Give a request in words, or --design with a file, or --part: mayfly make plate 80x60x5"
            )
        unit = _UNITS[self.unit]
        return f"{words}, all dimensions in {unit}" if unit else words


def named_value(text: str) -> tuple[str, str]:
    """Read ``name=value``.

    Raises:
        InvalidParameter: There is no name or no equals sign.
    """
    name, equals, value = text.partition("=")
    name, value = name.strip(), value.strip()
    if not (equals and name):
        raise InvalidParameter(f"-p takes NAME=VALUE, for instance -p width=20; got {text!r}")
    return name, value


def handed_in(paths: Sequence[Path]) -> dict[str, bytes]:
    """Read the files that are handed in; a script or a design finds each under its own name.

    Raises:
        InvalidParameter: One can't be read, or two have the same name.
    """
    if not paths:
        return {}
    from mayfly.cad.input_files import read_file

    files: dict[str, bytes] = {}
    for path in paths:
        if path.name in files:
            raise InvalidParameter(f"--with was given two files called {path.name}; the script sees one")
        files[path.name] = read_file(path)
    return files


def _standard_input() -> bytes:
    """Return what stands on standard input.

    Raises:
        InvalidParameter: It is too long.
    """
    content = sys.stdin.buffer.read(_INPUT_LIMIT_BYTES + 1)
    if len(content) > _INPUT_LIMIT_BYTES:
        raise InvalidParameter(f"Standard input is longer than {_INPUT_LIMIT_BYTES // 1024} KiB.")
    return content


def _text(content: bytes, what: str) -> str:
    """Return what was read as text.

    Raises:
        InvalidParameter: It is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidParameter(f"{what} is not UTF-8 text.") from None
