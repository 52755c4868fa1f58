"""An answer before it is built: designs, scripts with nothing to measure, numbers that were left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification, PlanningError
from mayfly.generator import CADModelGenerator
from mayfly.planning.chat import ChatPlanner, Limits
from mayfly.planning.chat.number_audit import audited, said_numbers
from tests.chat.fake_model import FakeModel, box, calls, in_fence, script

PROSE = "a podium for my lamp, 40 long and 30 deep, 20 high, its top like a wave"
RIGHT = box(40, 30, 20)

Designed = Callable[..., CADModelGenerator]


def plate(*features: Any, **sizes: Any) -> Any:
    """An answer by a design: a plate with features."""
    given = {"length": 80, "width": 60, "thickness": 10, **sizes}
    base = {"kind": "part", "part": "plate", "sizes": {k: v for k, v in given.items() if v is not None}}
    return calls("make_design", design={"bodies": [{"base": base, "features": list(features)}]})


def test_a_design_is_built_from_mayflys_own_script_and_comes_with_the_result(designed: Designed) -> None:
    hole = {"kind": "hole", "diameter": 6, "at": {"kind": "corners", "inset": 10}}
    model = FakeModel(answers=[plate(hole)])
    made = designed(model).generate_model("plate 80 x 60 x 10 with 6 mm holes in the corners, 10 mm inset")
    assert made["design"]["bodies"][0]["features"][0]["diameter"] == 6
    assert [(hole["diameter_mm"], hole["count"]) for hole in made["report"]["holes"]] == [(6, 4)]


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (plate({"kind": "hole", "diameter": 90}), "90"),
        (plate({"kind": "wing"}), "features"),
        (plate(lenght=3), "lenght"),
        (plate(width=None), "but not the width"),
        (plate(length=90), "another size"),
        (calls("make_design", design={"bodies": []}), "bodies"),
        (calls("make_design", design={"bodies": [{"base": {"kind": "part", "part": "dragon"}}]}), "dragon"),
    ],
)
def test_a_design_that_does_not_fit_goes_back_with_what_is_wrong(answer: Any, complaint: str) -> None:
    model = FakeModel(answers=[answer, plate()])
    plan = ChatPlanner(model).plan("plate 80 x 60 x 10")
    assert plan.design is not None
    assert complaint in model.said()
    assert plan.drafting is not None and plan.drafting.answers == 2


def test_the_flat_form_of_a_design_is_read_too() -> None:
    sizes = [{"name": name, "value": str(value)} for name, value in (("length", 80), ("width", 60))]
    base = {"kind": "part", "part": "plate", "sizes": [*sizes, {"name": "thickness", "value": "1 cm"}]}
    design = {"name": "", "bodies": [{"base": base, "features": []}], "expect": {"sizes": []}}
    plan = ChatPlanner(FakeModel(answers=[calls("make_design", design=design)])).plan("plate 80 x 60 x 10")
    assert plan.requirements.bounding_box_mm == (80, 60, 10)


def test_a_script_without_requirements_goes_back_once() -> None:
    bare = calls("write_script", script=RIGHT)
    model = FakeModel(answers=[bare, script(RIGHT)])
    plan = ChatPlanner(model).plan(PROSE)
    assert "came without requirements" in model.said()
    assert plan.requirements.solids == 1
    insisting = ChatPlanner(FakeModel(answers=[bare, bare])).plan(PROSE)
    assert insisting.script == RIGHT
    (stated,) = [each for each in insisting.statements if each.startswith("Not checked")]
    assert "40, 30 and 20" in stated


def test_a_script_in_a_bare_block_goes_back_too_and_one_for_a_request_without_numbers_does_not() -> None:
    model = FakeModel(answers=[in_fence(RIGHT), in_fence(RIGHT)])
    ChatPlanner(model).plan(PROSE)
    assert len(model.told) == 2
    free = FakeModel(answers=[in_fence(RIGHT)])
    ChatPlanner(free).plan("a podium for my lamp, its top like a wave")
    assert len(free.told) == 1


def test_what_is_looked_up_costs_tokens_and_no_answer() -> None:
    looking = calls("look_up", names=["spacer", "hole"])
    model = FakeModel(answers=[looking, looking, script(RIGHT)])
    plan = ChatPlanner(model, limits=Limits(answers=1)).plan(PROSE)
    assert plan.drafting is not None
    assert (plan.drafting.answers, plan.drafting.turns) == (1, 2)
    assert "spacer(outer_diameter" in model.said() and "feature hole" in model.said()


def test_looking_up_without_end_is_an_unusable_answer() -> None:
    model = FakeModel(answers=[calls("look_up", names=["spacer"])] * 7)
    with pytest.raises(PlanningError, match="looked up enough"):
        ChatPlanner(model).plan(PROSE)
    assert len(model.told) == 7


def test_numbers_of_the_request_that_went_missing_are_named_to_the_model_once() -> None:
    model = FakeModel(answers=[script(box(40, 30, 25)), script(RIGHT)])
    plan = ChatPlanner(model, limits=Limits(answers=2)).plan(PROSE)
    assert "Not found in your answer" in model.said() and ": 20." in model.said()
    assert plan.script == RIGHT
    assert plan.drafting is not None and (plan.drafting.answers, plan.drafting.turns) == (1, 1)


def test_a_number_that_stays_away_is_named_in_the_answer() -> None:
    wrong = box(40, 30, 25)
    plan = ChatPlanner(FakeModel(answers=[script(wrong), script(wrong)])).plan(PROSE)
    assert any("The request's 20 was found neither" in each for each in plan.statements)


def test_there_is_nothing_to_publish_before_there_is_a_model() -> None:
    model = FakeModel(answers=[calls("publish"), script(RIGHT)])
    ChatPlanner(model).plan(PROSE)
    assert "no model yet" in model.said()


@pytest.mark.parametrize(
    ("request_", "numbers"),
    [
        ("plate 120 × 80 × 10 mm, six 8 mm holes", ["120", "80", "10 mm", "six", "8 mm"]),
        ('2" x 1 1/2" plate, Ø25 h6, R5', ['2"', '1 1/2"', "Ø25", "R5"]),
        ("made of 6061-T6 to ISO 2768, 42CrMo4, Ra 1.6, 50 HRC, RAL 9010, 50 off", []),
        ("1. a base of 50 mm\n2. a lid of 40 mm", ["50 mm", "40 mm"]),
        ("holes at (±27, 14), chamfer 2 x 45°, wedge of 30°", ["27", "14", "2", "30°"]),
        ("four M6 holes", ["four", "M6"]),
        ("something nice", []),
    ],
)
def test_the_numbers_of_a_request_are_its_sizes_and_counts(request_: str, numbers: list[str]) -> None:
    assert [said.text for said in said_numbers(request_)] == numbers


@pytest.mark.parametrize(
    ("request_", "source", "lost"),
    [
        ("R5 and Ø12, 30 long", "r = 5\nd = 12\nl = 30", ()),
        ("Ø12 shaft, 30 long", "r = 6\nl = 15 * 2", ()),
        ("2 in long, 0.25 thick", "l = 50.8\nt = 6.35", ()),
        ("2 in long, 0.25 thick", "l = 2 * 25.4\nt = 0.25 * 25.4", ()),
        ("four M6 holes", "for p in [(1, 1), (1, 2), (2, 1), (2, 2)]: hole(6.6)", ()),
        ("four M6 holes", "hole(standards.clearance_hole('M6').diameter_mm, 4)", ()),
        ("four M6 holes", "hole(7.92, 4)", ("M6",)),
        ("6 holes, 30 apart, 7.5 deep", "n = 7\na = 30\nd = 9", ("6", "7.5")),
    ],
)
def test_a_number_is_found_as_itself_its_half_its_double_or_by_its_standard(
    request_: str, source: str, lost: tuple[str, ...]
) -> None:
    assert audited(said_numbers(request_), Plan(script=source)) == lost


def test_a_number_is_found_among_the_measures_too() -> None:
    report = {
        "bounding_box_mm": [80, 40, 5],
        "lowest_mm": [-40, -20, 0],
        "solids": 1,
        "holes": [{"diameter_mm": 6, "count": 2, "axis": "Z", "at": [[-28, 0], [28, 0]], "depth_mm": 5}],
    }
    request = "two 6 mm holes 56 apart and 12 from the ends, 80 x 40"
    assert audited(said_numbers(request), Plan(script="x = 1"), report) == ()
    assert audited(said_numbers(request), Plan(script="x = 1")) != ()


def test_a_part_whose_sizes_contradict_the_request_is_a_question_at_the_last_answer() -> None:
    model = FakeModel(answers=[plate(length=90)])
    with pytest.raises(NeedsClarification, match="80 × 60 × 10 mm, or 90 × 60 × 10"):
        ChatPlanner(model, limits=Limits(answers=1)).plan("plate 80 x 60 x 10")


def test_a_design_that_expects_nothing_goes_back_once_where_the_rules_read_nothing_of_it() -> None:
    base = {"kind": "extrusion", "profile": {"kind": "rectangle", "length": 40, "width": 30}, "height": 20}
    bare = {"bodies": [{"base": base}]}
    expecting = {**bare, "expect": {"solids": 1, "envelope": [40, 30, 20]}}
    model = FakeModel(answers=[calls("make_design", design=bare), calls("make_design", design=expecting)])
    plan = ChatPlanner(model).plan(PROSE)
    assert "Your design expects nothing" in model.said()
    assert plan.requirements.solids == 1
    insisting = FakeModel(answers=[calls("make_design", design=bare)] * 2)
    assert ChatPlanner(insisting).plan(PROSE).design is not None
