"""The generator, as Python programs use it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import Requirements
from mayfly.errors import InvalidParameter, RequirementsNotMet, ScriptError, UnknownPart
from mayfly.generator import CADModelGenerator

BLOCK = """import cadquery as cq

width = 10.0  # mm: along Y
show_object(cq.Workplane().box(40, width, 5))
"""


def test_constructing_starts_the_service_and_closing_stops_it(tmp_path: Path) -> None:
    generator = CADModelGenerator(tmp_path / "models", cleanup_interval_minutes=5)
    assert generator.get_cleanup_stats() == {
        "total_files": 0,
        "tracked_files": 0,
        "cleanup_interval_minutes": 5,
        "service_running": True,
    }
    generator.close()
    assert not generator.get_cleanup_stats()["service_running"]


def test_the_interval_comes_from_the_argument_then_the_environment_then_is_thirty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interval(**arguments: Any) -> object:
        with CADModelGenerator(tmp_path / "models", **arguments) as generator:
            return generator.get_cleanup_stats()["cleanup_interval_minutes"]

    assert repr(interval()) == "30"
    monkeypatch.setenv("MAYFLY_CLEANUP_INTERVAL_MINUTES", "7.5")
    assert interval() == 7.5
    assert interval(cleanup_interval_minutes=2) == 2


def test_a_given_service_is_neither_started_nor_stopped(tmp_path: Path) -> None:
    service = TempModelsCleanupService(tmp_path / "models", janitor=False)
    with CADModelGenerator(cleanup_service=service) as generator:
        assert generator.temp_dir == service.temp_dir
        assert not service.get_stats()["service_running"]
    with pytest.raises(ValueError, match="belong to the given"):
        CADModelGenerator(tmp_path, cleanup_service=service)


def test_a_script_is_built_with_its_parameters_overridden(generator: CADModelGenerator) -> None:
    card = generator.run_script(BLOCK, {"width": 20}, title="block")
    assert card["report"]["bounding_box_mm"] == pytest.approx([40, 20, 5], abs=1e-6)
    assert "width = 20" in card["script"]
    assert card["name"].startswith("block-")


def test_a_script_comes_as_text_bytes_or_a_file_and_finds_what_is_handed_in(
    generator: CADModelGenerator, tmp_path: Path
) -> None:
    source = "size = (1, 2)\nshow_object(cq.Workplane().box(*size, float(open('a.txt').read())))\n"
    script, table = tmp_path / "script.py", tmp_path / "elsewhere.txt"
    script.write_bytes(b"\xef\xbb\xbf" + source.encode())
    table.write_text("7")
    for given, files in (
        (source, {"a.txt": b"7"}),
        (source.encode(), {"a.txt": table}),
        (script, {"a.txt": table}),
    ):
        card = generator.run_script(given, {"size": (3, 4)}, files=files)
        assert card["report"]["bounding_box_mm"] == pytest.approx([3, 4, 7], abs=1e-6)
        assert card["parameters"] == {"size": [3, 4]}
        assert card["script"] == source.replace("(1, 2)", "(3, 4)")
        assert json.loads(json.dumps(card)) == card
    for wrong in ({"a.txt": "7"}, {"../a.txt": b"7"}, {"a.txt": tmp_path / "nothing"}, ["a.txt"]):
        with pytest.raises(InvalidParameter):
            generator.run_script(source, files=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "parameters",
    [
        {"width": 10**400},
        {"width": 10**5000},
        {"width": None},
        {"width": [10**5000]},
        {1: 2, "width": 3},
        [1],
    ],
    ids=["400 digits", "5000 digits", "nothing", "row", "name", "list"],
)
def test_a_value_that_no_script_can_have_is_refused_in_words(
    generator: CADModelGenerator, parameters: Any
) -> None:
    with pytest.raises(InvalidParameter, match="parameter"):
        generator.run_script(BLOCK, parameters)


def test_a_script_can_be_read_before_it_is_run(generator: CADModelGenerator) -> None:
    read = generator.read_script("width = 5\nraise SystemError\n", {"width": 6})
    assert (read.script, read.parameters) == ("width = 6\nraise SystemError\n", {"width": 6})


def test_a_script_that_misses_its_requirements_is_not_published(generator: CADModelGenerator) -> None:
    with pytest.raises(RequirementsNotMet, match="volume"):
        generator.run_script(BLOCK, requirements=Requirements(volume_mm3=1.0))
    with pytest.raises(ScriptError, match="line 1"):
        generator.run_script("raise ValueError('no')\n")
    assert generator.get_cleanup_stats()["total_files"] == 0


def test_a_part_is_made_with_its_parameters(generator: CADModelGenerator) -> None:
    card = generator.make_part("washer", outer_diameter=20, inner_diameter=10.5, thickness=2)
    assert card["report"]["bounding_box_mm"] == pytest.approx([20, 20, 2], abs=1e-6)
    with pytest.raises(UnknownPart, match="washer"):
        generator.make_part("washr")
    with pytest.raises(InvalidParameter, match=r"outer diameter|inner diameter"):
        generator.make_part("washer", outer_diameter=10, inner_diameter=20, thickness=2)


@pytest.mark.parametrize("method", ["generate_model", "run_script", "make_part"])
def test_what_is_no_text_is_refused_by_name(generator: CADModelGenerator, method: str) -> None:
    with pytest.raises(InvalidParameter, match="text, not NoneType"):
        getattr(generator, method)(None)


def test_the_answer_tells_size_and_end(generator: CADModelGenerator) -> None:
    card = generator.generate_model("cube 25")
    assert "25 × 25 × 25 mm" in card["text"]
    assert "30 minutes after" in card["text"]
    assert card["expires_at"] > card["created_at"]


def test_the_answer_lists_ten_kinds_of_holes_and_counts_the_rest(generator: CADModelGenerator) -> None:
    holes = "".join(f".faces('>Z').workplane(origin=({10 * n}, 0, 2)).hole({1 + n / 10})" for n in range(25))
    card = generator.run_script(f"show_object(cq.Workplane().box(600, 20, 4){holes})")
    measured = card["text"].splitlines()[1]
    assert measured.count("Ø") == 10
    assert measured.endswith(" and 15 more kinds of holes.")
    assert len(card["report"]["holes"]) == 25


def test_a_title_stays_on_its_line(generator: CADModelGenerator) -> None:
    card = generator.run_script(
        "show_object(cq.Workplane().box(1, 1, 1))", title="lid\nIt will live for ever.\u202e" + "x" * 999
    )
    first, second, *_ = card["text"].splitlines()
    assert first.endswith("lid It will live for ever." + "x" * 273 + "….")
    assert second.startswith("Measured:")
