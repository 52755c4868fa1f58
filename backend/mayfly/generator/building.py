"""Builds a plan and publishes the model, blocking or awaited; a living model of the same recipe is copied."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from mayfly.async_twins import Step
from mayfly.cad.requirements_check import compare
from mayfly.cad.workshop import (
    Builder,
    BuildJob,
    CancelToken,
    Client,
    ScriptRead,
    in_own_thread,
    run_cancellable,
    thread_turn,
)
from mayfly.contracts import BuildReport, Measures, Plan
from mayfly.errors import MayflyError, ModelExists, RequirementsNotMet
from mayfly.generator.publication import named, publish, published_before, recipe_for
from mayfly.generator.reuse import copy_twin, find_twin
from mayfly.stores.store import HalfWritten, Store

Progress = Callable[[str], None]
"""Called with "planning", "building", "inspecting" and "published" as they begin or happen."""

Model = dict[str, Any]
Published = TypeVar("Published", Model, Model | None)
Result = TypeVar("Result")


def no_progress(stage: str) -> None:
    """Ignore a stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBuild:
    """The build of one plan.

    Attributes:
        service: Where the model is published and registered.
        workshop: Where it is built; looked up when it is needed.
        plan: What is built.
        on_progress: Called with each stage.
        cancel: Cancels it from another thread, until the model is being published.
        once: Names the step of a run whose build it is: repeated, the step publishes nothing more.
    """

    service: Store
    workshop: Callable[[], Builder]
    plan: Plan
    on_progress: Progress
    cancel: CancelToken
    once: str | None = None

    def build(self, client: Client) -> Model:
        """Build, inspect, publish and register the plan's model, or copy it."""
        workshop = self.workshop()
        code = workshop.code
        stem, recipe = named(self.plan, code, self.once)
        if (model := self._made_before(stem)) is not None:
            return model
        try:
            return self._build(workshop, code, stem, recipe, client)
        except ModelExists:  # the same step runs elsewhere, too, and was faster
            model = self._made_before(stem)
            if model is None:
                raise
            return model

    def _made_before(self, stem: str) -> Model | None:
        """Return what this step has published already."""
        return None if self.once is None else published_before(self.service, stem, self.plan)

    def _build(self, workshop: Builder, code: str, stem: str, recipe: str, client: Client) -> Model:
        with self.service.partial() as file:
            made = self._copied(recipe, file) or self._built(workshop, stem, file.path, client)
            if workshop.code != code:  # the build had to load it, and found other files
                recipe = recipe_for(self.plan, workshop.code)
            model = publish(file, stem, recipe, made, self.cancel)
        self.on_progress("published")
        return model

    def copy(self) -> Model | None:
        """Publish a copy of a living model with the plan's recipe; None if there is no such model."""
        stem, recipe = named(self.plan, self.workshop().code, self.once)
        if (before := self._made_before(stem)) is not None:
            return before
        with self.service.partial() as file:
            made = self._copied(recipe, file)
            if made is None:
                return None
            try:
                model = publish(file, stem, recipe, made, self.cancel)
            except ModelExists:
                return self._made_before(stem)
        self.on_progress("published")
        return model

    async def abuild(self, client: Client, build: Callable[..., Model]) -> Model:
        """Build as ``build`` does: a build that waits for a place takes no thread, one that runs has its own.

        Args:
            client: Whose build it is.
            build: Builds the plan; called with ``client``, which has a place.

        Raises:
            asyncio.CancelledError: The task was cancelled; the build has ended, and no model is left.
        """
        async with thread_turn():
            model = await self._deleted_if_cancelled(self.copy)
        if model is not None:
            return model
        workshop = await in_own_thread(self.workshop)
        async with workshop.place(client, trusted=self.plan.trusted, cancel=self.cancel) as held:
            return await self._deleted_if_cancelled(partial(build, client=held))

    def _built(self, workshop: Builder, name: str, output: Path, client: Client) -> tuple[Plan, BuildReport]:
        """Build the model, and return the plan as its script was read, with the model's report."""
        plan = self.plan
        job = BuildJob(
            script=plan.script,
            parameters=plan.parameters,
            files=plan.files,
            trusted=plan.trusted,
            explicit=plan.explicit,
            name=name,
            measures=plan.requirements.measures,
        )
        read: list[ScriptRead] = []
        report = workshop.build(
            job,
            output,
            on_progress=self.on_progress,
            on_read=read.append,
            cancel=self.cancel,
            client=client,
        )
        self._check(report)
        return replace(plan, script=read[0].script, parameters=read[0].parameters), report

    def _copied(self, recipe: str, file: HalfWritten) -> tuple[Plan, BuildReport] | None:
        """Copy the living model with the plan's recipe; None if there is no such model."""
        twin = find_twin(self.service, recipe)
        needed = self.plan.requirements.measures
        if twin is None or (needed != Measures() and twin.report.measures != needed):
            return None
        self._check(twin.report)
        if not copy_twin(self.service, twin, file):
            return None
        return replace(self.plan, script=twin.script, parameters=twin.parameters), twin.report

    def _check(self, report: BuildReport) -> None:
        """Raise RequirementsNotMet where a model is not what the plan asks for."""
        mismatches = compare(self.plan.requirements, report)
        if mismatches:
            raise RequirementsNotMet(mismatches, report)

    async def _deleted_if_cancelled(self, work: Callable[[], Published]) -> Published:
        """Await what may publish a model; if the task is cancelled, delete what was published."""
        published: list[str] = []

        def working(_: CancelToken) -> Published:
            model = work()
            if model is not None:
                published.append(model["name"])
            return model

        try:
            return await run_cancellable(working, cancel=self.cancel)
        except asyncio.CancelledError:
            for name in published:
                await in_own_thread(partial(self._delete, name))
            raise

    def _delete(self, name: str) -> None:
        """Delete a model whose name was not returned; if that fails, it is deleted at its deadline."""
        with contextlib.suppress(MayflyError):
            self.service.delete(name)


def at_workshop(
    workshop: Callable[[], Builder],
    work: Callable[[CancelToken | None, Client], Result],
    *,
    trusted: bool = False,
    cancel: CancelToken | None = None,
    client: Client,
) -> Step[Result]:
    """Return the step that does something at a place in the workshop; awaited, it waits without a thread.

    Args:
        workshop: Looks the workshop up.
        work: Is given the token and the client, awaited with its place.
        trusted: It runs one of Mayfly's own scripts.
        cancel: Cancels it from another thread.
        client: Whose it is.
    """

    async def awaited() -> Result:
        there = await in_own_thread(workshop)
        async with there.place(client, trusted=trusted, cancel=cancel) as held:
            return await run_cancellable(lambda token: work(token, held), cancel=cancel)

    return Step(partial(work, cancel, client), awaited)
