"""The node that builds: a plan becomes a model, in a child process, and the run waits for it."""

from __future__ import annotations

from functools import partial
from typing import Any

from mayfly.app import get_generator
from mayfly.async_twins import Step, Steps, blocking, step
from mayfly.contracts import Plan
from mayfly.errors import BuildError, MayflyError, WorkshopBusy
from mayfly.generator import CADModelGenerator, failed_attempt
from mayfly.graph_state.designs import brings_design, plan_of_design
from mayfly.graph_state.progress import run_cancel, stage_writer
from mayfly.graph_state.run_context import step_of_run
from mayfly.graph_state.schemas import WorkflowState, pack_attempt, unpack_attempt
from mayfly.graph_state.state_node import state_node

_PLACE = ("name", "step_path", "model_url", "expires_at")


@state_node
@blocking
def generate(state: WorkflowState, *, generator: CADModelGenerator | None = None) -> Steps[dict[str, Any]]:
    """Build the newest plan in a child process, check it, publish it, register it for cleanup.

    Reads ``attempts``, or ``design`` and ``edits``, which need no plan before; writes ``model`` and
    ``previous``, or notes the failure in ``attempts`` and ``problem``. A failure leaves no file; without a
    plan nothing happens.
    A step that runs again, since a server was killed, publishes nothing more and returns the same model.
    A cancelled run ends the build and publishes nothing. Awaited, a build that waits for a place
    takes no thread.

    Raises:
        WorkshopBusy: Too many builds are waiting. Nothing is wrong with the plan, and a RetryPolicy
            tries again.
    """
    if not brings_design(state) and not state.get("attempts"):
        return {}
    maker = generator or (yield from Step(get_generator))
    try:
        planned = yield from Step(partial(_newest, state, maker))
    except WorkshopBusy:
        raise
    except MayflyError as error:
        return {"design": None, "edits": None, "problem": error.to_dict()}
    usage: dict[str, Any] = {"usage": planned.drafting.to_dict()} if planned.drafting else {}
    on_progress, cancel = stage_writer(request=state.get("asked", ""), **usage), run_cancel()
    build, abuild = maker.build_plan, maker.abuild_plan
    try:
        model = yield from step(
            build, abuild, planned, on_progress=on_progress, cancel=cancel, once=step_of_run()
        )
    except MayflyError as error:
        return _not_built(state, planned, error)
    return _built(state, planned, model)


def _newest(state: WorkflowState, maker: CADModelGenerator) -> Plan:
    """Return the plan to build.

    Raises:
        InvalidDesign: The state brings a design in which something does not fit.
    """
    if brings_design(state):
        return plan_of_design(state, maker)
    return unpack_attempt(state["attempts"][-1]).plan


def _built(state: WorkflowState, planned: Plan, model: dict[str, Any]) -> dict[str, Any]:
    """Return the update for a model that was made."""
    made = pack_attempt(planned, model["report"])
    return {
        "attempts": [*_before(state), made],
        "design": None,
        "edits": None,
        "model": model,
        "previous": made,
        "made": {name: model.get(name) for name in _PLACE},
        "problem": None,
    }


def _not_built(state: WorkflowState, planned: Plan, error: MayflyError) -> dict[str, Any]:
    """Return the update for a model that could not be made.

    Raises:
        WorkshopBusy: That was the error: it is no answer to the request.
    """
    if isinstance(error, WorkshopBusy):
        raise error
    if not isinstance(error, BuildError):
        return {"design": None, "edits": None, "problem": error.to_dict()}
    failed = failed_attempt(planned, error)
    packed = pack_attempt(failed.plan, failed.report, failed.error)
    return {"attempts": [*_before(state), packed], "design": None, "edits": None, "problem": error.to_dict()}


def _before(state: WorkflowState) -> list[dict[str, Any]]:
    """Return the attempts before the one that is built now."""
    return [] if brings_design(state) else state["attempts"][:-1]
