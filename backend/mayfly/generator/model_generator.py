"""CADModelGenerator: plans, builds, inspects, publishes and registers models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, Self

from mayfly.async_twins import Step, Steps, awaited, blocking, step
from mayfly.cad.input_files import InputFile
from mayfly.cad.picture_options import USUAL_VIEWS, USUAL_WIDTH_PX, read_picture_options
from mayfly.cad.script_text import ScriptSource, read_source
from mayfly.cad.workshop import LOCAL, Builder, CancelToken, Client, ScriptRead
from mayfly.contracts import ParameterValue, Plan, Requirements, ScriptValue
from mayfly.design import Design
from mayfly.design.edits import Edit
from mayfly.generator.building import PlanBuild, Progress, at_workshop, no_progress
from mayfly.generator.defaults import default_planner, shared_workshop
from mayfly.generator.drawing import drawn
from mayfly.generator.planning_drafts import Drafts
from mayfly.generator.plans import DesignSource, part_plan, read_design, script_plan, text
from mayfly.generator.repairs import MAX_REPAIRS, built_with_repairs
from mayfly.generator.step_files import StepFiles
from mayfly.planning.drafts import planning_at
from mayfly.planning.memory import history, remembered, repaired
from mayfly.planning.planner import Attempt, Planner
from mayfly.settings import get_settings
from mayfly.stores.configured import configured_store
from mayfly.stores.store import Store


class CADModelGenerator:
    """Turns requests, designs, scripts and catalogue parts into STEP files that expire.

    Constructing one starts its cleanup service, unless it is given one. Building
    happens in child processes; this process never imports CadQuery.

    A method that begins with an "a" does the same as the one without, awaited. Callbacks are then called
    in another thread (``on_plan`` in the event loop's). A cancelled task ends its build and leaves no model.

    Attributes:
        temp_dir: Where the models are published.
        cleanup_service: What deletes them at their deadlines.
    """

    def __init__(
        self,
        temp_dir: str | Path | None = None,
        cleanup_interval_minutes: float | None = None,
        *,
        planner: Planner | None = None,
        cleanup_service: Store | None = None,
        workshop: Builder | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        """Set up the generator and start its cleanup service.

        Args:
            temp_dir: Directory of the models; ``MAYFLY_TEMP_DIR`` or the default if not given.
            cleanup_interval_minutes: A model's life in minutes; ``MAYFLY_CLEANUP_INTERVAL_MINUTES`` or 30.
            planner: Turns words into plans; by default the chat model of ``MAYFLY_MODEL``, or the rules.
            cleanup_service: A service to use instead of one of its own. It is neither started nor stopped
                here, and brings its own directory and interval.
            workshop: Where to build; the one that the process shares if not given.
            cancel: Cancels every build that is given no token of its own.

        Raises:
            InvalidLifetime: The interval makes no sense.
            StorageError: The directory can't be made or used.
            ValueError: A directory or an interval was given besides a service.
        """
        self._owns_service = cleanup_service is None
        if cleanup_service is None:
            cleanup_service = configured_store(get_settings(), temp_dir, cleanup_interval_minutes)
        elif temp_dir is not None or cleanup_interval_minutes is not None:
            raise ValueError("temp_dir and cleanup_interval_minutes belong to the given cleanup_service")
        self.cleanup_service = cleanup_service
        self.temp_dir: Path = cleanup_service.temp_dir
        self._planner = planner
        self._workshop = workshop
        self._cancel = cancel
        self._step_files = StepFiles(cleanup_service, lambda: self.workshop)
        if self._owns_service:
            cleanup_service.start_cleanup_service()

    @property
    def planner(self) -> Planner:
        """The planner, made on first use."""
        if self._planner is None:
            self._planner = default_planner(get_settings())
        return self._planner

    @property
    def workshop(self) -> Builder:
        """The workshop; its children start with the first build."""
        if self._workshop is None:
            self._workshop = shared_workshop()
        return self._workshop

    @blocking
    def generate_model(
        self,
        request: str | Design,
        *,
        previous: Attempt | None = None,
        on_progress: Progress | None = None,
        on_plan: Callable[[Plan], None] | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> Steps[dict[str, Any]]:
        """Make what was asked for.

        Args:
            request: What to make, in words, or a ``Design``.
            previous: The last model of the conversation, for "the same, but ...".
            on_progress: Called with each stage.
            on_plan: Called with each plan before it is built; the last one is that of the model.
            cancel: Cancels all of it from another thread, until the model is being published.
            client: Whose request it is; the workshop's places are shared fairly between clients.

        Returns:
            ``model_url``, ``step_path``, ``model_id``, ``name``, ``title``, ``script``, ``part``,
            ``parameters`` (name to value, all of the script's), ``parameter_details`` (with unit and range),
            ``design`` (None for a script that nobody described), ``changes`` (after a follow-up: each with
            ``path``, ``before``, ``after`` and ``sentence``), ``usage`` (what a chat model used, or None),
            ``assumptions``, ``report``, ``size_bytes``,
            ``created_at`` and ``expires_at`` (ISO 8601, UTC), ``text``. Plain data.

        Raises:
            InvalidParameter: The request is no text and no design.
            InvalidDesign: Something in the design does not fit.
            NeedsClarification: The request can't be built as it stands.
            PlanningError: The planner failed.
            BuildError: It could not be built, even after repairs; nothing is left behind.
            BuildCancelled: The token was cancelled; nothing is left behind.
            StorageError: It could not be stored.
        """
        cancel = cancel or CancelToken()
        plan = yield from Step(
            partial(
                self.plan_model,
                request,
                previous=previous,
                on_progress=on_progress,
                cancel=cancel,
                client=client,
            )
        )
        made = built_with_repairs(
            plan,
            build=lambda plan: self._build_step(plan, on_progress, cancel, client),
            repair=partial(self.repair, request),
            on_plan=on_plan,
            cancel=cancel,
        )
        return (yield from made)

    agenerate_model = awaited(generate_model)

    def plan_model(
        self,
        request: str | Design,
        *,
        previous: Attempt | None = None,
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> Plan:
        """Plan what was asked for, without building it; arguments and errors as for ``generate_model``."""
        if cancel is not None:
            cancel.check()
        (on_progress or no_progress)("planning")
        last = previous.plan if previous else None
        if isinstance(request, Design):
            return remembered(self.plan_design(request, cancel=cancel, client=client), last)
        drafts = self.drafts(cancel=cancel, client=client)
        with self.measured_files(*history(last)), planning_at(drafts):  # which a change is made on
            plan = self.planner.plan(text(request, "A request"), previous=previous)
            return remembered(plan, last)

    def plan_design(
        self,
        design: DesignSource,
        files: Mapping[str, InputFile] | None = None,
        edits: Iterable[Edit | Mapping[str, Any]] = (),
        *,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> Plan:
        """Plan a design, without building it; arguments and errors as for ``make_design``."""
        return self._step_files.plan(read_design(design), files, edits, cancel=cancel, client=client)

    def measured_files(self, *designs: Any) -> AbstractContextManager[None]:
        """Measure the STEP files of kept models that designs begin with, for a ``with`` block.

        Args:
            *designs: Designs as plain data; None among them is left out.
        """
        return self._step_files.measured(*designs)

    def drafts(self, *, cancel: CancelToken | None = None, client: Client = LOCAL) -> Drafts:
        """Return what builds drafts for a planner; see ``mayfly.planning.drafts``.

        Args:
            cancel: Cancels a draft from another thread.
            client: Whose request it is.
        """
        return Drafts(self.cleanup_service, lambda: self.workshop, cancel=cancel, client=client)

    def repair(self, request: str | Design, attempts: list[Attempt]) -> Plan | None:
        """Ask the planner for a better plan; None for a design, after two repairs, or if it has no other."""
        if len(attempts) > MAX_REPAIRS or isinstance(request, Design):
            return None
        with planning_at(self.drafts()):
            better = self.planner.repair(request, attempts)
        return repaired(better, attempts[-1].plan) if better else None

    @blocking
    def run_script(  # noqa: PLR0913 - public, and each is documented
        self,
        source: ScriptSource,
        parameters: Mapping[str, ScriptValue] | None = None,
        requirements: Requirements | None = None,
        *,
        files: Mapping[str, InputFile] | None = None,
        title: str = "script",
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> Steps[dict[str, Any]]:
        """Build a CadQuery script in CQGI form in the jail; returns what ``generate_model`` returns.

        Args:
            source: The script, or the bytes or the path of its file; it calls ``show_object``, leaves its
                model in ``result``, saves it, or assigns it last.
            parameters: New values for its top-level parameters.
            requirements: What the model is held against; valid geometry is always asked for.
            files: What the script finds in its working folder: name to content, or to the path of a file.
            title: What to call the model.
            on_progress: Called with each stage.
            cancel: As for ``generate_model``.
            client: As for ``generate_model``.

        Raises:
            InvalidParameter: A parameter is unknown, a value's type is wrong, or a file can't be read.
            BuildError, BuildCancelled, StorageError: As for ``generate_model``.
        """
        plan = yield from Step(
            partial(script_plan, source, parameters, requirements, files=files, title=title)
        )
        return (yield from self._build_step(plan, on_progress, cancel, client))

    arun_script = awaited(run_script)

    @blocking
    def read_script(
        self, source: ScriptSource, parameters: Mapping[str, ScriptValue] | None = None
    ) -> Steps[ScriptRead]:
        """Read a script in a child of the workshop, without running it.

        Returns:
            The script with the new values in it, and the values in the parameters' types.

        Raises:
            InvalidParameter: The script has no such parameter, or the value's type is wrong.
            ScriptError: It is no Python, or imports what can't be used.
            BuildError: It could not be read.
        """
        script = yield from Step(partial(read_source, source))

        def read(cancel: CancelToken | None, client: Client) -> ScriptRead:
            return self.workshop.read(script, parameters, cancel=cancel, client=client)

        return (yield from at_workshop(lambda: self.workshop, read, client=LOCAL))

    aread_script = awaited(read_script)

    @blocking
    def make_part(
        self,
        name: str,
        *,
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
        **parameters: ParameterValue,
    ) -> Steps[dict[str, Any]]:
        """Build a part of the catalogue; returns what ``generate_model`` returns.

        Args:
            name: The part ("plate"); ``mayfly parts`` lists them.
            on_progress: Called with each stage.
            cancel: As for ``generate_model``.
            client: As for ``generate_model``.
            **parameters: Its parameters; the others take their defaults, which the model's text states.

        Raises:
            UnknownPart: No such part.
            InvalidParameter: Unknown parameter, or a rule of the part is broken.
            BuildError, BuildCancelled, StorageError: As for ``generate_model``.
        """
        plan = yield from Step(partial(part_plan, name, parameters))
        return (yield from self._build_step(plan, on_progress, cancel, client))

    amake_part = awaited(make_part)

    @blocking
    def make_design(
        self,
        design: DesignSource,
        *,
        files: Mapping[str, InputFile] | None = None,
        edits: Iterable[Edit | Mapping[str, Any]] = (),
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> Steps[dict[str, Any]]:
        """Build a design (a ``Design``, plain data or JSON text); returns what ``generate_model`` returns.

        Args:
            design: What to build; no planner is asked.
            files: The STEP files that its bodies begin with: name to content, or to the path of a file. One
                that is not here is a model that is still kept, by its file name.
            edits: What to change about it before, as ``Design.edit`` takes it; ``changes`` of the result
                states it.
            on_progress: Called with each stage.
            cancel: As for ``generate_model``.
            client: As for ``generate_model``.

        Raises:
            InvalidDesign: It is not written as it has to be, something in it does not fit, or an edit is
                about something that it does not have.
            InvalidParameter: A file can't be read, is too large, or is not named in the design.
            BuildError, BuildCancelled, StorageError: As for ``generate_model``.
        """
        cancel = cancel or CancelToken()
        plan = yield from Step(partial(self.plan_design, design, files, edits, cancel=cancel, client=client))
        return (yield from self._build_step(plan, on_progress, cancel, client))

    amake_design = awaited(make_design)

    @blocking
    def build_plan(
        self,
        plan: Plan,
        *,
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
        once: str | None = None,
    ) -> Steps[dict[str, Any]]:
        """Build, inspect, publish and register one plan; returns what ``generate_model`` returns.

        Args:
            plan: What to build.
            on_progress: Called with each stage.
            cancel: As for ``generate_model``.
            client: As for ``generate_model``.
            once: Names a step of a run, which may be repeated: it publishes one model, and returns that
                again.

        Raises:
            BuildError, BuildCancelled, StorageError: As for ``generate_model``.
        """
        job = PlanBuild(
            service=self.cleanup_service,
            workshop=lambda: self.workshop,
            plan=(yield from Step(partial(self._step_files.with_files, plan))),
            on_progress=on_progress or no_progress,
            cancel=cancel or self._cancel or CancelToken(),
            once=once,
        )
        build = partial(self.build_plan, plan, on_progress=on_progress, cancel=job.cancel, once=once)
        return (yield from Step(partial(job.build, client), partial(job.abuild, client, build)))

    abuild_plan = awaited(build_plan)

    def _build_step(
        self, plan: Plan, on_progress: Progress | None, cancel: CancelToken | None, client: Client
    ) -> Step[dict[str, Any]]:
        """Return the step that builds a plan; arguments as for ``build_plan``."""
        build, abuild = self.build_plan, self.abuild_plan
        return step(build, abuild, plan, on_progress=on_progress, cancel=cancel, client=client)

    @blocking
    def picture(
        self,
        name: str,
        *,
        views: Sequence[str] | str = USUAL_VIEWS,
        section: str | None = None,
        width_px: int = USUAL_WIDTH_PX,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> Steps[bytes]:
        """Draw a PNG sheet of shaded views of a model, with its sizes in mm; the same bytes each time.

        Args:
            name: The model's file name.
            views: "iso", "front", "back", "left", "right", "top", "bottom": those that the sheet shows, in
                third-angle order.
            section: "x", "y" or "z" to cut the model through its middle, or "x=12.5" to cut it there (mm). It
                is seen from the right, the front or the top; the iso view shows the cut, too.
            width_px: Pixels across, 64 to 4096.
            cancel: Cancels it from another thread, at once.
            client: As for ``generate_model``.

        Raises:
            InvalidParameter: A view, the section or the width is not valid, or the section misses the model.
            InvalidModelName, ModelNotFound, ModelExpired: There is no such model.
            BuildError: It could not be drawn.
            BuildCancelled: The token was cancelled.
        """
        order = read_picture_options(views, section, width_px)
        service, workshop = self.cleanup_service, lambda: self.workshop
        return (yield from drawn(service, workshop, name, order, cancel=cancel, client=client))

    apicture = awaited(picture)

    def get_cleanup_stats(self) -> dict[str, Any]:
        """Return ``total_files``, ``tracked_files``, ``cleanup_interval_minutes``, ``service_running``."""
        return self.cleanup_service.get_stats()

    def manual_cleanup(self) -> dict[str, Any]:
        """Delete the models that are past their deadlines, and return the statistics afterwards."""
        self.cleanup_service.sweep()
        return self.get_cleanup_stats()

    def close(self) -> None:
        """Stop the cleanup service if it is the generator's own; the janitor deletes what lives on."""
        if self._owns_service:
            self.cleanup_service.stop_cleanup_service()

    def __enter__(self) -> Self:
        """Return the generator; it is closed at the end of the ``with`` block."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close the generator."""
        self.close()
