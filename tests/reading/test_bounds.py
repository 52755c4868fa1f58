"""How much is looked at of one request is bounded in steps, not in time; what is left over is asked about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mayfly.contracts import Requirements
from mayfly.errors import NeedsClarification
from mayfly.language.weighing import search
from mayfly.planning.readings.facts import facts
from mayfly.planning.readings.reader import MOST_TERMS, weighed
from mayfly.planning.rules import RulesPlanner

REQUEST = "plate 100 x 60 x 8 mm with four 6 mm holes in the corners, 10 mm from each edge"


@pytest.fixture(params=[1, 40, 80, 120])
def few_steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(search, "MOST_STEPS", request.param)
    weighed.cache_clear()
    yield
    weighed.cache_clear()


@pytest.mark.usefixtures("few_steps")
def test_a_request_that_is_not_read_to_its_end_is_asked_about() -> None:
    with pytest.raises(NeedsClarification, match="I read it up to"):
        RulesPlanner().plan(REQUEST)


@pytest.mark.usefixtures("few_steps")
def test_nothing_is_certain_of_a_request_that_is_not_read_to_its_end() -> None:
    assert facts(REQUEST) == Requirements()


def test_the_most_words_that_are_read_take_no_more_than_the_most_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = " ".join(["plate top face corner hole edge through in boss slot of the"] * 40)
    tried: list[int] = []
    find = search.Chart.find

    def counted(chart: search.Chart, kind: str, at: int) -> object:
        found = find(chart, kind, at)
        tried.append(chart.tried)
        return found

    monkeypatch.setattr(search.Chart, "find", counted)
    weighed.cache_clear()
    cut, states = weighed(" ".join(text.split()[: MOST_TERMS - 10]))
    assert len(cut.terms) > MOST_TERMS / 2
    assert states
    # what begins at one term is looked at to its end
    assert max(tried) <= search.MOST_STEPS * 1.2


def test_a_request_is_broken_off_at_the_same_word_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_STEPS", 80)
    rests = set()
    for _ in range(3):
        weighed.cache_clear()
        rests.add(weighed(REQUEST)[1][0].broken_off)
    weighed.cache_clear()
    assert len(rests) == 1
    assert rests.pop() > 0
