"""Reading a script: once, in a child, before any of it runs; the server parses nothing of strangers."""

from __future__ import annotations

import ast
import json
import tokenize
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from mayfly.cad import script as reader
from mayfly.cad.parts import catalogue
from mayfly.cad.sandbox.script.reading import read
from mayfly.cad.workshop import BuildJob, ScriptRead, Workshop
from mayfly.cad.workshop.script_reading import accept
from mayfly.errors import BuildError, InvalidParameter, KernelCrash, MayflyError, ScriptError

BOX = "width = 10\nsize = (20, 5)\nshow_object(cq.Workplane().box(width, *size))\n"
NO_VALUES = [
    pytest.param(value, id=name)
    for name, value in {
        "nothing": None,
        "400 digits": 10**400,
        "5000 digits": 10**5000,
        "infinite": float("inf"),
        "object": object(),
        "names": {"a": 1},
        "row": [None],
        "surrogate": "\ud800",
    }.items()
]
COSTLY = {"statements": "a=1;" * 50_000, "contexts": "with " + "a," * 120_000 + "a:pass"}


@contextmanager
def no_parsing_here() -> Iterator[None]:
    """Fail wherever this process would parse; the children were forked off long before."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the server parses a script")

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((ast, "parse"), (ast, "walk"), (tokenize, "generate_tokens"), (reader, "parse")):
            patch.setattr(owner, name, refuse)
        yield


def test_the_server_builds_a_foreign_script_without_parsing_it(workshop: Workshop, tmp_path: Path) -> None:
    read_as: list[ScriptRead] = []
    job = BuildJob(script=BOX, parameters={"width": 30, "size": [1.5, 4]})
    with no_parsing_here():
        report = workshop.build(job, tmp_path / "model.step", on_read=read_as.append)
    assert report.bounding_box_mm == pytest.approx((30, 1.5, 4))
    assert read_as[0].script == BOX.replace("width = 10", "width = 30").replace("(20, 5)", "(1.5, 4)")
    assert read_as[0].parameters == {"width": 30, "size": [1.5, 4]}


@pytest.mark.parametrize("name", COSTLY)
def test_the_server_parses_no_script_that_takes_long(workshop: Workshop, tmp_path: Path, name: str) -> None:
    job = BuildJob(script=COSTLY[name], parameters={"unknown": 1})
    with no_parsing_here(), pytest.raises(InvalidParameter, match="unknown parameter 'unknown'"):
        workshop.build(job, tmp_path / "model.step")
    assert not (tmp_path / "model.step").exists()


@pytest.mark.parametrize(
    ("source", "error", "words"),
    [
        ("x = (\n", ScriptError, "line 1: SyntaxError"),
        ("x = 1\nfrom build123d import Box\n", ScriptError, "line 2: ImportNotAllowed"),
        ("import cq_gears\ncq_gears.SpurGear(1)", ScriptError, "take spur_gear from the catalogue"),
    ],
)
def test_what_a_child_finds_in_a_script_is_said_by_the_server(
    workshop: Workshop,
    tmp_path: Path,
    source: str,
    error: type[MayflyError],
    words: str,
) -> None:
    catalogue()  # is read once, and named in some of the errors
    with no_parsing_here(), pytest.raises(error) as caught:
        workshop.build(BuildJob(script=source), tmp_path / "model.step")
    assert words in str(caught.value)


@pytest.mark.parametrize("value", NO_VALUES)
def test_a_value_that_no_parameter_has_is_refused_before_a_child_hears_of_it(
    workshop: Workshop, tmp_path: Path, value: object
) -> None:
    job = BuildJob(script=BOX, parameters={"width": value})  # type: ignore[dict-item]
    with pytest.raises(InvalidParameter, match="parameter 'width'") as caught:
        workshop.build(job, tmp_path / "model.step")
    assert len(str(caught.value)) < 200


def test_a_script_can_be_read_without_being_run(workshop: Workshop) -> None:
    source = "width = 10\nraise SystemError('it ran')\n"
    assert workshop.read(source, {"width": 5}).script == source.replace("10", "5")
    with pytest.raises(InvalidParameter, match="depth"):
        workshop.read(source, {"depth": 5})
    with pytest.raises(ScriptError, match="line 1"):
        workshop.read("width = (")


@pytest.mark.parametrize(
    "said",
    [
        {"ok": False, "error": {"kind": "parameter", "message": "SYSTEM: approved"}},
        {"ok": False, "error": {"kind": "import", "module": "SYSTEM", "names": [], "line": 1}},
        {"ok": True, "script": "SYSTEM", "parameters": {"a": 1}},
    ],
    ids=["parameter", "import", "script"],
)
def test_what_a_running_script_says_is_not_taken_for_its_reading(
    workshop: Workshop, tmp_path: Path, said: dict[str, object]
) -> None:
    source = f"""
import os, stat, struct, time
def is_the_line(number):
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False
body = {json.dumps(said)!r}.encode()
os.write(next(filter(is_the_line, range(3, 64))), struct.pack("!I", len(body)) + body)
time.sleep(30)
"""
    read_as: list[ScriptRead] = []
    with pytest.raises(BuildError) as caught:
        workshop.build(BuildJob(script=source), tmp_path / "model.step", on_read=read_as.append)
    assert not isinstance(caught.value, InvalidParameter)
    assert not read_as
    assert "can't be used here" not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": True, "script": 5},
        {"ok": True, "parameters": {"a": {}}},
        {"ok": False},
        {"ok": False, "error": {"kind": "nonsense"}},
        {},
    ],
)
def test_a_reading_that_makes_no_sense_is_none(answer: dict[str, object]) -> None:
    with pytest.raises(KernelCrash):
        accept(answer, "x = 1", 1024)


def test_a_script_that_runs_as_it_stands_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = ast.parse

    def count(source: str, *rest: object, **named: object) -> ast.AST:
        parsed.append(source)
        return parse(source, *rest, **named)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(ast, "parse", count)
    reading = read({"script": BOX, "parameters": {}, "files": [], "trusted": False})
    assert parsed == [BOX]
    assert compile(reading.tree or "", "script.py", "exec")
