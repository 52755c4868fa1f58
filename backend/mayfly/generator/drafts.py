"""Draws a plan while it is still being changed: a mesh for the screen, not measured, not published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mayfly.cad.workshop import LOCAL, BuildJob, CancelToken, Client, Draft
from mayfly.contracts import Plan

if TYPE_CHECKING:
    from mayfly.generator.model_generator import CADModelGenerator

LIMIT_BYTES: Final = 16 * 1024 * 1024
"""Largest mesh of a draft."""


def draft(
    generator: CADModelGenerator,
    plan: Plan,
    *,
    coarse: bool = False,
    cancel: CancelToken | None = None,
    client: Client = LOCAL,
) -> Draft:
    """Return the mesh of what a plan would build.

    Args:
        generator: Has the workshop.
        plan: What to draw; its requirements are not checked.
        coarse: With few triangles and without exact geometry, while a slider moves.
        cancel: Cancels it from another thread, at once.
        client: Whose it is.

    Raises:
        InvalidParameter: A parameter is unknown, or its value's type is wrong.
        BuildError, BuildCancelled: As for ``CADModelGenerator.build_plan``.
    """
    job = BuildJob(
        script=plan.script,
        parameters=plan.parameters,
        files=plan.files,
        trusted=plan.trusted,
        explicit=plan.explicit,
        name=plan.part or plan.title,
    )
    return generator.workshop.draft(
        job,
        options={"coarse": coarse, "exact": not coarse},
        limit_bytes=LIMIT_BYTES,
        cancel=cancel,
        client=client,
    )
