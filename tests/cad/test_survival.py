"""Building goes on after what befalls the pool: no descriptors, a broken listener, a dead or sick zygote."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.cad.workshop.disk_quota import DiskQuota
from mayfly.cad.workshop.pool import child_process, listener, pool, zygote_process
from mayfly.cad.workshop.pool.events import EventHandler
from mayfly.errors import BuildError, MayflyError
from tests.cad.conftest import BACKEND

BOX = BuildJob(script="show_object(cq.Workplane().box(1, 2, 3))")
SLOW_BOX = BuildJob(script="import time\ntime.sleep(1.5)\n" + BOX.script)


@pytest.fixture(scope="module")
def survivor() -> Iterator[Workshop]:
    """A workshop to which all of this happens, one after another."""
    with Workshop(size=1) as workshop:
        yield workshop


@pytest.fixture
def shop(survivor: Workshop) -> Workshop:
    """The same, when it can be used."""
    survivor.warm()
    wait_for(lambda: not survivor.dispatcher.pool.registry.starting)
    return survivor


def wait_for(state: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not state():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def works(workshop: Workshop, output: Path) -> bool:
    return workshop.build(BOX, output).valid and not workshop.trouble()


def zygote_of(workshop: Workshop) -> Any:
    zygote = workshop.dispatcher.pool.zygote
    assert zygote is not None
    return zygote


def lose_descriptors(monkeypatch: pytest.MonkeyPatch, times: int) -> list[str]:
    """Have descriptors that come with the next messages dropped, as the kernel does where none is free."""
    real, lost = socket.recv_fds, []

    def receive(sock: socket.socket, size: int, most: int) -> tuple[bytes, list[int], int, Any]:
        message, descriptors, flags, address = real(sock, size, most)
        if descriptors and len(lost) < times:
            lost.append(message.decode())
            for descriptor in descriptors:
                os.close(descriptor)
            descriptors = []
        return message, descriptors, flags, address

    monkeypatch.setattr(socket, "recv_fds", receive)
    return lost


@pytest.mark.parametrize("times", [1, 2, 6])
def test_a_descriptor_that_got_lost_costs_one_child_and_not_the_workshop(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    lost = lose_descriptors(monkeypatch, times)
    outcomes = []
    for number in range(10):
        try:
            shop.build(BOX, tmp_path / f"{number}.step")
            outcomes.append("")
        except BuildError as error:
            outcomes.append(str(error))
    assert len(lost) == times
    assert outcomes[-2:] == ["", ""]
    assert not any(outcome and "Too many open files" not in outcome for outcome in outcomes)
    assert not shop.trouble()
    wait_for(lambda: not any(child.returned for child in shop.dispatcher.pool.registry.children.values()))
    assert len(list(zygote_of(shop).root.iterdir())) == len(shop.dispatcher.pool.registry.children)


SHORTAGE = """
import os, resource, sys, tempfile, threading, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.errors import BuildError, StorageError

box = BuildJob(script="show_object(cq.Workplane().box(1, 2, 3))")
slow = BuildJob(script="import time\\ntime.sleep(0.6)\\n" + box.script)
held, over = [], threading.Event()

def grab():
    while not over.is_set():
        try:
            held.append(os.dup(0))
        except OSError:
            time.sleep(0.0005)

