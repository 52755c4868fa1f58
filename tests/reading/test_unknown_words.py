"""Words that nobody knows: what may be passed over, what may not, and what the answer says of it."""

from __future__ import annotations

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner

PLATE = "plate 100 x 60 x 5 mm with a 10 mm hole in the centre"


@pytest.mark.parametrize(
    "request_",
    [
        f"Hiya Dave! {PLATE}.",
        f"My grandmother adores marmalade. {PLATE}",
        f"{PLATE}, so that Wilhelmina stops grumbling",
    ],
)
def test_talk_without_numbers_changes_nothing_and_needs_no_remark(request_: str) -> None:
    plan = RulesPlanner().plan(request_)
    assert plan.requirements == RulesPlanner().plan(PLATE).requirements
    assert not [note for note in plan.assumptions if "Passed over" in str(note)]


def test_a_word_that_stands_alone_behind_the_part_is_named_in_the_answer() -> None:
    notes = [str(note) for note in RulesPlanner().plan(f"{PLATE}, zibbly").assumptions]
    assert 'Passed over, as it is not known to bear shape: "zibbly".' in notes


@pytest.mark.parametrize(
    "request_",
    [
        f"{PLATE}, scalloped",  # listed: it bears shape
        f"{PLATE}, zibble-shaped",  # looks like a shape
        "zibbled plate 100 x 60 x 5 mm",  # an adjective right before the part
        "plate 100 x 60 x 5 mm, zibble 12 mm",  # the number could be its
        "plate 100 x 60 x 5 mm with a zibble and a 10 mm hole in the centre",
        "plate 100 x 60 x 5 mm with a zibble 12 mm from the left edge",  # could be a feature
    ],
)
def test_what_may_bear_shape_is_asked_about(request_: str) -> None:
    with pytest.raises(NeedsClarification):
        RulesPlanner().plan(request_)
