"""Which file names are models, which may be asked for, and how a strange one is shown."""

from __future__ import annotations

import os

from mayfly.errors import InvalidModelName

SUFFIX = ".step"
MAX_NAME_BYTES = 255


def is_model_name(name: str) -> bool:
    """Tell whether a directory entry of this name is a model, by its name alone."""
    return name.endswith(SUFFIX) and len(name) > len(SUFFIX)


def check_name(name: str) -> str:
    """Give the name back if it is one plain ``.step`` component that may be asked for.

    ``dir_fd`` does not confine a path: ``../x`` and ``/x`` leave the directory.
    So nothing but one printable component passes here.

    Raises:
        InvalidModelName: It is anything else.
    """
    if not isinstance(name, str):
        raise InvalidModelName(f"A model's name is text, not {type(name).__name__}.")
    if "/" in name or "\\" in name or "\0" in name:
        raise InvalidModelName(f"{shown(name)!r} is not one plain file name.")
    if not is_model_name(name):
        raise InvalidModelName(f"{shown(name)!r} does not end with {SUFFIX}.")
    if not name.isprintable():  # control characters, line breaks, surrogates of undecodable bytes
        raise InvalidModelName(f"{shown(name)!r} has characters that can't be shown.")
    if len(name.encode("utf-8")) > MAX_NAME_BYTES:
        raise InvalidModelName(f"A model's name may have {MAX_NAME_BYTES} bytes at most.")
    return name


def shown(name: str) -> str:
    """Give a name that is safe in a log line and in JSON, whatever bytes it is made of."""
    if name.isprintable():  # bytes that are no text come as surrogates, which are not printable
        return name
    readable = os.fsencode(name).decode("utf-8", "backslashreplace") if "\0" not in name else repr(name)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in readable)


def all_shown(stored: list[bytes]) -> list[str]:
    """Give many names, as the index stores them, the way ``shown`` does."""
    text = b"/".join(stored).decode("utf-8", "surrogateescape")  # no name holds a slash
    names = text.split("/") if stored else []
    return names if text.isprintable() else [shown(name) for name in names]
