"""Joining what the request fixes with what the model says that it asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayfly.contracts import HoleRequirement, Requirements
from mayfly.errors import NeedsClarification
from mayfly.planning.chat.agreement import contradictions, join, read_beyond_doubt
from mayfly.planning.turns import with_turn

FOUR = HoleRequirement(diameter_mm=6, count=4, axis="Z", kind="through")
BOX = (80.0, 40.0, 5.0)


def hole(diameter: float, count: int) -> HoleRequirement:
    return HoleRequirement(diameter_mm=diameter, count=count)


THREE = Requirements(holes=(hole(6, 3),))
FIVE = Requirements(holes=(hole(6, 5),))
HIGHER = Requirements(bounding_box_mm=(80, 40, 6))


@pytest.mark.parametrize(
    ("certain", "stated", "says"),
    [
        (Requirements(solids=1), Requirements(solids=2), "1 separate solids, or 2"),
        (Requirements(bounding_box_mm=BOX), HIGHER, "80 × 40 × 5 mm, or 80 × 40 × 6"),
        (Requirements(volume_mm3=1000), Requirements(volume_mm3=1010), "1000 mm³, or 1010"),
        (Requirements(holes=(FOUR,)), THREE, "4 holes of 6 mm, or 3"),
        (Requirements(holes=(FOUR,), exact_holes=True), FIVE, "4 holes of 6 mm, or 5"),
    ],
)
def test_what_cannot_both_be_true_is_a_question(
    certain: Requirements, stated: Requirements, says: str
) -> None:
    with pytest.raises(NeedsClarification, match=says) as caught:
        join(certain, stated)
    assert caught.value.reason == "conflict"


@pytest.mark.parametrize(
    ("certain", "stated"),
    [
        (Requirements(), Requirements(solids=2, bounding_box_mm=BOX, holes=(FOUR,))),
        (Requirements(solids=2, bounding_box_mm=BOX, holes=(FOUR,)), Requirements()),
        (Requirements(bounding_box_mm=BOX), Requirements(bounding_box_mm=(40, 80, 5.005))),
        (Requirements(holes=(FOUR,)), Requirements(holes=(hole(6, 2), hole(6.005, 2)))),
        (Requirements(holes=(FOUR,)), Requirements(holes=(hole(6, 7),))),
        (Requirements(holes=(FOUR,)), Requirements(holes=(hole(5, 2),))),
    ],
)
def test_what_only_one_says_is_no_contradiction(certain: Requirements, stated: Requirements) -> None:
    assert contradictions(certain, stated) == []


def test_what_is_certain_stays_and_what_else_the_model_says_is_added() -> None:
    joined = join(
        Requirements(bounding_box_mm=BOX, holes=(FOUR,)),
        Requirements(solids=1, bounding_box_mm=(40, 80, 5), holes=(hole(6, 4), hole(10, 1))),
    )
    assert joined == Requirements(solids=1, bounding_box_mm=BOX, holes=(FOUR, hole(10, 1)))


def test_the_models_place_axis_and_kind_complete_a_certain_hole() -> None:
    at = ((1.0, 2.0), (3.0, 4.0), (5.0, 6.0), (7.0, 8.0))
    whole = HoleRequirement(diameter_mm=6, count=4, axis="Z", kind="blind", at=at)
    assert join(Requirements(holes=(hole(6, 4),)), Requirements(holes=(whole,))).holes == (whole,)


def test_more_holes_of_the_same_size_than_are_certain_are_all_required() -> None:
    joined = join(Requirements(holes=(FOUR,)), Requirements(holes=(hole(6, 3), hole(6, 3))))
    assert sum(each.count for each in joined.holes) == 6


def test_where_the_request_names_all_holes_the_model_adds_none() -> None:
    joined = join(Requirements(holes=(FOUR,), exact_holes=True), Requirements(holes=(hole(6, 4), hole(3, 1))))
    assert joined.holes == (FOUR,)


def test_each_requirement_knows_who_asked_for_it() -> None:
    stated = Requirements(solids=1, volume_mm3=99, wall_mm=1, holes=(hole(10, 1),), by="model")
    joined = join(Requirements(bounding_box_mm=BOX, wall_mm=2, holes=(FOUR,)), stated)
    asked = ("solids", "volume_mm3", "wall_mm", "bounding_box_mm")
    assert [joined.source(name) for name in asked] == ["model", "model", "request", "request"]
    assert [each.by or joined.by for each in joined.holes] == ["request", "model"]
    assert joined.wall_mm == 2  # which the model can't weaken


def test_what_the_rules_chose_is_not_what_the_request_asks_for() -> None:
    certain, _ = read_beyond_doubt(BLOCK)
    assert (certain.by, certain.bounding_box_mm) == ("request", (40, 30, 20))
    assert certain.lowest_mm is None


holes = st.lists(st.builds(hole, st.sampled_from([3.0, 5.0, 6.0]), st.integers(1, 6)), max_size=3).map(tuple)
some = st.builds(Requirements, solids=st.none() | st.integers(1, 3), holes=holes)


@given(some, some)
def test_joining_never_drops_what_is_certain(certain: Requirements, stated: Requirements) -> None:
    if contradictions(certain, stated):
        return
    joined = join(certain, stated)
    assert certain.solids in (None, joined.solids)
    for diameter in (3.0, 5.0, 6.0):
        counts = [
            sum(each.count for each in requirements.holes if each.diameter_mm == diameter)
            for requirements in (certain, stated, joined)
        ]
        assert counts[2] == max(counts[:2])


VASE = "a vase 100 high with four Ø6 holes and one 12 mm hole"
BLOCK = "block 40 x 30 x 20 with a 6 mm hole in the centre"


def _after(request: str, question: str, answer: str) -> Requirements:
    return read_beyond_doubt(with_turn(request, question, answer))[0]


@pytest.mark.parametrize(
    ("question", "answer"),
    [("Which colour?", "blue"), ("How wide?", "80 mm"), ("Which edges?", "the top edges")],
)
def test_an_answer_about_something_else_leaves_the_holes_certain(question: str, answer: str) -> None:
    assert _after(VASE, question, answer).holes == (hole(6, 4), hole(12, 1))


@pytest.mark.parametrize(
    ("question", "answer"), [("How many holes?", "six"), ("Which size?", "drill Ø5"), ("Where?", "no holes")]
)
def test_holes_that_an_answer_speaks_about_are_the_answers_business(question: str, answer: str) -> None:
    assert _after(VASE, question, answer).holes == ()


def test_sizes_stay_certain_until_an_answer_gives_a_number() -> None:
    assert _after(BLOCK, "Which colour?", "blue").bounding_box_mm == (40, 30, 20)
    wider = _after(BLOCK, "How wide?", "35 mm or so")
    assert (wider.bounding_box_mm, wider.volume_mm3, wider.exact_holes) == (None, None, False)
    assert [found.diameter_mm for found in wider.holes] == [6]
