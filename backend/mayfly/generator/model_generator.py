"""CADModelGenerator: plan, build, inspect, publish, register."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from mayfly.cad.input_files import InputFile, read_files
from mayfly.cad.parts import get_part
from mayfly.cad.pictures import LIMIT_BYTES, USUAL_VIEWS, USUAL_WIDTH_PX, read_order
from mayfly.cad.requirements_check import compare
from mayfly.cad.script_text import ScriptSource, read_source
from mayfly.cad.workshop import (
    LOCAL,
    BuildJob,
    CancelToken,
    Client,
    ScriptRead,
    Workshop,
    in_own_thread,
    run_cancellable,
)
from mayfly.cad.workshop.reading import sendable
from mayfly.cleanup.publish import Partial
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import BuildReport, ParameterValue, Plan, Requirements, ScriptValue
from mayfly.errors import BuildError, InvalidParameter, MayflyError, RequirementsNotMet
from mayfly.generator.awaited import build_awaited
from mayfly.generator.defaults import default_planner, shared_workshop
from mayfly.generator.published import named, publish, recipe_for
from mayfly.generator.reuse import copy_twin, find_twin
from mayfly.planning.planner import Attempt, Planner
from mayfly.settings import get_settings

if TYPE_CHECKING:
    from types import TracebackType

Progress = Callable[[str], None]
"""Called with "planning", "building", "inspecting" and "published" as they begin or happen."""

MAX_REPAIRS = 2
"""How often a planner may try again after a failed build."""


class CADModelGenerator:
    """Turns requests, scripts and catalogue parts into STEP files that expire.

    Constructing one starts its cleanup service, unless it is given one. Building
    happens in child processes; this process never imports CadQuery.

    Attributes:
        temp_dir: Where the models are published.
        cleanup_service: What makes sure that they go.
    """

    def __init__(
        self,
        temp_dir: str | Path | None = None,
        cleanup_interval_minutes: float | None = None,
        *,
        planner: Planner | None = None,
        cleanup_service: TempModelsCleanupService | None = None,
        workshop: Workshop | None = None,
    ) -> None:
        """Set up the generator and start its cleanup service.

        Args:
            temp_dir: Directory of the models; ``MAYFLY_TEMP_DIR`` or the default
                if not given.
            cleanup_interval_minutes: A model's life in minutes;
                ``MAYFLY_CLEANUP_INTERVAL_MINUTES`` or 30 if not given.
            planner: What turns words into plans; the rules planner if not given,
                or the chat model that ``MAYFLY_MODEL`` names.
            cleanup_service: A service to use instead of an own one. It is neither
                started nor stopped here, and brings its own directory and interval.
            workshop: Where to build; one shared by the process if not given.

        Raises:
            InvalidLifetime: The interval makes no sense.
            StorageError: The directory can't be made or used.
            ValueError: A directory or an interval was given beside a service.
        """
        settings = get_settings()
        self._owns_service = cleanup_service is None
        if cleanup_service is None:
            interval = (
                settings.cleanup_interval_minutes
                if cleanup_interval_minutes is None
                else cleanup_interval_minutes
            )
            cleanup_service = TempModelsCleanupService(
                settings.temp_dir if temp_dir is None else temp_dir,
                interval,
                janitor=settings.janitor == "on",
                storage_mb=settings.storage_mb,
            )
        elif temp_dir is not None or cleanup_interval_minutes is not None:
            raise ValueError("temp_dir and cleanup_interval_minutes belong to the given cleanup_service")
        self.cleanup_service = cleanup_service
        self.temp_dir: Path = cleanup_service.temp_dir
        self._planner = planner
        self._workshop = workshop
        if self._owns_service:
            cleanup_service.start_cleanup_service()

    @property
    def planner(self) -> Planner:
        """The planner, made on first use."""
        if self._planner is None:
            self._planner = default_planner(get_settings())
        return self._planner

    @property
    def workshop(self) -> Workshop:
        """The workshop; its children start with the first build."""
        if self._workshop is None:
            self._workshop = shared_workshop()
        return self._workshop

    def generate_model(
        self,
        request: str,
        *,
        previous: Attempt | None = None,
        on_progress: Progress | None = None,
        on_plan: Callable[[Plan], None] | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> dict[str, Any]:
        """Make what was asked for.

        Args:
            request: What to make, in words.
            previous: The last model of the conversation, for "the same, but ...".
            on_progress: Called with each stage.
            on_plan: Called with each plan before it is built; the last one is that of the model.
            cancel: Cancels all of it from another thread, until the model is being published.
            client: Whose request it is; the workshop's places are shared fairly between clients.

        Returns:
            ``model_url``, ``step_path``, ``model_id``, ``name``, ``title``, ``script``,
            ``parameters``, ``part``, ``assumptions``, ``report``, ``size_bytes``,
            ``created_at`` and ``expires_at`` (ISO 8601, UTC), ``text``. Plain data.

        Raises:
            InvalidParameter: The request is no text.
            NeedsClarification: The request can't be built as it stands.
            PlanningError: The planner failed.
            BuildError: It could not be built, even after repairs; nothing is left behind.
            BuildCancelled: The token was cancelled; nothing is left behind.
            StorageError: It could not be stored.
        """
        cancel = cancel or CancelToken()
        plan = self.plan_model(request, previous=previous, on_progress=on_progress, cancel=cancel)
        attempts: list[Attempt] = []
        while True:
            if on_plan:
                on_plan(plan)
            try:
                return self.build_plan(plan, on_progress=on_progress, cancel=cancel, client=client)
            except BuildError as error:
                cancel.check()
                attempts.append(failed_attempt(plan, error))
                better = self.repair(request, attempts)
                if better is None:
                    raise
                plan = better

    async def agenerate_model(
        self,
        request: str,
        *,
        previous: Attempt | None = None,
        on_progress: Progress | None = None,
        on_plan: Callable[[Plan], None] | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> dict[str, Any]:
        """Make what was asked for, awaited; arguments, result and errors are those of ``generate_model``.

        ``on_progress`` is called in another thread. A cancelled task ends its build, and no model is
        left behind. The same holds for the other methods that begin with an "a".
        """
        token = cancel or CancelToken()
        plan = await in_own_thread(
            lambda: self.plan_model(request, previous=previous, on_progress=on_progress, cancel=token)
        )
        attempts: list[Attempt] = []
        while True:
            if on_plan:
                on_plan(plan)
            try:
                return await self.abuild_plan(plan, on_progress=on_progress, cancel=token, client=client)
            except BuildError as error:
                token.check()
                attempts.append(failed_attempt(plan, error))
                better = await in_own_thread(lambda: self.repair(request, attempts))
                if better is None:
                    raise
                plan = better

    def plan_model(
        self,
        request: str,
        *,
        previous: Attempt | None = None,
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
    ) -> Plan:
        """Plan what was asked for, without building it; arguments and errors as for ``generate_model``."""
        if cancel is not None:
            cancel.check()
        (on_progress or _silent)("planning")
        return self.planner.plan(_text(request, "A request"), previous=previous)

    def repair(self, request: str, attempts: list[Attempt]) -> Plan | None:
        """Ask the planner for a better plan; None once it has had its two repairs or has no other."""
        if len(attempts) > MAX_REPAIRS:
            return None
        return self.planner.repair(request, attempts)

    def run_script(
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
    ) -> dict[str, Any]:
        """Build a CadQuery script in CQGI form, in the jail.

        Args:
            source: The script, or the bytes or the path of its file; it calls ``show_object``, leaves its
                model in ``result``, saves it, or assigns it last.
            parameters: New values for its top-level parameters.
            requirements: What the model is held against; valid geometry is always asked for.
            files: What the script finds in its working folder, such as a purchased part that it imports:
                name to content, or to the path of a file.
            title: What to call the model.
            on_progress: Called with each stage.
            cancel: As for ``generate_model``.
            client: As for ``generate_model``.

        Returns:
            The same as ``generate_model``.

        Raises:
            InvalidParameter: The script has no such parameter, the value's type is wrong, or a file can't be
                handed in.
            BuildError: It could not be built; nothing is left behind.
            BuildCancelled: The token was cancelled; nothing is left behind.
            StorageError: It could not be stored.
        """
        plan = _script_plan(source, parameters, requirements, files=files, title=title)
        return self.build_plan(plan, on_progress=on_progress, cancel=cancel, client=client)

    async def arun_script(
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
    ) -> dict[str, Any]:
        """Build a CadQuery script, awaited; as ``run_script``, with what ``agenerate_model`` says."""
        plan = await in_own_thread(
            lambda: _script_plan(source, parameters, requirements, files=files, title=title)
        )
        return await self.abuild_plan(plan, on_progress=on_progress, cancel=cancel, client=client)

    def read_script(
        self, source: ScriptSource, parameters: Mapping[str, ScriptValue] | None = None
    ) -> ScriptRead:
        """Read a script in a child of the workshop, without running it.

        Returns:
            The script with the new values in it, and the values in the parameters' types.

        Raises:
            InvalidParameter: The script has no such parameter, or the value's type is wrong.
            ScriptError: It is no Python, or imports what can't be used.
            BuildError: It could not be read.
        """
        return self.workshop.read(read_source(source), parameters)

    async def aread_script(
        self, source: ScriptSource, parameters: Mapping[str, ScriptValue] | None = None
    ) -> ScriptRead:
        """Read a script, awaited; as ``read_script``. A cancelled task ends the reading."""
        workshop, text = await in_own_thread(lambda: (self.workshop, read_source(source)))
        async with workshop.place() as held:
            return await run_cancellable(
                lambda cancel: workshop.read(text, parameters, cancel=cancel, client=held)
            )

    def make_part(
        self,
        name: str,
        *,
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
        **parameters: ParameterValue,
    ) -> dict[str, Any]:
        """Build a part of the catalogue.

        Args:
            name: The part ("plate"); ``mayfly parts`` lists them.
            on_progress: Called with each stage.
            cancel: As for ``generate_model``.
            client: As for ``generate_model``.
            **parameters: Its parameters; what is left out takes the stated default.

        Returns:
            The same as ``generate_model``.

        Raises:
            UnknownPart: No such part.
            InvalidParameter: Unknown parameter, or a rule of the part is broken.
            BuildError: It could not be built; nothing is left behind.
            BuildCancelled: The token was cancelled; nothing is left behind.
            StorageError: It could not be stored.
        """
        plan = _part_plan(name, parameters)
        return self.build_plan(plan, on_progress=on_progress, cancel=cancel, client=client)

    async def amake_part(
        self,
        name: str,
        *,
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
        **parameters: ParameterValue,
    ) -> dict[str, Any]:
        """Build a part of the catalogue, awaited; as ``make_part``, with what ``agenerate_model`` says."""
        plan = await in_own_thread(lambda: _part_plan(name, parameters))
        return await self.abuild_plan(plan, on_progress=on_progress, cancel=cancel, client=client)

    def build_plan(
        self,
        plan: Plan,
        *,
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> dict[str, Any]:
        """Build, inspect, publish and register one plan; the way that every plan goes.

        Args:
            plan: What to build.
            on_progress: Called with each stage.
            cancel: As for ``generate_model``.
            client: As for ``generate_model``.

        Raises:
            BuildError: It could not be built; nothing is left behind.
            BuildCancelled: The token was cancelled; nothing is left behind.
            StorageError: It could not be stored; nothing is left behind.
        """
        tell = on_progress or _silent
        cancel = cancel or CancelToken()
        code = self.workshop.code
        stem, recipe = named(plan, code)
        with self.cleanup_service.partial() as partial:
            made = self._copied(plan, recipe, partial) or self._built(
                plan, stem, partial.path, on_progress=tell, cancel=cancel, client=client
            )
            if self.workshop.code != code:  # the build had to load it, and found other files
                recipe = recipe_for(plan, self.workshop.code)
            model = publish(partial, stem, recipe, made, cancel)
        tell("published")
        return model

    async def abuild_plan(
        self,
        plan: Plan,
        *,
        on_progress: Progress | None = None,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> dict[str, Any]:
        """Build, inspect, publish and register one plan, awaited; as ``build_plan``."""
        return await build_awaited(self, plan, on_progress=on_progress, cancel=cancel, client=client)

    def copy_plan(
        self, plan: Plan, *, on_progress: Progress | None = None, cancel: CancelToken | None = None
    ) -> dict[str, Any] | None:
        """Publish a copy of a living model that the plan would only make again; None if there is none."""
        stem, recipe = named(plan, self.workshop.code)
        with self.cleanup_service.partial() as partial:
            made = self._copied(plan, recipe, partial)
            if made is None:
                return None
            model = publish(partial, stem, recipe, made, cancel or CancelToken())
        (on_progress or _silent)("published")
        return model

    def _built(
        self,
        plan: Plan,
        name: str,
        output: Path,
        *,
        on_progress: Progress,
        cancel: CancelToken,
        client: Client,
    ) -> tuple[Plan, BuildReport]:
        """Build a plan's model, and return the plan as its script was read, with the model's report."""
        job = BuildJob(
            script=plan.script,
            parameters=plan.parameters,
            files=plan.files,
            trusted=plan.trusted,
            explicit=plan.explicit,
            name=name,
        )
        read: list[ScriptRead] = []
        report = self.workshop.build(
            job,
            output,
            on_progress=on_progress,
            on_read=read.append,
            cancel=cancel,
            client=client,
        )
        _check(plan, report)
        return replace(plan, script=read[0].script, parameters=read[0].parameters), report

    def _copied(self, plan: Plan, recipe: str, partial: Partial) -> tuple[Plan, BuildReport] | None:
        """Copy the living model that the plan would only make again; None if there is none."""
        twin = find_twin(self.cleanup_service, recipe)
        if twin is None:
            return None
        _check(plan, twin.report)
        if not copy_twin(self.cleanup_service, twin, partial):
            return None
        return replace(plan, script=twin.script, parameters=twin.parameters), twin.report

    def picture(
        self,
        name: str,
        *,
        views: Sequence[str] | str = USUAL_VIEWS,
        section: str | None = None,
        width_px: int = USUAL_WIDTH_PX,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> bytes:
        """Draw a sheet of shaded views of a model, with its sizes in mm; the same bytes each time.

        Args:
            name: The model's file name.
            views: "iso", "front", "back", "left", "right", "top", "bottom": those that the sheet shows, in
                third-angle order.
            section: "x", "y" or "z" to cut the model through its middle, or "x=12.5" to cut it there (mm). It
                is seen from the right, the front or the top; the iso view shows the cut, too.
            width_px: Pixels across, 64 to 4096.
            cancel: Cancels it from another thread, at once.
            client: As for ``generate_model``.

        Returns:
            A PNG file.

        Raises:
            InvalidParameter: A view, the section or the width is none that there is, or the section does
                not go through the model.
            InvalidModelName, ModelNotFound, ModelExpired: There is no such model.
            BuildError: It could not be drawn.
            BuildCancelled: The token was cancelled.
        """
        order = read_order(views, section, width_px)
        model = self.cleanup_service.get_model(name)
        trusted = self._is_trusted(name)
        with self.cleanup_service.lease(name):
            return self.workshop.convert(
                model.path,
                "png",
                options=order.options(),
                trusted=trusted,
                limit_bytes=LIMIT_BYTES,
                cancel=cancel,
                client=client,
            )

    async def apicture(
        self,
        name: str,
        *,
        views: Sequence[str] | str = USUAL_VIEWS,
        section: str | None = None,
        width_px: int = USUAL_WIDTH_PX,
        client: Client = LOCAL,
    ) -> bytes:
        """Do as ``picture`` does, without blocking the event loop; a cancelled task ends the drawing."""
        read_order(views, section, width_px)
        workshop, trusted = await in_own_thread(lambda: (self.workshop, self._is_trusted(name)))
        async with workshop.place(client, trusted=trusted) as held:
            return await run_cancellable(
                lambda cancel: self.picture(
                    name, views=views, section=section, width_px=width_px, cancel=cancel, client=held
                )
            )

    def _is_trusted(self, name: str) -> bool:
        """Tell whether a model is of one of Mayfly's own scripts."""
        return bool((self.cleanup_service.get_report(name) or {}).get("trusted"))

    def get_cleanup_stats(self) -> dict[str, Any]:
        """Give ``total_files``, ``tracked_files``, ``cleanup_interval_minutes``, ``service_running``."""
        return self.cleanup_service.get_stats()

    def manual_cleanup(self) -> dict[str, Any]:
        """Sweep now; remove what is past its deadline, and give the stats afterwards."""
        self.cleanup_service.sweep()
        return self.get_cleanup_stats()

    def close(self) -> None:
        """Stop the own cleanup service; live models are left to the janitor."""
        if self._owns_service:
            self.cleanup_service.stop_cleanup_service()

    def __enter__(self) -> Self:
        """Use the generator as a context manager."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the generator."""
        self.close()


