"""Changes as people type them: short, polite, with reasons and remarks, and how a change is taken back."""

from __future__ import annotations

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.conversation.answers import with_answer
from mayfly.planning.planner import Attempt
from mayfly.planning.rules import RulesPlanner
from mayfly.replies.words import verdict_of
from tests.planning.test_changes import box, holes, talk

FLANGE = "flange OD 160, thickness 16, bore 60, 6 holes dia 14 on PCD 125"
TUBE = "tube, 50 outside, wall 3, 200 long"
BAR = "flat bar 200x20x10 with 5 holes 6 mm at 40 pitch"
KNOB = "round knob 40 dia 20 high with a 6 mm hole from below 12 deep"


@pytest.mark.parametrize(
    ("messages", "sides"),
    [
        ((TUBE, "could you do wall 4? keep the outside"), (50, 50, 200)),
        ((TUBE, "length stays, 60 od"), (60, 60, 200)),
        ((KNOB, "looks a bit flat. 24 high, hole depth as is"), (40, 40, 24)),
        (("100x100x5 plate in aluminium", "ok then 8 thick, and steel"), (100, 100, 8)),
        ((BAR, "and the bar itself 12 thick"), (200, 20, 12)),
        (("square tube 40x40 wall 2, 300 long", "change to 60 x 40"), (60, 40, 300)),
        (("square pyramid base 60x60 height 50", "scale the lot by 2"), (120, 120, 100)),
        (("o ring inside diameter 50, 4 mm cord", "No wait, 5 mm cord. Inside diameter stays"), (60, 60, 5)),
        (("plate 80 x 60 x 6", "too thin, make it 8 thick so that it does not bend"), (80, 60, 8)),
        (("plate 80 x 60 x 6", "can I get it 10 thick"), (80, 60, 10)),
    ],
)
def test_a_size_is_changed(messages: tuple[str, ...], sides: tuple[float, float, float]) -> None:
    assert box(talk(*messages)) == sides


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        ((FLANGE, "Eight holes please, not six."), [(14, 8), (60, 1)]),
        ((FLANGE, "eight holes, not six"), [(14, 8), (60, 1)]),
        (("plate 4 in by 2 in, 1/4 in thick, 1/2 inch hole", "sorry, the hole is metric: 12 mm"), [(12, 1)]),
        (
            ("plate 100x60x8 with four 6 mm holes, 10 mm from the edges", "make it 120 long, holes stay 6"),
            [(6, 4)],
        ),
        ((BAR, "make the holes 8 mm, the bar stays as it is"), [(8, 5)]),
    ],
)
def test_holes_are_changed(messages: tuple[str, ...], found: list[tuple[float, int]]) -> None:
    assert holes(talk(*messages)) == found


def test_a_wall_grows_inwards_where_the_outside_stays() -> None:
    assert holes(talk(TUBE, "could you do wall 4? keep the outside")) == [(42, 1)]


def test_what_shall_stay_has_to_stay() -> None:
    plan = RulesPlanner().plan(TUBE)
    assert plan is not None
    with pytest.raises(Exception, match="can't read"):
        talk(TUBE, "make it 60 od, outside diameter stays")


def test_a_reason_changes_nothing_more() -> None:
    plan = talk(
        "blind flange 120 od, 12 thk, 4 holes of 14 on pcd 90",
        "rotate the hole pattern by 45 so they straddle the axes",
    )
    assert plan.design is not None
    assert plan.design["bodies"][0]["features"][0]["at"]["first_angle"] == 45


def test_walls_and_floor_are_one_thickness() -> None:
    plan = talk("a 40 mm cube", "hollow it out, walls and floor 3 mm, open on top")
    assert plan.design is not None
    (shell,) = plan.design["bodies"][0]["features"]
    assert (shell["kind"], shell["wall"], shell["open"]) == ("shell", 3, ["top"])


def test_counterbores_from_the_top() -> None:
    plan = talk("block 40x20x20, two 4.5 holes 28 apart", "counterbore them from the top 8 dia, 5 deep")
    assert plan.design is not None
    assert plan.design["bodies"][0]["features"][0]["counterbore"] == {"diameter": 8, "depth": 5}


def test_a_shaft_of_two_pieces_takes_chamfers() -> None:
    plan = talk(
        "shaft with one step. 25 dia for 60 then 18 dia for 40",
        "chamfer both ends 1mm",
        "the thin part should be 50 long instead of 40",
    )
    assert plan.design is not None
    (body,) = plan.design["bodies"]
    assert body["base"]["sizes"]["steps"] == "25x60, 18x50"
    assert [one["kind"] for one in body["features"]] == ["chamfer"]


