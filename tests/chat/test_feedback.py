"""What a model reads of an answer that failed: who asked for what, what it had assumed, what changed."""

from __future__ import annotations

from mayfly.contracts import Note, Plan, Requirements
from mayfly.design import Design, compile_design
from mayfly.planning.chat import feedback
from mayfly.planning.planner import Attempt
from tests.chat.fake_model import box

BEFORE = {"solids": 1, "bounding_box_mm": [40.0, 30.0, 20.0], "volume_mm3": 24000.0, "holes": []}
AFTER = {"solids": 1, "bounding_box_mm": [40.0, 30.0, 25.0], "volume_mm3": 30000.0, "holes": []}


def row(check: str, by: str) -> dict[str, object]:
    return {"check": check, "expected": 20.0, "measured": 25.0, "tolerance": 0.01, "by": by, "instead": ""}


def told(attempt: Attempt, before: dict[str, object] | None = None) -> str:
    certain = Requirements(solids=1, length_tolerance_mm=0.01)
    return feedback.request_text("a block", "", [attempt], certain, before)


def test_what_the_request_asks_for_stands_before_what_the_model_stated_itself() -> None:
    rows = [row("wall_mm", "model"), row("bounding_box_mm[Z]", "request")]
    text = told(Attempt(plan=Plan(script=box(1, 2, 3)), report=AFTER, error={"mismatches": rows}))
    request, model = text.index("Asked for by the request:"), text.index("Stated by you:")
    assert request < text.index("bounding_box_mm[Z]: expected 20.0, measured 25.0") < model
    assert model < text.index("- wall_mm: expected 20.0")
    assert 'The request itself fixes: {"solids": 1}' in text


def test_the_assumptions_of_a_failed_answer_are_kept() -> None:
    plan = Plan(script=box(1, 2, 3), assumptions=(Note("The legs are 5 mm thick."),))
    text = told(Attempt(plan=plan, error={"code": "script_error", "message": "line 3: it failed"}))
    assert 'assumptions ["The legs are 5 mm thick."]' in text
    assert "Keep the assumptions that still hold" in text


def test_a_failed_design_is_shown_as_a_design() -> None:
    base = {"kind": "part", "part": "cube", "sizes": {"side": 25}}
    plan = compile_design(Design.read({"bodies": [{"base": base}]}))
    text = told(Attempt(plan=plan, error={"code": "kernel_crash", "message": "it crashed"}))
    assert '"part": "cube"' in text and "show_object" in text


def test_the_first_faulty_object_comes_with_its_line() -> None:
    error = {"code": "invalid_geometry", "message": "the loft is faulty", "line": 2, "check": "brep_check"}
    text = told(Attempt(plan=Plan(script=box(1, 2, 3)), error=error))
    assert "The first faulty object is made in line 2: result = cq.Workplane().box(1, 2, 3" in text


def test_after_a_follow_up_a_repair_says_what_changed_and_what_did_not() -> None:
    attempt = Attempt(
        plan=Plan(script=box(1, 2, 3)), report=AFTER, error={"mismatches": [row("x", "request")]}
    )
    text = told(attempt, BEFORE)
    assert "Compared with the model before (the same: solids, holes):" in text
    assert "- volume_mm3: 24000.0 before, 30000.0 now" in text
    assert feedback.compared(BEFORE, BEFORE)[0].endswith("nothing changed.")
