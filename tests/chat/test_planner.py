"""A chat model as designer: what it answers is built, measured, told back, and never taken on trust."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import Queue
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage

from mayfly.cad.parts import Part, PartParameter, catalogue
from mayfly.contracts import HoleRequirement, Plan, Requirements
from mayfly.errors import (
    NeedsClarification,
    PlanningError,
    RequirementsNotMet,
    ScriptError,
)
from mayfly.generator import CADModelGenerator, design_plan
from mayfly.planning.chat import ChatPlanner
from mayfly.planning.chat import stream as chat_stream
from mayfly.planning.chat.client import Limits
from mayfly.planning.memory import remembered, undone
from mayfly.planning.planner import Attempt
from mayfly.subject import Subject
from tests.chat.fake_model import FakeModel, box, calls, fenced, script

REQUEST = "block 40 x 30 x 20"
RIGHT = box(40, 30, 20)
WRONG = box(40, 30, 25)
BROKEN = box(40, 30, 20, "result = result.edges('|Z').fillet(60)")
WISHED = "a podium for a chess piece, you choose"
HOSTILE = "import cadquery as cq\nprint(open('/etc/passwd').read())\n" + RIGHT

Designed = Callable[..., CADModelGenerator]


def steps(generator: CADModelGenerator) -> list[str]:
    return sorted(path.name for path in generator.temp_dir.rglob("*.step"))


def test_a_right_script_is_built_at_once_and_not_trusted(designed: Designed) -> None:
    model = FakeModel(answers=[script(RIGHT, title="block")])
    generator = designed(model)
    made = generator.generate_model(REQUEST)
    assert made["report"]["bounding_box_mm"] == pytest.approx([40, 30, 20])
    assert made["script"] == RIGHT
    assert generator.planner.plan is not None
    plan = ChatPlanner(FakeModel(answers=[script(RIGHT)])).plan(REQUEST)
    assert plan.trusted is False
    assert plan.drafting is not None
    assert plan.drafting.answers == 1


def test_a_catalogue_part_is_built_from_our_own_script(designed: Designed) -> None:
    model = FakeModel(answers=[calls("use_part", part="cube", parameters={"side": 25})])
    made = designed(model).generate_model("cube 25")
    assert made["part"] == "cube"
    assert made["report"]["volume_mm3"] == pytest.approx(15625)


def test_a_wrong_size_is_told_as_expected_against_measured_and_repaired(designed: Designed) -> None:
    model = FakeModel(answers=[script(WRONG), script(RIGHT)])
    made = designed(model).generate_model(REQUEST)
    assert made["report"]["bounding_box_mm"] == pytest.approx([40, 30, 20])
    told = model.said()
    assert "bounding_box_mm[Z]: expected 20.0, measured 25.0, tolerance 0.01" in told
    assert WRONG.strip() in told
    assert "The request itself fixes" in told
    assert "The request itself fixes" not in model.said(0)


def test_errors_are_told_with_line_and_hint_until_the_third_answer_is_right(designed: Designed) -> None:
    model = FakeModel(
        answers=[script("import cadquery as cq\nresult = cq.Workplane(\n"), script(BROKEN), script(RIGHT)]
    )
    made = designed(model).generate_model(REQUEST)
    assert made["report"]["bounding_box_mm"] == pytest.approx([40, 30, 20])
    assert "SyntaxError" in model.said(1)
    assert "line 3" in model.said(2) and "fillet(60)" in model.said(2) and "Hint: " in model.said(2)
    assert "Your answer 1:" in model.said(2) and "Your answer 2:" in model.said(2)


def test_never_right_ends_after_three_answers_and_leaves_no_file(designed: Designed) -> None:
    model = FakeModel(answers=[script(box(40, 30, z)) for z in (21, 22, 23, 24)])
    generator = designed(model)
    with pytest.raises(RequirementsNotMet, match="measured 23"):
        generator.generate_model(REQUEST)
    assert len(model.told) == 3
    assert steps(generator) == []


def test_the_model_does_not_mark_its_own_work(designed: Designed) -> None:
    """Its requirements say nothing, or only what its script does; the request's own are checked."""
    model = FakeModel(answers=[script(box(40, 30, 20)) for _ in range(3)])
    with pytest.raises(RequirementsNotMet, match="holes 6 mm"):
        designed(model).generate_model("block 40 x 30 x 20 with a 6 mm hole in the centre")


