"""Turns a design into a plan: a script that people can read, and what the finished model must measure."""

from __future__ import annotations

from dataclasses import replace

from mayfly.contracts import Plan, Requirements
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._nested import put_on
from mayfly.design.geometry.faces import literal
from mayfly.design.model import Body, Design
from mayfly.design.several import plan_of_bodies
from mayfly.design.step_base import step_files
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
    # the kernel reads a file from anywhere there, so it is treated as a script from anywhere
    own = next(step_files(design), None) is None
    return replace(
        plan,
        title=design.title or plan.title,
        requirements=_expected(design, plan.requirements),
        design=design.to_dict(),
        trusted=own,
        explicit=not own,
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


def _expected(design: Design, found: Requirements) -> Requirements:
    """Join what the design expects of the whole; it has to agree with what its bodies make.

    Raises:
        InvalidDesign: The bodies can't make what is expected.
    """
    expect = design.expect
    if expect.solids is not None and found.solids is not None and expect.solids != found.solids:
        raise InvalidDesign(
            [("expect.solids", f"the bodies make {found.solids} solids, not {expect.solids}")]
        )
    if expect.envelope is not None and found.bounding_box_mm is not None:
        for letter, want, have in zip("xyz", expect.envelope, found.bounding_box_mm, strict=True):
            if abs(want - have) > found.length_tolerance_mm:
                raise InvalidDesign(
                    [
                        (
                            "expect.envelope",
                            f"the bodies are {literal(have)} mm along {letter}, not {literal(want)}",
                        )
                    ]
                )
    return replace(
        found,
        solids=found.solids if expect.solids is None else expect.solids,
        bounding_box_mm=found.bounding_box_mm or expect.envelope,
    )
