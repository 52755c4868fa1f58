"""AppState: the generator that all routes share, when it starts and closes, and whether it works."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio import to_thread

from mayfly import app as composition
from mayfly.errors import BuildError
from mayfly.http.logs import visible_log

if TYPE_CHECKING:
    from mayfly.generator import CADModelGenerator
    from mayfly.stores.store import Store

log = logging.getLogger("mayfly.http")

RETRY_SECONDS = 10.0


class AppState:
    """Holds the generator for the routes: the given one, or the process's.

    A given generator is closed by its owner. The process's generator starts with the
    server and is shut down with it; its builds give way to the answers.
    """

    def __init__(
        self,
        generator: CADModelGenerator | None = None,
        *,
        warm: bool = False,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """Set the generator, if one is given; start nothing.

        Args:
            generator: The generator; the process's one if not given.
            warm: Start the workshop's children with the server, so that the first build
                does not wait for them.
            retry_seconds: Time between two attempts to start a workshop that does not work.
        """
        self._given = generator
        self._warm = warm
        self._retry_seconds = retry_seconds
        self._workshop_trouble = ""
        self._warming: threading.Thread | None = None
        self._tried_at = float("-inf")

    @property
    def generator(self) -> CADModelGenerator:
        """The generator; the process's one starts with its first use."""
        return self._given or composition.get_generator()

    @property
    def cleanup(self) -> Store:
        """The generator's cleanup service."""
        return self.generator.cleanup_service

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Start the generator, and close the process's one at the end of the block.

        Raises:
            StorageError: The directory of the models can't be used.
            pydantic.ValidationError: A ``MAYFLY_*`` variable has no valid value.
        """
        with visible_log():
            await to_thread.run_sync(lambda: self.generator)
            if self._given is None:
                self.generator.workshop.give_way()
            if self._warm:
                self._start_workshop()
            try:
                yield
            finally:
                if self._given is None:
                    await to_thread.run_sync(self._close)

    def checks(self) -> dict[str, str]:
        """Check what a request may need; return the name of each check with "ok" or what is wrong."""
        service = self.cleanup
        return {
            "cleanup": "ok" if service.service_running else "the cleanup thread does not run",
            **service.checks(),
            "workshop": self._workshop_state(),
        }

    def note_build_end(self, error: Exception | None) -> None:
        """Note how a build ended: if it could not even start, the workshop does not work."""
        if error is None:
            self._workshop_trouble = ""
        elif type(error) is BuildError:
            self._workshop_trouble = self.generator.workshop.lacking

    def _workshop_state(self) -> str:
        if self._warming is not None and self._warming.is_alive():
            return "starting"
        workshop = self.generator.workshop
        trouble = self._workshop_trouble or (workshop.lacking if workshop.trouble() else "")
        if trouble and time.monotonic() - self._tried_at > self._retry_seconds:
            self._start_workshop()  # an unhealthy service gets no builds that would show it works again
        return trouble or "ok"

    def _start_workshop(self) -> None:
        self._tried_at = time.monotonic()
        self._warming = threading.Thread(target=self._warm_up, name="mayfly-warm-up", daemon=True)
        self._warming.start()

    def _close(self) -> None:
        self.generator.workshop.close()
        composition.shutdown()

    def _warm_up(self) -> None:
        workshop = self.generator.workshop
        try:
            workshop.warm()
        except Exception as error:  # the server goes on; the health check shows it
            log.warning("The workshop could not be started: %s", error)
            self._workshop_trouble = workshop.lacking
        else:
            self._workshop_trouble = ""
