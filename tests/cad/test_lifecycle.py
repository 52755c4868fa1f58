"""The workshop's life: nothing before the first use, nothing left afterwards, whatever happens between."""

from __future__ import annotations

import errno
import gc
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.cad.workshop.admission import FairSemaphore
from mayfly.cad.workshop.pool.pool import Pool
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.errors import BuildError, KernelCrash, ScriptError, ScriptRefused, StorageError, WorkshopBusy

BOX = BuildJob(script="show_object(cq.Workplane().box(1, 2, 3))")
CHAMFERED = BuildJob(script="show_object(cq.Workplane().box(1, 2, 3).edges().chamfer(0.1))")  # over 8 KiB
TRUSTED_BOX = BuildJob(script=BOX.script, trusted=True)


def children_of(pid: int) -> set[int]:
    """Give the ids of all descendants of a process that are alive."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if fields[0] != "Z":
                parents[int(entry.name)] = int(fields[1])
    found, line = set(), [pid]
    while line:
        parent = line.pop()
        for child in [one for one, above in parents.items() if above == parent]:
            found.add(child)
            line.append(child)
    return found


def wait_for(state: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not state():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def gone(pids: set[int], seconds: float = 60) -> bool:
    """Wait until none of the processes is left."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what a test leaves behind be seen apart from what others are using."""
    folder = str(tmp_path_factory.mktemp("temporary"))
    monkeypatch.setenv("TMPDIR", folder)
    monkeypatch.setattr(tempfile, "tempdir", folder)


def folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("mayfly-workshop-*"))


def test_nothing_is_started_before_the_first_use() -> None:
    before = threading.active_count()
    with Workshop() as workshop:
        assert not workshop.dispatcher.pool.running
        assert (threading.active_count(), folders()) == (before, set())


def state() -> tuple[int, int, set[Path]]:
    """Count threads and descriptors, and give the folders."""
    return threading.active_count(), len(list(Path("/proc/self/fd").iterdir())), folders()


def test_closing_leaves_no_process_thread_descriptor_or_folder(tmp_path: Path) -> None:
    before = state()
    with Workshop(size=1) as workshop:
        workshop.build(BOX, tmp_path / "a.step")
        workshop.build(TRUSTED_BOX, tmp_path / "b.step")
        zygote = workshop.dispatcher.pool.zygote
        assert zygote is not None
        started = {zygote.pid, *children_of(zygote.pid)}
        assert len(started) > 2
    assert gone(started)
    deadline = time.monotonic() + 5
    while not all(now <= then for now, then in zip(state(), before, strict=True)):
        assert time.monotonic() < deadline, (state(), before)  # the session's other workshops come and go


def test_a_job_that_comes_just_before_the_idle_end_keeps_its_child() -> None:
    with Workshop(size=1) as workshop:
        workshop.warm()
        pool = workshop.dispatcher.pool
        zygote = pool.zygote
        with pool.in_use():
            assert not pool.close_if_idle(time.monotonic() + 10_000)
        assert not pool.close_if_idle(time.monotonic())
        with ThreadPoolExecutor(1) as listener, pool.change:  # a job is on its way in
            ending = listener.submit(pool.close_if_idle, time.monotonic() + 10_000)
            pool.users += 1
        assert not ending.result()
        assert pool.zygote is zygote
        pool.users -= 1
        assert pool.close_if_idle(time.monotonic() + 10_000)
        assert not pool.running


def test_looking_whether_it_is_idle_and_ending_it_are_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    with Workshop(size=1) as workshop:
        workshop.warm()
        pool, seen = workshop.dispatcher.pool, []
        close = pool.close

        def closing() -> None:
            with ThreadPoolExecutor(1) as other:  # no job can get in now
                seen.append(other.submit(pool.change.acquire, blocking=False).result())
            close()

        with monkeypatch.context() as patch:
            patch.setattr(pool, "close", closing)
            assert pool.close_if_idle(time.monotonic() + 10_000)
        assert seen == [False]


def no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")


def no_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")


def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(subprocess, "Popen", refuse)


def no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)


