"""Getting along where the jail does not say where a link leads: it answers that nothing is a link.

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
    """Have ``os.path.realpath``, so ``Path.resolve`` as well, leave links that can't be read in the path."""
    honest = posixpath.realpath

    @wraps(honest)
    def realpath(filename: Any, *, strict: bool = False) -> Any:
        try:
            return honest(filename, strict=strict)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            return posixpath.abspath(os.fspath(filename))

    library: Any = posixpath
    library.realpath = realpath
