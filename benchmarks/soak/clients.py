"""The doors with a client of their own: MCP, on standard streams and over HTTP, and the page in a browser."""

from __future__ import annotations

import base64
import json
import os
import random
import re
import shutil
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.soak import scripts
from benchmarks.soak.actors import Service
from benchmarks.soak.doors import END, OK, Door, epoch, last_event, problem
from benchmarks.soak.ledger import Ledger
from mayfly.http.built_page import BuiltPage

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_WAIT_MS = 60_000
_MANY_TURNS = 40
"""After so many messages the page is loaded again; until then it keeps all that it has shown."""
_KEEP_ANSWERS = """
const ask = window.fetch
window.fetch = async (...asked) => {
  const answer = await ask(...asked)
  if (String(asked[0]).endsWith('/conversation'))
    answer.clone().text().then((text) => { window.answered = { status: answer.status, text } }, () => {})
  return answer
}
"""
"""A browser keeps no copy of a stream that the page reads."""
_ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("list_temp_models", {}),
    ("temp_models_cleanup", {"action": "stats"}),
    ("temp_models_cleanup", {"action": "sweep"}),
)


def has_mcp() -> bool:
    """Return whether the SDK of MCP is installed."""
    return find_spec("mcp") is not None


def browser_path() -> str | None:
    """Return the path of a browser for Playwright; None if either is not installed, or no page is built."""
    if not BuiltPage().exists:
        return None
    return next(filter(None, map(shutil.which, _BROWSERS)), None) if find_spec("playwright") else None


class McpDoor(Door):
    """Tools and resources of MCP, by the client of its SDK, which stays connected for the whole run."""

    def __init__(
        self,
        ledger: Ledger,
        name: str,
        connect: Callable[[], AbstractAsyncContextManager[Any]],
        pause_seconds: float,
    ) -> None:
        """Keep how to connect; the models are those of directory ``a``."""
        super().__init__(ledger, pause_seconds)
        self.name = name
        self.connect = connect
        self.call: Callable[..., Any]

    def drive(self, stop: threading.Event) -> None:
        """Do one job after the other until told to stop."""
        from anyio.from_thread import start_blocking_portal

        with (
            start_blocking_portal() as portal,
            portal.wrap_async_context_manager(self.connect()) as client,
        ):
            self.call = lambda what, *values: portal.call(getattr(client, what), *values)
            super().drive(stop)

    def job(self) -> None:
        """Choose what to ask for."""
        act = random.random()  # noqa: S311
        if act < 0.5:
            self.order("words", {"request": scripts.words()})
        elif act < 0.6:
            self.order("unclear words", {"request": scripts.unclear()}, ("needs_clarification",))
        elif act < 0.75:
            self.order("part", scripts.part())
        elif act < 0.9:
            tool, arguments = random.choice(_ASKED)  # noqa: S311
            self.attempt(tool, "a", OK, lambda: told(self.call("call_tool", tool, arguments)))
        else:
            self.read()

    def order(self, kind: str, what: dict[str, Any], expected: tuple[str, ...] = OK) -> None:
        """Ask for a model."""

        def act() -> tuple[str, str]:
            answer = self.call("call_tool", "generate_step_model", what)
            if not answer.is_error:
                card = answer.structured_content
                self.ledger.told("a", card["name"], self.name, epoch(card["expires_at"]))
            return told(answer)

        self.attempt(kind, "a", expected, act)

    def read(self) -> None:
        """Read a model's file as a resource."""
        models = self.ledger.lasting("a", 10)
        if not models:
            return
        model = random.choice(models)  # noqa: S311

        def act() -> tuple[str, str]:
            try:
                answer = self.call("read_resource", f"mayfly://models/{model.name}")
            except Exception as error:
                return ("ok", "") if model.removing_at is not None else ("not read", repr(error))
            content = base64.b64decode(answer.contents[0].blob)
            return ("ok", "") if content.rstrip().endswith(END) else ("cut short", f"{len(content)} bytes")

        self.attempt("resource", "a", OK, act)


@asynccontextmanager
async def connected_to(service: Service) -> AsyncIterator[Any]:
    """Connect to a service's ``/mcp``."""
    import httpx2
    from mcp import Client
    from mcp.client.streamable_http import streamable_http_client

    address = f"http://127.0.0.1:{service.port}/mcp"
    async with (
        httpx2.AsyncClient(timeout=120, trust_env=False) as http,
        Client(streamable_http_client(address, http_client=http)) as client,
    ):
        yield client