@pytest.mark.parametrize("lack", [no_folder, no_interpreter, no_process, no_thread])
def test_a_workshop_that_cannot_start_says_so_and_leaves_nothing(
    lack: Callable[[pytest.MonkeyPatch], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, others = state(), children_of(os.getpid())
    with Workshop(size=1) as workshop:
        with monkeypatch.context() as patch:
            lack(patch)
            for _ in range(2):
                with pytest.raises(BuildError, match="could not start"):
                    workshop.build(BOX, tmp_path / "a.step")
        assert not workshop.dispatcher.pool.running
        assert children_of(os.getpid()) <= others
        assert all(now <= then for now, then in zip(state(), before, strict=True))
        assert not (tmp_path / "a.step").exists()


def test_want_of_room_for_a_spare_child_does_not_harm_the_job_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workshop(size=1) as workshop:
        workshop.build(BOX, tmp_path / "a.step")
        make, short = Path.mkdir, True

        def refuse(path: Path, *arguments: Any, **options: Any) -> None:
            if short and path.name.startswith("job-"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            make(path, *arguments, **options)

        monkeypatch.setattr(Path, "mkdir", refuse)
        outcomes = []
        for number in range(3):
            try:
                workshop.build(BOX, tmp_path / f"b{number}.step")
                outcomes.append("")
            except BuildError as error:
                outcomes.append(str(error))
        assert outcomes[0] == ""
        assert os.strerror(errno.ENOSPC) in outcomes[-1]
        short = False
        assert workshop.build(BOX, tmp_path / "c.step").valid


@pytest.mark.parametrize("free_kib", [0, 8], ids=["when created", "when written"])
def test_a_full_disk_is_a_storage_error_and_leaves_nothing(
    workshop: Workshop, tmp_path: Path, free_kib: int
) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k,nr_inodes=64", "none", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        with TempModelsCleanupService(tmp_path / "models", janitor=False) as service:
            service.list_models()
            if free_kib == 0:
                with pytest.raises(OSError, match="No space"):
                    for number in range(64):
                        (tmp_path / f"{number}.filler").touch()
            else:
                with pytest.raises(OSError, match="No space"), (tmp_path / "filler").open("wb", 0) as filler:
                    while True:
                        filler.write(bytes(4096))
                with (tmp_path / "filler").open("r+b") as filler:
                    filler.truncate((tmp_path / "filler").stat().st_size - free_kib * 1024)
            with service.partial() as partial, pytest.raises(StorageError, match="No space left"):
                workshop.build(CHAMFERED, partial.path)
            assert not partial.path.exists()
            assert service.list_models() == []
    finally:
        subprocess.run(["umount", "-l", str(tmp_path)], check=True)  # noqa: S607


def test_a_full_folder_for_temporary_files_is_no_fault_of_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(small)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        monkeypatch.setattr(tempfile, "tempdir", str(small))
        with Workshop(size=1) as workshop:
            workshop.build(BOX, tmp_path / "a.step")
            only_says_so = BuildJob(script="raise OSError(28, 'No space left on device')")
            with pytest.raises(ScriptError, match="No space left"):
                workshop.build(only_says_so, tmp_path / "b.step")
            pool = workshop.dispatcher.pool  # an ended child's folder gives room when it goes
            wait_for(
                lambda: (
                    not pool.registry.starting
                    and not any(c.returned for c in pool.registry.children.values())
                )
            )
            with pytest.raises(OSError, match="No space"), (small / "filler").open("wb", 0) as filler:
                while True:
                    filler.write(bytes(4096))
            for job in (BOX, TRUSTED_BOX):
                with pytest.raises(StorageError, match="temporary files is full"):
                    workshop.build(job, tmp_path / "c.step")
            (small / "filler").unlink()
            assert workshop.build(BOX, tmp_path / "d.step").valid
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)  # noqa: S607


def test_an_output_in_no_folder_is_a_storage_error(workshop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="created"):
        workshop.build(BOX, tmp_path / "missing" / "a.step")


def test_nothing_can_be_made_in_the_zygotes_home() -> None:
    with Workshop(size=1) as workshop:
        workshop.warm()
        zygote = workshop.dispatcher.pool.zygote
        assert zygote is not None
        rows = Path(f"/proc/{zygote.pid}/environ").read_bytes().split(b"\0")
    home = Path(next(os.fsdecode(row[5:]) for row in rows if row.startswith(b"HOME=")))
    with pytest.raises(NotADirectoryError):
        (home / ".cache").mkdir(parents=True)


def test_it_starts_again_after_idling_and_after_the_zygote_was_killed(tmp_path: Path) -> None:
    others = children_of(os.getpid())
    with Workshop(size=1, idle_seconds=0.3) as workshop:
        workshop.build(BOX, tmp_path / "a.step")
        assert gone(children_of(os.getpid()) - others)
        workshop.build(BOX, tmp_path / "b.step")
    with Workshop(size=1) as workshop:
        workshop.warm()
        zygote = min(children_of(os.getpid()) - others)
        os.kill(zygote, signal.SIGKILL)
        for attempt in range(3):  # a build that is caught by it may fail; the next may not
            try:
                workshop.build(BOX, tmp_path / f"c{attempt}.step")
                break
            except BuildError:
                assert not (tmp_path / f"c{attempt}.step").exists()
        else:
            pytest.fail("it did not start again")


def test_a_child_that_was_killed_from_outside_is_not_said_to_have_been_slow(tmp_path: Path) -> None:
    with Workshop(size=1) as workshop, ThreadPoolExecutor(1) as threads:
        workshop.warm()
        pool = workshop.dispatcher.pool
        job = threads.submit(workshop.build, BuildJob(script="while True: pass"), tmp_path / "a.step")
        while not job.done():
            with pool.change:
                for child in pool.registry.children.values():
                    ready = any(child in line for line in pool.registry.ready.values())
                    if not ready and child.identity not in pool.registry.starting:
                        child.signal(signal.SIGKILL)
            time.sleep(0.01)
        with pytest.raises(KernelCrash, match="killed from outside"):
            job.result()
        assert workshop.build(BOX, tmp_path / "b.step").valid


def test_nothing_survives_a_killed_server(tmp_path: Path) -> None:
    program = f"""
import sys, time
sys.path.insert(0, {str(Path(__file__).parents[2] / "backend")!r})
from pathlib import Path
from mayfly.cad.workshop import BuildJob, Workshop
workshop = Workshop(size=1)
workshop.warm()
print("up", flush=True)
workshop.build(BuildJob(script="while True: pass"), Path({str(tmp_path / "never.step")!r}))
"""
    before = folders()
    server = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert server.stdout is not None
    with server:
        assert server.stdout.readline() == b"up\n"
        while len(started := children_of(server.pid)) < 3:
            assert server.poll() is None
        server.kill()
    assert gone(started)
    assert folders() <= before


def test_a_workshop_that_is_forgotten_is_closed_at_exit() -> None:
    program = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[2] / "backend")!r})
