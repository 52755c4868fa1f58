"""The warm process: never two, nobody else's, gone when it is not needed, and no command fails for it."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mayfly.cli.warm import surroundings
from mayfly.cli.warm.folder import MeetingFolder, NoFolder, meeting_folder
from tests.cli.test_cli import Run, mayfly
from tests.cli.warm_folder import WarmFolder, wait_until

CALL = [sys.executable, "-c", "from mayfly.cli import main; main()"]


def made(done: Run) -> str:
    """Return the path of the model that a command has made."""
    assert done.returncode == 0, done.stdout + done.stderr
    path = done.stdout.splitlines()[-1]
    assert Path(path).read_bytes().startswith(b"ISO-10303-21;")
    return path


def planned(done: Run) -> None:
    """Check that a command has printed a design, which asks for the process and waits for no build."""
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["bodies"]


def test_commands_after_the_first_use_its_process(warm_folder: WarmFolder) -> None:
    made(mayfly("make", "cube 21"))
    first = warm_folder.processes()
    made(mayfly("make", "cube 22"))
    assert len(first) == 1
    assert warm_folder.processes() == first
    listed = json.loads(mayfly("list", "--json").stdout)["models"]
    assert len(listed) == 2


def test_a_command_that_was_answered_has_loaded_neither_pydantic_nor_typer() -> None:
    made(mayfly("make", "cube 21"))
    check = (
        "import sys; sys.argv = ['mayfly', 'make', 'cube', '22']\n"
        "from mayfly.cli import main\n"
        "main()\n"
        "assert not {'pydantic', 'typer', 'asyncio', 'mayfly.generator'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_twenty_commands_at_once_start_one(warm_folder: WarmFolder) -> None:
    seen: set[int] = set()
    with ThreadPoolExecutor(20) as pool:
        working = [pool.submit(mayfly, "make", f"cube {20 + number}") for number in range(20)]
        while not all(each.done() for each in working):
            seen |= set(warm_folder.processes())
            time.sleep(0.05)
    paths = {made(each.result()) for each in working}
    assert len(paths) == 20
    assert len(seen) == 1


def test_a_command_goes_on_when_the_process_is_killed_at_any_moment(
    warm_folder: WarmFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = random.Random(20261129)  # noqa: S311 (moments, not secrets)
    for number in range(3):
        working = subprocess.Popen([*CALL, "make", f"cube {31 + number}"], stdout=subprocess.PIPE, text=True)
        assert wait_until(lambda: bool(warm_folder.processes()))
        time.sleep(moments.uniform(0, 2.5))
        warm_folder.kill()
        said, _ = working.communicate(timeout=120)
        assert working.returncode == 0
        assert Path(said.splitlines()[-1]).is_file()
        assert wait_until(lambda: not warm_folder.processes())
    made(mayfly("make", "cube 41"))  # what the killed ones left does not stand in the way
    assert len(warm_folder.processes()) == 1


def test_a_process_that_hangs_is_done_without(warm_folder: WarmFolder) -> None:
    planned(mayfly("design", "cube 21"))
    warm_folder.kill(signal.SIGSTOP)
    planned(mayfly("design", "cube 22"))


def test_a_socket_that_nobody_listens_to_is_replaced(warm_folder: WarmFolder) -> None:
    warm_folder.meeting.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(warm_folder.meeting / "socket"))
    planned(mayfly("design", "cube 21"))
    assert warm_folder.serving()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x04null",
        b'\x00\x00\x00\x1c{"welcome": 1, "files": [9]}',
        b"\x00\x00\x00",
    ],
    ids=["nothing", "endless", "no object", "cut short", "half a length"],
)
def test_a_peer_that_is_hostile_or_half_dead_does_not_hold_a_command_up(
    warm_folder: WarmFolder, answer: bytes
) -> None:
    warm_folder.meeting.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(warm_folder.meeting / "socket"))
        listening.listen()
        working = subprocess.Popen([*CALL, "design", "cube 21"], stdout=subprocess.PIPE, text=True)
        peer, _ = listening.accept()
        with peer:
            peer.sendall(answer)
            said, _ = working.communicate(timeout=120)
    assert working.returncode == 0
    assert json.loads(said)["bodies"]


def test_a_command_that_sends_nonsense_is_hung_up_on(warm_folder: WarmFolder) -> None:
    planned(mayfly("design", "cube 21"))
    first = warm_folder.processes()
    for sent in (
        b"",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x02{}",
        b'\x00\x00\x00\x0d{"files":[-1]}',
        os.urandom(100),
    ):
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(60)
            sock.connect(str(warm_folder.meeting / "socket"))
            sock.sendall(sent)
            with contextlib.suppress(ConnectionResetError):  # it left unread what was sent
                assert sock.recv(100) == b""
    planned(mayfly("design", "cube 22"))
    assert warm_folder.processes() == first


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_is_hung_up_on(warm_folder: WarmFolder) -> None:
    planned(mayfly("design", "cube 21"))
    for path, mode in ((warm_folder.path, 0o711), (warm_folder.meeting, 0o711)):
        path.chmod(mode)  # as if the folder had not protected it
    path = warm_folder.path
    while path != path.parent:
        path = path.parent
        if not path.stat().st_mode & 0o001:
            path.chmod(path.stat().st_mode | 0o001)
    (warm_folder.meeting / "socket").chmod(0o666)
    code = (
        "import os, socket, sys\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "sock = socket.socket(socket.AF_UNIX); sock.settimeout(20)\n"
        "sock.connect(sys.argv[1])\n"
        "try:\n"
        '    sock.sendall(b\'\\x00\\x00\\x00\\x20\' + b\'{"ask": "state", "files": []}   \')\n'
        "    assert sock.recv(10) == b''\n"
        "except (BrokenPipeError, ConnectionResetError): pass  # hung up on before it had spoken\n"
    )
    call = [sys.executable, "-S", "-c", code, str(warm_folder.meeting / "socket")]
    done = subprocess.run(call, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for folder in (warm_folder.path, warm_folder.meeting):
        folder.chmod(0o700)


def test_a_folder_that_others_can_reach_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_to_all = tmp_path / "mayfly"
    open_to_all.mkdir()
    open_to_all.chmod(0o755)
    with pytest.raises(NoFolder, match="not private"):
        MeetingFolder(open_to_all)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(elsewhere)
    with pytest.raises(NoFolder):
        MeetingFolder(tmp_path / "link")
    tmp_path.chmod(0o755)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = meeting_folder()
    assert folder.path == Path(f"/tmp/mayfly-{os.geteuid()}")  # noqa: S108 (compared)
    folder.close()


def test_a_command_of_another_version_or_with_other_limits_gets_its_own(
    warm_folder: WarmFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(mayfly("design", "cube 21"))
    first = warm_folder.processes()
    assert mayfly("make", "cube 22", MAYFLY_BUILD_TIMEOUT_SECONDS="0.001").returncode == 1
    assert wait_until(lambda: not set(first) & set(warm_folder.processes()))
    planned(mayfly("design", "cube 22", MAYFLY_BUILD_TIMEOUT_SECONDS="0.001"))
    assert len(warm_folder.processes()) == 1
    told = surroundings.surroundings()
    monkeypatch.setattr(surroundings, "__version__", "0.0.1")
    assert surroundings.surroundings() != told


def test_the_storage_of_each_command_holds(tmp_path: Path) -> None:
    made(mayfly("make", "cube 21"))
    other = mayfly("make", "cube 22", MAYFLY_TEMP_DIR=str(tmp_path / "other"))
    assert made(other).startswith(str(tmp_path / "other"))
    card = json.loads(mayfly("make", "cube 23", "--json", MAYFLY_CLEANUP_INTERVAL_MINUTES="7").stdout)
    assert "7 minutes after it was made" in card["text"]
    full = mayfly("make", "cube 24", MAYFLY_STORAGE_MB="0.001")
    assert full.returncode == 1
    wrong = mayfly("make", "cube 25", MAYFLY_STORAGE_MB="-1")
    assert (wrong.returncode, "MAYFLY_STORAGE_MB" in wrong.stderr) == (2, True)


def test_paths_are_those_of_the_command(tmp_path: Path) -> None:
    made(mayfly("make", "cube 21"))
    folder = tmp_path / "here"
    folder.mkdir()
    done = subprocess.run(
        [*CALL, "make", "cube", "22", "-o", "cube.stl", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "MAYFLY_TEMP_DIR": "models"},
    )
    assert done.returncode == 0, done.stderr
    assert Path(json.loads(done.stdout)["step_path"]).parent == folder / "models"
    assert (folder / "cube.stl").stat().st_size > 100


def test_terminals_that_differ_in_what_makes_no_difference_share_it(warm_folder: WarmFolder) -> None:
    planned(mayfly("design", "cube 21"))
    first = warm_folder.processes()
    other = {"PATH": "/usr/bin:/bin", "LANG": "de_DE.UTF-8", "HOME": "/", "EDITOR": "ed"}
    planned(mayfly("design", "cube 22", **other))
    assert warm_folder.processes() == first


def test_nothing_else_of_the_command_reaches_the_process(
    warm_folder: WarmFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-for-others")
    monkeypatch.setenv("MAYFLY_API_TOKEN", "not-for-others")
    planned(mayfly("design", "cube 21"))
    process = Path(f"/proc/{warm_folder.processes()[0]}")
    for name in ("environ", "cmdline"):
        assert b"not-for-others" not in (process / name).read_bytes()
    assert (process / "cwd").readlink() == Path("/")


def test_it_ends_by_itself_when_it_is_idle(warm_folder: WarmFolder) -> None:
    planned(mayfly("design", "cube 21", MAYFLY_WARM_IDLE_MINUTES="0.02"))
    assert wait_until(lambda: not warm_folder.processes())
    assert not (warm_folder.meeting / "socket").exists()


def test_it_ends_with_the_session_that_had_its_folder(warm_folder: WarmFolder) -> None:
    planned(mayfly("design", "cube 21"))
    warm_folder.meeting.rename(warm_folder.path / "gone")
    assert wait_until(lambda: not warm_folder.processes())


def test_it_can_be_seen_and_ended(warm_folder: WarmFolder) -> None:
    assert "No process" in mayfly("warm").stdout
    planned(mayfly("design", "cube 21"))
    pid = warm_folder.processes()[0]
    assert str(pid) in mayfly("warm").stdout
    assert json.loads(mayfly("warm", "status", "--json").stdout)["warm"]["pid"] == pid
    assert str(pid) in mayfly("warm", "stop").stdout
    assert wait_until(lambda: not warm_folder.processes())


def test_it_can_be_switched_off_and_is_without_a_chat_model(warm_folder: WarmFolder) -> None:
    made(mayfly("make", "cube 21", MAYFLY_WARM="off"))
    assert mayfly("make", "cube 22", MAYFLY_MODEL="nobody:nothing").returncode == 1
    assert not warm_folder.processes()


def test_a_build_ends_with_the_command_that_wanted_it(tmp_path: Path) -> None:
    made(mayfly("make", "cube 21"))
    script = tmp_path / "endless.py"
    script.write_text("while True:\n    pass\n")
    working = subprocess.Popen(
        [*CALL, "run", str(script)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    running = ["warm", "status", "--json"]

    def busy() -> bool:
        state = json.loads(mayfly(*running).stdout)["warm"]
        return bool(state and state["running"])

    assert wait_until(busy)
    working.kill()
    working.wait()
    assert wait_until(lambda: not busy(), seconds=20)
