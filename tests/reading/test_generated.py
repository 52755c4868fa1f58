"""Requests made from random designs in many wordings: none is built wrongly, most are built."""

import pytest

from tests.reading import generated, odd_texts


def test_what_is_built_is_what_was_meant() -> None:
    tally, faults = generated.judge(range(300))
    assert faults == []
    assert tally["right"] >= 270
    assert tally["mutation seen"] == 330


@pytest.mark.parametrize("way", generated.MUTATIONS)
def test_each_way_to_change_a_request_is_tried(way: str) -> None:
    assert way in {generated.mutated(seed)[0] for seed in range(60)}


def test_an_odd_text_is_built_with_all_its_numbers_or_asked_about() -> None:
    tally, faults = odd_texts.judge(range(60))
    assert faults == []
    assert tally["raised"] == 0
    assert tally["asked"] >= 30
