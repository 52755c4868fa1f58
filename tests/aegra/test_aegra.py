"""The graphs on Aegra, with two instances: one that is killed in the middle of a step is taken over.

Aegra needs Python 3.12 and an environment of its own (`make aegra`), and Redis.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from mayfly.stores.postgres import PostgresStore
from tests.stores.servers import Postgres, Process, Seaweed, answers_at, free_port

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-aegra" / "bin" / "python"
TOKEN = "a-token-for-tests"  # noqa: S105 - of servers that live as long as the test
TAKEN_OVER_SECONDS = 150.0

pytestmark = pytest.mark.timeout(600)


class Instances:
    """Aegra's processes, which share a database, a Redis and the store of the models."""

    def __init__(self, postgres: Postgres, seaweed: Seaweed, redis_port: int, folder: Path) -> None:
        self.notes = folder / "notes"
        self.folder = folder
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self.database = "aegra_" + os.urandom(4).hex()
        self.store_database = self.database + "_models"
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            for name in (self.database, self.store_database):
                connection.execute(f'CREATE DATABASE "{name}"')
        base = postgres.url.rpartition("/")[0]
        self.store_url = f"{base}/{self.store_database}"
        config = json.loads((ROOT / "aegra.json").read_text())
        for name, path in config["graphs"].items():
            config["graphs"][name] = str(ROOT / path)
        config["graphs"]["slow"] = str(ROOT / "tests/aegra/slow_graph.py") + ":graph"
        config["http"]["app"] = str(ROOT / config["http"]["app"])
        config["auth"]["path"] = str(ROOT / config["auth"]["path"])
        (folder / "aegra.json").write_text(json.dumps(config))
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("MAYFLY_")},
            **seaweed.environment(),
            "DATABASE_URL": f"{base}/{self.database}",
            "REDIS_BROKER_ENABLED": "true",
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
            "AEGRA_CONFIG": str(folder / "aegra.json"),
            "AUTH_TYPE": "custom",
            "HOST": "127.0.0.1",
            "LANGSMITH_TRACING": "false",
            "PYTHONPATH": f"{ROOT / 'backend'}:{ROOT}",
            "MAYFLY_STORE": self.store_url,
            "MAYFLY_BUCKET": f"s3://mayfly-tests/{self.database}",
            "MAYFLY_API_TOKEN": TOKEN,
            "MAYFLY_TEST_NOTES": str(self.notes),
        }

    def start(self) -> int:
        """Start an instance; return its port."""
        port = free_port()
        environment = {
            **self.environment,
            "PORT": str(port),
            "SERVER_URL": f"http://127.0.0.1:{port}",
            "MAYFLY_TEMP_DIR": str(self.folder / f"scratch-{port}"),
        }
        serve = ["-m", "uvicorn", "aegra_api.main:app", "--host", "127.0.0.1", "--port", str(port)]
        with (self.folder / f"{port}.log").open("wb") as log:
            process = subprocess.Popen(
                [str(PYTHON), *serve],
                env=environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes[port] = process
        give_up = time.monotonic() + 240
        while not answers_at(port)():
            if process.poll() is not None or time.monotonic() > give_up:
                pytest.fail((self.folder / f"{port}.log").read_text()[-3000:])
            time.sleep(0.2)
        return port

    def end(self) -> None:
        for process in self.processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed (Debian: apt-get install redis-server)")
    folder, port = tmp_path_factory.mktemp("redis"), free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = Process(command, None, answers_at(port), folder / "redis.log")
    server.start()
    yield port
    server.kill()


@pytest.fixture(scope="module")
def instances(
    postgres: Postgres, seaweed: Seaweed, redis: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instances]:
    if not PYTHON.exists():
        pytest.skip("Aegra is not installed (make aegra; it needs Python 3.12)")
    made = Instances(postgres, seaweed, redis, tmp_path_factory.mktemp("aegra"))
    try:
        for _ in range(2):
            made.start()
        yield made
    finally:
        made.end()


def _client(port: int, **headers: str) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=90, trust_env=False, headers=headers)


def _mine(port: int) -> httpx.Client:
    return _client(port, Authorization=f"Bearer {TOKEN}")


def _assistant(client: httpx.Client, graph: str) -> str:
    found = client.post("/assistants/search", json={"graph_id": graph}).json()
    return str((found["assistants"] if isinstance(found, dict) else found)[0]["assistant_id"])


def test_the_right_token_gets_in_and_nobody_else(instances: Instances) -> None:
    port = next(iter(instances.processes))
    for client, status in (
        (_mine(port), 200),
        (_client(port), 401),
        (_client(port, Authorization="Bearer wrong"), 401),
    ):
        with client:
            assert client.post("/assistants/search", json={}).status_code == status


def test_the_workflow_makes_a_model_that_the_other_instance_serves(instances: Instances) -> None:
    first, second = list(instances.processes)
    with _mine(first) as client, _mine(second) as other:
        thread = client.post("/threads", json={}).json()["thread_id"]
        body = {
            "assistant_id": _assistant(client, "cad_workflow"),
            "input": {"request": "a 44 x 30 x 5 mm plate"},
        }
        done = client.post(f"/threads/{thread}/runs/wait", json=body)
        assert done.status_code == 200, done.text
        assert done.json()["status"] == "made", done.text
        url = done.json()["model"]["model_url"]
        assert other.get(url).content.startswith(b"ISO-10303-21;")


def test_an_instance_that_is_killed_in_a_step_is_taken_over_and_its_step_publishes_once(
    instances: Instances,
) -> None:
    ports = list(instances.processes)
    with _mine(ports[0]) as client:
        thread = client.post("/threads", json={}).json()["thread_id"]
        body: dict[str, Any] = {
            "assistant_id": _assistant(client, "slow"),
            "input": {"request": "a 47 x 30 x 5 mm plate"},
        }
        run = client.post(f"/threads/{thread}/runs", json=body).json()["run_id"]
    give_up = time.monotonic() + 90
    while not instances.notes.exists():
        assert time.monotonic() < give_up, "the step did not begin"
        time.sleep(0.1)
    built_by = json.loads(instances.notes.read_text().splitlines()[0])["pid"]
    killed = next(port for port, process in instances.processes.items() if process.pid == built_by)
    os.killpg(built_by, signal.SIGKILL)
    instances.processes.pop(killed).wait()
    left = next(iter(instances.processes))
    give_up = time.monotonic() + TAKEN_OVER_SECONDS
    status = ""
    with _mine(left) as client:
        while status not in ("success", "error", "timeout"):
            assert time.monotonic() < give_up, f"nobody took it over: {status}"
            time.sleep(1)
            status = client.get(f"/threads/{thread}/runs/{run}").json()["status"]
        assert status == "success"
        values = client.get(f"/threads/{thread}/state").json()["values"]
    notes = [json.loads(line) for line in instances.notes.read_text().splitlines()]
    assert [note["name"] for note in notes] == [values["model"]["name"]] * 2  # built twice over, one model
    assert notes[0]["pid"] != notes[1]["pid"]
    bucket = instances.environment["MAYFLY_BUCKET"]
    store = PostgresStore(instances.store_url, bucket, scratch_dir=instances.folder / "look")
    names = [model.name for model in store.list_models()]
    assert names.count(values["model"]["name"]) == 1
    assert len([name for name in names if name.startswith("plate-")]) == len(names)
    assert sum((store.get_report(name) or {}).get("title", "").startswith("plate 47") for name in names) == 1
    store.stop_cleanup_service()
