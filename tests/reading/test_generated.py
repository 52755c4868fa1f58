"""Requests made from known models in many wordings: none is built wrongly, most are built."""

from tests.reading import generated


def test_what_is_built_is_what_was_meant() -> None:
    tally, faults = generated.judge(range(300))
    assert faults == []
    assert tally["right"] >= 200
    assert tally["mutation seen"] == 300
