"""A real server with real builds, and one Chromium for each file; each test has a context of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.workshop import Workshop
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from mayfly.http.built_page import BuiltPage
from tests.http.conftest import serving

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VIOLATIONS = """
const note = (event) => console.error('policy: ' + event.violatedDirective)
document.addEventListener('securitypolicyviolation', note)

"""
WAIT_MS = 120_000

sync_api.expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser; software draws its WebGL.

    It ends with its file: while it runs, Playwright keeps an event loop running in this thread, and other
    tests can't start theirs.
    """
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine (.ci/system-libraries installs it where it may)")
    if not BuiltPage().exists:
        pytest.skip("the page is not built: make web")
    arguments = ["--enable-unsafe-swiftshader"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_api.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def pages(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page in a context of its own; what goes wrong in it fails the test."""
    faults: list[str] = []
    with ExitStack() as stack:

        def new_page(*, script: str = "", **options: Any) -> Any:
            context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(WAIT_MS)
            page.add_init_script(VIOLATIONS + script)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda message: _note(faults, message))
            return page

        yield new_page
    assert faults == []


def _note(faults: list[str], message: Any) -> None:
    """Note an error of the console; but not a refusal, which the page shows to the person."""
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        faults.append(message.text)


@contextmanager
def _address(folder: Path, workshop: Workshop, minutes: float, lag_seconds: float) -> Iterator[str]:
    with TempModelsCleanupService(folder, minutes, janitor=False, lag_seconds=lag_seconds) as service:
        app = create_app(CADModelGenerator(cleanup_service=service, workshop=workshop))
        with serving(app) as address:
            yield address


@pytest.fixture
def served(tmp_path: Path, workshop: Workshop) -> Iterator[Callable[..., str]]:
    """Return a function that starts a server and returns its address.

    It takes the life of its models in minutes, and how long its thread leaves due models to others.
    """
    with ExitStack() as stack:

        def start(minutes: float = 30, lag_seconds: float = 0) -> str:
            folder = tmp_path / "models"
            running: AbstractContextManager[str] = _address(folder, workshop, minutes, lag_seconds)
            return stack.enter_context(running)

        yield start


@pytest.fixture
def page(pages: Callable[..., Any], served: Callable[..., str]) -> Any:
    """The page of a server whose models live for half an hour."""
    opened = pages()
    opened.goto(served() + "/")
    return opened
