"""What a person does with the page, and what they see of the picture."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

PLATE = "plate 100 x 60 x 8 with four 6.6 mm holes in the corners, 12 mm from the edges"

_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_PIXELS = """
() => {
  const canvas = document.querySelector('canvas'), context = canvas.getContext('webgl2')
  const width = canvas.width, height = canvas.height, pixels = new Uint8Array(width * height * 4)
  context.readPixels(0, 0, width, height, context.RGBA, context.UNSIGNED_BYTE, pixels)
  const colours = {}
  for (let at = 0; at < pixels.length; at += 64) {
    const key = [pixels[at] >> 4, pixels[at + 1] >> 4, pixels[at + 2] >> 4].join()
    colours[key] = (colours[key] ?? 0) + 1
  }
  let sum = 0
  for (let at = 0; at < pixels.length; at += 4)
    sum = (sum * 31 + pixels[at] + 7 * pixels[at + 1]) % 2147483647
  return { colours, sum }
}
"""


def ask(page: Any, words: str) -> None:
    """Type a message and send it with the Enter key."""
    page.get_by_role("textbox", name="Message").fill(words)
    page.get_by_role("textbox", name="Message").press("Enter")


def make(page: Any, words: str = PLATE) -> None:
    """Ask for a model, and wait until it is shown with its sizes."""
    ask(page, words)
    expect(page.get_by_role("timer")).to_be_visible()
    settled(page)


def settled(page: Any) -> None:
    """Wait until the shape of the model at hand is drawn."""
    expect(page.get_by_role("status").filter(has_text="…")).to_have_count(0)
    page.wait_for_function("() => Number(document.querySelector('canvas').dataset.drawn) > 1")
    expect(page.get_by_role("slider").first).to_be_visible()
    page.wait_for_timeout(200)


def picture(page: Any) -> int:
    """Return a digest of what the canvas shows once it stands still, however busy the machine is."""
    last = None
    for _ in range(100):
        let_it_draw(page)
        page.wait_for_timeout(150)
        now = int(page.evaluate(_PIXELS)["sum"])
        if now == last:
            return now
        last = now
    raise AssertionError("the picture does not come to rest")


def shades(page: Any) -> int:
    """Return how many clearly different colours the canvas shows, each on a good piece of it."""
    found = page.evaluate(_PIXELS)["colours"]
    whole = sum(found.values())
    return sum(1 for count in found.values() if count > whole / 500)


def root(page: Any) -> str:
    """Return the server's address."""
    return re.sub(r"(https?://[^/]+).*", r"\1", page.url)


def stored(page: Any) -> list[str]:
    """Return the names of the models that the server has."""
    answer = page.request.get(root(page) + "/models?limit=500")
    return [model["name"] for model in answer.json()["models"]]


def let_it_draw(page: Any) -> None:
    """Wait until all that was asked for so far is drawn; what is clicked is found in what is drawn."""
    page.evaluate(_FRAMES)