with Workshop(size=2, build_timeout_seconds=20) as workshop:
    workshop.build(box, Path("first.step"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (120, 120))
    thread = threading.Thread(target=grab, daemon=True)
    thread.start()
    failed = 0
    for number in range(12):
        for _ in range(number % 5):
            if held:
                os.close(held.pop())
        try:
            workshop.build(slow if number % 4 == 3 else box, Path(f"{number}.step"))
        except (BuildError, StorageError) as error:
            failed += 1
            assert "Too many open files" in str(error), error
        time.sleep(0.05)
    over.set()
    thread.join()
    for descriptor in held:
        os.close(descriptor)
    started = time.monotonic()
    for number in range(3):
        assert workshop.build(box, Path(f"after-{number}.step")).valid
    assert time.monotonic() - started < 30
    assert workshop.trouble() == "", workshop.trouble()
    print("failed", failed)
"""


def test_a_time_without_free_descriptors_is_survived(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHORTAGE, str(BACKEND)],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    assert "Exception in thread" not in done.stderr
    assert int(done.stdout.split()[1]) > 0, "there was no shortage"


@pytest.mark.parametrize("kind", [IndexError, MemoryError, SystemExit])
def test_whatever_is_raised_in_the_listener_the_next_build_works(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    with monkeypatch.context() as patch:

        def broken(*_: object) -> None:
            raise kind

        patch.setattr(EventHandler, "handle", broken)
        with pytest.raises(BuildError):
            for number in range(5):  # as long as there are spare children it goes on
                shop.build(BOX, tmp_path / f"a{number}.step")
        wait_for(lambda: bool(shop.trouble()))
        assert kind.__name__ in shop.trouble()
    assert works(shop, tmp_path / "b.step")


def test_a_listener_that_has_ended_is_noticed_without_a_build(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(listener.Listener, "_run", lambda _: None)  # dies without a word
        with Workshop(size=1) as mute:
            patch.setattr(pool, "_START_SECONDS", 1.0)
            with pytest.raises(BuildError, match="did not start"):
                mute.warm()
            assert "did not start" in mute.trouble()
        zygote_of(shop).listener = listener.Listener(
            zygote_of(shop),
            shop.dispatcher.pool.events,
            tick_seconds=1,
            close_if_idle=lambda _: False,
            on_end=lambda *_: None,
        )
        assert "nothing listens" in shop.trouble()
    assert works(shop, tmp_path / "a.step")


def test_a_dead_zygote_is_told_and_replaced(shop: Workshop, tmp_path: Path) -> None:
    os.kill(zygote_of(shop).pid, signal.SIGKILL)
    wait_for(lambda: "process ended" in shop.trouble())
    assert works(shop, tmp_path / "a.step")
    os.kill(zygote_of(shop).pid, signal.SIGKILL)
    wait_for(lambda: bool(shop.trouble()))
    shop.warm()
    assert not shop.trouble()


def test_a_build_that_loses_its_zygote_is_done_again(shop: Workshop, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as callers:
        jobs = [callers.submit(shop.build, SLOW_BOX, tmp_path / f"{number}.step") for number in range(2)]
        wait_for(lambda: any(child.lent for child in list(shop.dispatcher.pool.registry.children.values())))
        os.kill(zygote_of(shop).pid, signal.SIGKILL)
        assert all(job.result().valid for job in jobs)
    assert not shop.trouble()


def test_a_build_of_a_workshop_that_is_closed_is_not_done_again(shop: Workshop, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as caller:
        job = caller.submit(shop.build, SLOW_BOX, tmp_path / "a.step")
        wait_for(lambda: any(child.lent for child in list(shop.dispatcher.pool.registry.children.values())))
        shop.close()
        with pytest.raises(BuildError, match="closed"):
            job.result()
    assert not shop.dispatcher.pool.running
    assert not shop.trouble()


def test_a_zygote_that_does_not_answer_is_replaced(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = zygote_of(shop)
    monkeypatch.setattr(zygote_process, "_QUIET_SECONDS", 0.0)
    assert not shop.trouble()
    wait_for(lambda: first.asked_at is None)  # it answers
    monkeypatch.setattr(pool, "_READY_SECONDS", 0.5)
    os.kill(first.pid, signal.SIGSTOP)
    try:
        wait_for(lambda: "has not answered" in shop.trouble())
    finally:
        monkeypatch.setattr(pool, "_READY_SECONDS", 60.0)
    first.asked_at -= 60
    assert works(shop, tmp_path / "b.step")
    assert zygote_of(shop) is not first


def test_children_that_cannot_start_end_nobody_elses_build(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = shop.dispatcher.pool
    first, failed = zygote_of(shop), 0
    with places.in_use():
        busy = places.take("build", reusable=False)
        try:
            with monkeypatch.context() as patch:
                patch.setattr(
                    child_process, "fair_quota", lambda *_: DiskQuota(0, 0)
                )  # ended at their first file
                for number in range(5):
                    try:
                        shop.build(BOX, tmp_path / f"{number}.step")
                    except MayflyError as error:
                        assert "ended at its start" in str(error)
                        failed += 1
                assert failed >= 3
                assert not busy.gone(0)
                assert zygote_of(shop) is first
        finally:
            places.give_back(busy, reuse=False)
    assert works(shop, tmp_path / "after.step")


def test_a_zygote_that_cannot_fork_a_child_says_so_and_goes_on(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, failed = zygote_of(shop), shop.dispatcher.pool.failures.failed_starts
    removed: list[str] = []
    real_send = socket.send_fds

    def send(control: socket.socket, messages: list[bytes], descriptors: list[int]) -> int:
        if not removed:
            removed.append(f"job-{json.loads(messages[0])['id']}")
            (first.root / removed[0]).rmdir()  # what the zygote needs for this child is not there
        return real_send(control, messages, descriptors)

    monkeypatch.setattr(socket, "send_fds", send)
    for number in range(4):
        assert shop.build(BOX, tmp_path / f"{number}.step").valid
    assert removed
    assert shop.dispatcher.pool.failures.failed_starts == failed + 1
    assert zygote_of(shop) is first
    assert works(shop, tmp_path / "after.step")


def test_a_large_folder_is_removed_before_its_place_is_free_and_without_the_lock(
    shop: Workshop, tmp_path: Path
) -> None:
    script = """
for number in range(900):
    open(f"f{number}", "w").close()
open("large", "wb").write(bytes(64 * 2**20))
raise LookupError
"""
    root, most, over = zygote_of(shop).root, [0.0], threading.Event()

    def wait_for_the_lock() -> None:
        while not over.is_set():
            started = time.monotonic()
            with shop.dispatcher.pool.change:
                most[0] = max(most[0], time.monotonic() - started)
            time.sleep(0.001)

    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(wait_for_the_lock)
        for number in range(3):
            with pytest.raises(BuildError, match="LookupError"):
                shop.build(BuildJob(script=script), tmp_path / f"{number}.step")
            assert sum(1 for _ in root.glob("job-*/f*")) == 0
        over.set()
        waiting.result()
    assert most[0] < 1.0, "somebody was held up"


def test_a_child_whose_line_is_closed_is_dead_when_its_build_has_failed(
    shop: Workshop, tmp_path: Path
) -> None:
    script = """
load = __builtins__["__import__"]
os, stat, time = load("os"), load("stat"), load("time")
for number in range(3, 64):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode): os.close(number)
    except OSError: pass
time.sleep(60)
"""
    started = time.monotonic()
    pids: set[int] = set()

    def note() -> None:
        while not job.done():
            pids.update(
                child.pid for child in list(shop.dispatcher.pool.registry.children.values()) if child.lent
            )
            time.sleep(0.001)

    with ThreadPoolExecutor(1) as caller:
        job = caller.submit(shop.build, BuildJob(script=script), tmp_path / "a.step")
        note()
        with pytest.raises(BuildError, match="closed its connection"):
            job.result()
    assert time.monotonic() - started < 30
    assert pids
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_an_exit_is_still_told_from_a_closed_line(shop: Workshop, tmp_path: Path) -> None:
    exits = BuildJob(script="__builtins__['__import__']('os')._exit(3)")
    crash = BuildJob(script="__builtins__['__import__']('ctypes').string_at(0)")
    for job, words in ((exits, "exit code 3"), (crash, "SIGSEGV")):
        with pytest.raises(BuildError, match=words):
            shop.build(job, tmp_path / "a.step")
