"""A model that is asked for again is a copy of the one that lives, with a life of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.cad.workshop.pool import toolchain
from mayfly.cad.workshop.pool.zygote_process import ZygoteProcess
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import BuildReport, Requirements
from mayfly.errors import RequirementsNotMet
from mayfly.generator import CADModelGenerator

BLOCK = """import cadquery as cq

width = 10.0
show_object(cq.Workplane().box(40, width, 5).faces(">Z").hole(4))
"""


class CountingWorkshop(Workshop):
    """A workshop that has another one build, and counts."""

    def __init__(self, builder: Workshop) -> None:
        super().__init__()
        self.builder = builder
        self.builds = 0

    def build(self, job: BuildJob, output: Path, **options: Any) -> BuildReport:
        self.builds += 1
        return self.builder.build(job, output, **options)


@pytest.fixture
def counting(workshop: Workshop) -> CountingWorkshop:
    return CountingWorkshop(workshop)


@pytest.fixture
def twice(service: TempModelsCleanupService, counting: CountingWorkshop) -> CADModelGenerator:
    return CADModelGenerator(cleanup_service=service, workshop=counting)


def content(card: dict[str, Any]) -> bytes:
    return Path(card["step_path"]).read_bytes()


def test_the_same_script_is_built_once_and_its_copy_lives_on_its_own(
    twice: CADModelGenerator, counting: CountingWorkshop
) -> None:
    first = twice.run_script(BLOCK, {"width": 20})
    second = twice.run_script(BLOCK, {"width": 20})
    assert counting.builds == 1
    assert second["name"] != first["name"]
    assert content(second) == content(first)
    assert second["report"] == first["report"]
    assert second["expires_at"] > first["expires_at"]
    twice.cleanup_service.delete(first["name"])
    third = twice.run_script(BLOCK, {"width": 20})
    assert counting.builds == 1
    assert content(third) == content(second)
    assert not Path(third["step_path"]).samefile(second["step_path"])


@pytest.mark.parametrize(
    "other",
    [
        lambda g: g.run_script(BLOCK, {"width": 21}),
        lambda g: g.run_script(BLOCK + "# a remark\n"),
        lambda g: g.run_script(BLOCK, title="block"),
    ],
    ids=["parameters", "text", "title"],
)
def test_what_differs_is_built(
    twice: CADModelGenerator,
    counting: CountingWorkshop,
    other: Callable[[CADModelGenerator], dict[str, Any]],
) -> None:
    twice.run_script(BLOCK)
    other(twice)
    assert counting.builds == 2


def test_a_model_that_is_gone_is_built_again(twice: CADModelGenerator, counting: CountingWorkshop) -> None:
    twice.cleanup_service.delete(twice.make_part("washer")["name"])
    twice.make_part("washer")
    assert counting.builds == 2


@pytest.mark.parametrize("spoil", [lambda path: path.write_text("other"), Path.unlink])
def test_a_file_that_is_not_what_was_measured_is_not_copied(
    twice: CADModelGenerator, counting: CountingWorkshop, spoil: Callable[[Path], object]
) -> None:
    first = twice.run_script(BLOCK)
    before = content(first)
    spoil(Path(first["step_path"]))
    second = twice.run_script(BLOCK)
    assert counting.builds == 2
    assert b"ADVANCED_FACE" in content(second)
    assert len(content(second)) == len(before)


def test_another_service_on_the_directory_finds_it(
    twice: CADModelGenerator, counting: CountingWorkshop
) -> None:
    first = twice.run_script(BLOCK)
    with TempModelsCleanupService(twice.temp_dir, janitor=False) as other:
        second = CADModelGenerator(cleanup_service=other, workshop=counting).run_script(BLOCK)
    assert counting.builds == 1
    assert content(second) == content(first)


def test_another_version_of_the_code_builds_again(
    twice: CADModelGenerator, counting: CountingWorkshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "cad"
    (sources / "sandbox").mkdir(parents=True)
    (sources / "sandbox" / "child.py").write_text("")
    monkeypatch.setattr(toolchain, "_SOURCES", sources)
    twice.run_script(BLOCK)
    twice.run_script(BLOCK)
    assert counting.builds == 1
    (sources / "sandbox" / "child.py").write_text("# changed")
    twice.run_script(BLOCK)
    assert counting.builds == 2
    monkeypatch.setattr(toolchain, "_KERNEL", ("pytest",))
    twice.run_script(BLOCK)
    assert counting.builds == 3


def test_files_that_change_under_a_running_workshop_count_from_its_next_start_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toolchain, "_SOURCES", tmp_path)
    with Workshop(size=1) as own:
        cold = own.code
        own.warm()
        assert own.code == cold
        (tmp_path / "child.py").write_text("")
        assert own.code == cold  # which is what its children run
        own.close()
        assert own.code != cold


def test_files_that_change_while_they_are_loaded_match_no_recipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toolchain, "_SOURCES", tmp_path)
    start = ZygoteProcess._start

    def started(zygote: ZygoteProcess, *arguments: Any) -> Any:
        (tmp_path / "child.py").write_text("")
        return start(zygote, *arguments)

    monkeypatch.setattr(ZygoteProcess, "_start", started)
    with Workshop(size=1) as own:
        cold = own.code
        own.warm()
        assert own.code not in (cold, toolchain.code_on_disk())


def test_a_copy_is_held_against_the_requirements_too(
    twice: CADModelGenerator, counting: CountingWorkshop
) -> None:
    twice.run_script(BLOCK)
    with pytest.raises(RequirementsNotMet, match="volume"):
        twice.run_script(BLOCK, requirements=Requirements(volume_mm3=1.0))
    assert counting.builds == 1
    assert twice.get_cleanup_stats()["total_files"] == 1


def test_a_failure_is_not_remembered(twice: CADModelGenerator, counting: CountingWorkshop) -> None:
    for _ in range(2):
        with pytest.raises(RequirementsNotMet):
            twice.run_script(BLOCK, requirements=Requirements(volume_mm3=1.0))
    assert counting.builds == 2


def test_a_step_that_runs_again_publishes_once_and_returns_the_same_model(
    generator: CADModelGenerator,
) -> None:
    plan = generator.plan_model("a 61 x 30 x 5 mm plate")
    first = generator.build_plan(plan, once="run 1, step 2")
    again = generator.build_plan(plan, once="run 1, step 2")
    assert again == first
    assert [model.name for model in generator.cleanup_service.list_models()] == [first["name"]]
    other = generator.build_plan(plan, once="run 1, step 3")
    assert other["name"] != first["name"]
    generator.cleanup_service.delete(first["name"])
    assert generator.build_plan(plan, once="run 1, step 2")["name"] == first["name"]  # it is gone: made again


async def test_a_step_that_runs_twice_at_the_same_time_publishes_once(generator: CADModelGenerator) -> None:
    plan = generator.plan_model("a 62 x 30 x 5 mm plate")
    made = await asyncio.gather(*(generator.abuild_plan(plan, once="a step") for _ in range(3)))
    assert {model["name"] for model in made} == {made[0]["name"]}
    assert len(generator.cleanup_service.list_models()) == 1
