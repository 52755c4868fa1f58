"""The kernel's own threads: as many as there are processors to spare, all of them in the jail."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad import channel
from mayfly.cad.workshop import BuildJob, Workshop, dispatcher
from tests.cad.conftest import in_interpreter

PROCESSORS = len(os.sched_getaffinity(0))
SCRIPTS = (
    "cq.Workplane().rect(80, 80).workplane(offset=90).circle(25).loft().cut("
    "cq.Workplane().rect(76, 76).workplane(offset=90).circle(23).loft())",
    "cq.Workplane().box(90, 60, 5).faces('>Z').workplane().rarray(12, 12, 7, 4).hole(6)",
    "cq.Workplane().box(90, 60, 30).edges('|Z').fillet(3).faces('>Z').edges().fillet(1)",
)


def status(task: Path) -> dict[str, str]:
    rows = (task / "status").read_text(encoding="utf-8").splitlines()
    return {name: value.strip() for name, _, value in (row.partition(":") for row in rows)}


def test_all_threads_of_a_child_are_alive_before_a_script_comes_and_in_the_jail(jail: Workshop) -> None:
    if not all(row["works"] for row in jail.protection().values()):
        pytest.skip("the jail does not hold here")
    with jail.dispatcher.places.hold():
        child = jail.dispatcher.pool.take("build", reusable=False)
        try:
            tasks = [status(task) for task in Path(f"/proc/{child.pid}/task").iterdir()]
        finally:
            jail.dispatcher.pool.give_back(child, reuse=False)
    assert len(tasks) == min(4, PROCESSORS)
    for task in tasks:
        assert (task["NoNewPrivs"], task["Seccomp"]) == ("1", "2")
        assert int(task["CapPrm"], 16) == int(task["CapEff"], 16) == 0
        assert task["Uid"] == tasks[0]["Uid"]


def test_builds_side_by_side_share_the_processors(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[dict[str, Any]] = []
    real = channel.encode

    def encode(header: dict[str, Any]) -> bytes:
        sent.append(header)
        return real(header)

    monkeypatch.setattr(dispatcher, "_PROCESSORS", 4)
    monkeypatch.setattr(channel, "encode", encode)
    job = BuildJob(script="show_object(cq.Workplane().box(1, 2, 3))")
    workshop.build(job, tmp_path / "alone.step")
    with workshop.dispatcher.places.hold():
        workshop.build(job, tmp_path / "beside.step")
    assert [header["threads"] for header in sent] == [4, 4, 2, 2]


def test_the_bytes_do_not_hang_on_the_number_of_threads() -> None:
    shown = in_interpreter(f"""
import os
os.environ["OPENBLAS_NUM_THREADS"] = "1"
from mayfly.cad.sandbox.script import run
from mayfly.cad.sandbox.startup import warmup
from mayfly.cad.sandbox.script.step_output import write_step
warmup.start_threads()
pool = warmup.OSD_ThreadPool.DefaultPool_s()
most = pool.NbDefaultThreadsToLaunch()
for script in {SCRIPTS!r}:
    found = set()
    for threads in (1, most) * 3:
        pool.SetNbDefaultThreadsToLaunch(threads)
        shown = run.run_script("show_object(" + script + ")")[0]
        found.add(write_step(shown, name="x", timestamp=0.0))
    print(most, len(found))
""")
    assert shown.split() == [str(min(4, PROCESSORS)), "1"] * len(SCRIPTS)
