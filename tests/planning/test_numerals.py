"""Numbers, counts and lists as people write them: what the words of a request are before they are read."""

from __future__ import annotations

import pytest

from mayfly.language.chunks import read_terms
from mayfly.language.lexer import fold_lines
from mayfly.planning.parts.names import words


def _values(text: str) -> list[float]:
    return [term.quantity.value for term in read_terms(text, words()) if term.quantity]


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("forty-five", 45, "word"),
        ("twenty five", 25, "word"),
        ("one hundred and twenty mm", 120, "plain"),
        ("two hundred and fifty by", 250, "word"),
        ("one hundred fifty", 150, "word"),
        ("two point five mm", 2.5, "plain"),
        ("half an inch", 12.7, "plain"),
        ("half-inch", 12.7, "plain"),
        ("three quarters of an inch", 19.05, "plain"),
        ("one and a half inches", 38.1, "plain"),
        ("2 and a half inches", 63.5, "plain"),
        ("forty-five degrees", 45, "angle"),
    ],
)
def test_a_number_in_words_is_one_number(text: str, value: float, form: str) -> None:
    quantity = read_terms(text, words())[0].quantity
    assert quantity is not None
    assert (quantity.value, quantity.form) == (pytest.approx(value), form)


def test_a_count_behind_a_hundred_is_no_part_of_it() -> None:
    values = [
        term.quantity.value for term in read_terms("one hundred and four holes", words()) if term.quantity
    ]
    assert values == [100, 4]


@pytest.mark.parametrize("text", ["three eighths", "one and a half"])
def test_a_fraction_in_words_without_a_unit_is_in_doubt(text: str) -> None:
    quantity = read_terms(text, words())[0].quantity
    assert quantity is not None
    assert quantity.doubt == "fraction"


@pytest.mark.parametrize("text", ["4x Ø5", "4 off Ø5", "4 no. Ø5", "4 nos Ø5", "(4) Ø5", "4 pcs Ø5"])
def test_a_count_before_a_size_is_written_in_many_ways(text: str) -> None:
    assert _values(text) == [4, 5]
    assert read_terms(text, words())[1].word == "×"


def test_items_of_a_list_are_told_apart_and_a_size_in_front_stays() -> None:
    assert fold_lines("plate\n- length 200\n- 4 holes") == "plate; length 200; 4 holes"
    assert fold_lines("shaft\n1) dia 30\n2) dia 24") == "shaft; dia 30; dia 24"
    assert fold_lines("(4) holes in a\nplate 100x60x8") == "(4) holes in a plate 100x60x8"
    assert fold_lines("plate\n8) thick") == "plate 8) thick"


def test_the_name_of_the_next_size_is_no_unit() -> None:
    assert _values("z=20 m=2 b=10") == [20, 2, 10]