def _script_plan(
    source: ScriptSource,
    parameters: Mapping[str, ScriptValue] | None,
    requirements: Requirements | None,
    *,
    files: Mapping[str, InputFile] | None,
    title: str,
) -> Plan:
    """Plan a script as it was given."""
    return Plan(
        script=read_source(source),
        parameters=sendable(parameters or {}),
        files=read_files(files),
        requirements=requirements or Requirements(),
        title=title,
    )


def _part_plan(name: str, parameters: Mapping[str, ParameterValue]) -> Plan:
    """Plan a part of the catalogue."""
    return get_part(_text(name, "A part's name")).plan(**parameters)


def _check(plan: Plan, report: BuildReport) -> None:
    """Raise RequirementsNotMet where a model is not what its plan asks for."""
    mismatches = compare(plan.requirements, report)
    if mismatches:
        raise RequirementsNotMet(mismatches, report)


def failed_attempt(plan: Plan, error: MayflyError) -> Attempt:
    """Note what was tried and why it failed, for the planner's repair."""
    report = error.report if isinstance(error, RequirementsNotMet) else None
    return Attempt(plan=plan, report=report.to_dict() if report else None, error=error.to_dict())


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise InvalidParameter(f"{what} is text, not {type(value).__name__}.")
    return value


def _silent(stage: str) -> None:
    """Tell nobody."""
