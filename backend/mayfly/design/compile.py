"""Turns a design into a plan: a script that people can read, and what the finished model must measure."""

from __future__ import annotations

from dataclasses import replace

from mayfly.contracts import Plan
from mayfly.design.body import Body, Compilable
from mayfly.design.builder import Draft
from mayfly.design.centre_of_mass import plan_of
from mayfly.design.errors import DoesNotFit
from mayfly.design.expected import with_expectations
from mayfly.design.features._nested import put_on
from mayfly.design.several import plan_of_bodies, title_of_bodies
from mayfly.design.step_base import step_files
from mayfly.design.values import as_name
from mayfly.errors import InvalidDesign, InvalidParameter, UnknownPart


def compile_design(design: Compilable) -> Plan:
    """Return the plan that builds a design.

    Raises:
        InvalidDesign: A size, a place or a feature does not fit; the text names it and what would do.
    """
    drafts = [draft_of(body, f"bodies[{index}]") for index, body in enumerate(design.bodies)]
    plan = plan_of(drafts[0]) if _is_plain(design) else plan_of_bodies(design, drafts)
    # the kernel reads a file from anywhere there, so it is treated as a script from anywhere
    own = next(step_files(design), None) is None
    return replace(
        plan,
        title=design.title or plan.title,
        requirements=with_expectations(design.expect, replace(plan.requirements, by="design")),
        design=design.to_dict(),
        trusted=own,
        explicit=not own,
    )


def own_title(design: Compilable) -> str | None:
    """Return the title that is made of a design's sizes or names; None for one that does not fit."""
    if not _is_plain(design):
        return title_of_bodies(design.bodies)
    try:
        return as_name(draft_of(design.bodies[0]).plan().title)
    except InvalidDesign:
        return None


def _is_plain(design: Compilable) -> bool:
    """Return whether a design is one body that stands where it was made."""
    only = design.bodies[0]
    placed_or_colored = any(only.at) or any(only.turn) or only.color is not None
    return len(design.bodies) == 1 and not placed_or_colored and only.copies is None


def draft_of(body: Body, path: str = "bodies[0]") -> Draft:
    """Return a body with its features put on, one after the other.

    Raises:
        InvalidDesign: The base or a feature does not fit.
    """
    try:
        draft = Draft.start(body.base.form())
    except (InvalidParameter, UnknownPart, DoesNotFit) as error:
        raise InvalidDesign([(f"{path}.base", str(error))]) from error
    try:
        put_on(draft, body.features)
    except DoesNotFit as error:
        raise error.at(path) from error
    return draft
