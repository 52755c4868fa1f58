"""The composition root: one generator, and with it one cleanup service, for each process.

State lives here and nowhere else: a graph file that LangGraph loads by its
path, or an entry module imported under two names, finds the same generator.
"""

from __future__ import annotations

import atexit
import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mayfly.generator import CADModelGenerator
    from mayfly.stores.store import Store

_lock = threading.RLock()
_generator: CADModelGenerator | None = None


def get_generator() -> CADModelGenerator:
    """Return the process's generator; its first call starts the cleanup service.

    Raises:
        pydantic.ValidationError: A ``MAYFLY_*`` variable makes no sense.
        StorageError: The directory of the models can't be used.
    """
    global _generator
    with _lock:
        if _generator is None:
            from mayfly.generator import CADModelGenerator

            _generator = CADModelGenerator()
        return _generator


def get_cleanup_service() -> Store:
    """Return the process's cleanup service; its first call starts it."""
    return get_generator().cleanup_service


def shutdown() -> None:
    """Stop the process's generator; the janitor deletes what lives on. The next use starts another one."""
    global _generator
    with _lock:
        generator, _generator = _generator, None
    if generator is not None:
        generator.close()


def _after_fork() -> None:
    """Forget the parent's generator in a forked child, where its threads do not exist."""
    global _generator, _lock
    _lock = threading.RLock()
    _generator = None


atexit.register(shutdown)
os.register_at_fork(after_in_child=_after_fork)
