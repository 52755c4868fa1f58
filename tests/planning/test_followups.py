"""Changes to what was asked for before, read on top of the words of the last plan."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.planning.planner import Attempt
from mayfly.planning.rules import RulesPlanner
from mayfly.subject import Subject, lengths


def _talk(*messages: str) -> Plan:
    planner, previous, plan = RulesPlanner(), None, None
    for message in messages:
        plan = planner.plan(message, previous=previous)
        previous = Attempt(plan=plan)
    assert plan is not None
    return plan


def _holes(plan: Plan) -> list[tuple[float, int]]:
    return sorted((hole.diameter_mm, hole.count) for hole in plan.requirements.holes)


PLATE = "plate 100x60x8 with four M5 holes in the corners, 10 mm inset"


@pytest.mark.parametrize(
    ("messages", "box", "holes"),
    [
        ((PLATE, "the same, but 20 mm thick"), (100, 60, 20), [(5.5, 4)]),
        ((PLATE, "make the holes 6 mm"), (100, 60, 8), [(6, 4)]),
        ((PLATE, "make it 120 long", "and 15 thick"), (120, 60, 15), [(5.5, 4)]),
        ((PLATE, "add a 20 mm hole in the centre"), (100, 60, 8), [(5.5, 4), (20, 1)]),
        ((PLATE, "add a 20 mm hole in the centre", "without the corner holes"), (100, 60, 8), [(20, 1)]),
        ((PLATE, "remove the holes"), (100, 60, 8), []),
        ((PLATE, "the plate should be 10 mm thick"), (100, 60, 10), [(5.5, 4)]),
        ((PLATE, "now a cube of 30 mm"), (30, 30, 30), []),
        ((PLATE, "change the thickness from 8 to 12"), (100, 60, 12), [(5.5, 4)]),
        ((PLATE, "increase the width from 60 to 70 mm"), (100, 70, 8), [(5.5, 4)]),
        ((PLATE, "use 12 for the thickness"), (100, 60, 12), [(5.5, 4)]),
        ((PLATE, "let's go with 12 thick"), (100, 60, 12), [(5.5, 4)]),
        (("tube OD 40 ID 32 length 120", "make it 50 OD"), (50, 50, 120), [(32, 1)]),
        (("disc 80 x 10 with four 6 mm holes on a 60 mm circle", "8 holes instead"), (80, 80, 10), [(6, 8)]),
        (("tube OD 40 ID 32 length 120", "make it 150 long"), (40, 40, 150), [(32, 1)]),
        (("tube OD 40 ID 32 length 120", "make the bore 30"), (40, 40, 120), [(30, 1)]),
        (("cube 25", "make it 30"), (30, 30, 30), []),
        (("M10 washer", "the same for M12"), (24, 24, 2.5), [(13, 1)]),
        (("L-bracket 60x40x30x4", "make both legs 50"), (50, 30, 50), []),
        (
            (
                "flange OD 150, 18 thick, bore 60, 4 holes of 18 mm on PCD 110",
                "the same but with 8 holes",
                "PCD 120",
            ),
            (150, 150, 18),
            [(18, 8), (60, 1)],
        ),
    ],
)
def test_a_change_is_read_on_top_of_what_was_said(
    messages: tuple[str, ...], box: tuple[float, float, float], holes: list[tuple[float, int]]
) -> None:
    plan = _talk(*messages)
    assert plan.requirements.bounding_box_mm == pytest.approx(box)
    assert _holes(plan) == holes


@pytest.mark.parametrize(
    ("messages", "box", "holes"),
    [
        ((PLATE, "keep everything but make it 80 wide"), (100, 80, 8), [(5.5, 4)]),
        ((PLATE, "keep the holes but make it 10 thick"), (100, 60, 10), [(5.5, 4)]),
        ((PLATE, "another one but 5 mm thick"), (100, 60, 5), [(5.5, 4)]),
        ((PLATE, "make it half an inch thick"), (100, 60, 12.7), [(5.5, 4)]),
        ((PLATE, "12 mm instead of 8"), (100, 60, 12), [(5.5, 4)]),
        ((PLATE, "M6 instead of M5"), (100, 60, 8), [(6.6, 4)]),
        ((PLATE, "6 mm thick instead of 8"), (100, 60, 6), [(5.5, 4)]),
        ((PLATE, "change the inset to 15"), (100, 60, 8), [(5.5, 4)]),
    ],
)
def test_what_is_kept_is_kept(
    messages: tuple[str, ...], box: tuple[float, float, float], holes: list[tuple[float, int]]
) -> None:
    plan = _talk(*messages)
    assert plan.requirements.bounding_box_mm == pytest.approx(box)
    assert _holes(plan) == holes


def test_a_place_can_be_changed_without_naming_the_holes() -> None:
    (corners,) = _talk(PLATE, "change the inset to 15").requirements.holes
    assert corners.at == ((-35, -15), (-35, 15), (35, -15), (35, 15))
    disc = "disc 100x10 with 4 holes Ø8 on PCD 80"
    for message in ("first hole at 45°", "rotate the holes by 45°"):
        (turned,) = _talk(disc, message).requirements.holes
        assert turned.at == tuple((x, y) for x in (-28.2843, 28.2843) for y in (-28.2843, 28.2843))


def test_one_treatment_of_edges_takes_the_place_of_another() -> None:
    block = "block 50x40x30 with 3 mm fillets on the vertical edges"
    plan = _talk(block, "use 2 mm chamfers instead of the fillets")
    assert plan.requirements.volume_mm3 == pytest.approx(60000 - 4 * 2 * 30)
    assert _talk(block.replace("3 mm", "R3"), "R5 instead of R3").requirements.volume_mm3 == pytest.approx(
        59356.19, abs=0.01
    )


@pytest.mark.parametrize(
    ("message", "about"),
    [
        ("keep the holes", {"words": ("keep the holes",)}),
        ("make it 8 thick", {"words": ("make it 8 thick",)}),
        ("R8 instead of R5", {"values": lengths(5, 8)}),
        ("9 instead of 10.5", {"values": lengths(10.5, 9)}),
    ],
)
def test_a_follow_up_that_is_true_already_or_of_another_model_is_asked_about(
    message: str, about: dict[str, Any]
) -> None:
    with pytest.raises(NeedsClarification, match="last model") as raised:
        _talk(PLATE, message)
    assert (raised.value.reason, raised.value.subject) == ("missing", Subject(kind="change", **about))


def test_a_fillet_can_be_changed_and_taken_away() -> None:
    block = "block 50x40x30 with 3 mm fillets on the vertical edges"
    assert _talk(block).requirements.volume_mm3 == pytest.approx(59768.23, abs=0.01)
    assert _talk(block, "same with 5 mm fillets").requirements.volume_mm3 == pytest.approx(59356.19, abs=0.01)
    assert _talk(block, "remove the fillets").requirements.volume_mm3 == pytest.approx(60000)


@pytest.mark.parametrize(
    ("message", "reason", "subject"),
    [
        ("make it thicker", "missing", Subject(kind="change", words=("thicker",))),
        ("increase the thickness", "missing", Subject(kind="change", words=("increase",))),
        (
            "move the hole 10 mm",
            "missing",
            Subject(kind="direction", feature="hole", name="hole"),
        ),
        (
            "make it 30",
            "missing",
            Subject(
                kind="change",
                feature="part",
                name="part",
                sizes=("length", "width", "thickness"),
                values=lengths(30),
            ),
        ),
    ],
)
def test_a_change_that_is_not_clear_is_asked_about(message: str, reason: str, subject: Subject) -> None:
    planner = RulesPlanner()
    previous = Attempt(plan=planner.plan("plate 100x60x8 with a 10 mm hole in the centre"))
    with pytest.raises(NeedsClarification) as raised:
        planner.plan(message, previous=previous)
    assert (raised.value.reason, raised.value.subject) == (reason, subject)


def test_a_question_leaves_the_conversation_as_it_was() -> None:
    planner = RulesPlanner()
    first = Attempt(plan=planner.plan(PLATE))
    with pytest.raises(NeedsClarification) as raised:
        planner.plan("make it thicker", previous=first)
    assert raised.value.subject == Subject(kind="change", words=("thicker",))
    assert planner.plan("make it 12 thick", previous=first).requirements.bounding_box_mm == (100, 60, 12)


def test_without_words_of_the_last_model_a_change_stands_for_itself() -> None:
    planner = RulesPlanner()
    previous = Attempt(plan=Plan(script="import cadquery as cq"))
    with pytest.raises(NeedsClarification) as raised:
        planner.plan("make the holes 6 mm", previous=previous)
    assert (raised.value.reason, raised.value.subject) == ("unsupported", Subject(kind="part"))


@pytest.mark.parametrize(
    ("message", "words"),
    [
        *((said, ()) for said in ("thanks", "hello", "ok", "yes", "never mind", "make it red", "the plate")),
        ("remove the ears", ("remove",)),
    ],
)
def test_a_follow_up_that_changes_nothing_makes_no_second_model(message: str, words: tuple[str, ...]) -> None:
    with pytest.raises(NeedsClarification, match="What shall change") as raised:
        _talk(PLATE, message)
    assert (raised.value.reason, raised.value.subject) == ("missing", Subject(kind="change", words=words))


@pytest.mark.parametrize("message", ["delete it", "remove it", "keep it for an hour", "show it", "save it"])
def test_a_word_about_the_file_is_answered_with_the_way_to_the_storage(message: str) -> None:
    with pytest.raises(NeedsClarification, match="list the models") as raised:
        _talk(PLATE, message)
    verb = message.split()[0]
    assert (raised.value.reason, raised.value.subject) == ("missing", Subject(kind="change", words=(verb,)))


@pytest.mark.parametrize(
    "message", ["again", "the same", "another", "do it again", "make another one", "one more please"]
)
def test_a_second_one_is_made_where_it_is_asked_for(message: str) -> None:
    assert _holes(_talk(PLATE, message)) == [(5.5, 4)]


@pytest.mark.parametrize(
    ("messages", "same_as"),
    [
        (
            ("block 80x50x20 with a groove 6 x 3 along x", "make the groove 5 mm deep"),
            "block 80x50x20 with a groove 6 x 5 along x",
        ),
        (
            ("shaft Ø30 x 100 with a keyway 25 x 10 x 5 in the middle", "make the keyway 30 long"),
            "shaft Ø30 x 100 with a keyway 30 x 10 x 5 in the middle",
        ),
        (
            ("plate 100x60x10 with a boss Ø20 x 10 in the middle", "make the boss 15 high"),
            "plate 100x60x10 with a boss Ø20 x 15 in the middle",
        ),
        (
            ("block 60x40x20, fillet the top front edge 3 mm", "make the fillet 4 mm"),
            "block 60x40x20, fillet the top front edge 4 mm",
        ),
    ],
)
def test_one_size_of_a_feature_changes_and_the_others_stay(messages: tuple[str, ...], same_as: str) -> None:
    changed, asked_at_once = _talk(*messages), _talk(same_as)
    assert changed.script == asked_at_once.script
    assert changed.requirements == asked_at_once.requirements


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("plate 100 x 60 x 8 with a 20 x 10 pocket 3 deep", "put the pocket on the bottom"),
        (PLATE, "change the thickness from 10 to 12"),
        (
            "plate 100 x 60 x 8 with a 10 mm hole 20 mm from the left edge",
            "hole should be 15 from the bottom",
        ),
        (
            "plate 100 x 60 x 8 with a 10 mm hole 20 mm from the left edge",
            "the hole must be in the right side",
        ),
    ],
)
def test_what_is_said_of_a_feature_that_is_there_makes_no_second_one(base: str, message: str) -> None:
    with pytest.raises(NeedsClarification):
        _talk(base, message)


def test_a_hole_is_added_beside_the_one_that_is_named() -> None:
    two = (
        "plate 100 x 60 x 8 with a 10 mm hole 20 mm from the left edge"
        " and a 12 mm hole 20 mm from the right edge"
    )
    plan = _talk(two, "add a 5 mm hole 10 mm above the left hole")
    assert plan.design is not None
    assert plan.design["bodies"][0]["features"][-1]["at"]["points"] == [[-30, 10]]


@pytest.mark.parametrize(
    "message",
    [
        "it should have a 6 mm hole in the centre",
        "the plate should have a 6 mm hole in the centre",
        "there should be a 6 mm hole in the centre",
    ],
)
def test_what_the_part_should_have_is_added(message: str) -> None:
    plan = _talk("plate 100 x 60 x 8 with a 10 mm hole 20 mm from the left edge", message)
    assert _holes(plan) == [(6, 1), (10, 1)]
