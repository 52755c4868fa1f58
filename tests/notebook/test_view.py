"""The view in a browser: what it shows, how it changes, and that it follows the notebook's theme."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from mayfly.generator import CADModelGenerator
from mayfly.notebook import Made
from mayfly.notebook.viewer import View
from tests.notebook import kernel_page
from tests.page.conftest import chromium, pages  # noqa: F401 - fixtures
from tests.page.person import let_it_draw

FLANGE = "pipe flange OD 150, 18 thick, bore 60, 4 holes of 18 mm on PCD 110"
TWO_BODIES = """
import cadquery as cq
side = 20.0  # mm
whole = cq.Assembly(name="pair")
whole.add(cq.Workplane().box(side, 20, 20), name="cube")
whole.add(cq.Workplane().circle(6).extrude(30), name="pin", loc=cq.Location((30, 0, 0)))
show_object(whole)
"""
WAIT_MS = 120_000
DARK, LIGHT = "#15181d", "#f3f5f8"

Shown = Callable[..., tuple[Any, View]]


@pytest.fixture
def shown(pages: Any, generator: CADModelGenerator, monkeypatch: pytest.MonkeyPatch) -> Shown:  # noqa: F811
    """Return a function that shows a model on a page; it returns the page and the view."""
    monkeypatch.setattr("comm.create_comm", kernel_page.Wire)

    def show(model: dict[str, Any], form: bool = True, **style: str) -> tuple[Any, View]:
        view = View(Made(model), form=form, generator=generator)
        assert view.widget is not None, "the front end is built: `make web`"
        page = pages()
        page.set_default_timeout(WAIT_MS)
        kernel_page.show(page, view.widget, **style)
        return page, view

    return show


def _expect_ground(page: Any, colour: str) -> None:
    """Wait until the corner of the picture that is drawn has a colour."""
    page.locator("canvas").evaluate(
        """async (canvas, colour) => {
          const context = canvas.getContext('webgl2')
          const pixel = new Uint8Array(4)
          const two = (one) => one.toString(16).padStart(2, '0')
          const hex = () => '#' + Array.from(pixel.slice(0, 3), two).join('')
          const until = performance.now() + 30000
          do {
            await new Promise(requestAnimationFrame)
            context.readPixels(3, 3, 1, 1, context.RGBA, context.UNSIGNED_BYTE, pixel)
            if (performance.now() > until) throw new Error(hex())
          } while (hex() !== colour)
        }""",
        colour,
    )


def _expect_another(page: Any, before: bytes) -> None:
    """Wait until something else is drawn than before."""
    until = time.monotonic() + WAIT_MS / 1000
    while _picture(page) == before:
        assert time.monotonic() < until


def _picture(page: Any) -> bytes:
    page.wait_for_timeout(300)
    return bytes(page.locator("canvas").screenshot())


@pytest.mark.parametrize(("colour", "ground"), [("#ffffff", LIGHT), ("#111111", DARK)])
def test_it_has_the_ground_of_the_notebook_it_is_in_and_follows_when_that_changes(
    colour: str, ground: str, shown: Shown, generator: CADModelGenerator
) -> None:
    page, _ = shown(generator.generate_model("cube 20 mm"), background=colour)
    _expect_ground(page, ground)
    other, expected = ("#111111", DARK) if ground == LIGHT else ("#ffffff", LIGHT)
    page.evaluate("(colour) => { document.body.style.background = colour }", other)
    _expect_ground(page, expected)


def test_standard_views_transparency_and_a_section_change_the_picture(
    shown: Shown, generator: CADModelGenerator
) -> None:
    page, _ = shown(generator.generate_model(FLANGE))
    seen = [_picture(page)]
    for name in ("Top", "Front", "Transparent", "Section"):
        page.get_by_role("button", name=name, exact=True).click()
        seen.append(_picture(page))
    assert len(set(seen)) == len(seen)
    page.get_by_label("Section across").select_option("z")
    assert page.get_by_label("Section at").input_value() == "9"
    assert page.get_by_text("Before").count() == 0, "there is no conversation here"


def test_bodies_are_listed_and_hidden(shown: Shown, generator: CADModelGenerator) -> None:
    page, _ = shown(generator.run_script(TWO_BODIES))
    both = _picture(page)
    page.get_by_label("Show pin").uncheck()
    assert _picture(page) != both
    assert page.get_by_label("Show cube").is_checked()


def test_what_is_clicked_is_measured(shown: Shown, generator: CADModelGenerator) -> None:
    page, _ = shown(generator.generate_model("cylinder 40 mm diameter, 25 mm high"))
    page.get_by_role("button", name="Top", exact=True).click()
    let_it_draw(page)
    box = page.locator("canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    picked = page.get_by_label("Picked")
    picked.wait_for()
    assert "1256.6371 mm²" in picked.inner_text()
    page.get_by_role("button", name="Bottom", exact=True).click()
    let_it_draw(page)
    page.keyboard.down("Shift")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.keyboard.up("Shift")
    picked.get_by_text("25 mm").first.wait_for()


def test_a_size_that_is_moved_is_drawn_and_then_made_by_the_kernel(
    shown: Shown, generator: CADModelGenerator
) -> None:
    page, view = shown(generator.generate_model(FLANGE))
    first = view.made["name"]
    before = _picture(page)
    page.get_by_role("spinbutton", name="thickness").fill("40")
    page.get_by_role("spinbutton", name="thickness").blur()
    page.get_by_text("What you see is a draft").wait_for()
    _expect_another(page, before)
    assert view.made["name"] == first, "a draft is nothing that was made"
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("What you see is a draft").wait_for(state="detached")
    assert view.made["name"] != first
    assert view.made["report"]["bounding_box_mm"][2] == pytest.approx(40)
    assert {model.name for model in generator.cleanup_service.list_models()} == {first, view.made["name"]}


def test_a_size_that_does_not_fit_is_said_and_nothing_is_made(
    shown: Shown, generator: CADModelGenerator
) -> None:
    page, view = shown(generator.generate_model(FLANGE))
    first = view.made["name"]
    page.get_by_role("spinbutton", name="bore").fill("149")
    page.get_by_role("spinbutton", name="bore").blur()
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("button", name="Make it").is_disabled()
    assert view.made["name"] == first


def test_the_parameters_of_a_script_are_a_form_too(shown: Shown, generator: CADModelGenerator) -> None:
    page, view = shown(generator.run_script(TWO_BODIES, title="pair"))
    before = _picture(page)
    page.get_by_role("spinbutton", name="side").fill("26")
    page.get_by_role("spinbutton", name="side").blur()
    page.get_by_text("What you see is a draft").wait_for()
    _expect_another(page, before)
    page.get_by_role("button", name="Make it").click()
    page.get_by_text("What you see is a draft").wait_for(state="detached")
    assert view.made["parameters"]["side"] == 26


def test_without_the_form_there_is_the_view_alone(shown: Shown, generator: CADModelGenerator) -> None:
    page, _ = shown(generator.generate_model("cube 20 mm"), form=False)
    page.get_by_role("button", name="Iso").wait_for()
    assert page.get_by_role("button", name="Make it").count() == 0


def test_it_takes_its_page_away_when_its_output_is_cleared(
    shown: Shown, generator: CADModelGenerator
) -> None:
    page, _ = shown(generator.generate_model("cube 20 mm"))
    page.get_by_role("button", name="Iso").wait_for()
    page.evaluate("window.leave()")
    assert page.locator("canvas").count() == 0
