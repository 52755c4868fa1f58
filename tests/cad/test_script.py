"""Reading scripts: parameters, descriptions, overrides, imports."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayfly.cad.script import (
    SIZE_LIMIT_BYTES,
    check_imports,
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


@pytest.mark.parametrize(
    "line",
    ["import os", "import math, sys", "from subprocess import run", "from . import x", "import os.path as p",
     "def f():\n    import socket"],
)  # fmt: skip
def test_an_import_that_will_not_work_is_named_early(line: str) -> None:
    with pytest.raises(ScriptError, match="can't be used here") as caught:
        check_imports(read_script("x = 1\n" + line))
    assert caught.value.line is not None
    assert caught.value.line >= 2


def test_what_models_are_made_with_may_be_imported() -> None:
    source = "import cadquery as cq\nfrom math import pi\nimport numpy as np\nfrom OCP.gp import gp_Pnt\n"
    check_imports(read_script(source + "from cadquery.func import box\nfrom typing import Any\n"))