@pytest.mark.parametrize("said", ["undo", "undo that", "take that back", "go back", "revert"])
def test_what_is_open_is_left_by_undoing_it(said: str) -> None:
    assert verdict_of(said) == "cancel"


@pytest.mark.parametrize(
    ("said", "point"),
    [
        ("move the hole 10 in -y", [0, -10]),
        ("move the hole 10 in y", [0, 10]),
        ("move the hole 10 in the -y direction", [0, -10]),
        ("move the hole 10 along -x", [-10, 0]),
        ("move the hole -10 in x", [-10, 0]),
        ("move the hole 10 to +x", [10, 0]),
        ("shift the hole 10 towards -x", [-10, 0]),
        ("nudge the hole 3 mm in negative x", [-3, 0]),
    ],
)
def test_a_hole_is_moved_along_an_axis_with_its_sign(said: str, point: list[float]) -> None:
    plan = talk("plate 100x60x8 with a 10 mm hole in the middle", said)
    assert plan.design is not None
    assert plan.design["bodies"][0]["features"][0]["at"]["points"] == [point]


@pytest.mark.parametrize(
    ("model", "said", "path", "value"),
    [
        ("plate 100x60x8 with a 20 mm boss 10 high", "make it 15 high", "height", 15),
        ("plate 100x60x10 with a pocket 30x20x4", "make it 6 deep", "depth", 6),
        ("plate 100x60x10 with a blind 6 mm hole 4 deep", "make it 8 deep", "depth", 8),
    ],
)
def test_what_is_high_or_deep_is_the_feature_of_a_flat_part(
    model: str, said: str, path: str, value: float
) -> None:
    before, after = talk(model), talk(model, said)
    assert before.design is not None
    assert after.design is not None
    assert after.design["bodies"][0]["base"] == before.design["bodies"][0]["base"]
    assert after.design["bodies"][0]["features"][0][path] == value


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("box 100x60x40 open top 2 mm wall", "make it 50 deep"),
        (
            "plate 100x60x10 with a blind 6 mm hole 4 deep and a pocket 30x20x4 20 mm from the left edge",
            "make it 8 deep",
        ),
    ],
)
def test_what_may_be_two_sizes_is_asked_about(model: str, said: str) -> None:
    with pytest.raises(NeedsClarification):
        talk(model, said)


def test_the_length_overall() -> None:
    assert box(talk("flanged bush, bore 16, od 22, flange 32 x 4, 30 long", "40 overall")) == (32, 32, 40)


def test_a_change_that_is_left_behind_is_named() -> None:
    last = Attempt(plan=talk("plate 60x60x8"))
    planner = RulesPlanner()
    with pytest.raises(NeedsClarification) as asked:
        planner.plan("wobble it by 3 mm at the rim", previous=last)
    text = with_answer(
        "wobble it by 3 mm at the rim",
        asked.value.to_dict(),
        "make it 10 thick",
        keeps_questions=False,
        previous=last,
    )
    plan = planner.plan(text, previous=last)
    assert box(plan) == (60, 60, 10)
    assert any("wobble it by 3 mm" in note and "left out" in note for note in plan.statements)


def test_it_is_the_slot_where_its_sizes_are_nearer() -> None:
    model = "plate 100x60x8 with a slot 30 x 8"
    plan = talk(model, "make it 40 x 10")
    assert plan.design is not None
    (slot,) = plan.design["bodies"][0]["features"]
    assert (slot["length"], slot["width"], box(plan)) == (40, 10, (100, 60, 8))
    assert box(talk(model, "make it 120 x 70")) == (120, 70, 8)


def test_it_is_the_hole_that_was_spoken_of_last() -> None:
    plan = talk("block 60x40x30", "drill 10 in the front", "move it 5 up")
    assert plan.design is not None
    (body,) = plan.design["bodies"]
    assert body["features"][0]["at"]["points"] == [[0, 5]]
    assert "at" not in body


def test_what_is_moved_is_asked_about_where_it_may_be_two() -> None:
    with pytest.raises(NeedsClarification, match="or a feature of it"):
        talk("block 60x40x30 with a 10 hole through the front", "move it 5 up")
    plan = talk("block 60x40x30 with a 10 hole through the front", "move the block 5 up")
    assert plan.design is not None
    assert plan.design["bodies"][0]["at"] == [0, 0, 5]


def test_the_rim_of_a_cup_has_two_edges() -> None:
    with pytest.raises(NeedsClarification, match="outer one or the inner one"):
        talk("cup 60 dia 80 high 3 wall", "rim rounded 1")


def test_one_hole_is_added_in_one_corner() -> None:
    with pytest.raises(NeedsClarification, match="In which corner"):
        talk("plate 100x60x8", "add a 6 mm hole in a corner")
