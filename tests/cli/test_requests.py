"""What people type first: words without quotes, standard input, parts with sizes, units, materials."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_cli import mayfly
from tests.cli.test_designs import piped


def box_of(*arguments: str) -> list[float]:
    """Return the size of the model that ``mayfly make`` makes."""
    done = mayfly("make", *arguments, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    box: list[float] = json.loads(done.stdout)["report"]["bounding_box_mm"]
    return box


def test_words_need_no_quotes() -> None:
    assert box_of(
        "plate", "80x60x5", "with", "4", "holes", "5 mm", "in the corners,", "8", "mm", "inset"
    ) == (pytest.approx([80, 60, 5]))


@pytest.mark.parametrize("arguments", [("make",), ("make", "-")])
def test_words_come_from_standard_input(arguments: tuple[str, ...]) -> None:
    done = piped("\ufeffplate 80x60x5\n", *arguments, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["report"]["bounding_box_mm"] == pytest.approx([80, 60, 5])


def test_standard_input_that_is_no_text_is_refused() -> None:
    call = [sys.executable, "-c", "from mayfly.cli import main; main()", "make"]
    done = subprocess.run(call, input=b"plate \xff", capture_output=True, env=dict(os.environ))
    assert (done.returncode, b"UTF-8" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("sizes", "box"),
    [
        (["size=M10"], [20, 20, 2]),
        (["outer_diameter=1in", "inner_diameter=1/2 in", "thickness=3"], [25.4, 25.4, 3]),
        (["outer_diameter=2", "inner_diameter=1", "thickness=5mm", "--unit", "in"], [50.8, 50.8, 5]),
    ],
)
def test_a_part_is_made_from_its_sizes(sizes: list[str], box: list[float]) -> None:
    named = [word if word.startswith("--") or word == "in" else f"-p{word}" for word in sizes]
    split = [piece for word in named for piece in (["-p", word[2:]] if word.startswith("-p") else [word])]
    assert box_of("--part", "washer", *split) == pytest.approx(box)


def test_bare_numbers_are_of_the_unit_asked_for() -> None:
    assert box_of("plate", "3x2x0.25", "--unit", "in") == pytest.approx([76.2, 50.8, 6.35])
    assert "In inches: 3 × 2 × 0.25 in" in mayfly("make", "plate", "3x2x0.25", "--unit", "in").stdout


def test_a_material_gives_the_mass() -> None:
    made = json.loads(mayfly("make", "cube", "10", "--material", "steel", "--json").stdout)
    assert made["mass"]["grams"] == pytest.approx(7.85)
    assert "Mass: 7.85 g in steel" in mayfly("make", "cube", "10", "--material", "steel").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cube", "10", "--material", "cheese"), "cheese"),
        (("cube", "10", "--unit", "parsec"), "parsec"),
        (("--part", "wosher"), "washer"),
        (("--part", "washer", "-p", "thickness=thick"), "thickness"),
        (("--part", "washer", "-p", "lenght=3"), "lenght"),
        (("--part", "washer", "-p", "size"), "NAME=VALUE"),
        (("cube", "10", "-p", "side=3"), "--part"),
        (("cube", "10", "--part", "washer"), "either"),
    ],
)
def test_what_can_not_be_made_is_said_by_name(arguments: tuple[str, ...], said: str) -> None:
    done = mayfly("make", *arguments)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def made(*arguments: str) -> dict[str, Any]:
    card: dict[str, Any] = json.loads(mayfly("make", *arguments, "--json").stdout)
    return card


def test_a_model_is_kept_and_deleted_by_the_beginning_of_its_name() -> None:
    cube, washer = made("cube", "10"), made("M6", "washer")
    kept = json.loads(mayfly("keep", "cube", "--minutes", "60", "--json").stdout)
    assert kept["expires_at"] - kept["created_at"] == pytest.approx(90 * 60, abs=1)
    assert mayfly("delete", washer["step_path"]).returncode == 0
    assert [model["name"] for model in json.loads(mayfly("list", "--json").stdout)["models"]] == [
        cube["name"]
    ]
    assert mayfly("delete", "last").returncode == 0
    gone = mayfly("keep", cube["model_id"])
    assert gone.returncode == 2
    assert mayfly("keep").returncode == 2


def test_nothing_is_deleted_where_it_is_not_clear_what() -> None:
    made("cube", "10")
    other = made("cube", "11")
    washer = made("M6", "washer")
    done = mayfly("delete", washer["model_id"], "cube")
    assert done.returncode == 2
    assert other["model_id"] in done.stderr
    assert len(json.loads(mayfly("list", "--json").stdout)["models"]) == 3


def test_show_opens_a_picture_that_goes_with_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("cube", "10")
    without = json.loads(mayfly("show", "--json", DISPLAY="", WAYLAND_DISPLAY="").stdout)
    picture = Path(without["picture"])
    assert not without["opened"]
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_mode & 0o077 == 0
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    opener.chmod(0o755)
    path = os.pathsep.join([str(opener.parent), os.environ["PATH"]])
    shown = json.loads(mayfly("show", "cube", "--json", DISPLAY=":7", PATH=path).stdout)
    assert shown["opened"]
    from mayfly.cli.pictures import remove_due

    deadline = int(picture.stem.rsplit(".", 1)[1])
    remove_due(picture.parent.parent, deadline - 1)
    assert picture.exists()
    remove_due(picture.parent.parent, deadline)
    assert not picture.exists()


def test_draw_writes_what_is_asked_for_and_clobbers_nothing(tmp_path: Path) -> None:
    card = made("cube", "10")
    call = [sys.executable, "-c", "from mayfly.cli import main; main()", "draw"]
    for arguments, written in (([], f"{card['model_id']}.svg"), (["cube", "-o", "cube.dxf"], "cube.dxf")):
        done = subprocess.run([*call, *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        before = (tmp_path / written).read_bytes()
        again = subprocess.run([*call, *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert (again.returncode, (tmp_path / written).read_bytes()) == (2, before)
