"""Noise, hostile text and code in a request: a plan or a question, quickly, and never code in a script."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mayfly.contracts import Plan
from mayfly.errors import NeedsClarification
from mayfly.language import vocabulary
from mayfly.planning.conversation.intent import read_intent
from mayfly.planning.planner import Attempt
from mayfly.planning.readings.decide import LONGEST_REQUEST
from mayfly.planning.rules.planner import RulesPlanner, certain_requirements

_OTHERS = """
plate box tube flange shaft bracket gear washer tray cup pulley spring clevis , . ; : ( ) - no with of in
10 20 5 3.5 100 60 8 Ø5 R3 M6 45° 4x two 1/2" 12,5 -5 ±35 (10,20) 5mm 2in × x y 0 1000
"""
_TABLES = (vocabulary.ROLES, vocabulary.COMPONENTS, vocabulary.FEATURES, vocabulary.MARKERS)
_WORDS = sorted(
    {p for table in _TABLES for phrases in table.values() for p in phrases} | set(_OTHERS.split())
)
_STARTS = [
    "",
    "plate 100x60x8 ",
    "tube OD 40 ID 32 length 120 ",
    "flange OD 150 thk 18 ",
    "tray 100x80x30 wall 2 ",
]
_sentences = st.builds(
    lambda start, words: start + " ".join(words),
    st.sampled_from(_STARTS),
    st.lists(st.sampled_from(_WORDS), max_size=14),
)


def _plan(text: str, previous: Attempt | None = None) -> Plan | None:
    try:
        return RulesPlanner().plan(text, previous=previous)
    except NeedsClarification as question:
        assert question.question
        return None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_gives_a_plan_or_a_question(text: str) -> None:
    _plan(text)
    read_intent(text)
    certain_requirements(text)


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_sentences)
def test_any_row_of_our_own_words_gives_a_plan_or_a_question(text: str) -> None:
    plan = _plan(text)
    if plan is not None:
        ast.parse(plan.script)
        design = plan.design or {"bodies": []}
        cut = any(one["kind"] == "cut" for body in design["bodies"] for one in body.get("features", ()))
        assert cut or plan.requirements.bounding_box_mm is not None  # a cut may take a side away


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_sentences)
def test_any_follow_up_gives_a_plan_or_a_question(text: str) -> None:
    first = RulesPlanner().plan(
        "plate 100x60x8 with four 6 mm holes in the corners, 10 mm inset, and R5 corners"
    )
    _plan(text, Attempt(plan=first))


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "plate " * 2_000,
        "(" * 5_000,
        "9" * 10_000,
        "\x00\x01\u202e\ufeff plate 10x10x10 \ud7ff",
        "plate \U0001f4a5 10x10x10",
        "plate 10²x10x10",
        "plate 1e9 x 1e9 x 1e9",
        "plate nan x inf x 5",
        "plate 0x0x0",
        "plate 99999999999999999999999x1x1",
    ],
)
def test_strange_text_is_met_with_a_question(text: str) -> None:
    assert _plan(text) is None


_PLACES = [
    "plate {}",
    "{}",
    "plate 100x60x{}",
    "plate 100x60x8 with {} holes of 5 mm",
    "plate 100x60x8 with four {} mm holes",
    "plate 100x60x8, hole at ({},5)",
    "plate 100x60x8, hole at ±{}",
    "plate 100x60x8 R{} corners",
    "plate 100x60x8 holes {}° apart",
    "plate 100x60x8 ±{}",
    "M{} hole in a plate 50x50x5",
    "cube {} in",
    "cube {} ft 3 in",
    "cube {}/2 in",
    "cube 20 {}/2 in",
    "{}/20/5 plate",
    "{} and a half inches cube",
    "five hundred {} cube",
    "gear module 2 {} teeth",
]
_WRITTEN = [
    lambda digits: digits,
    lambda digits: f"{digits}.{digits}",
    lambda digits: f"0.{digits}",
    lambda digits: f"{digits},{digits}",
    lambda digits: f"1,{digits}",
    lambda digits: f"-{digits}",
    lambda digits: "0" * len(digits) + "5",
    lambda digits: f"{digits}e{digits}",
    lambda digits: ",".join(digits[at : at + 3] for at in range(0, len(digits) // 3 * 3, 3)),
    lambda digits: " ".join(digits[at : at + 3] for at in range(0, len(digits) // 3 * 3, 3)),
]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(_PLACES),
    st.sampled_from(_WRITTEN),
    st.sampled_from("123456789"),
    st.integers(16, 700) | st.sampled_from([308, 309, 310, 1900]),
)
def test_a_number_of_any_length_is_met_with_a_plan_or_a_short_question(
    place: str, written: Callable[[str], str], digit: str, length: int
) -> None:
    text = place.replace("{}", written(digit * length))
    first = RulesPlanner().plan("plate 100x60x8 with four 6 mm holes in the corners, 10 mm inset")
    for previous in (None, Attempt(plan=first)):
        try:
            RulesPlanner().plan(text, previous=previous)
        except NeedsClarification as question:
            assert 0 < len(str(question)) < 1000
    read_intent(text)
    certain_requirements(text)


@pytest.mark.parametrize("digits", [16, 309, 1900])
def test_a_number_that_no_size_can_have_is_named_in_the_question(digits: int) -> None:
    with pytest.raises(NeedsClarification, match=r"7{15}…"):
        RulesPlanner().plan(f"plate 100 x 60 x {'7' * digits}")


@pytest.mark.parametrize(
    "code",
    [
        "__import__('os').system('id')",
        "import os",
        "show_object(None)",
        "result = None",
        "'''\nimport os\n'''",
        '"""; import socket; """',
        "# comment\nraise SystemExit",
        "{length}",
        "%s",
    ],
)
def test_code_in_a_request_never_reaches_the_script(code: str) -> None:
    for text in (code, f"plate 100x60x8 {code}", f"plate 100x60x8 for {code}", f"plate 100x60x8 no {code}"):
        plan = _plan(text)
        if plan is not None:
            assert code not in plan.script
            assert not {"os", "socket", "system", "SystemExit"} & {
                node.id for node in ast.walk(ast.parse(plan.script)) if isinstance(node, ast.Name)
            }


def test_digits_of_other_scripts_are_digits() -> None:
    for text in ("１０x２０x３０ plate", "plate ١٠ x ٢٠ x ٣٠"):
        plan = _plan(text)
        assert plan is not None
        assert plan.requirements.bounding_box_mm == (10, 20, 30)


def test_a_very_long_request_is_refused_with_its_length() -> None:
    with pytest.raises(NeedsClarification, match=str(LONGEST_REQUEST)):
        RulesPlanner().plan("plate 100x60x8 " + "please " * LONGEST_REQUEST)


def test_the_planner_loads_no_cad_kernel() -> None:
    code = (
        "import sys; from mayfly.planning.rules.planner import RulesPlanner; RulesPlanner().plan('cube 20');"
        "sys.exit(any(name in sys.modules for name in ('cadquery', 'OCP')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
