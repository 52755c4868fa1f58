"""The office: which generator the HTTP routes speak with, and for how long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio import to_thread

from mayfly import app as composition
from mayfly.http.logs import visible_log

if TYPE_CHECKING:
    from mayfly.cleanup.service import TempModelsCleanupService
    from mayfly.generator import CADModelGenerator


class Office:
    """Gives the routes their generator: the given one, or the process's.

    A given generator belongs to its giver, who also closes it. The process's is
    started when the server starts and shut down when it ends.
    """

    def __init__(self, generator: CADModelGenerator | None = None) -> None:
        """Keep the generator, if one is given; start nothing."""
        self._given = generator

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
            try:
                yield
            finally:
                if self._given is None:
                    await to_thread.run_sync(composition.shutdown)
