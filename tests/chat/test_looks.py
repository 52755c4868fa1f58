"""A look before publishing: what the model sees of its draft, what it may ask, and how it goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from mayfly.contracts import Plan
from mayfly.generator import CADModelGenerator
from mayfly.planning.chat import Limits
from mayfly.planning.planner import Attempt
from tests.chat.fake_model import FakeModel, box, calls, script

PROSE = "a podium for my lamp, 40 long and 30 deep, 20 high, its top like a wave"
RIGHT = box(40, 30, 20)
HOLED = box(40, 30, 20, "result = result.faces('>Z').workplane().hole(6)")
PUBLISH = calls("publish")

Designed = Callable[..., CADModelGenerator]


def sees(model: FakeModel, call: int = -1) -> list[Any]:
    """Return the pictures of the last message of one call."""
    content = model.told[call][-1].content
    return [part for part in content if isinstance(part, dict) and part["type"] == "image"]


def test_a_model_that_takes_pictures_sees_views_a_section_and_the_faces_and_publishes(
    designed: Designed,
) -> None:
    model = FakeModel(answers=[script(HOLED), PUBLISH], profile={"image_inputs": True})
    generator = designed(model)
    made = generator.generate_model(PROSE)
    (picture,) = sees(model)
    assert picture["mime_type"] == "image/png" and len(picture["base64"]) > 5_000
    shown = model.told[-1][-1].text
    assert "flat, looks +Z: x -20..20, y -15..15, z 20" in shown and "1 openings" in shown
    assert "cylinder, axis Z at (0, 0), radius 3" in shown
    assert (made["usage"]["answers"], made["usage"]["turns"]) == (1, 1)
    assert [path.name for path in generator.temp_dir.rglob("*.step")] == [made["name"]]


def test_a_model_that_takes_none_is_not_shown_anything_unless_that_is_set(designed: Designed) -> None:
    model = FakeModel(answers=[script(RIGHT)], profile={"image_inputs": False})
    designed(model).generate_model(PROSE)
    assert len(model.told) == 1
    asked = FakeModel(answers=[script(RIGHT), PUBLISH], profile={"image_inputs": False})
    designed(asked, look="on").generate_model(PROSE)
    assert len(asked.told) == 2 and "Faces:" in asked.said() and not sees(asked)


def test_a_look_that_is_switched_off_is_not_taken(designed: Designed) -> None:
    model = FakeModel(answers=[script(RIGHT)], profile={"image_inputs": True})
    designed(model, look="off").generate_model(PROSE)
    assert len(model.told) == 1


def test_a_better_answer_after_a_look_is_no_repair_and_is_looked_at_again(designed: Designed) -> None:
    model = FakeModel(answers=[script(RIGHT), script(HOLED), PUBLISH])
    made = designed(model, look="on", limits=Limits(answers=1)).generate_model(PROSE)
    assert made["report"]["holes"][0]["diameter_mm"] == 6
    assert made["usage"]["answers"] == 1 and made["usage"]["turns"] == 2


def test_at_most_three_looks_are_taken(designed: Designed) -> None:
    model = FakeModel(answers=[script(RIGHT), script(HOLED), script(RIGHT), script(HOLED)])
    made = designed(model, look="on").generate_model(PROSE)
    assert len(model.told) == 4
    assert made["script"] == HOLED
    asking = FakeModel(answers=[script(RIGHT), *[calls("query", faces="+X")] * 3])
    assert designed(asking, look="on").generate_model(PROSE)["script"] == RIGHT
    assert len(asking.told) == 4


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"faces": "+Z"}, "looks +Z"),
        ({"faces": "all"}, "7. cylinder"),
        ({"faces": "-Z", "distance": "1 2"}, "Between the boxes of faces 1 and 2"),
        ({"distance": "1 99"}, "There are faces 1 to 7"),
        ({"points": [[0, 0, 10], [15, 0, 10]]}, "(0, 0, 10) outside; (15, 0, 10) in the material"),
        ({"selects": "edges %CIRCLE"}, "picks 2: circle x -3..3, y -3..3, z"),
        ({"selects": "faces >X"}, "picks 1: plane x 20, y -15..15, z 0..20"),
        ({"selects": "faces >>>Q"}, "The selector failed"),
    ],
)
def test_a_question_about_the_draft_is_answered(designed: Designed, query: Any, says: str) -> None:
    model = FakeModel(answers=[script(HOLED), calls("query", **query), PUBLISH])
    made = designed(model, look="on").generate_model(PROSE)
    assert says in model.told[-1][-1].text
    assert made["usage"]["answers"] == 1


def test_prose_after_a_look_is_no_consent_and_the_limits_publish_with_a_word_about_it(
    designed: Designed,
) -> None:
    model = FakeModel(answers=[script(RIGHT), "The wave is missing.", "I am not sure."])
    made = designed(model, look="on").generate_model(PROSE)
    assert len(model.told) == 3
    assert any("did not say whether" in each for each in made["assumptions"])


def test_a_draft_that_misses_a_requirement_is_repaired_and_not_shown(designed: Designed) -> None:
    wanted = {"envelope": [40, 30, 20]}
    model = FakeModel(
        answers=[script(box(40, 30, 25), requirements=wanted), script(RIGHT, requirements=wanted), PUBLISH]
    )
    made = designed(model, look="on").generate_model("a podium, 40 by 30, its top like a wave")
    assert "measured 25" in model.said(1)
    assert made["usage"]["answers"] == 2


def test_a_number_that_the_measures_have_is_not_named(designed: Designed) -> None:
    sized = (
        "import cadquery as cq\nr = 20\nresult = cq.Workplane().box(2 * r, r + 10, r)\nshow_object(result)\n"
    )
    model = FakeModel(answers=[script(sized)])
    designed(model).generate_model("a podium for my lamp, 40 long and 30 deep, its top like a wave")
    assert len(model.told) == 1


def test_a_follow_up_shows_what_changed_and_what_did_not(designed: Designed) -> None:
    model = FakeModel(answers=[script(RIGHT), PUBLISH, script(HOLED), PUBLISH])
    generator = designed(model, look="on")
    first = generator.generate_model(PROSE)
    previous = Attempt(plan=Plan(script=first["script"], title=first["title"]), report=first["report"])
    generator.generate_model("now with a 6 mm hole", previous=previous)
    shown = model.told[-1][-1].text
    assert "Compared with the model before (the same: solids, bounding_box_mm, lowest_mm)" in shown
    assert "- volume_mm3: 24000.0 before, " in shown and "- holes: [] before" in shown


def test_what_a_request_cost_is_in_the_result_and_in_the_stream_of_a_graph(designed: Designed) -> None:
    from mayfly.workflow import build_workflow

    graph = build_workflow(generator=designed(FakeModel(answers=[script(RIGHT)])))
    events = list(graph.stream({"request": PROSE}, stream_mode="custom"))
    (used,) = {json.dumps(event["usage"]) for event in events if "usage" in event}
    usage = json.loads(used)
    assert usage.keys() == {"answers", "turns", "input_tokens", "output_tokens", "seconds"}
    assert usage["input_tokens"] > 1000 and usage["answers"] == 1
