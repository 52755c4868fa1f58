"""The command line, run as its users run it: in a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.png_pixels import read_png

Run = subprocess.CompletedProcess[str]


def mayfly(*arguments: str, **environment: str) -> Run:
    """Run ``mayfly`` in this test's surroundings."""
    return subprocess.run(
        [sys.executable, "-c", "from mayfly.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "block.py"
    path.write_text(
        "import cadquery as cq\n\n"
        "width = 10.0  # mm: along Y\n"
        "result = cq.Workplane().box(40, width, 5)\n"
        "show_object(result)\n"
    )
    return path


def test_make_writes_a_model_and_says_so(tmp_path: Path) -> None:
    done = mayfly("make", "cube 25", "--json")
    assert done.returncode == 0, done.stderr
    card = json.loads(done.stdout)
    assert Path(card["step_path"]).is_file()
    assert card["report"]["volume_mm3"] == pytest.approx(15625)
    assert done.stderr == ""
    listed = json.loads(mayfly("list", "--json").stdout)["models"]
    assert [model["name"] for model in listed] == [card["name"]]
    counted = json.loads(mayfly("stats", "--json").stdout)["cleanup_stats"]
    assert (counted["total_files"], counted["tracked_files"]) == (1, 1)


def test_make_in_a_pipe_prints_no_control_characters() -> None:
    done = mayfly("make", "cube 25")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].endswith(".step")


def test_a_question_is_the_callers_to_answer() -> None:
    done = mayfly("make", "plate 200 x 100 with 4 M6 holes in the corners, 10 mm inset")
    assert done.returncode == 2
    assert "thick" in done.stderr
    assert done.stdout == ""
    error = json.loads(mayfly("make", "a dragon", "--json").stdout)["error"]
    assert error["code"] == "needs_clarification"
    assert error["reason"] == "unsupported"


def test_run_builds_a_script_with_overrides(script: Path) -> None:
    done = mayfly("run", str(script), "-p", "width=20", "--json")
    assert done.returncode == 0, done.stderr
    card = json.loads(done.stdout)
    assert card["report"]["bounding_box_mm"] == pytest.approx([40, 20, 5], abs=1e-6)
    assert card["parameters"] == {"width": 20}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-p", "depth=20"), "width"),
        (("-p", "width"), "NAME=VALUE"),
        (("-o", "part.xyz"), ".stl"),
        (("-o", "nowhere/part.stl"), "nowhere"),
        (("-o", "part.stl", "-o", "part.stl"), "twice"),
    ],
)
def test_a_wrong_call_names_what_would_be_right(script: Path, arguments: tuple[str, ...], said: str) -> None:
    done = mayfly("run", str(script), *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_an_override_takes_the_type_of_the_scripts_own_value(tmp_path: Path) -> None:
    path = tmp_path / "labelled.py"
    path.write_text(
        "import cadquery as cq\n\n"
        "name = 'a'\n"
        "big = False\n"
        "show_object(cq.Workplane().box(20 if big else 10, 10, len(name)))\n"
    )
    done = mayfly("run", str(path), "-p", "name=123", "-p", "big=1", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    card = json.loads(done.stdout)
    assert card["parameters"] == {"name": "123", "big": True}
    assert card["report"]["bounding_box_mm"] == pytest.approx([20, 10, 3], abs=1e-6)


def test_a_script_from_windows_is_run_with_rows_of_sizes_and_the_files_beside_it(tmp_path: Path) -> None:
    path, table = tmp_path / "block.py", tmp_path / "heights.csv"
    source = (
        "import cadquery as cq\n\n"
        "size = (30, 40)  # Länge und Breite\n"
        "count, wall = 1, 2.5\n"
        "height = float(open('heights.csv').read())\n"
        "show_object(cq.Workplane().box(*size, height * wall))\n"
    )
    path.write_bytes(b"\xef\xbb\xbf" + source.replace("\n", "\r\n").encode())
    table.write_text("8")
    done = mayfly("run", str(path), "-p", "size=50, 60", "-p", "wall=2", "--with", str(table), "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    card = json.loads(done.stdout)
    assert card["report"]["bounding_box_mm"] == pytest.approx([50, 60, 16], abs=1e-6)
    assert card["parameters"] == {"size": [50, 60], "wall": 2.0}
    assert card["script"] == source.replace("\n", "\r\n").replace("(30, 40)", "(50, 60)").replace(
        "2.5", "2.0"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-p", "width=" + "9" * 400), "at most 18 digits"),
        (("-p", "width=" + "9" * 5000), "finite number"),
        (("-p", "width=1,5"), "must be a number, not '1,5'"),
        (("-p", "size=1"), "2 values like (30, 40), not 1"),
        (("-p", "size=(1, x)"), "value 2 of parameter 'size' must be a number"),
        (("--with", "nothing.step"), "nothing.step can't be handed in"),
        (("--with", "/dev/zero"), "not a regular file"),
        (("--with", "{script}", "--with", "{script}"), "two files called block.py"),
    ],
)
def test_what_can_not_be_handed_in_is_refused_in_a_sentence(
    script: Path, arguments: tuple[str, ...], said: str
) -> None:
    script.write_text(script.read_text() + "size = (30, 40)\n")
    done = mayfly("run", str(script), *(word.format(script=script) for word in arguments))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_script_in_another_encoding_is_told_to_be_saved_in_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "block.py"
    for encoding in ("latin-1", "utf-16"):
        path.write_bytes("name = 'Gehäuse'\n".encode(encoding))
        done = mayfly("run", str(path))
        assert done.returncode == 2
        assert "Save the script as UTF-8" in done.stderr


def test_a_script_that_fails_is_quoted_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("import cadquery as cq\n\nresult = cq.Workplane().boxx(1, 2, 3)\n")
    done = mayfly("run", str(path))
    assert done.returncode == 2
    assert "line 3" in done.stderr
    assert "boxx" in done.stderr


HEADS = {
    ".step": b"ISO-10303-21;",
    ".stl": b"",
    ".3mf": b"PK\x03\x04",
    ".obj": b"# lengths in mm",
    ".glb": b"glTF",
    ".brep": b"DBRep_DrawableShape",
    ".dxf": b"  0\nSECTION",
    ".svg": b"<",
    ".png": b"\x89PNG",
    ".pdf": b"%PDF-1.",
}


@pytest.mark.parametrize("ending", HEADS)
def test_a_copy_is_written_in_the_format_of_its_ending(tmp_path: Path, script: Path, ending: str) -> None:
    target = tmp_path / f"copy{ending}"
    done = mayfly("run", str(script), "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert target.read_bytes().startswith(HEADS[ending])
    assert target.stat().st_size > 100


def test_a_png_shows_the_views_and_the_section_asked_for(tmp_path: Path, script: Path) -> None:
    target = tmp_path / "part.png"
    done = mayfly("run", str(script), "-o", str(target), "--views", "iso,top", "--section", "z")
    assert done.returncode == 0, done.stderr
    pixels = read_png(target.read_bytes()).astype(int)
    assert ((pixels[..., 0] > pixels[..., 1] + 30) & (pixels[..., 1] > pixels[..., 2])).sum() > 500


@pytest.mark.parametrize("wrong", [("--views", "sideways"), ("--section", "w")], ids=str)
def test_a_picture_that_there_is_not_is_refused_before_anything_is_built(
    tmp_path: Path, script: Path, wrong: tuple[str, str]
) -> None:
    done = mayfly("run", str(script), "-o", str(tmp_path / "part.png"), *wrong)
    assert done.returncode == 2
    assert wrong[1] in done.stderr
    assert not list(tmp_path.rglob("*.step"))


def test_several_copies_are_written_in_one_run(tmp_path: Path, script: Path) -> None:
    targets = [tmp_path / f"copy{ending}" for ending in HEADS]
    done = mayfly("run", str(script), "--json", *(word for target in targets for word in ("-o", str(target))))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["outputs"] == [str(target) for target in targets]
    for target in targets:
        assert target.read_bytes().startswith(HEADS[target.suffix])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_copy_that_cannot_be_written_whole_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mayfly.cli import exports

    def on_a_full_disk(place: Path, mode: str) -> IO[bytes]:
        place.touch(exist_ok=False)
        return open("/dev/full", mode.replace("x", "w"))  # noqa: PTH123

    monkeypatch.setattr(Path, "open", on_a_full_disk)
    with pytest.raises(OSError, match="No space left"):
        exports.write_new(tmp_path / "copy.stl", b"solid")
    assert not (tmp_path / "copy.stl").exists()


def test_a_copy_elsewhere_stays_and_is_never_clobbered(tmp_path: Path) -> None:
    target = tmp_path / "cube.stl"
    done = mayfly("make", "cube 25", "-o", str(target))
    assert done.returncode == 0, done.stderr
    assert target.stat().st_size > 100
    before = target.read_bytes()
    again = mayfly("make", "cube 30", "-o", str(target))
    assert again.returncode == 2
    assert "already" in again.stderr
    assert target.read_bytes() == before


def test_sweep_takes_only_what_is_due(tmp_path: Path) -> None:
    folder = tmp_path / "temp_models"
    folder.mkdir()
    old = folder / "old.step"
    old.write_text("ISO-10303-21;")
    done = mayfly("sweep", "--json", MAYFLY_CLEANUP_INTERVAL_MINUTES="30")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["removed"] == []
    assert old.exists()


def test_parts_lists_the_catalogue_and_shows_one_part() -> None:
    listed = json.loads(mayfly("parts", "--json").stdout)["parts"]
    names = [part["name"] for part in listed]
    assert {"plate", "cylinder", "tube", "flange", "washer"} <= set(names)
    assert "plate.svg" in mayfly("parts").stdout
    shown = mayfly("parts", "plate")
    assert "thickness" in shown.stdout
    drawing = next(line for line in shown.stdout.splitlines() if line.startswith("Picture: "))
    assert Path(drawing.removeprefix("Picture: ")).read_text(encoding="utf-8").startswith("<svg")
    unknown = mayfly("parts", "plat")
    assert unknown.returncode == 2
    assert "plate" in unknown.stderr


def test_a_senseless_environment_is_named() -> None:
    done = mayfly("stats", MAYFLY_WORKSHOP_SIZE="none")
    assert done.returncode == 2
    assert "MAYFLY_WORKSHOP_SIZE" in done.stderr
    told = json.loads(mayfly("stats", "--json", MAYFLY_WORKSHOP_SIZE="none").stdout)
    assert "MAYFLY_WORKSHOP_SIZE" in told["error"]["message"]
    bad = mayfly("stats", MAYFLY_CLEANUP_INTERVAL_MINUTES="-3")
    assert bad.returncode == 2
    assert "-3" in bad.stderr


def test_the_version_is_printed() -> None:
    from mayfly import __version__

    assert mayfly("--version").stdout.strip() == __version__
    done = subprocess.run([sys.executable, "-m", "mayfly", "--version"], capture_output=True, text=True)
    assert done.stdout.strip() == __version__


def test_the_help_begins_with_what_makes_models_and_offers_completions_once() -> None:
    said = mayfly("--help").stdout
    commands = [line.split()[1] for line in said.splitlines() if re.match(r"│ [a-z]+ ", line)]
    assert commands[:2] == ["make", "chat"]
    assert "-completion" not in said
