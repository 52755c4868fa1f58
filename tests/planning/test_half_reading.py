"""Requests that are easy to read by half: each is asked about, because a wrong part would be worse."""

from __future__ import annotations

import math

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner
from mayfly.subject import Subject, Value, lengths


def _asked(request: str) -> tuple[str, Subject]:
    """Return why a request is asked about, and what about it."""
    with pytest.raises(NeedsClarification) as caught:
        RulesPlanner().plan(request)
    return caught.value.reason, caught.value.subject


def _part(name: str) -> dict[str, str]:
    return {"feature": "part", "name": name}


@pytest.mark.parametrize(
    ("request_", "reason", "subject"),
    [
        (
            "cube 3 in wibble",
            "conflict",
            Subject(kind="number", **_part("cube"), sizes=("side",), values=lengths(3), words=("3",)),
        ),
    ],
)
def test_in_before_a_word_is_not_taken_for_inches_at_a_guess(
    request_: str, reason: str, subject: Subject
) -> None:
    assert _asked(request_) == (reason, subject)


def test_a_number_behind_inches_is_in_inches_whatever_in_belongs_to() -> None:
    plan = RulesPlanner().plan("plate 4 in x 3 in x 2 in brass")
    assert plan.requirements.bounding_box_mm == pytest.approx((101.6, 76.2, 50.8))


@pytest.mark.parametrize(
    ("request_", "reason", "kind", "values"),
    [
        (
            "block 60x60x40 with one M8x1 tapped hole in the centre",
            "unsupported",
            "number",
            (Value(1), Value(8, "thread")),
        ),
        (
            "block 60x60x40 with one M8x20 hole in the centre",
            "missing",
            "number",
            (Value(20), Value(8, "thread")),
        ),
        (
            "plate 100x60x20 with an M6 hole of 20 mm in the centre",
            "conflict",
            "size",
            (Value(20), Value(6, "thread"), Value(6.6)),
        ),
    ],
)
def test_a_number_behind_a_thread_is_never_the_diameter_at_a_guess(
    request_: str, reason: str, kind: str, values: tuple[Value, ...]
) -> None:
    why, subject = _asked(request_)
    assert (why, subject.kind, subject.feature, subject.values) == (reason, kind, "hole", values)


@pytest.mark.parametrize(
    ("request_", "name", "values"),
    [
        ("cylinder Ø40 x Ø30 x 50", "cylinder", lengths(40, 30, 50)),
        ("disc Ø40 x Ø30 x 5", "disc", lengths(40, 30, 5)),
        ("plate Ø40 x Ø30 x 5", "disc", lengths(40, 30, 5)),
        ("cube Ø4 x Ø3 x Ø2", "cube", lengths(4, 3, 2)),
    ],
)
def test_more_diameters_than_a_part_has_are_asked_about(
    request_: str, name: str, values: tuple[Value, ...]
) -> None:
    assert _asked(request_) == ("conflict", Subject(kind="number", **_part(name), values=values))


@pytest.mark.parametrize(
    ("request_", "reason", "feature"),
    [
        ("stepped shaft Ø30x40, Ø20x60, chamfer 1 at one end", "missing", "chamfer"),
    ],
)
def test_one_end_of_a_part_whose_ends_differ_is_asked_about(request_: str, reason: str, feature: str) -> None:
    assert _asked(request_) == (reason, Subject(kind="edges", feature=feature, name=feature))


@pytest.mark.parametrize(
    ("place", "reason", "subject"),
    [
        (
            "open at the side",
            "missing",
            Subject(kind="face", **_part("box"), words=("open at the side",)),
        ),
        ("left side open", "unsupported", Subject(kind="place", **_part("tray"), words=("left side",))),
        ("open at the end", "unsupported", Subject(kind="meaning", **_part("tray"), words=("at the end",))),
    ],
)
def test_a_side_that_is_open_has_to_be_named(place: str, reason: str, subject: Subject) -> None:
    assert _asked(f"box 100x60x40 with 2 mm walls, {place}") == (reason, subject)


