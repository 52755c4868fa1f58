"""A build is cancelled at once, wherever it is, and nothing of it is left."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import BuildJob, CancelToken, Client, Workshop, run_cancellable
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import Plan
from mayfly.errors import BuildCancelled, ScriptError
from mayfly.generator import CADModelGenerator
from mayfly.planning.planner import Attempt

BOX = "show_object(cq.Workplane().box(1, 2, 3))"
SCRIPTS = {"sleeps": f"import time\ntime.sleep(50)\n{BOX}", "spins": "while True: pass"}
HOLES = """
plate = cq.Workplane().box(300, 300, 5).faces(">Z").workplane().rarray(15, 15, 12, 12).hole(4)
show_object(plate)
"""
AT_ONCE_SECONDS = 25.0  # of builds that take fifty; alone it takes twenty milliseconds


@pytest.fixture(scope="module")
def bench() -> Any:
    with Workshop(size=1) as workshop:
        workshop.warm()
        yield workshop


def settled(workshop: Workshop) -> bool:
    """Wait until there are no children and folders but the spares and those that are used again."""
    pool = workshop.dispatcher.pool
    zygote = pool.zygote
    assert zygote is not None
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        kept = 2 + len(pool.registry.used)
        if (
            len(pool.registry.children) == len(list(zygote.root.glob("job-*"))) == kept
            and not pool.registry.starting
        ):
            return True
        time.sleep(0.02)
    return False


def cancelled_while(
    work: Callable[[CancelToken], object], token: CancelToken, ready: Callable[[], bool]
) -> float:
    """Cancel work once it is so far; give how long it took to end after that."""
    ended: list[BaseException | None] = []

    def run() -> None:
        try:
            work(token)
        except BaseException as error:
            ended.append(error)
        else:
            ended.append(None)

    thread = threading.Thread(target=run)
    thread.start()
    while not ready():
        assert not ended, ended
        time.sleep(0.005)
    started = time.monotonic()
    assert token.cancel()
    thread.join(60)
    assert [type(error) for error in ended] == [BuildCancelled]
    return time.monotonic() - started


@pytest.mark.parametrize("trusted", [False, True])
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_build_that_runs_is_cancelled_at_once(
    bench: Workshop, tmp_path: Path, script: str, trusted: bool
) -> None:
    job = BuildJob(script=SCRIPTS[script], trusted=trusted)
    reached: list[str] = []

    def work(token: CancelToken) -> object:
        return bench.build(job, tmp_path / "a.step", on_progress=reached.append, cancel=token)

    assert cancelled_while(work, CancelToken(), lambda: bool(reached)) < AT_ONCE_SECONDS
    assert not list(tmp_path.iterdir())
    assert settled(bench)
    assert bench.load()["running"] == {"trusted": 0, "foreign": 0}
    assert bench.build(BuildJob(script=BOX, trusted=trusted), tmp_path / "b.step").valid


@pytest.mark.parametrize("trusted", [False, True])
def test_an_inspection_is_cancelled_at_once(bench: Workshop, tmp_path: Path, trusted: bool) -> None:
    token = CancelToken()

    def tell(stage: str) -> None:
        if stage == "inspecting":
            threading.Timer(0.05, token.cancel).start()

    with pytest.raises(BuildCancelled):
        bench.build(
            BuildJob(script=HOLES, trusted=trusted), tmp_path / "a.step", on_progress=tell, cancel=token
        )
    assert not list(tmp_path.iterdir())
    assert bench.build(BuildJob(script=BOX, trusted=trusted), tmp_path / "b.step").valid


def test_a_build_that_waits_for_a_place_is_cancelled_at_once(bench: Workshop, tmp_path: Path) -> None:
    before = bench.load()
    with bench.dispatcher.places.hold(Client("other")):
        took = cancelled_while(
            lambda token: bench.build(BuildJob(script=BOX), tmp_path / "a.step", cancel=token),
            CancelToken(),
            lambda: bench.load()["waiting"]["foreign"] == 1,
        )
    assert took < AT_ONCE_SECONDS
    assert bench.load() == before
    assert not list(tmp_path.iterdir())


def test_a_build_that_waits_for_the_workshop_to_start_is_cancelled_at_once(tmp_path: Path) -> None:
    with Workshop(size=1) as cold:
        took = cancelled_while(
            lambda token: cold.build(BuildJob(script=BOX), tmp_path / "a.step", cancel=token),
            CancelToken(),
            lambda: cold.dispatcher.pool.running,
        )
        assert took < AT_ONCE_SECONDS
        assert cold.build(BuildJob(script=BOX), tmp_path / "b.step").valid, "its start was not disturbed"


def test_a_conversion_is_cancelled_at_once(bench: Workshop, tmp_path: Path) -> None:
    bench.build(BuildJob(script=HOLES), tmp_path / "a.step")
    bench.build(BuildJob(script=BOX), tmp_path / "b.step")
    took = cancelled_while(
        lambda token: bench.convert(tmp_path / "a.step", "svg", cancel=token),
        CancelToken(),
        lambda: any(child.pid and not child.dead for child in busy(bench)),
    )
    assert took < AT_ONCE_SECONDS
    assert settled(bench)
    assert bench.convert(tmp_path / "b.step", "svg").startswith(b"<")


def busy(workshop: Workshop) -> list[Any]:
    """The children that are lent at this moment."""
    return [child for child in list(workshop.dispatcher.pool.registry.children.values()) if child.lent]


def test_what_is_cancelled_before_it_begins_never_begins(bench: Workshop, tmp_path: Path) -> None:
    token = CancelToken()
    assert token.cancel()
    with pytest.raises(BuildCancelled):
        bench.build(BuildJob(script=BOX), tmp_path / "a.step", cancel=token)
    assert not list(tmp_path.iterdir())


def test_a_child_that_was_cancelled_as_it_answered_is_not_lent_again(
    bench: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, ask = CancelToken(), bench.dispatcher.ask

    def answered(*arguments: Any, **options: Any) -> dict[str, Any]:
        answer = ask(*arguments, **options)
        token.cancel()
        return answer

    for number in range(5):
        with monkeypatch.context() as patch, pytest.raises(BuildCancelled):
            patch.setattr(bench.dispatcher, "ask", answered)
            bench.build(BuildJob(script=BOX, trusted=True), tmp_path / "a.step", cancel=token)
        assert bench.build(BuildJob(script=BOX, trusted=True), tmp_path / f"{number}.step").valid
        token = CancelToken()


def test_cancelling_many_builds_leaves_no_child_folder_descriptor_or_place(
    bench: Workshop, tmp_path: Path
) -> None:
    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    bench.build(BuildJob(script=BOX), tmp_path / "warm.step")
    assert settled(bench)
    before = descriptors()
    for number in range(25):
        token = CancelToken()
        timer = threading.Timer(0.01 * (number % 12), token.cancel)
        timer.start()
        try:
            bench.build(BuildJob(script=BOX), tmp_path / f"{number}.step", cancel=token)
        except BuildCancelled:
            assert not (tmp_path / f"{number}.step").exists()
        timer.join()
    assert settled(bench)
    assert descriptors() <= before
    assert bench.load()["running"] == bench.load()["waiting"] == {"trusted": 0, "foreign": 0}


def test_a_failure_of_the_script_is_told_as_such_beside_a_token(bench: Workshop, tmp_path: Path) -> None:
    with pytest.raises(ScriptError):
        bench.build(BuildJob(script="1 / 0"), tmp_path / "a.step", cancel=CancelToken())


# --- the generator --------------------------------------------------------------------------


def files(service: TempModelsCleanupService) -> list[Path]:
    return [path for path in service.temp_dir.rglob("*") if path.is_file() and "index" not in path.name]


def test_what_is_cancelled_after_it_was_measured_is_not_published(
    generator: CADModelGenerator, service: TempModelsCleanupService, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, build = CancelToken(), generator.workshop.build

    def measured(*arguments: Any, **options: Any) -> Any:
        report = build(*arguments, **options)
        token.cancel()
        return report

    service.get_stats()
    before = files(service)
    monkeypatch.setattr(generator.workshop, "build", measured)
    with pytest.raises(BuildCancelled):
        generator.generate_model("a 20 mm cube", cancel=token)
    token = CancelToken()
    with pytest.raises(BuildCancelled):
        generator.run_script(BOX, cancel=token)
    token = CancelToken()
    with pytest.raises(BuildCancelled):
        generator.make_part("washer", cancel=token)
    assert service.list_models() == []
    assert files(service) == before


def test_cancelling_what_is_published_comes_too_late(generator: CADModelGenerator) -> None:
    token = CancelToken()
    model = generator.make_part("washer", cancel=token)
    assert not token.cancel()
    assert not token.cancelled
    assert Path(model["step_path"]).exists()


class Stubborn:
    """A planner that always has another plan."""

    def __init__(self, token: CancelToken) -> None:
        self.repairs = 0
        self.token = token

    def plan(self, request: str, *, previous: Attempt | None = None) -> Plan:
        return Plan(script="1 / 0")

    def repair(self, request: str, attempts: Any) -> Plan:
        self.repairs += 1
        self.token.cancel()
        return Plan(script="1 / 0")


def test_a_cancelled_request_is_not_repaired(service: TempModelsCleanupService, workshop: Workshop) -> None:
    token = CancelToken()
    planner = Stubborn(token)
    generator = CADModelGenerator(cleanup_service=service, workshop=workshop, planner=planner)
    with pytest.raises(BuildCancelled):
        generator.generate_model("anything", cancel=token)
    assert planner.repairs == 1


# --- awaited ---------------------------------------------------------------------------------


async def test_cancelling_an_awaiting_task_cancels_its_build(
    generator: CADModelGenerator, service: TempModelsCleanupService
) -> None:
    reached = asyncio.Event()
    loop = asyncio.get_running_loop()

    def tell(stage: str) -> None:
        if stage == "building":
            loop.call_soon_threadsafe(reached.set)

    task = asyncio.create_task(
        run_cancellable(lambda token: generator.run_script(SCRIPTS["sleeps"], on_progress=tell, cancel=token))
    )
    await reached.wait()
    started = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - started < AT_ONCE_SECONDS
    assert service.list_models() == []
    assert generator.workshop.load()["running"]["foreign"] == 0


async def test_an_awaited_build_gives_its_result_or_raises_its_error(generator: CADModelGenerator) -> None:
    model = await run_cancellable(lambda token: generator.make_part("washer", cancel=token))
    assert model["part"] == "washer"
    with pytest.raises(ScriptError):
        await run_cancellable(lambda token: generator.run_script("1 / 0", cancel=token))


def test_a_callback_is_not_called_after_its_block() -> None:
    token, called = CancelToken(), list[int]()
    with token.calling(lambda: called.append(1)):
        pass
    with token.calling(lambda: called.append(2)):
        token.cancel()
        token.cancel()
    assert called == [2]
    with pytest.raises(BuildCancelled), token.calling(lambda: called.append(3)):
        called.append(4)
    assert called == [2]