def test_the_models_own_requirements_are_checked_too(designed: Designed) -> None:
    stated = {"bounding_box_mm": [50, 50, 30]}
    model = FakeModel(
        answers=[
            script(box(50, 50, 20), requirements=stated),
            script(box(50, 50, 30), requirements=stated),
        ]
    )
    made = designed(model).generate_model(WISHED)
    assert made["report"]["bounding_box_mm"] == pytest.approx([50, 50, 30])
    assert len(model.told) == 2


def test_a_script_that_runs_into_the_jail_is_reported_and_not_tried_again(designed: Designed) -> None:
    model = FakeModel(answers=[script(HOSTILE), script(RIGHT)])
    generator = designed(model)
    with pytest.raises(ScriptError, match="PermissionError"):
        generator.generate_model(REQUEST)
    assert len(model.told) == 1
    assert steps(generator) == []


def test_a_forbidden_import_is_told_once(designed: Designed) -> None:
    model = FakeModel(
        answers=[script("import subprocess\n" + RIGHT), script("import socket\n" + RIGHT), script(RIGHT)]
    )
    with pytest.raises(ScriptError, match="socket"):
        designed(model).generate_model(REQUEST)
    assert len(model.told) == 2
    assert "the module 'subprocess' can't be used here" in model.said()


@pytest.mark.parametrize("code", ["script_refused", "busy", "storage_error"])
def test_what_is_not_the_plans_fault_is_not_given_to_the_model(code: str) -> None:
    model = FakeModel()
    attempt = Attempt(plan=Plan(script=RIGHT), error={"code": code, "message": "no"})
    assert ChatPlanner(model).repair(REQUEST, [attempt]) is None
    assert model.told == []


def test_a_question_of_the_model_is_asked() -> None:
    model = FakeModel(answers=[calls("ask", question="How high?", reason="missing", suggestions=["20 mm"])])
    with pytest.raises(NeedsClarification, match="How high") as caught:
        ChatPlanner(model).plan("block 40 x 30")
    assert (caught.value.reason, caught.value.suggestions) == ("missing", ("20 mm",))


def test_a_contradiction_between_request_and_model_is_a_question_not_a_guess() -> None:
    model = FakeModel(answers=[script(WRONG, requirements={"bounding_box_mm": [40, 30, 25]})])
    with pytest.raises(NeedsClarification, match="40 × 30 × 20 mm, or 40 × 30 × 25 mm") as caught:
        ChatPlanner(model).plan(REQUEST)
    assert caught.value.reason == "conflict"


def test_words_that_the_rules_cannot_read_are_no_contradiction() -> None:
    stated = {"bounding_box_mm": [50, 50, 30], "solids": 2}
    plan = ChatPlanner(FakeModel(answers=[script(RIGHT, requirements=stated)])).plan(WISHED)
    assert plan.requirements == Requirements(solids=2, bounding_box_mm=(50, 50, 30), by="model")


def test_a_part_of_another_size_than_asked_for_is_told_before_it_is_built() -> None:
    wrong, right = ({"length": 40, "width": 30, "thickness": t} for t in (25, 20))
    model = FakeModel(answers=[calls("use_part", part="plate", parameters=p) for p in (wrong, right)])
    plan = ChatPlanner(model).plan("plate 40 x 30 x 20")
    assert plan.requirements.bounding_box_mm == (40, 30, 20)
    assert "40 × 30 × 20 mm, or 40 × 30 × 25 mm" in model.said()
    assert plan.drafting is not None and plan.drafting.answers == 2


def test_a_part_with_sizes_left_out_is_not_filled_up_with_defaults() -> None:
    some = calls("use_part", part="plate", parameters={"length": 50})
    model = FakeModel(answers=[some, calls("ask", question="How wide and thick?")])
    with pytest.raises(NeedsClarification, match="How wide"):
        ChatPlanner(model).plan("a plate 50 mm long")
    assert "but not the width, thickness" in model.said()
    with pytest.raises(NeedsClarification, match="What is the width and the thickness of the plate"):
        ChatPlanner(FakeModel(answers=[some] * 3)).plan("a plate 50 mm long")


def _counted() -> list[tuple[Part, PartParameter]]:
    kinds = {"count", "number", "pairs"}
    return [
        (part, parameter)
        for part in catalogue().values()
        for parameter in part.parameters.values()
        if parameter.required and parameter.kind in kinds
    ]


