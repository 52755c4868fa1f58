"""Reading scripts: parameters, descriptions, overrides, imports."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayfly.cad.script import (
    SIZE_LIMIT_BYTES,
    check_overrides,
    read_script,
    with_parameters,
)
from mayfly.errors import InvalidParameter, ScriptError

SCRIPT = '''"""A plate."""

import cadquery as cq

length = 80.0  # mm, 0.01 to 10000: length along X
count: int = 4  # how many
label = "A # B"
rounded = True
offset = -2.5
computed = length * 2
pair = (1, 2)
describe_parameter(rounded, "whether corners are rounded")
describe_parameter("label", "what it says")

def inner():
    hidden = 1.0

length = 90.0  # the script's own business
show_object(cq.Workplane().box(length, count, 1))
'''


def test_parameters_are_top_level_values_with_their_types_lines_and_descriptions() -> None:
    script = read_script(SCRIPT)
    assert script.docstring == "A plate."
    rows = [(p.name, p.default, p.type, p.description, p.line) for p in script.parameters]
    assert rows == [
        ("length", 80.0, float, "mm, 0.01 to 10000: length along X", 5),
        ("count", 4, int, "how many", 6),
        ("label", "A # B", str, "what it says", 7),
        ("rounded", True, bool, "whether corners are rounded", 8),
        ("offset", -2.5, float, "", 9),
        ("pair", (1, 2), tuple, "", 11),
    ]


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"length": 5}, {"length": 5.0}),
        ({"count": 5.0}, {"count": 5}),
        ({"offset": -1}, {"offset": -1.0}),
        ({"rounded": False, "label": "x"}, {"rounded": False, "label": "x"}),
    ],
)
def test_overrides_take_the_parameters_type(overrides: Mapping[str, object], expected: object) -> None:
    assert check_overrides(read_script(SCRIPT), overrides) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"lenght": 5}, "did you mean 'length'"),
        ({"hidden": 5}, "length, count, label, rounded, offset"),
        ({"computed": 5}, "unknown parameter 'computed'"),
        ({"length": "5"}, "must be a number"),
        ({"length": True}, "must be a number"),
        ({"length": math.nan}, "finite"),
        ({"length": math.inf}, "finite"),
        ({"length": None}, "must be a number"),
        ({"rounded": 1}, "true or false"),
        ({"label": 1}, "must be text"),
    ],
)
def test_wrong_overrides_are_refused_with_what_is_known(overrides: Mapping[str, object], words: str) -> None:
    with pytest.raises(InvalidParameter, match=words):
        check_overrides(read_script(SCRIPT), overrides)  # type: ignore[arg-type]


def test_the_same_script_comes_back_with_other_values_and_nothing_else_changed() -> None:
    changed = with_parameters(SCRIPT, {"length": 12, "label": 'it\'s "so"\n', "offset": 3, "count": 7})
    expected = (
        SCRIPT.replace("length = 80.0", "length = 12.0", 1)
        .replace('"A # B"', repr('it\'s "so"\n'))
        .replace("-2.5", "3.0")
        .replace("count: int = 4", "count: int = 7")
    )
    assert changed == expected


@given(number=st.floats(allow_nan=False, allow_infinity=False), text=st.text(max_size=30))
def test_any_value_survives_being_written_into_a_script(number: float, text: str) -> None:
    source = 'größe = 1.0; name = "ß"  # ü\nshow_object(größe)\n'
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    changed = read_script(with_parameters(source, {"größe": number, "name": text}))
    values = {parameter.name: parameter.default for parameter in changed.parameters}
    assert values == {"größe": number, "name": text}


_PLAIN = st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)


@given(row=st.lists(_PLAIN | st.text(st.characters(codec="utf-8"), max_size=9), max_size=5), other=st.data())
def test_any_row_survives_being_written_into_a_script_and_changed_there(
    row: list[bool | int | float | str], other: st.DataObject
) -> None:
    source = f"# ü\nrow = {tuple(row)!r}; rest = 1\n"
    (parameter, rest) = read_script(source).parameters
    assert (parameter.default, rest.default) == (tuple(row), 1)
    kinds = {bool: st.booleans(), str: st.text(st.characters(codec="utf-8"), max_size=9)}
    floats = st.floats(allow_nan=False, allow_infinity=False)
    values = [other.draw(kinds.get(type(one), floats)) for one in row]
    changed = with_parameters(source, {"row": values})
    assert read_script(changed).parameters[0].default == tuple(values)
    assert changed.endswith("; rest = 1\n")


def test_a_syntax_error_names_its_line() -> None:
    with pytest.raises(ScriptError) as caught:
        read_script("x = 1\ny = (\n")
    assert caught.value.line == 2
    assert caught.value.source_line == "y = ("
    assert caught.value.error_type == "SyntaxError"


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5000,
        "-" * 50_000 + "1",
        "x" * (SIZE_LIMIT_BYTES + 1),
        "a\0b",
        "x = '\ud800'",
        "[" * 150 + "]" * 150 + ")",
    ],
    ids=["parentheses", "signs", "length", "nul", "surrogate", "brackets"],
)
def test_what_cannot_be_read_is_a_script_error(source: str) -> None:
    with pytest.raises(ScriptError):
        read_script(source)


ROWS = """L, W, H = 60, 40, -10  # sizes
a = b = 5
size = (30, 40.5)  # outline
bare = 1, 2
mixed: tuple = (1.5, "a", True)
places = [1, 2, 3]
(p, q), r = (1, 2), 3
first, *rest = 1, 2
u, v = 1, 2, 3
known, computed = 5, L * 2
points = [(0, 0), (1, 1)]
long = (
    60,  # how long
    40,
)
describe_parameter(size, "length and width")
"""


def test_sizes_in_rows_are_parameters_and_so_is_each_of_several_in_one_assignment() -> None:
    rows = {p.name: (p.default, p.type, p.description, p.line) for p in read_script(ROWS).parameters}
    assert rows == {
        "L": (60, int, "sizes", 1),
        "W": (40, int, "sizes", 1),
        "H": (-10, int, "sizes", 1),
        "a": (5, int, "", 2),
        "b": (5, int, "", 2),
        "size": ((30, 40.5), tuple, "length and width", 3),
        "bare": ((1, 2), tuple, "", 4),
        "mixed": ((1.5, "a", True), tuple, "", 5),
        "places": ([1, 2, 3], list, "", 6),
        "p": (1, int, "", 7),
        "q": (2, int, "", 7),
        "r": (3, int, "", 7),
        "known": (5, int, "", 10),
        "long": ((60, 40), tuple, "", 12),
    }


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_overrides_of_rows_change_their_values_and_nothing_else(line_end: str, mark: str) -> None:
    source = (mark + ROWS).replace("\n", line_end)
    values = {"W": 7, "a": 3, "size": [50, 60], "bare": (9, 8), "places": [1, 2.5], "q": 4, "long": (1, 2)}
    changed = (mark + ROWS).replace("60, 40, -10", "60, 7, -10").replace("a = b = 5", "a = b = 3")
    changed = changed.replace("(30, 40.5)", "(50, 60.0)").replace("bare = 1, 2", "bare = (9, 8)")
    changed = changed.replace("[1, 2, 3]", "[1, 2.5]").replace("(1, 2), 3", "(1, 4), 3")
    changed = changed.replace("(\n    60,  # how long\n    40,\n)", "(1, 2)")
    assert with_parameters(source, values) == changed.replace("\n", line_end)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"size": [50]}, "must be 2 values like (30, 40.5), not 1"),
        ({"size": 50}, "several values like (30, 40.5), not 50"),
        ({"size": [50, "60"]}, "value 2 of parameter 'size' must be a number, not '60'"),
        ({"size": [50, True]}, "value 2 of parameter 'size' must be a number"),
        ({"size": [50, math.nan]}, "value 2 of parameter 'size' must be a finite number"),
        ({"mixed": (1, 2, True)}, "value 2 of parameter 'mixed' must be text"),
        ({"places": ["x"]}, "value 1 of parameter 'places' must be a number"),
        ({"L": [1, 2]}, "parameter 'L' must be a number, not [1, 2]"),
        ({"a": 1, "b": 2}, "'a' and 'b' are one value in line 2"),
        ({"computed": 1}, "unknown parameter 'computed'"),
        ({"points": [1, 2]}, "unknown parameter 'points'"),
    ],
)
def test_wrong_values_for_rows_are_refused(overrides: Mapping[str, object], words: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        check_overrides(read_script(ROWS), overrides)  # type: ignore[arg-type]
    assert words in str(caught.value)


def test_names_of_one_value_may_be_given_the_same() -> None:
    assert "a = b = 9" in with_parameters(ROWS, {"a": 9, "b": 9.0})
    source = "length, width = size = 60, 40"
    assert with_parameters(source, {"length": 5}) == "length, width = size = 5, 40"
    with pytest.raises(InvalidParameter, match="one value in line 1"):
        check_overrides(read_script(source), {"width": 4, "size": (1, 4)})


@pytest.mark.parametrize("digits", [19, 309, 400, 5000])
def test_a_number_of_any_length_is_taken_or_refused_in_words(digits: int) -> None:
    for value in (10**digits, -(10**digits), [10**digits, 1]):
        for name in ("L", "size", "places"):
            with pytest.raises(InvalidParameter) as caught:
                check_overrides(read_script(ROWS), {name: value})
            assert len(str(caught.value)) < 200


def test_an_error_names_ten_parameters_and_counts_the_rest() -> None:
    script = read_script("".join(f"size_{number} = 1\n" for number in range(300)))
    with pytest.raises(InvalidParameter) as caught:
        check_overrides(script, {"depth": 1})
    assert str(caught.value).endswith("size_8, size_9 and 290 more")
    assert "size_10" not in str(caught.value)
    long = read_script("".join(f"{letter * 20_000} = 1\n" for letter in "abcdefghij"))
    for overrides in ({"depth": 1}, {"d" * 20_000: "1"}, {"d" * 20_000: 10**400}, {"x" * 20_000: 1}):
        with pytest.raises(InvalidParameter) as caught:
            check_overrides(long, overrides)
        assert len(str(caught.value)) < 1200


def test_a_line_feed_that_python_does_not_know_shifts_no_line() -> None:
    source = "a = '\u2028\x0c'\nb = 2\nc = (\n"
    with pytest.raises(ScriptError) as caught:
        read_script(source)
    assert (caught.value.line, caught.value.source_line) == (3, "c = (")
    assert with_parameters(source[:-6], {"b": 3}) == source[:-6].replace("2\n", "3\n")