@pytest.mark.parametrize(
    ("request_", "part", "component"),
    [
        ("tray 100x60x40 wall 2 without front wall", "tray", "wall"),
        ("cup OD 60 height 50 wall 2 without bottom", "cup", "bottom"),
        ("box 100x60x40 without bottom", "box", "bottom"),
        ("tube OD 40 ID 30 length 50 without bore", "tube", "bore"),
        ("M8 nut without hole", "hex nut", "hole"),
        ("M8 bolt 40 long without head", "hex bolt", "head"),
        ("hub: flange Ø80x10, hub Ø40 20 high, bore 16, no flange", "flanged hub", "flange"),
    ],
)
def test_a_part_is_not_made_with_what_was_ruled_out(request_: str, part: str, component: str) -> None:
    assert _asked(request_) == ("unsupported", Subject(kind="part", **_part(part), words=(component,)))


@pytest.mark.parametrize(
    ("request_", "kind", "words"),
    [
        ("M6 thin nut", "part", "thin"),
        ("M8 big washer", "part", "big"),
        ("M8 small hex nut", "part", "small"),
        ("bent plate 100x60x5", "meaning", "bent"),
        ("square washer 20x10x2", "meaning", "square"),
        ("tapered plate 100x60x5", "words", "tapered"),
        ("split washer M8", "words", "split"),
        ("slotted plate 100x60x5", "words", "slotted"),
        ("knurled knob Ø40 x 20", "part", "knurled"),
    ],
)
def test_an_adjective_that_changes_the_shape_is_not_dropped(request_: str, kind: str, words: str) -> None:
    reason, subject = _asked(request_)
    assert (reason, subject.kind, subject.words) == ("unsupported", kind, (words,))


@pytest.mark.parametrize(
    ("request_", "box"),
    [
        ("cylinder lying down Ø20x50", (50, 20, 20)),
        ("tube OD 20 ID 16 length 50 lying down", (50, 20, 20)),
        ("U channel 40x20x2 100 long standing", (20, 40, 100)),
        ("flat bar 100x20x5 standing", (100, 5, 20)),
    ],
)
def test_a_part_is_turned_as_it_is_said_to_stand(request_: str, box: tuple[float, ...]) -> None:
    plan = RulesPlanner().plan(request_)
    assert plan.requirements.bounding_box_mm == pytest.approx(box)


def test_corners_at_one_of_two_ends_that_are_alike_need_no_question() -> None:
    plan = RulesPlanner().plan("plate 100x60x10 with R5 corners at one end")
    assert plan.requirements.volume_mm3 == pytest.approx(100 * 60 * 10 - 2 * 10 * (25 - math.pi * 25 / 4))


def test_holes_that_cut_into_each_other_are_asked_about() -> None:
    reason, subject = _asked("disc OD 60 thk 5, bore 20, 6 holes Ø12 on PCD 28")
    assert (reason, subject.kind, subject.feature, subject.sizes) == (
        "impossible",
        "place",
        "hole",
        ("diameter",),
    )
    assert {Value(12), Value(20)} <= set(subject.values)


def test_a_corner_radius_behind_a_pocket_is_not_given_to_the_part_at_a_guess() -> None:
    assert _asked("plate 100x60x10, pocket 50x30, 4 deep, corner radius 5") == (
        "conflict",
        Subject(kind="feature", feature="fillet", name="corner radius", others=("pocket",)),
    )


@pytest.mark.parametrize(("request_", "count"), [("make me 5 plates 50x50x5", 5), ("two plates 50x50x5", 2)])
def test_several_equal_parts_are_one_at_a_time(request_: str, count: int) -> None:
    reason, subject = _asked(request_)
    assert (reason, subject.kind, subject.feature) == ("unsupported", "count", "part")
    assert subject.values == (Value(count, "count"),)