@pytest.mark.parametrize(("part", "counted"), _counted(), ids=lambda each: each.name)
def test_a_count_or_pairs_left_out_is_open_like_any_other_size(part: Part, counted: PartParameter) -> None:
    others = {name: each.default for name, each in part.parameters.items() if name != counted.name}
    some = calls("use_part", part=part.name, parameters=others)
    model = FakeModel(answers=[some] * 3)
    with pytest.raises(NeedsClarification) as raised:
        ChatPlanner(model).plan(f"a {part.name}")
    assert f"but not the {counted.label}" in model.said()
    assert raised.value.reason == "missing"
    assert raised.value.subject == Subject(
        kind="size", feature="part", name=part.title.lower(), sizes=(counted.label,)
    )


def test_a_part_with_no_sizes_at_all_takes_its_defaults_and_says_so() -> None:
    plan = ChatPlanner(FakeModel(answers=[calls("use_part", part="plate")])).plan("a plate")
    assert len(plan.assumptions) == 3


def test_sizes_that_follow_from_others_are_not_left_out() -> None:
    sizes = {"outer_diameter": 30, "wall": 3, "length": 100}
    plan = ChatPlanner(FakeModel(answers=[calls("use_part", part="tube", parameters=sizes)])).plan(WISHED)
    assert "inner_diameter = 24" in plan.script


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (calls("use_part", part="dragon"), "no part called 'dragon'"),
        (calls("use_part", part="plate", parameters={"lenght": 3}), "lenght"),
        (calls("use_part", part="plate", parameters={"length": -3}), "length"),
        ("I would start with a block and then think about it.", "neither a design"),
        (calls("draw", x=1), "no tool 'draw'"),
    ],
)
def test_an_answer_that_cannot_be_used_is_said_so_and_asked_again(answer: Any, complaint: str) -> None:
    model = FakeModel(answers=[answer, script(RIGHT)])
    plan = ChatPlanner(model).plan(REQUEST)
    assert plan.script == RIGHT
    assert complaint in model.said()
    assert plan.drafting is not None and plan.drafting.answers == 2


def test_endless_prose_ends_in_one_clear_error() -> None:
    model = FakeModel(answers=["Let us think. " * 20 for _ in range(3)])
    with pytest.raises(PlanningError, match="no answer that can be used, within 3 answers"):
        ChatPlanner(model).plan(REQUEST)
    assert len(model.told) == 3


def test_unusable_answers_and_failed_builds_share_the_same_three(designed: Designed) -> None:
    model = FakeModel(answers=["Hm.", script(WRONG), script(WRONG), script(RIGHT)])
    with pytest.raises(RequirementsNotMet):
        designed(model).generate_model(REQUEST)
    assert len(model.told) == 3


def test_a_prose_longer_than_an_answer_may_be_is_stopped() -> None:
    model = FakeModel(answers=["word " * 1000])
    with pytest.raises(PlanningError, match="more than 2,000 characters"):
        ChatPlanner(model, limits=Limits(characters=2000)).plan(REQUEST)


def test_a_budget_of_tokens_ends_the_repairs() -> None:
    used = {"input_tokens": 900, "output_tokens": 200, "total_tokens": 1100}
    answer = script(RIGHT)
    answer.usage_metadata = used  # type: ignore[assignment]
    planner = ChatPlanner(FakeModel(answers=[answer]), limits=Limits(tokens=1000))
    plan = planner.plan(REQUEST)
    assert plan.drafting is not None
    assert (plan.drafting.input_tokens, plan.drafting.output_tokens) == (900, 200)
    failed = Attempt(plan=plan, error={"code": "script_error", "message": "no"})
    assert planner.repair(REQUEST, [failed]) is None


def test_tokens_are_estimated_where_the_provider_does_not_count() -> None:
    plan = ChatPlanner(FakeModel(answers=[script(RIGHT)])).plan(REQUEST)
    assert plan.drafting is not None
    assert 1500 < plan.drafting.input_tokens < 8000
    assert 10 < plan.drafting.output_tokens < 200


class Sleepy(FakeModel):
    """Waits for longer than anybody would, until the test lets it go."""

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        self.metadata["gate"].wait(30)  # type: ignore[index]
        yield from super()._stream(*args, **kwargs)


def test_a_model_that_does_not_answer_is_given_up_on() -> None:
    gate = threading.Event()
    model = Sleepy(answers=[script(RIGHT)], metadata={"gate": gate})
    with pytest.raises(PlanningError, match="in the time it had"):
        ChatPlanner(model, limits=Limits(seconds=0.2)).plan(REQUEST)
    gate.set()


def test_a_stream_that_never_pauses_ends_with_its_time_too() -> None:
    waiting: Queue[Any] = Queue()
    waiting.put(AIMessageChunk("on and on"))
    with pytest.raises(PlanningError, match="in the time it had"):
        next(chat_stream._until(waiting, deadline=0.0, name="it"))


