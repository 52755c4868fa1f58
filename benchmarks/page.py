"""How fast the page's picture follows a slider: ``python -m benchmarks.page [--quick] [--json FILE]``.

A real server and Chromium on this machine, which also draws WebGL in software. A slider is moved step by
step; each time is from the slider's event until the new picture has been drawn. Beside it: the draft
alone over HTTP, a model that is published over HTTP, and a fresh CadQuery script that makes the same change.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.figures import Row, Table, Target, command
from benchmarks.http import OURS, free_port, running

PLATE = "160x120x8 plate with a 5 x 4 grid of 6.6 mm holes, 28 mm spacing"
SIMPLE = "100x60x8 plate with a 10 mm hole in the middle"
LOOKED_AT = (("plate with 20 holes", PLATE, 150.0), ("simple part", SIMPLE, 60.0))
FRESH = """
import cadquery as cq, sys
plate = cq.Workplane().box(160, 120, float(sys.argv[1]))
plate = plate.faces(">Z").workplane().rarray(28, 28, 5, 4).hole(6.6)
cq.exporters.export(plate, sys.argv[2])
"""
_MOVE = """
async (value) => {
  const sliders = [...document.querySelectorAll('input[type=range]')]
  const slider = sliders.find((one) => one.ariaLabel === 'plate thickness')
  const canvas = document.querySelector('canvas'), drawn = canvas.dataset.drawn
  const started = performance.now()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(slider, value)
  slider.dispatchEvent(new InputEvent('input', { bubbles: true }))
  while (canvas.dataset.drawn === drawn) await new Promise((next) => setTimeout(next, 1))
  const context = canvas.getContext('webgl2')
  context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, new Uint8Array(4))
  return performance.now() - started
}
"""


def browser_path() -> str | None:
    """Return Chromium's path; None where it is not installed."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


def in_browser(port: int, request: str, steps: int) -> list[float]:
    """Return the milliseconds from each event of a slider to the new picture."""
    from playwright.sync_api import sync_playwright

    arguments = ["--enable-unsafe-swiftshader"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=browser_path(), args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"http://127.0.0.1:{port}/studio")
        page.get_by_role("textbox", name="Message").fill(request)
        page.get_by_role("textbox", name="Message").press("Enter")
        page.get_by_role("slider", name="plate thickness").wait_for()
        page.wait_for_timeout(500)
        page.wait_for_function("() => !document.querySelector('.loading')", timeout=120_000)
        times = []
        for step in range(steps + 3):
            times.append(float(page.evaluate(_MOVE, f"{8.2 + step * 0.1:.1f}")))
            page.wait_for_timeout(400)  # at rest for so long, the fine draft of this step is on its way
            page.wait_for_function("() => !document.querySelector('.loading')", timeout=120_000)
        browser.close()
    return times[3:]


def until_ready(port: int, visits: int) -> list[float]:
    """Return the milliseconds from opening the page until words can be typed, with an empty cache."""
    from playwright.sync_api import sync_playwright

    arguments = ["--enable-unsafe-swiftshader"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    times = []
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=browser_path(), args=arguments)
        for _ in range(visits + 1):
            context = browser.new_context(viewport={"width": 1280, "height": 800})
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}/studio")
            page.wait_for_function("() => document.documentElement.dataset.ready")
            times.append(float(page.evaluate("() => performance.getEntriesByName('ready')[0].startTime")))
            context.close()
        browser.close()
    return times[1:]  # the first visit also waits for the browser's own processes


def timed(work: Callable[[int], Any], rounds: int) -> list[float]:
    """Return the milliseconds of each round."""
    times = []
    for number in range(rounds):
        started = time.perf_counter()
        work(number)
        times.append(1000 * (time.perf_counter() - started))
    return times


def ask(port: int, path: str, body: dict[str, Any]) -> bytes:
    """Send a request and return its answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    answer = line.getresponse()
    content = answer.read()
    line.close()
    assert answer.status in (200, 201), content[:300]
    return content


def told(times: list[float]) -> tuple[float, float]:
    """Return median and the worst but one in ten."""
    return statistics.median(times), statistics.quantiles(times, n=10)[-1]


def measure(steps: int) -> list[Table]:
    """Measure it all."""
    rows: list[Row] = []
    targets: list[Target] = []
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        with running(OURS, str(port), port=port, folder=Path(folder)):
            if browser_path() is not None:
                ready = told(until_ready(port, max(5, steps // 2)))
                rows.append(Row("the page is ready for words, nothing cached", ready, ours=True))
                targets.append(Target("opened until ready", ready[0], most=1000.0, unit="ms"))
                for name, request, most in LOOKED_AT:
                    found = told(in_browser(port, request, steps))
                    rows.append(Row(f"the page's picture, {name}", found, ours=True))
                    targets.append(Target(f"slider to picture, {name}", found[0], most=most, unit="ms"))
            design = json.loads(ask(port, "/models", {"request": PLATE}))["design"]

            def send(path: str, start: float) -> Callable[[int], Any]:
                def one(number: int) -> bytes:
                    edit = {"kind": "set", "path": "thickness", "value": round(start + number * 0.1, 2)}
                    return ask(port, path, {"design": design, "edits": [edit]})

                return one

            drafts = told(timed(send("/drafts?coarse=true", 9.05), steps))
            rows.append(Row("POST /drafts, coarse, plate with 20 holes", drafts, ours=True))
            published = told(timed(send("/models", 15.05), steps))
            rows.append(Row("POST /models, measured and published", published, ours=True))
        script = told(timed(lambda at: fresh_script(9 + at, Path(folder) / "fresh.step"), max(3, steps // 5)))
        rows.append(Row("a fresh CadQuery script, STEP written", script))
    title, columns = "From one value of a size to the next", ("median, ms", "p90, ms")
    return [Table(title, columns, tuple(rows), targets=tuple(targets))]


def fresh_script(thickness: float, target: Path) -> None:
    """Make the plate with a script in a process of its own."""
    subprocess.run([sys.executable, "-c", FRESH, str(thickness), str(target)], check=True)


def tables(options: argparse.Namespace) -> list[Table]:
    """Measure as much as is asked for."""
    return measure(8 if options.quick else 25)


if __name__ == "__main__":
    command(
        "page",
        "The page",
        "A slider of the page is moved in Chromium, which draws by software here; the time ends when the new "
        "picture has been drawn.",
        tables,
        lambda: {name: version(name) for name in ("playwright", "fastapi", "cadquery")},
    )
