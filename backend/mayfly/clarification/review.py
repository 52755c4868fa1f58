"""A plan under review: how the person's words and edits change it, and how long it stays open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mayfly.clarification.asking import model_reads
from mayfly.clarification.meaning import Ruling
from mayfly.contracts import Note, Plan, Requirements
from mayfly.design import Design, compile_design
from mayfly.design.edits import with_parameters
from mayfly.errors import NeedsClarification, PlanningError
from mayfly.generator import CADModelGenerator
from mayfly.planning.conversation.answers import reads_as_change, with_answer
from mayfly.planning.memory import repaired
from mayfly.planning.planner import Attempt


def change_in_words(
    words: str, planned: Plan, remark: Mapping[str, Any] | None, generator: CADModelGenerator
) -> str:
    """Return a change in words; if it answers a question about an earlier change, both together."""
    asked_back = remark is not None and remark["problem"]["code"] == NeedsClarification.code
    if remark is None or not asked_back or reads_as_change(words, planned):
        return words
    return with_answer(
        remark["asked"],
        remark["problem"],
        words,
        keeps_questions=model_reads(generator),
        previous=Attempt(plan=planned),
    )


def stands_under_review(state: Mapping[str, Any]) -> bool:
    """Return whether the thread's last plan was shown, and neither built nor rejected since."""
    attempts = state.get("attempts")
    if not (state.get("under_review") and attempts) or state.get("problem"):
        return False
    return attempts[-1].get("report") is None and attempts[-1].get("error") is None


def still_under_review(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the update by which a plan stays under review while the person looks at the storage."""
    if not stands_under_review(state):
        return {}
    return {"under_review": True, "attempts": state["attempts"], "remark": state.get("remark")}


def turned_down(words: str) -> PlanningError:
    """Return why nothing is built, with the reason that the person gave."""
    said = f' ("{" ".join(words.split())[:200]}")' if words else ""
    return PlanningError(f"The plan was not approved{said}, so nothing was built.")


def edited_plan(planned: Plan, ruling: Ruling, generator: CADModelGenerator) -> Plan:
    """Return the plan with the person's script or parameters.

    Parameters that stand for sizes of the plan's design edit the design, and are held against it. Other
    edits go before what was read from the request: the plan has to be valid, but meets no other requirements,
    and title, assumptions, the design and the words that it was made from no longer describe it.

    Raises:
        InvalidParameter: The script has no such parameter, or the value's type is wrong.
        InvalidDesign: The design does not fit with the new values.
        BuildError: It is no Python, or could not be read.
    """
    if planned.design is not None and ruling.script is None and not planned.parameters:
        design = Design.read(planned.design)
        with generator.measured_files(planned.design, *planned.earlier):
            edited = with_parameters(design, ruling.values)
            plan = None if edited is None else repaired(compile_design(edited), planned)
        if edited is not None and plan is not None:
            return plan if plan.changes else replace(plan, changes=design.diff(edited))
    source = ruling.script or planned.script
    read = generator.read_script(source, {**planned.parameters, **ruling.values})
    return replace(
        planned,
        script=read.script,
        parameters=read.parameters,
        requirements=Requirements(),
        title=f"{planned.title}, edited",
        assumptions=(Note("It was edited in the review, so it is held against no size of the request."),),
        trusted=planned.trusted and source == planned.script,
        explicit=planned.explicit and source == planned.script,
        request="",
        design=None,
    )