def test_a_model_without_tools_answers_in_text(designed: Designed) -> None:
    model = FakeModel(answers=[fenced(WRONG), fenced(RIGHT)], tools=False)
    made = designed(model).generate_model(REQUEST)
    assert made["report"]["bounding_box_mm"] == pytest.approx([40, 30, 20])
    assert model.bound == [[], []]
    assert "```json" in model.told[0][0].text


def test_a_follow_up_knows_the_last_script_and_its_measurements_in_repairs_too(designed: Designed) -> None:
    model = FakeModel(
        answers=[
            script(RIGHT),
            script(BROKEN),
            script(box(40, 30, 20, "result = result.faces('>Z').hole(6)")),
        ]
    )
    generator = designed(model)
    first = generator.generate_model(REQUEST)
    previous = Attempt(plan=Plan(script=first["script"], title=first["title"]), report=first["report"])
    made = generator.generate_model("now with a 6 mm hole", previous=previous)
    assert [hole["diameter_mm"] for hole in made["report"]["holes"]] == [6]
    for call in (1, 2):
        assert RIGHT.strip() in model.said(call)
        assert '"bounding_box_mm": [40.0, 30.0, 20.0]' in model.said(call)
        assert "now with a 6 mm hole" in model.said(call)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (
            AIMessage("No.", additional_kwargs={"refusal": "I do not design that."}),
            "refused the request: I do not design",
        ),
        (AIMessage("", response_metadata={"stop_reason": "refusal"}), "refused the request"),
        (AIMessage("x", response_metadata={"finish_reason": "content_filter"}), "refused the request"),
        (AIMessage(RIGHT, response_metadata={"finish_reason": "length"}), "cut off"),
        (AIMessage(RIGHT, response_metadata={"finish_reason": "lengthlength"}), "cut off"),
        (AIMessage(RIGHT, response_metadata={"stop_reason": "max_tokens"}), "cut off"),
        (AIMessage(RIGHT, response_metadata={"done_reason": "length"}), "cut off"),
        (AIMessage(RIGHT, response_metadata={"finish_reason": "MAX_TOKENS"}), "cut off"),
    ],
)
def test_a_refused_or_cut_off_answer_is_not_built(answer: AIMessage, complaint: str) -> None:
    class Whole(FakeModel):
        _stream = FakeModel.__mro__[1]._stream

    with pytest.raises(PlanningError, match=complaint):
        ChatPlanner(Whole(answers=[answer])).plan(REQUEST)


def test_the_request_is_the_only_thing_that_the_model_is_told_at_first() -> None:
    model = FakeModel(answers=[script(RIGHT)])
    ChatPlanner(model).plan(REQUEST)
    system, human = model.told[0]
    assert system.type == "system"
    assert isinstance(human, HumanMessage)
    assert human.text == f"Request: {REQUEST}"


def test_certain_holes_stay_in_the_requirements_whatever_the_model_leaves_out() -> None:
    model = FakeModel(answers=[script(RIGHT), script(RIGHT)])
    plan = ChatPlanner(model).plan("a thing to hold my lamp with three Ø5 holes")
    assert plan.requirements.holes == (HoleRequirement(diameter_mm=5, count=3, by="request"),)


def test_a_change_that_can_be_undone_is_undone_without_asking_the_model() -> None:
    design = {"bodies": [{"base": {"kind": "part", "part": "cube", "sizes": {"side": 25}}}]}
    last = design_plan(design, [{"kind": "set", "path": "side", "value": 30}])
    back = ChatPlanner(FakeModel(answers=[])).plan("undo that", previous=Attempt(plan=last))
    assert back.requirements.bounding_box_mm == (25, 25, 25)
    assert [change.after for change in back.changes] == [25]


def test_what_came_before_a_script_can_be_undone_and_a_script_can_not_be_gone_back_to() -> None:
    model = FakeModel(answers=[script(RIGHT), script(WRONG), script(RIGHT)])
    planner = ChatPlanner(model)
    plan = design_plan({"bodies": [{"base": {"kind": "part", "part": "cube"}}]})
    first = remembered(planner.plan("rounder", previous=Attempt(plan=plan)), plan)
    assert undone(first) is not None
    second = remembered(planner.plan("smoother", previous=Attempt(plan=first)), first)
    assert undone(second) is None
    planner.plan("undo", previous=Attempt(plan=second))
    assert model.said(), "the model is asked"
