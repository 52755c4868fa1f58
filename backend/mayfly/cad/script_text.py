"""Decodes the text of a script as Python would, or raises with the reason."""

from __future__ import annotations

import codecs
import io
import os
import re
import tokenize
from pathlib import Path

from mayfly.cad.messages.plain_text import safe_text
from mayfly.errors import InvalidParameter, ScriptError

SIZE_LIMIT_BYTES = 256 * 1024

ScriptSource = str | bytes | os.PathLike[str]
"""A script as a caller may have it: its text, the bytes of its file, or where the file is."""

_BYTE_ORDER_MARK = "\ufeff"
_SAVE = "Save the script as UTF-8 (in most editors: Save with encoding, UTF-8)."
_LINE_END = re.compile(r"\r\n|\r|\n")
# In this order: the mark of UTF-32 begins with that of UTF-16.
_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# How the mark of another encoding looks once it was read as Latin-1.
_MISREAD_MARKS = {"\xef\xbb\xbf": "UTF-8", "\xff\xfe": "UTF-16", "\xfe\xff": "UTF-16"}


def lines_of(text: str) -> list[str]:
    """Return the lines as Python counts them; ``str.splitlines`` also splits at form feeds and the like."""
    return _LINE_END.split(text)


def line_at(text: str, number: int | None) -> str:
    """Return one line, counted from 1, safe to be shown; an empty string if there is no such line."""
    if number is None or number < 1:
        return ""
    return safe_text(next(iter(lines_of(text)[number - 1 : number]), ""))


def read_source(source: ScriptSource) -> str:
    """Return a script's text without a byte-order mark.

    Args:
        source: Text; or bytes, which are decoded as Python would (UTF-8, or what a coding comment in
            the first two lines names); or the path of a file.

    Raises:
        InvalidParameter: It is something else, or the file can't be read.
        ScriptError: It is too long, or in an encoding that Python would not read.
    """
    if isinstance(source, str):
        return checked_text(source)
    if isinstance(source, os.PathLike):
        source = _read_file(Path(source))
    if not isinstance(source, bytes | bytearray):
        raise InvalidParameter(f"A script is a path, bytes or text, not {type(source).__name__}.")
    return checked_text(_decoded(bytes(source)))


def checked_text(text: str) -> str:
    """Return a script's text without a byte-order mark, if it is one that Python can read.

    Raises:
        ScriptError: It is too long, or was decoded wrongly before it came here.
    """
    text = text.removeprefix(_BYTE_ORDER_MARK)
    for mark, encoding in _MISREAD_MARKS.items():
        if text.startswith(mark):
            raise _wrong(f"the script was saved as {encoding} and read as something else", 1, text)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _wrong("the script holds NUL characters, as one does that was saved as UTF-16", line)
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        line = len(lines_of(text[: error.start]))
        message = "the script holds half a character (a lone surrogate): it was decoded wrongly"
        raise _wrong(message, line, text) from None
    if size > SIZE_LIMIT_BYTES:
        raise _too_long()
    return text


def _read_file(path: Path) -> bytes:
    """Read a file, but no more of it than a script may have.

    Raises:
        InvalidParameter: It is not there, or can't be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT_BYTES + len(codecs.BOM_UTF8) + 1)
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        raise InvalidParameter(f"{path} can't be read as a script: {error}") from error


def _decoded(content: bytes) -> str:
    """Decode a file's bytes as Python does.

    Raises:
        ScriptError: It is too long, or Python would not read it; says which encoding to save it in.
    """
    if len(content) > SIZE_LIMIT_BYTES + len(codecs.BOM_UTF8):
        raise _too_long()
    for mark, encoding in _OTHER_MARKS:
        if content.startswith(mark):
            raise _wrong(f"the script is saved as {encoding}")
    if b"\0" in content[:1024]:
        raise _wrong("the script holds NUL bytes, as one does that is saved as UTF-16")
    declared = _declared(content)
    try:
        return content.decode(declared or "utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.split(rb"\r\n|\r|\n", content[: error.start]))
        found = f"byte 0x{content[error.start]:02x} in line {line}"
        if declared:
            raise _wrong(f"the script says that it is {declared}, and is not ({found})", line) from None
        guess = content[error.start : error.start + 1].decode("cp1252", "replace")
        meant = f", which is {guess!r} in Latin-1 or Windows-1252" if guess.isprintable() else ""
        raise _wrong(f"the script is not saved as UTF-8: it holds {found}{meant}", line) from None


def _declared(content: bytes) -> str | None:
    """Return the encoding that a coding comment in the first two lines names (PEP 263), None without one.

    Raises:
        ScriptError: Python does not know it, or it does not read text.
    """
    lines = re.split(rb"\r\n|\r|\n", content.removeprefix(codecs.BOM_UTF8), maxsplit=2)[:2]
    # What else stands in these lines may be of the encoding that is looked for.
    head = re.sub(rb"[^\x00-\x7f]", b"?", b"\n".join(lines))
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(head).readline)
        if "import".encode(encoding) != b"import":
            raise LookupError(encoding)
    except (SyntaxError, LookupError, UnicodeError):
        raise _wrong("the script's coding comment names an encoding that Python can't read") from None
    marked = content.startswith(codecs.BOM_UTF8)
    if marked and encoding != "utf-8":
        raise _wrong(f"the script begins with the mark of UTF-8, but its coding comment says {encoding}")
    return None if encoding == "utf-8" else encoding


def _wrong(message: str, line: int | None = None, text: str = "") -> ScriptError:
    return ScriptError("WrongEncoding", message, line, line_at(text, line), _SAVE)


def _too_long() -> ScriptError:
    return ScriptError("ScriptTooLong", f"a script may have {SIZE_LIMIT_BYTES // 1024} KiB at most")
