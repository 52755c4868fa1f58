"""What the generator and the doors ask of whatever builds models: a workshop here, or a fleet of workers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Protocol

from mayfly.cad.step_survey import StepSurvey
from mayfly.cad.workshop.admission import LOCAL, Client, Kind
from mayfly.cad.workshop.cancel_token import CancelToken
from mayfly.cad.workshop.delivery import FILE_LIMIT_BYTES
from mayfly.cad.workshop.drawing import Draft
from mayfly.cad.workshop.jobs import BuildJob, Format
from mayfly.cad.workshop.script_reading import ScriptRead
from mayfly.contracts import BuildReport, ScriptValue


class Builder(Protocol):
    """Builds, measures, reads and converts; each method is described at ``Workshop``.

    Attributes:
        lacking: What is missing where nothing can be built, in words for a health page.
    """

    lacking: str

    @property
    def code(self) -> str:
        """A digest of the code that builds: two builds with different code may differ."""
        ...

    def warm(self) -> None:
        """Return when builds can begin."""
        ...

    def trouble(self) -> str:
        """Return why nothing could be built now, as far as is known; empty where all is well, or at rest."""
        ...

    def give_way(self) -> None:
        """Let builds use the processors only when nothing else of this process's session needs them."""
        ...

    def close(self) -> None:
        """End what was started; a later build starts it again."""
        ...

    def protection(self) -> dict[str, Any]:
        """Return for each layer of the jail whether it holds where scripts are run."""
        ...

    def load(self) -> dict[str, dict[Kind, int]]:
        """Count the builds and conversions of this process that run and that wait, of each kind."""
        ...

    def fleet(self) -> dict[str, Any] | None:
        """Return the numbers of the workers that all processes share; None for a workshop of this one."""
        ...

    def place(
        self, client: Client = LOCAL, *, trusted: bool = False, cancel: CancelToken | None = None
    ) -> AbstractAsyncContextManager[Client]:
        """Hold a place within an ``async with``, awaited without a thread."""
        ...

    def build(
        self,
        job: BuildJob,
        output: Path,
        *,
        on_progress: Callable[[str], None] | None = None,
        on_read: Callable[[ScriptRead], None] | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> BuildReport:
        """Build a model, measure it, and leave it at ``output``."""
        ...

    def read(
        self,
        script: str,
        parameters: Mapping[str, ScriptValue] | None = None,
        *,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> ScriptRead:
        """Read a script without running any of it."""
        ...

    def survey(
        self, name: str, content: bytes, *, cancel: CancelToken | None = None, client: Client = LOCAL
    ) -> StepSurvey:
        """Measure a STEP file that was handed in."""
        ...

    def convert(  # noqa: PLR0913 (keywords of a public method)
        self,
        step: Path,
        format: Format,
        *,
        options: Mapping[str, Any] | None = None,
        trusted: bool = False,
        limit_bytes: int = FILE_LIMIT_BYTES,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> bytes:
        """Convert an inspected STEP file."""
        ...

    def draft(
        self,
        job: BuildJob,
        *,
        options: Mapping[str, Any] | None = None,
        limit_bytes: int = FILE_LIMIT_BYTES,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> Draft:
        """Run a script and mesh what it shows; nothing is measured or kept."""
        ...
