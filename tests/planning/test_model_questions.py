"""Questions about the last model: answered from its measures, told apart from changes."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.cad.standards.densities import MATERIALS, find_material
from mayfly.planning.conversation.model_questions import answer_about
from mayfly.planning.planner import Attempt
from mayfly.planning.rules import RulesPlanner

REPORT: dict[str, Any] = {
    "bounding_box_mm": (100.0, 60.0, 8.0),
    "volume_mm3": 47095.2,
    "area_mm2": 14810.0,
    "centre_mm": (0.0, 0.0, 4.0),
    "holes": [{"diameter_mm": 6.0, "count": 4, "kind": "through"}],
}
MADE = {
    "name": "p.step",
    "step_path": "/models/p.step",
    "model_url": "/temp_models/p.step",
    "expires_at": "soon",
}


@pytest.fixture(scope="module")
def last() -> Attempt:
    plan = RulesPlanner().plan("100x60x8 plate with four 6 mm corner holes, 10 mm inset")
    return Attempt(plan=plan, report=REPORT)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("how heavy is it in aluminium?", "127.2 g"),
        ("what does it weigh in steel", "369.7 g"),
        ("and in brass?", "398.9 g"),
        ("weight in pla please", "58.4 g"),
        ("how much would it weigh if made of titanium?", "208.6 g"),
        ("how heavy is it?", "depends on the material"),
        ("how heavy is it in unobtainium?", "no density for 'unobtainium'"),
        ("how thick is it?", "thickness is 8 mm"),
        ("how long is the plate", "length is 100 mm"),
        ("what are its dimensions?", "100 x 60 x 8 mm"),
        ("how big are the holes?", "4 x Ø6 mm"),
        ("how many holes does it have?", "4 x Ø6 mm"),
        ("what is the inset?", "inset of the hole"),
        ("which parameters are there?", "thickness = 8 mm"),
        ("what's its volume?", "47,095.2 mm³"),
        ("where is the file?", "/models/p.step"),
        ("now in inches", "3.937 x 2.362 x 0.315 in"),
        ("show me the answer in inches", "stays as it is"),
        ("thanks!", "welcome"),
        ("ok great, thank you very much", "welcome"),
    ],
)
def test_a_question_is_answered_from_the_measures(last: Attempt, question: str, told: str) -> None:
    answer = answer_about(question, last, MADE)
    assert answer is not None
    assert told in answer


@pytest.mark.parametrize(
    "message",
    [
        "10 mm thick",
        "how about 10 mm thick?",
        "make it in aluminium, 10 mm thick",
        "plate 100 x 60 x 8 in steel",
        "2 mm thicker",
        "can you make it 20 mm longer?",
        "what if it was 10 mm thick?",
        "4 inches long",
        "add a hole in the middle",
        "weight reduction holes of 20 mm in a grid",
        "list the models",
    ],
)
def test_a_change_or_a_request_is_no_question(last: Attempt, message: str) -> None:
    assert answer_about(message, last, MADE) is None


def test_without_a_model_there_is_nothing_to_ask_about() -> None:
    assert "no model yet" in (answer_about("how heavy is it?", None) or "")
    assert answer_about("plate 100 x 60 x 8", None) is None


def test_materials_have_a_density_in_range_a_source_and_names_of_their_own() -> None:
    assert len(MATERIALS) >= 20
    names = [word for each in MATERIALS for word in (each.name.lower(), *each.words)]
    assert len(names) == len(set(names))
    for each in MATERIALS:
        assert 0.3 < each.density < 20
        assert each.source
        assert find_material(f"how heavy in {each.name}?") == each