from mayfly.cad.workshop import Workshop
workshop = Workshop(size=1)
workshop.warm()
"""
    before = folders()
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, timeout=200)
    assert (done.returncode, done.stderr) == (0, b"")
    assert folders() <= before


def test_a_workshop_that_is_dropped_complains() -> None:
    workshop = Workshop(size=1)
    workshop.warm()
    with pytest.warns(ResourceWarning, match="unclosed"):
        del workshop
        gc.collect()


@pytest.mark.parametrize(("asked", "policy"), [(True, os.SCHED_IDLE), (False, os.SCHED_OTHER)])
def test_children_give_way_to_the_server_if_they_are_asked_to(
    tmp_path: Path, asked: bool, policy: int
) -> None:
    others = children_of(os.getpid())
    with Workshop(size=1) as shop:
        if asked:
            shop.give_way()
        shop.build(TRUSTED_BOX, tmp_path / "a.step")
        children = children_of(os.getpid()) - others
        assert len(children) > 1
        assert {os.sched_getscheduler(pid) for pid in children} == {policy}
        # Where each session has a share of the processors, they give way within the server's only.
        assert {os.getsid(pid) for pid in children} == {os.getsid(0)}
        assert os.getpgid(0) not in {os.getpgid(pid) for pid in children}  # Ctrl-C is for the server


def test_children_are_made_ready_in_full_only_in_a_quiet_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    def send(control: socket.socket, messages: list[bytes], descriptors: list[int]) -> int:
        orders.append(json.loads(messages[0]))
        return original(control, messages, descriptors)

    original, orders = socket.send_fds, []
    monkeypatch.setattr(socket, "send_fds", send)
    with Workshop(size=1) as workshop:
        pool = workshop.dispatcher.pool
        with pool.in_use():
            child = pool.take("build", reusable=False)
        pool.give_back(child, reuse=False)
        assert orders
        assert all(order["quiet"] for order in orders)
        orders.clear()
        with pool.in_use():
            with pool.in_use():
                children = [pool.take("build", reusable=False), pool.take("measure", reusable=False)]
            assert orders
            assert not any(order["quiet"] for order in orders)
        for child in children:
            pool.give_back(child, reuse=False)


def test_a_fork_of_the_server_has_children_of_its_own(workshop: Workshop, tmp_path: Path) -> None:
    workshop.build(BOX, tmp_path / "parent.step")
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            workshop.build(BOX, tmp_path / "child.step")
            workshop.close()
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert (tmp_path / "child.step").exists()
    workshop.build(BOX, tmp_path / "again.step")


def test_trusted_children_are_used_again_and_others_are_not(workshop: Workshop, tmp_path: Path) -> None:
    count = "import cadquery as cq\ncq.count = getattr(cq, 'count', 0) + 1\nprint(cq.count)\n" + BOX.script
    for trusted, expected in ((True, {"1\n", "2\n", "3\n"}), (False, {"1\n"})):
        seen = [
            workshop.build(BuildJob(script=count, trusted=trusted), tmp_path / f"{trusted}{n}.step").output
            for n in range(6)
        ]
        assert set(seen) >= expected if trusted else set(seen) == expected


def test_the_script_and_the_measuring_get_the_child_that_is_ready_for_it_and_else_another(
    tmp_path: Path,
) -> None:
    lent: list[tuple[str, str]] = []
    with Workshop(size=1) as shop:
        pool = shop.dispatcher.pool
        take = pool.take

        def noted(role: Any, **options: Any) -> Any:
            child = take(role, **options)
            lent.append((role, child.role))
            return child

        pool.take = noted  # type: ignore[method-assign]
        shop.warm()
        wait_for(lambda: [len(line) for line in pool.registry.ready.values()] == [1, 1])
        shop.build(BOX, tmp_path / "a.step")
        assert lent == [("build", "build"), ("measure", "measure")]
        wait_for(lambda: [len(line) for line in pool.registry.ready.values()] == [1, 1])
        with pool.change:
            pool.registry.ready["build"].clear()  # as if other jobs had taken them
        child = take("build", reusable=False)
        assert child.role == "measure"
        pool.give_back(child, reuse=False)
        assert shop.build(BOX, tmp_path / "b.step").valid


def test_too_long_a_queue_says_busy_and_the_rest_is_served(
    jail: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = FairSemaphore(1, 1)
    monkeypatch.setattr(jail.dispatcher, "places", places)
    with ThreadPoolExecutor(1) as caller, places.hold():
        waiting = caller.submit(jail.build, BOX, tmp_path / "1.step")
        while not places._waiting:
            assert not waiting.done()
        with pytest.raises(WorkshopBusy) as caught:
            jail.build(BOX, tmp_path / "2.step")
        assert caught.value.retry_after_seconds > 0
    assert waiting.result().valid
    assert not (tmp_path / "2.step").exists()


def test_places_are_given_in_the_order_of_arrival() -> None:
    places, order = FairSemaphore(1, 10), []
    gates = [threading.Event() for _ in range(5)]

    def visit(number: int) -> None:
        gates[number].set()
        with places.hold():
            order.append(number)

    with places.hold():
        visitors = []
        for number in range(5):
            visitors.append(threading.Thread(target=visit, args=(number,)))
            visitors[-1].start()
            gates[number].wait()
            deadline = time.monotonic() + 5
            while len(places._waiting) <= number and time.monotonic() < deadline:
                time.sleep(0.001)
    for visitor in visitors:
        visitor.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_place_is_not_lost_when_a_wait_is_interrupted() -> None:
    places = FairSemaphore(1, 10)
    with places.hold():
        turn = places.join("local", int)
        places.leave(turn)
    with places.hold():
        pass


def test_an_unproved_layer_refuses_scripts_but_not_parts(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool: Pool = workshop.dispatcher.pool
    workshop.warm()
    broken = tuple({**row, "works": row["name"] != "landlock"} for row in pool.protection)
    monkeypatch.setattr(pool, "protection", broken)
    with pytest.raises(ScriptRefused, match="landlock"):
        workshop.build(BOX, tmp_path / "script.step")
    assert not (tmp_path / "script.step").exists()
    assert workshop.build(TRUSTED_BOX, tmp_path / "part.step").valid
    monkeypatch.setattr(workshop, "_unsafe", True)
    assert workshop.build(BOX, tmp_path / "unsafe.step").valid


def test_every_layer_is_reported(workshop: Workshop) -> None:
    protection = workshop.protection()
    assert list(protection) == ["identity", "no_new_privs", "landlock", "limits", "seccomp"]
    assert all(isinstance(row["works"], bool) and row["detail"] for row in protection.values())


def test_an_existing_file_is_never_overwritten(workshop: Workshop, tmp_path: Path) -> None:
    output = tmp_path / "model.step"
    output.write_text("precious")
    with pytest.raises(FileExistsError):
        workshop.build(BOX, output)
    assert output.read_text() == "precious"
    link = tmp_path / "link.step"
    link.symlink_to(tmp_path / "target.step")
    with pytest.raises(FileExistsError):
        workshop.build(BOX, link)
    assert not (tmp_path / "target.step").exists()


def test_progress_is_told_in_order(workshop: Workshop, tmp_path: Path) -> None:
    stages: list[str] = []
    workshop.build(BOX, tmp_path / "model.step", on_progress=stages.append)
    assert stages == ["building", "inspecting"]


def test_a_caller_that_is_interrupted_leaves_no_file(workshop: Workshop, tmp_path: Path) -> None:
    def stop(stage: str) -> None:
        if stage == "inspecting":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workshop.build(BOX, tmp_path / "model.step", on_progress=stop)
    assert not list(tmp_path.glob("*.step"))
    assert workshop.build(BOX, tmp_path / "model.step").valid


def test_many_jobs_one_in_five_hostile_leave_no_trace(jail: Workshop, tmp_path: Path) -> None:
    hostile = (
        "import math\nraise ValueError",
        "__builtins__['__import__']('os')._exit(1)",
        "__builtins__['__import__']('ctypes').string_at(0)",
        "x = bytearray(2**40)",
        "open('/etc/passwd')",
    )
    for n in range(5):
        jail.build(BOX, tmp_path / f"warm{n}.step")
    zygote = jail.dispatcher.pool.zygote
    assert zygote is not None

    def settled() -> tuple[int, int, int]:
        """Count folders, children and our descriptors, once the dead are buried and the spares are ready."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            found = len(list(zygote.root.iterdir())), len(children_of(zygote.pid))
            if found == (2, 2):
                break
            time.sleep(0.05)
        return (*found, len(list(Path("/proc/self/fd").iterdir())))

    def resident_kib() -> int:
        """Give the memory of server and zygote."""
        statuses = [Path(f"/proc/{pid}/status").read_text() for pid in (os.getpid(), zygote.pid)]
        rows = [row for status in statuses for row in status.splitlines() if row.startswith("VmRSS")]
        return sum(int(row.split()[1]) for row in rows)

    before, memory_before = settled(), resident_kib()

    def one(number: int) -> None:
        if number % 5 == 0:
            with pytest.raises(BuildError):
                jail.build(BuildJob(script=hostile[number // 5 % 5]), tmp_path / f"{number}.step")
        else:
            jail.build(BOX, tmp_path / f"{number}.step")

    with ThreadPoolExecutor(2) as callers:
        list(callers.map(one, range(60)))
    assert settled() == before == (2, 2, before[2])
    assert resident_kib() - memory_before < 16 * 1024  # a quarter of a megabyte a job would be a leak
    assert len(list(tmp_path.glob("*.step"))) == 5 + 48


ORDINARY = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.errors import ScriptError
with Workshop(size=1) as workshop:
    assert all(row["works"] for row in workshop.protection().values()), workshop.protection()
    box = BuildJob(script="show_object(cq.Workplane().box(1, 2, 3))")
    assert workshop.build(box, Path("model.step")).valid
    for act in ("open('/etc/passwd')", f"load('os').kill({os.getpid()}, 9)", "load('socket').socket()"):
        try:
            workshop.build(BuildJob(script="load = __builtins__['__import__']\\n" + act), Path("never.step"))
        except ScriptError as error:
            assert error.error_type == "PermissionError", error
        else:
            raise AssertionError(act)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_it_protects_an_ordinary_user_too() -> None:
    home = tempfile.mkdtemp(dir="/tmp")
    os.chown(home, 65534, 65534)
    source_root = str(Path(__file__).parents[2] / "backend")
    nobody = {"user": 65534, "group": 65534, "extra_groups": [], "cwd": home, "env": {"TMPDIR": home}}
    try:
        try:
            subprocess.run(
                [sys.executable, "-c", "import cadquery"], check=True, capture_output=True, **nobody
            )  # type: ignore[call-overload]
        except (PermissionError, subprocess.CalledProcessError):
            pytest.skip("another user can't read this interpreter")
        done = subprocess.run(  # type: ignore[call-overload]
            [sys.executable, "-c", ORDINARY, source_root],
            capture_output=True,
            text=True,
            timeout=100,
            **nobody,
        )
    finally:
        shutil.rmtree(home)
    assert done.returncode == 0, done.stderr
