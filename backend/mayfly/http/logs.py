"""Log lines: show Mayfly's under any server, and escape what clients write into them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

LINE_FORMAT = "%(levelname)s:     %(message)s"

_SERVERS = ("uvicorn.access", "uvicorn.error", "uvicorn.asgi")
_LONGEST = 2000
_LONGEST_CLIENT = 64
_NO_ADDRESS = re.compile(r"[^0-9A-Za-z.:%\[\]_-]")


class Escaped(logging.Filter):
    """Passes every record, after it has escaped what a client may have written into it.

    Characters that can't be printed (line ends, terminal escapes, direction marks) are
    shown by their codes. Of a client's name in uvicorn's access log, which may come from
    a header, only the characters of addresses are kept: a name with blanks and quotes
    could look like a whole line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Escape the record's arguments; its own text is the program's."""
        arguments = record.args
        if isinstance(arguments, Mapping):
            record.args = {name: _harmless(value) for name, value in arguments.items()}
        elif arguments:
            shown = [_harmless(value) for value in arguments]
            if record.name == "uvicorn.access":
                shown[0] = _NO_ADDRESS.sub("_", str(shown[0]))[:_LONGEST_CLIENT]
            record.args = tuple(shown)
        return True


def escaped(text: str) -> str:
    """Return a text in one line, with the codes of what can't be printed; a long text is cut."""
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )


def _harmless(value: object) -> object:
    """Return the escaped form of a record's argument; numbers stay, since a format may need them."""
    return value if value is None or isinstance(value, int | float) else escaped(str(value))


_ESCAPED = Escaped()


def escape_server_lines() -> None:
    """Escape the lines of the server that runs the application, however its log is configured.

    Not in the lifespan: an application that is mounted in another may never get one.
    """
    for name in _SERVERS:
        logging.getLogger(name).addFilter(_ESCAPED)  # added once, however often this is called


@contextmanager
def visible_log(level: int = logging.INFO) -> Iterator[None]:
    """Show Mayfly's log on standard error within the block, unless logging is configured already.

    uvicorn configures only its own loggers, so ``uvicorn backend.main:app`` alone would
    not show that a file is removed. Nothing is done if the root or the ``mayfly`` logger has a handler.
    """
    logger = logging.getLogger("mayfly")
    if logger.hasHandlers():
        yield
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(LINE_FORMAT))
    handler.addFilter(_ESCAPED)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
