"""A real server on a real socket, with the test's own generator behind it."""

from __future__ import annotations

import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from mayfly.cad.workshop import Workshop
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from mayfly.http.built_page import BuiltPage
from mayfly.http.serving.connections import HEAD_LIMIT_BYTES, BoundedProtocol, Server
from mayfly.http.settings import get_http_settings

STEP = b"ISO-10303-21;\nEND-ISO-10303-21;\n"

NOT_BUILT = BuiltPage(Path("nowhere"))
"""These tests are about the service, whether or not the checkout has the page."""

Serve = Callable[..., httpx.Client]


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an application from a thread; give its address."""
    config = uvicorn.Config(
        app,
        port=0,
        log_config=None,
        http=BoundedProtocol,
        h11_max_incomplete_event_size=HEAD_LIMIT_BYTES,
        ws="none",
        timeout_graceful_shutdown=5,
    )
    server = Server(config, get_http_settings().head_seconds)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.005)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()
        assert not thread.is_alive()


@pytest.fixture
def serve(generator: CADModelGenerator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Return a function that starts the service, with settings as keywords, and returns a client."""
    with ExitStack() as stack:

        def start(**settings: str) -> httpx.Client:
            for name, value in settings.items():
                monkeypatch.setenv(f"MAYFLY_{name.upper()}", value)
            address = stack.enter_context(serving(create_app(generator, page=NOT_BUILT)))
            return stack.enter_context(httpx.Client(base_url=address, timeout=200, trust_env=False))

        yield start


@pytest.fixture
def life_of_a_service(generator: CADModelGenerator) -> Callable[[], AbstractContextManager[str]]:
    """Return a function that serves the test's own generator for a ``with`` block; the value is its URL."""
    return lambda: serving(create_app(generator, page=NOT_BUILT))


class _Current:
    """Stands for the generator of the test that runs now: starting a server for each test takes its time."""

    generator: CADModelGenerator

    def __getattr__(self, name: str) -> Any:
        return getattr(self.generator, name)


@pytest.fixture(scope="session")
def shared_server(
    tmp_path_factory: pytest.TempPathFactory, workshop: Workshop
) -> Iterator[tuple[_Current, str]]:
    """One server for all tests that need no settings of their own."""
    current = _Current()
    folder = tmp_path_factory.mktemp("before-the-first-test")
    with TempModelsCleanupService(folder, janitor=False) as own:
        current.generator = CADModelGenerator(cleanup_service=own, workshop=workshop)
        with serving(create_app(current, page=NOT_BUILT)) as address:  # type: ignore[arg-type]
            yield current, address


@pytest.fixture
def client(shared_server: tuple[_Current, str], generator: CADModelGenerator) -> Iterator[httpx.Client]:
    """A client of the service as it is without any settings, with the test's own generator behind it."""
    shared_server[0].generator = generator
    with httpx.Client(base_url=shared_server[1], timeout=200, trust_env=False) as own:
        yield own


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process open as many files as it may: what a session starts with is often 1024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 5000:
        pytest.skip("a process may not open enough files here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (5000 if hard == resource.RLIM_INFINITY else hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def stored(service: TempModelsCleanupService) -> Callable[..., Path]:
    """Return a function that puts a model into the directory."""

    def put(name: str = "part.step", content: bytes = STEP, ttl_minutes: float | None = None) -> Path:
        path = service.temp_dir / name
        path.write_bytes(content)
        service.register_file(path, ttl_minutes)
        return path

    return put
