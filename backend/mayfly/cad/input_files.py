"""Files handed in with a script: a purchased part, a font, a table. Their names and sizes are bounded."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from mayfly.cad.protocol import TRACE_FILE
from mayfly.errors import InvalidParameter

MOST_FILES = 16
FILE_LIMIT_BYTES = 16 * 1024 * 1024
TOGETHER_LIMIT_BYTES = 32 * 1024 * 1024
NAME_LIMIT_CHARACTERS = 100
NAME_PATTERN = r"^[^\x00-\x1f\x7f/\\.][^\x00-\x1f\x7f/\\]{0,99}$"
"""A name as HTTP's document shows it; ``checked_name`` is stricter."""

InputFile = bytes | os.PathLike[str]
"""A file as a caller may have it: its content, or where it is."""

_TAKEN = frozenset({TRACE_FILE})  # a child writes there where its script is
_READ_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC


def read_files(files: Mapping[str, InputFile] | None) -> dict[str, bytes]:
    """Return files by name with their content.

    Args:
        files: Name to content, or to the path of the file that holds it.

    Raises:
        InvalidParameter: A name is not a plain file name, or a file can't be read or is too large.
    """
    if not files:
        return {}
    if not isinstance(files, Mapping):
        raise InvalidParameter("files= takes names with what they hold: {'bearing.step': bytes or a Path}.")
    if len(files) > MOST_FILES:
        raise InvalidParameter(f"{MOST_FILES} files may be handed in at most, not {len(files)}.")
    content: dict[str, bytes] = {}
    for name, file in files.items():
        checked = checked_name(name)
        if isinstance(file, os.PathLike):
            content[checked] = read_file(Path(file))
        elif isinstance(file, bytes | bytearray):
            content[checked] = bytes(file)
        else:
            kind = type(file).__name__
            raise InvalidParameter(f"The file {checked!r} is given as bytes or as a Path, not as {kind}.")
        check_sizes(content)
    return content


def read_file(path: Path) -> bytes:
    """Return a file's content, but no more of it than may be handed in.

    Raises:
        InvalidParameter: It does not exist, is not a regular file, or is too large.
    """
    try:
        descriptor = os.open(path, _READ_FLAGS)
    except (OSError, ValueError) as error:
        raise InvalidParameter(f"{path} can't be handed in: {error}") from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise InvalidParameter(f"{path} can't be handed in: it is not a regular file")
        try:
            content = file.read(FILE_LIMIT_BYTES + 1)
        except OSError as error:
            raise InvalidParameter(f"{path} can't be handed in: {error}") from error
    check_sizes({path.name: content})
    return content


def checked_name(name: object) -> str:
    """Return a name that is one plain component of a path.

    Raises:
        InvalidParameter: It is something else, or one that the workshop itself uses.
    """
    if not isinstance(name, str) or not 0 < len(name) <= NAME_LIMIT_CHARACTERS:
        raise InvalidParameter(f"A file's name is a text of 1 to {NAME_LIMIT_CHARACTERS} characters.")
    if name.startswith(".") or not name.isprintable() or any(mark in name for mark in "/\\"):
        raise InvalidParameter(f"A file is handed in under a plain name like 'bearing.step', not {name!r}.")
    if name in _TAKEN or len(name.encode()) > 255:
        raise InvalidParameter(f"A file can't be handed in as {name!r}; give it another name.")
    return name


def check_sizes(files: Mapping[str, bytes]) -> None:
    """Check that files are not too large, each and together.

    Raises:
        InvalidParameter: They are.
    """
    for name, content in files.items():
        if len(content) > FILE_LIMIT_BYTES:
            limit = FILE_LIMIT_BYTES // 2**20
            raise InvalidParameter(f"The file {name!r} is larger than the {limit} MiB that may be handed in.")
    together = sum(map(len, files.values()))
    if together > TOGETHER_LIMIT_BYTES:
        limit = TOGETHER_LIMIT_BYTES // 2**20
        raise InvalidParameter(f"Files of {limit} MiB together may be handed in; these are larger.")
