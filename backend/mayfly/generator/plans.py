"""Makes plans of scripts, of catalogue parts and of designs, and the record of a plan that failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mayfly.cad.input_files import InputFile, read_files
from mayfly.cad.parts import get_part
from mayfly.cad.script_text import ScriptSource, read_source
from mayfly.cad.workshop.script_reading import sendable
from mayfly.contracts import ParameterValue, Plan, Requirements, ScriptValue
from mayfly.design import Body, CataloguePart, Design, compile_design
from mayfly.design.edits import Edit
from mayfly.design.values import as_name
from mayfly.errors import InvalidParameter, MayflyError, RequirementsNotMet
from mayfly.planning.planner import Attempt


def script_plan(
    source: ScriptSource,
    parameters: Mapping[str, ScriptValue] | None,
    requirements: Requirements | None,
    *,
    files: Mapping[str, InputFile] | None,
    title: str,
) -> Plan:
    """Return the plan of a script; arguments and errors as for ``CADModelGenerator.run_script``."""
    return Plan(
        script=read_source(source),
        parameters=sendable(parameters or {}),
        files=read_files(files),
        requirements=requirements or Requirements(),
        title=title,
    )


def part_plan(name: str, parameters: Mapping[str, ParameterValue]) -> Plan:
    """Return the plan of a catalogue part, with its design; errors as for ``CADModelGenerator.make_part``."""
    part = get_part(text(name, "A part's name"))
    plan = part.plan(**parameters)
    base = CataloguePart(part=part.name, sizes=part.settle(parameters).values)
    return replace(
        plan, design=Design(title=as_name(plan.title), bodies=(Body(name=part.label, base=base),)).to_dict()
    )


DesignSource = Design | Mapping[str, Any] | str | bytes
"""A design as a value, as plain data, or as JSON text."""


def read_design(design: DesignSource) -> Design:
    """Return a design that may still be plain data or JSON text.

    Raises:
        InvalidDesign: It is not written as it has to be.
    """
    return design if isinstance(design, Design) else Design.read(design)


def design_plan(design: DesignSource, edits: Iterable[Edit | Mapping[str, Any]] = ()) -> Plan:
    """Return the plan of a design, or of what edits make of it; it then states what they changed.

    Raises:
        InvalidDesign: It is not written as it has to be, something in it does not fit, or an edit is about
            something that it does not have.
    """
    given = read_design(design)
    wanted = list(edits)
    edited = given.edit(*wanted) if wanted else given
    plan = compile_design(edited)
    return plan if edited == given else replace(plan, earlier=(given.to_dict(),), changes=given.diff(edited))


def failed_attempt(plan: Plan, error: MayflyError) -> Attempt:
    """Return what was tried and why it failed, for the planner's repair."""
    report = error.report if isinstance(error, RequirementsNotMet) else None
    return Attempt(plan=plan, report=report.to_dict() if report else None, error=error.to_dict())


def text(value: object, what: str) -> str:
    """Return a value that is a text.

    Raises:
        InvalidParameter: It is something else; ``what`` names it.
    """
    if not isinstance(value, str):
        raise InvalidParameter(f"{what} is text, not {type(value).__name__}.")
    return value
