"""Slips of the finger: words that bear shape are corrected, words of everyday English never are."""

from __future__ import annotations

import pytest

from mayfly.language.chunks import read_terms
from mayfly.planning.parts.names import words
from mayfly.planning.rules import RulesPlanner


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("rectangel", "rectangle"),
        ("chamferd", "chamfered"),
        ("accross", "across"),
        ("cilinder", "cylinder"),
        ("hexagn", "hexagon"),
        ("wich", "which"),
        ("goin", "going"),
    ],
)
def test_a_slip_is_corrected(slip: str, word: str) -> None:
    assert read_terms(slip, words())[0].word == word


@pytest.mark.parametrize("word", ["shared", "packet", "protection", "stopped", "angular", "window", "heated"])
def test_everyday_english_is_not_corrected(word: str) -> None:
    assert words().correct(word) is None or word in words().known


def test_which_begins_what_is_described() -> None:
    plain = RulesPlanner().plan("plate 120 x 80 x 6 with a 20 mm hole in the centre").requirements
    assert (
        RulesPlanner().plan("a plate 120 x 80 x 6 wich has a 20 mm hole in the centre").requirements == plain
    )
