"""``mayfly make`` is read without Typer, as Typer reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.main import get_command

from mayfly.cli import app
from mayfly.cli.quick import JSON, ONE, SEVERAL, read_make
from tests.cli.test_cli import mayfly


def test_both_know_the_same_options() -> None:
    make = get_command(app).commands["make"]  # type: ignore[attr-defined]
    options = [each for each in make.params if each.param_type_name == "option"]
    known = {word for option in options for word in option.opts} - {"--help", "-h"}
    assert known == {*ONE, *SEVERAL, JSON}
    several = {word for option in options if option.multiple for word in option.opts}
    assert several == set(SEVERAL)


def test_options_stand_anywhere() -> None:
    read = read_make(["plate", "-o", "a.stl", "80x60x5", "--unit=in", "--json", "--output=b.png", "--", "-4"])
    assert read is not None
    wanted, written, as_json = read
    assert (wanted.words, wanted.unit, as_json) == (["plate", "80x60x5", "-4"], "in", True)
    assert written.places == [Path("a.stl"), Path("b.png")]


@pytest.mark.parametrize(
    "arguments",
    [["-h"], ["--help"], ["cube", "--colour", "red"], ["cube", "-o"], ["cube", "-o", "--json"], ["-p"]],
    ids=str,
)
def test_what_is_not_certain_is_left_to_typer(arguments: list[str]) -> None:
    assert read_make(arguments) is None


def test_what_is_wrong_is_said_by_name() -> None:
    done = mayfly("make", "cube", "20", "--colour", "red")
    assert done.returncode == 2
    assert "--colour" in done.stderr
    assert "Usage: mayfly make" in done.stderr


@pytest.mark.parametrize(
    ("typed", "meant"),
    [(("plate", "80x60x5"), "mayfly make plate 80x60x5"), (("lits",), "mayfly list")],
)
def test_a_request_in_place_of_a_command_is_answered_with_the_command(
    typed: tuple[str, ...], meant: str
) -> None:
    done = mayfly(*typed)
    assert done.returncode == 2
    assert f"Did you mean: {meant}" in done.stderr
