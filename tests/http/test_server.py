"""The service as a process: where it may listen, what it logs, how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import pytest

from mayfly.errors import InvalidParameter
from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from mayfly.http.serving.server import CannotListen, serve

ROOT = Path(__file__).resolve().parents[2]
SERVE = "import sys; from mayfly.http.serving.server import serve; serve(sys.argv[1], 0)"
COLD = SERVE.replace("0)", "0, warm=False)")
SLOW = "import cadquery as cq, time\ntime.sleep(1.5)\nresult = cq.Workplane().box(1, 2, 3)\n"


@dataclass
class Served:
    process: subprocess.Popen[str]
    address: str
    log: list[str] = field(default_factory=list)

    def end(self, number: signal.Signals = signal.SIGTERM, seconds: float = 40) -> int:
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def text(self) -> str:
        return "".join(self.log)


@contextmanager
def served(command: list[str], models: Path, **settings: str) -> Iterator[Served]:
    """Run a server process until the block ends; it is killed if it does not end by itself."""
    environment = {**os.environ, "MAYFLY_TEMP_DIR": str(models), **settings}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stderr is not None
        found = Served(process, "")
        for line in process.stderr:
            found.log.append(line)
            if address := re.search(r"running on (http://\S+)", line):
                found.address = address[1]
                break
        reader = threading.Thread(target=lambda: found.log.extend(process.stderr or ()))
        reader.start()
        try:
            assert found.address, found.text()
            yield found
        finally:
            process.kill()
            process.wait()
            reader.join()


def test_it_ends_with_zero_and_leaves_no_process(tmp_path: Path) -> None:
    with served([sys.executable, "-c", SERVE, "127.0.0.1"], tmp_path) as server:
        with httpx.Client(base_url=server.address, trust_env=False, timeout=200) as client:
            assert client.post("/models", json={"part": "washer"}).status_code == 201
            assert client.get("/health").json()["status"] == "ok"
        family = psutil.Process(server.process.pid).children(recursive=True)
        assert family, "the workshop has no children?"
        assert {os.sched_getscheduler(one.pid) for one in family} == {os.SCHED_IDLE}  # answers go first
        assert server.end() == 0
        assert not psutil.wait_procs(family, timeout=200)[1]
    log = server.text()
    assert "📝 Registered file for cleanup: washer-" in log
    assert '"POST /models HTTP/1.1" 201' in log
    assert "🛑 Cleanup service stopped" in log
    assert "/health" not in log
    assert "Traceback" not in log
    assert not list(tmp_path.glob(".mayfly-builds/*"))


def test_what_runs_when_the_end_comes_is_finished(tmp_path: Path) -> None:
    outcomes: list[int] = []
    with served([sys.executable, "-c", SERVE, "127.0.0.1"], tmp_path) as server:
        client = httpx.Client(base_url=server.address, trust_env=False, timeout=200)
        content = os.urandom(20_000_000)
        (tmp_path / "large.step").write_bytes(content)
        assert client.post("/models", json={"part": "washer"}).status_code == 201
        asked = client.post("/models", json={"script": SLOW}, headers={"Prefer": "respond-async"})
        assert asked.status_code == 202

        def build() -> None:
            outcomes.append(client.post("/models", json={"script": SLOW}).status_code)

        waiting = threading.Thread(target=build)
        waiting.start()
        with client.stream("GET", "/temp_models/large.step") as download:
            pieces = download.iter_bytes(1000)
            got = [next(pieces)]
            time.sleep(0.3)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            got += pieces
        waiting.join()
        assert server.process.wait(40) == 0
        client.close()
    assert b"".join(got) == content
    assert outcomes == [201]
    assert len(list(tmp_path.glob("script-*.step"))) == 2, "the build that was polled for was given up"


def test_what_does_not_end_in_time_is_given_up_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    endless = "import cadquery as cq\nwhile True:\n    pass\n"
    command = [sys.executable, "-c", SERVE, "127.0.0.1"]
    with served(command, tmp_path, MAYFLY_HTTP_SHUTDOWN_SECONDS="1") as server:
        with httpx.Client(base_url=server.address, trust_env=False, timeout=200) as client:
            asked = client.post("/models", json={"script": endless}, headers={"Prefer": "respond-async"})
            while client.get(asked.headers["location"]).json()["stage"] != "building":
                time.sleep(0.05)
        family = psutil.Process(server.process.pid).children(recursive=True)
        started = time.monotonic()
        assert server.end() == 0
        assert time.monotonic() - started < 15
        assert not psutil.wait_procs(family, timeout=200)[1]
    assert "1 builds did not end in time" in server.text()
    assert not list(tmp_path.glob("*.step"))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - it is refused
def test_it_does_not_listen_where_strangers_are_without_a_token(host: str, tmp_path: Path) -> None:
    done = refused(host, tmp_path)
    assert "MAYFLY_API_TOKEN" in done.stderr
    assert done.returncode != 0


def refused(host: str, models: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MAYFLY_TEMP_DIR": str(models)}
    return subprocess.run(
        [sys.executable, "-c", SERVE, host], env=environment, capture_output=True, text=True, timeout=200
    )


@pytest.mark.parametrize("setting", [{"MAYFLY_API_TOKEN": "x" * 20}, {"MAYFLY_HTTP_PUBLIC": "1"}], ids=str)
def test_it_listens_where_others_can_reach_it_with_a_token_or_a_setting(
    setting: dict[str, str], tmp_path: Path
) -> None:
    command = [sys.executable, "-c", COLD, "0.0.0.0"]  # noqa: S104
    with served(command, tmp_path, **setting) as server:
        address = server.address.replace("0.0.0.0", "127.0.0.1")  # noqa: S104
        assert httpx.get(address + "/health/live", trust_env=False).status_code == 200
        assert server.end(signal.SIGINT) == 0


@pytest.mark.parametrize("proxy", [False, True], ids=["no proxy", "a proxy here"])
def test_a_client_can_not_take_another_address_unless_it_is_the_proxy(proxy: bool, tmp_path: Path) -> None:
    setting = {"FORWARDED_ALLOW_IPS": "127.0.0.1"} if proxy else {}
    with served([sys.executable, "-c", COLD, "127.0.0.1"], tmp_path, **setting) as server:
        httpx.get(
            server.address + "/models", headers={"X-Forwarded-For": "203.0.113.9"}, trust_env=False
        ).raise_for_status()
        assert server.end() == 0
    assert ("203.0.113.9" in server.text()) is proxy


def test_a_directory_that_can_not_be_used_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = refused("127.0.0.1", tmp_path / "file" / "models")
    assert done.returncode != 0
    assert "StorageError" in done.stderr
    assert str(tmp_path / "file") in done.stderr


def test_a_port_that_is_taken_is_an_error_and_starts_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"Port {port} of 127.0.0.1 .*in use"):
            serve("127.0.0.1", port, warm=False)
        command = [sys.executable, "-c", "from mayfly.cli import app; app()", "serve", "--port", str(port)]
        environment = {**os.environ, "MAYFLY_TEMP_DIR": str(tmp_path / "models")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200)
    assert done.returncode == 1
    assert "in use" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_local_name_is_served_at_each_of_its_addresses(host: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", COLD, host]
    with served(command, tmp_path) as server:
        port = httpx.URL(server.address).port
        for address in {found[4][0] for found in socket.getaddrinfo(host, 0)}:
            with socket.create_connection((str(address), port or 0), 5):
                pass
        assert server.end() == 0


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_a_port_that_there_is_not_is_refused(port: int) -> None:
    with pytest.raises(InvalidParameter, match="65535"):
        serve("127.0.0.1", port)


def test_two_workers_share_the_directory_and_know_of_each_others_builds(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "uvicorn", "backend.main:app", "--port", "0", "--workers", "2"]
    with served(command, tmp_path, MAYFLY_WORKSHOP_SIZE="1") as server:
        wait_for_workers(server)
        made = [ask(server, "POST", "/models", json={"part": "washer"}).json() for _ in range(2)]
        asked = ask(server, "POST", "/models", json={"part": "plate"}, headers={"Prefer": "respond-async"})
        assert asked.status_code == 202
        give_up = time.monotonic() + 60
        while (build := ask(server, "GET", asked.headers["location"]).json())["status"] == "running":
            assert time.monotonic() < give_up
            time.sleep(0.05)
        assert build["status"] == "succeeded"
        for _ in range(12):  # either worker answers
            assert ask(server, "GET", asked.headers["location"]).status_code == 200
            stats = ask(server, "GET", "/cleanup/stats").json()["cleanup_stats"]
            assert (stats["total_files"], stats["tracked_files"]) == (3, 3)
        for model in made:
            assert ask(server, "DELETE", model["url"]).status_code == 204
            assert ask(server, "GET", model["model_url"]).status_code == 410
        server.end()


def wait_for_workers(server: Served) -> None:
    give_up = time.monotonic() + 30
    while server.text().count("Application startup complete") < 2:
        assert time.monotonic() < give_up, server.text()
        time.sleep(0.05)


def ask(server: Served, method: str, path: str, **options: object) -> httpx.Response:
    """Ask on a connection of its own, so that either worker may answer."""
    return httpx.request(method, server.address + path, trust_env=False, timeout=200, **options)  # type: ignore[arg-type]


async def test_threads_take_shorter_turns_while_the_service_lives_and_only_then(
    generator: CADModelGenerator,
) -> None:
    before = sys.getswitchinterval()  # a server of another test may live in this process
    sys.setswitchinterval(0.004)
    try:
        app = create_app(generator)
        async with app.router.lifespan_context(app):
            assert sys.getswitchinterval() == pytest.approx(0.001)
        assert sys.getswitchinterval() == pytest.approx(0.004)
    finally:
        sys.setswitchinterval(before)
