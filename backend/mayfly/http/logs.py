"""Mayfly's log lines under a server that shows only its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

LINE_FORMAT = "%(levelname)s:     %(message)s"


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
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
