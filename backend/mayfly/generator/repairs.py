"""Builds a plan, and the planner's better ones where that fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from mayfly.async_twins import Step, Steps
from mayfly.cad.workshop import CancelToken
from mayfly.contracts import Plan
from mayfly.errors import BuildError
from mayfly.generator.plans import failed_attempt
from mayfly.planning.planner import Attempt

MAX_REPAIRS: Final = 2
"""How often a planner may try again after a failed build."""


def built_with_repairs(
    plan: Plan,
    *,
    build: Callable[[Plan], Step[dict[str, Any]]],
    repair: Callable[[list[Attempt]], Plan | None],
    on_plan: Callable[[Plan], None] | None,
    cancel: CancelToken,
) -> Steps[dict[str, Any]]:
    """Build a plan, or the first better one that can be built.

    Args:
        plan: The first plan.
        build: Returns the step that builds a plan.
        repair: Plans again after what was tried so far; None where it has no other plan.
        on_plan: Called with each plan before it is built.
        cancel: Ends it between two builds, too.

    Raises:
        BuildError: None of them could be built.
    """
    attempts: list[Attempt] = []
    while True:
        if on_plan:
            on_plan(plan)
        try:
            return (yield from build(plan))
        except BuildError as error:
            cancel.check()
            attempts.append(failed_attempt(plan, error))
            better = yield from Step(partial(repair, attempts))
            if better is None:
                raise
            plan = better
