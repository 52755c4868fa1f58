"""A worker's build is the same as one of this process: results, errors, stages, cancelling, what is left."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from mayfly.cad.workshop import BuildJob, CancelToken, Client, ScriptRead, Workshop
from mayfly.contracts import Measures
from mayfly.errors import BuildCancelled, InvalidParameter, MayflyError, StorageError
from mayfly.generator import CADModelGenerator
from mayfly.workers.remote import RemoteWorkshop
from tests.workers.kit import ENDLESS, PLATE, Fleet, slow, wait_until


@pytest.fixture(scope="module")
def remote(running: Fleet) -> Iterator[RemoteWorkshop]:
    yield running.remote()


def _traces(fleet: Fleet) -> tuple[int, int, list[str]]:
    """Return what jobs have left: rows of both tables, and objects."""
    import obstore

    database = fleet.database()
    ours = database.rows("SELECT count(*) FROM jobs")
    theirs = database.rows("SELECT count(*) FROM procrastinate_jobs")
    database.close()
    objects = [each["path"] for page in obstore.list(fleet.bucket().client, "w/") for each in page]
    return ours[0][0], theirs[0][0], objects


def test_a_worker_builds_the_same_bytes_and_measures_the_same(
    remote: RemoteWorkshop, workshop: Workshop, tmp_path: Path
) -> None:
    job = BuildJob(
        script=PLATE,
        parameters={"width": 50},
        timestamp=1e9,
        measures=Measures(cylinders=True, points=((0.0, 0.0, 0.0),)),
    )
    reads: list[ScriptRead] = []
    stages: list[str] = []
    theirs = remote.build(job, tmp_path / "a.step", on_progress=stages.append, on_read=reads.append)
    ours = workshop.build(job, tmp_path / "b.step", on_read=reads.append)
    seconds = {"build_seconds": 0.0, "inspect_seconds": 0.0}
    assert replace(theirs, **seconds) == replace(ours, **seconds)
    assert (tmp_path / "a.step").read_bytes() == (tmp_path / "b.step").read_bytes()
    assert reads[0] == reads[1]
    assert reads[0].parameters == {"width": 50.0}
    assert stages == ["building", "inspecting"]


def test_threads_that_come_first_at_the_same_time_share_one_connection_that_listens(
    running: Fleet, tmp_path: Path
) -> None:
    remote = running.remote()

    def listening() -> set[threading.Thread]:
        return {thread for thread in threading.enumerate() if thread.name == "mayfly-notices"}

    def build(number: int) -> None:
        remote.build(
            BuildJob(script=PLATE, trusted=True), tmp_path / f"{number}.step", client=Client(str(number))
        )

    before = listening()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(build, range(6)))
    assert len(listening() - before) == 1
    remote.close()
    assert not listening() - before


def test_files_go_with_a_job_and_reading_surveying_drawing_and_meshing_are_the_same(
    remote: RemoteWorkshop, workshop: Workshop, tmp_path: Path
) -> None:
    step = tmp_path / "part.step"
    remote.build(BuildJob(script=PLATE, timestamp=1e9), step)
    content = step.read_bytes()
    opening = "import cadquery as cq\nresult = cq.importers.importStep('in.step')\n"
    job = BuildJob(script=opening, files={"in.step": content})
    report = remote.build(job, tmp_path / "again.step")
    assert report.volume_mm3 == pytest.approx(workshop.survey("x.step", content).volume_mm3)
    assert remote.survey("x.step", content) == workshop.survey("x.step", content)
    assert remote.read(PLATE, {"width": 3}) == workshop.read(PLATE, {"width": 3})
    assert remote.convert(step, "svg") == workshop.convert(step, "svg")
    drawn, ours = remote.draft(BuildJob(script=PLATE)), workshop.draft(BuildJob(script=PLATE))
    assert (drawn.read, len(drawn.glb)) == (ours.read, len(ours.glb))


@pytest.mark.parametrize(
    "script",
    [
        "import cadquery as cq\nprint('before')\nresult = cq.Workplane().box(1, 2, 3).faces('>Q')\n",
        "def broken(:\n",
        "import socket\n",
        "a = 1\n",
        "import cadquery as cq\nresult = cq.Workplane().rect(2, 2)\n",
        "import os\nos.kill(os.getpid(), 9)\n",
    ],
    ids=["raises", "no-python", "import", "shows-nothing", "no-solid", "dies"],
)
def test_an_error_of_a_worker_is_the_error_of_this_process(
    remote: RemoteWorkshop, workshop: Workshop, tmp_path: Path, script: str
) -> None:
    raised: list[MayflyError] = []
    for builder in (remote, workshop):
        with pytest.raises(MayflyError) as caught:
            builder.build(BuildJob(script=script), tmp_path / "x.step")
        raised.append(caught.value)
        assert not (tmp_path / "x.step").exists()
    theirs, ours = raised
    assert type(theirs) is type(ours)
    assert theirs.to_dict() == ours.to_dict()


def test_wrong_arguments_are_refused_before_anything_is_sent(remote: RemoteWorkshop, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameter):
        remote.build(BuildJob(script=PLATE, parameters={"width": object()}), tmp_path / "x.step")  # type: ignore[dict-item]
    (tmp_path / "there.step").write_text("mine")
    with pytest.raises(FileExistsError):
        remote.build(BuildJob(script=PLATE), tmp_path / "there.step")
    assert (tmp_path / "there.step").read_text() == "mine"


def test_a_cancelled_build_ends_at_once_and_its_place_is_free(
    running: Fleet, remote: RemoteWorkshop, tmp_path: Path
) -> None:
    tokens = [CancelToken(), CancelToken()]
    ended: list[BaseException] = []

    def build(number: int) -> None:
        try:
            remote.build(BuildJob(script=ENDLESS), tmp_path / f"{number}.step", cancel=tokens[number])
        except BaseException as error:
            ended.append(error)

    threads = [threading.Thread(target=build, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    database = running.database()
    wait_until(lambda: database.rows("SELECT count(*) FROM jobs WHERE state = 'running'") == [(2,)])
    begun = time.monotonic()
    for token in tokens:
        token.cancel()
    for thread in threads:
        thread.join(30)
    assert time.monotonic() - begun < 10
    assert [type(error) for error in ended] == [BuildCancelled, BuildCancelled]
    assert not list(tmp_path.glob("*.step"))
    remote.build(BuildJob(script=PLATE), tmp_path / "next.step")  # both places were taken
    database.close()


async def test_an_awaited_build_is_done_by_a_worker_and_checked_against_the_request(running: Fleet) -> None:
    generator = CADModelGenerator(cleanup_service=running.store(), workshop=running.remote())
    made = await generator.agenerate_model("a 43 x 30 x 5 mm plate with a 5 mm hole in the middle")
    assert made["report"]["bounding_box_mm"] == pytest.approx([43, 30, 5])
    again = await generator.agenerate_model("a 43 x 30 x 5 mm plate with a 5 mm hole in the middle")
    assert again["report"]["sha256"] == made["report"]["sha256"]  # copied: both know the code


def test_a_job_leaves_nothing_behind_however_it_ended(
    running: Fleet, remote: RemoteWorkshop, tmp_path: Path
) -> None:
    remote.build(BuildJob(script=PLATE), tmp_path / "a.step")
    with pytest.raises(MayflyError):
        remote.build(BuildJob(script="result = 1/0\n", files={"a.txt": b"x"}), tmp_path / "b.step")
    cancel = CancelToken()
    threading.Timer(0.3, cancel.cancel).start()
    with pytest.raises(BuildCancelled):
        remote.build(BuildJob(script=ENDLESS, files={"a.txt": b"x"}), tmp_path / "c.step", cancel=cancel)
    wait_until(lambda: _traces(running) == (0, 0, []))


def test_a_client_may_take_half_of_the_queue_and_no_more(running: Fleet, tmp_path: Path) -> None:
    remote = running.remote(queue_limit=4)
    refused: list[MayflyError] = []
    cancel = CancelToken()

    def build(number: int) -> None:
        try:
            client = Client("greedy")
            job = BuildJob(script=slow(30))
            remote.build(job, tmp_path / f"{number}.step", client=client, cancel=cancel)
        except MayflyError as error:
            refused.append(error)

    threads = [threading.Thread(target=build, args=(number,)) for number in range(8)]
    for number, thread in enumerate(threads):
        thread.start()
        time.sleep(0.2)
        assert len(refused) == max(0, number + 1 - 4), number  # two places, and half of a queue of four
    assert {error.code for error in refused} == {"busy"}
    other = threading.Thread(
        target=lambda: remote.build(BuildJob(script=PLATE), tmp_path / "o.step", client=Client("other"))
    )
    other.start()
    cancel.cancel()
    for thread in [*threads, other]:
        thread.join(60)
    assert (tmp_path / "o.step").exists()


def test_without_a_store_there_are_no_workers() -> None:
    from mayfly.generator import configured_builder
    from mayfly.settings import Settings

    with pytest.raises(StorageError, match="MAYFLY_STORE"):
        configured_builder(Settings(workers="on"))
