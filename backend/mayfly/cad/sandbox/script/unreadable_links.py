"""Lets ``os.path.realpath`` work in the jail, which reports for every path that it is not a link.

The standard library asks so only of what ``lstat`` called one, and takes that answer for
a fault. Files are opened through links as before: the kernel follows them itself.
"""

from __future__ import annotations

import errno
import os
import posixpath
from functools import wraps
from typing import Any


def install() -> None:
    """Make ``os.path.realpath``, and so ``Path.resolve``, keep links that can't be read in the path."""
    original = posixpath.realpath

    @wraps(original)
    def realpath(filename: Any, *, strict: bool = False) -> Any:
        try:
            return original(filename, strict=strict)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            return posixpath.abspath(os.fspath(filename))

    library: Any = posixpath
    library.realpath = realpath
