"""Turns a design into a plan: a script that people can read, and what the finished model must measure."""

from __future__ import annotations

from dataclasses import replace

from mayfly.contracts import Plan
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.expected import with_expectations
from mayfly.design.features._nested import put_on
from mayfly.design.model import Body, Design
from mayfly.design.several import plan_of_bodies
from mayfly.errors import InvalidDesign, InvalidParameter, UnknownPart


def compile_design(design: Design) -> Plan:
    """Return the plan that builds a design.

    Raises:
        InvalidDesign: A size, a place or a feature does not fit; the text names it and what would do.
    """
    drafts = [draft_of(body, f"bodies[{index}]") for index, body in enumerate(design.bodies)]
    only = design.bodies[0]
    placed_or_colored = any(only.at) or any(only.turn) or only.color is not None
    if len(drafts) == 1 and not placed_or_colored and only.copies is None:
        plan = drafts[0].plan()
    else:
        plan = plan_of_bodies(design, drafts)
    return replace(
        plan,
        title=design.title or plan.title,
        requirements=with_expectations(design.expect, replace(plan.requirements, by="design")),
        design=design.to_dict(),
    )


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