class PageDoor(Door):
    """A person at the page, in a browser that stays open: types, moves a size, saves the file."""

    def __init__(self, ledger: Ledger, service: Service, browser: str, pause_seconds: float) -> None:
        """Keep the service and the path of a browser."""
        super().__init__(ledger, pause_seconds)
        self.service = service
        self.browser = browser
        self.name = f"page {service.name}"
        self.page: Any = None
        self.turns = 0
        self.faults: list[str] = []
        self.shown_until = 0.0

    def drive(self, stop: threading.Event) -> None:
        """Do one job after the other until told to stop."""
        from playwright.sync_api import sync_playwright

        options = ["--enable-unsafe-swiftshader"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
        with ExitStack() as stack:
            tools = stack.enter_context(sync_playwright())
            browser = tools.chromium.launch(executable_path=self.browser, args=options)
            stack.callback(browser.close)
            self.page = browser.new_page(viewport={"width": 1280, "height": 800})
            self.page.set_default_timeout(_WAIT_MS)
            self.page.add_init_script(_KEEP_ANSWERS)
            self.page.on("pageerror", lambda error: self.faults.append(str(error)))
            self.page.on("console", self._note)
            self.open()
            super().drive(stop)

    def _note(self, message: Any) -> None:
        """Note an error of the console; but not a refusal, which the page shows to the person."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(message.text)

    def job(self) -> None:
        """Choose what to do."""
        act = random.random()  # noqa: S311
        if self.turns > _MANY_TURNS:
            self.open()
        elif act < 0.5:
            self.attempt("words", "a", OK, lambda: self.say(scripts.words()))
        elif act < 0.6:
            unclear = ("needs_clarification",)
            self.attempt("unclear words", "a", unclear, lambda: self.say(scripts.unclear()))
        elif act < 0.8:
            self.attempt("size moved", "a", OK, self.move)
        else:
            self.attempt("file saved", "a", OK, self.save)

    def open(self) -> None:
        """Load the page again."""
        self.turns, self.shown_until = 0, 0.0
        self.attempt("opened", "a", OK, self._open)

    def _open(self) -> tuple[str, str]:
        self.page.goto(f"http://127.0.0.1:{self.service.port}/")
        self.page.get_by_role("textbox", name="Message").wait_for()
        return self.judged()

    def say(self, words: str) -> tuple[str, str]:
        """Type a message; what the server answers has to be shown."""
        field = self.page.get_by_role("textbox", name="Message")
        field.fill(words)
        return self.answered(lambda: field.press("Enter"))

    def move(self) -> tuple[str, str]:
        """Make the model at hand again with its first size a little larger."""
        if not self.is_shown(8):
            return self.say(scripts.words())
        self.page.get_by_role("slider").first.press("ArrowRight")
        button = self.page.get_by_role("button", name="Make it")
        return self.answered(button.click)

    def save(self) -> tuple[str, str]:
        """Save the model at hand as a STEP file."""
        if not self.is_shown(8):
            return self.say(scripts.words())
        taken: list[Any] = []

        def take(file: Any) -> None:
            taken.append(file)

        self.page.once("download", take)
        self.page.get_by_role("tab", name="Save").click()
        try:
            with self.page.expect_response(lambda one: "/models/" in one.url) as answer:
                self.page.get_by_role("button", name=re.compile("^STEP")).click()
            if not answer.value.ok:  # the page shows why; nothing is saved
                return problem(answer.value.body())
            self._wait_for(taken)
            content = Path(taken[0].path()).read_bytes()
        finally:
            self.page.get_by_role("tab", name="Sizes").click()
        return self.judged() if content.rstrip().endswith(END) else ("cut short", f"{len(content)} bytes")

    def _wait_for(self, taken: Sequence[Any]) -> None:
        """Wait for a file that the page hands to the browser."""
        until = time.monotonic() + _WAIT_MS / 1000
        while not taken:
            if time.monotonic() > until:
                raise TimeoutError("the page got the file and did not hand it on")
            self.page.wait_for_timeout(50)

    def answered(self, act: Callable[[], object]) -> tuple[str, str]:
        """Do what asks the server, and see that its answer is shown."""
        self.turns += 1
        self.page.evaluate("() => { window.answered = null }")
        act()
        answer = self.page.wait_for_function("() => window.answered").json_value()
        if answer["status"] != 200:
            return problem(answer["text"].encode())
        kind, data = last_event(answer["text"])
        if kind == "problem":
            return problem(data.encode())
        if kind != "reply":
            return "broken stream", data[-500:]
        reply = json.loads(data)
        model = reply["model"]
        shown = reply["answer"].splitlines()[0] if model is None else model.get("title", model["name"])
        self.page.get_by_role("log").get_by_text(shown).last.wait_for()
        if model is None:
            code, text = self.judged()
            return (reply["code"] or reply["status"], reply["answer"]) if code == "ok" else (code, text)
        self.shown_until = epoch(model["expires_at"])
        self.ledger.told("a", model["name"], self.name, self.shown_until)
        self.page.get_by_role("slider").first.wait_for()
        self.page.get_by_role("status").filter(has_text="…").first.wait_for(state="hidden")
        return self.judged()

    def is_shown(self, seconds: float) -> bool:
        """Return whether the model at hand has so many seconds left."""
        return self.shown_until - time.time() > seconds

    def judged(self) -> tuple[str, str]:
        """Return the errors that the page reported since the last call."""
        faults, self.faults = self.faults, []
        return ("page error", "; ".join(faults)[:500]) if faults else ("ok", "")


def told(answer: Any) -> tuple[str, str]:
    """Judge the answer of a tool: an error begins with its code."""
    text = answer.content[0].text
    return (text.split(":")[0], text) if answer.is_error else ("ok", "")
