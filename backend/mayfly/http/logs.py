"""Log lines: Mayfly's under a server that shows only its own, and none that a client could forge."""

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
    """Lets every record through, with whatever a client may have written in it made harmless.

    What can't be printed (line ends, terminal escapes, marks of direction) is
    shown by its code. Of a client's name in uvicorn's access log, which a header may have
    given, only what an address can hold is left: a name with blanks and quotes
    could pass for a whole line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's arguments; its own text is the program's."""
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
    """Return a text of one line that shows by its code what can't be printed; a long one is cut."""
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + "…"
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )


def _harmless(value: object) -> object:
    """Return what a record's argument is replaced by; numbers stay, for a format may ask for them."""
    return value if value is None or isinstance(value, int | float) else escaped(str(value))


_ESCAPED = Escaped()


def escape_server_lines() -> None:
    """Have the lines of the server that runs the application escaped, whoever configured its log.

    Not with the lifespan: an application that is mounted in another may never see one.
    """
    for name in _SERVERS:
        logging.getLogger(name).addFilter(_ESCAPED)  # once, however often it is called


@contextmanager
def visible_log(level: int = logging.INFO) -> Iterator[None]:
    """Show what Mayfly logs on standard error, unless somebody has configured logging already.

    uvicorn configures only its own loggers, so under a plain ``uvicorn
    backend.main:app`` nobody would see a file go. A handler on the root or on
    the ``mayfly`` logger is a sign that somebody has taken care; then nothing is done.
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
