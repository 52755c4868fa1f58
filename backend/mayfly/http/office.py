"""The office: which generator the HTTP routes speak with, for how long, and how it is."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio import to_thread

from mayfly import app as composition
from mayfly.errors import BuildError
from mayfly.http.logs import visible_log

if TYPE_CHECKING:
    from mayfly.cleanup.service import TempModelsCleanupService
    from mayfly.generator import CADModelGenerator

log = logging.getLogger("mayfly.http")


class Office:
    """Gives the routes their generator: the given one, or the process's.

    A given generator belongs to its giver, who also closes it. The process's is
    started when the server starts and shut down when it ends.
    """

    def __init__(self, generator: CADModelGenerator | None = None, *, warm: bool = False) -> None:
        """Keep the generator, if one is given; start nothing.

        Args:
            generator: The generator to speak with.
            warm: Start the workshop's children as soon as the office opens, so that
                the first build does not wait for them.
        """
        self._given = generator
        self._warm = warm
        self._workshop_trouble = "starting" if warm else ""

    @property
    def generator(self) -> CADModelGenerator:
        """The generator; the process's one starts with its first use."""
        return self._given or composition.get_generator()

    @property
    def cleanup(self) -> TempModelsCleanupService:
        """The generator's cleanup service."""
        return self.generator.cleanup_service

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Keep the office open while the server runs.

        Raises:
            StorageError: The directory of the models can't be used.
            pydantic.ValidationError: A ``MAYFLY_*`` variable makes no sense.
        """
        with visible_log():
            await to_thread.run_sync(lambda: self.generator)
            if self._warm:
                threading.Thread(target=self._warm_up, name="mayfly-warm-up", daemon=True).start()
            try:
                yield
            finally:
                if self._given is None:
                    await to_thread.run_sync(self._close)

    def checks(self) -> dict[str, str]:
        """Look whether everything works that a request may need: name of the check to "ok" or the trouble."""
        service = self.cleanup
        directory = service.temp_dir
        usable = directory.is_dir() and os.access(directory, os.W_OK | os.X_OK)
        return {
            "cleanup": "ok" if service.service_running else "the cleanup thread does not run",
            "directory": "ok" if usable else "the directory of the models can't be written",
            "workshop": self._workshop_trouble or "ok",
        }

    def note_build(self, error: Exception | None) -> None:
        """Take note of how a build ended: one that could not even start is the workshop's trouble."""
        unable = type(error) is BuildError
        self._workshop_trouble = "no building process could be started" if unable else ""

    def _close(self) -> None:
        self.generator.workshop.close()
        composition.shutdown()

    def _warm_up(self) -> None:
        try:
            self.generator.workshop.warm()
        except Exception as error:  # the server stays; health tells
            log.warning("The workshop could not be started: %s", error)
            self._workshop_trouble = "no building process could be started"
        else:
            self._workshop_trouble = ""
