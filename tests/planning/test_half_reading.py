"""Requests that are easy to read by half: each is asked about, because a wrong part would be worse."""

from __future__ import annotations

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner


def _question(request: str) -> str:
    with pytest.raises(NeedsClarification) as caught:
        RulesPlanner().plan(request)
    return caught.value.question.lower()


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ("plate 4 in x 3 in x 2 in brass", "2 in"),
        ("cube 3 in wibble", "wibble"),
    ],
)
def test_in_before_a_word_is_not_taken_for_inches_at_a_guess(request_: str, named: str) -> None:
    assert named in _question(request_)
