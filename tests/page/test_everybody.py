"""For everybody: keyboard, screen readers, any screen, any path, a strict policy, a small page."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import expect

from mayfly.cad.workshop import Workshop
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from mayfly.http.built_page import BuiltPage
from tests.http.conftest import serving
from tests.page.person import PLATE, make, picture, shades

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
FIRST_VIEW_BYTES = 200_000


def findings(page: Any) -> list[str]:
    """Return what axe-core finds wrong."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make web")
    page.evaluate(
        AXE.read_text(encoding="utf-8")
    )  # not stopped by the page's policy, as a script tag would be
    found = page.evaluate("() => axe.run()")
    return [
        f"{rule['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(pages: Callable[..., Any], served: Callable[..., str], scheme: str) -> None:
    page = pages(color_scheme=scheme)
    page.goto(served() + "/")
    found = {"empty": findings(page)}
    make(page)
    found["sizes"] = findings(page)
    for tab in ("Script", "Design", "Save"):
        page.get_by_role("tab", name=tab).click()
        page.wait_for_timeout(800)
        found[tab] = findings(page)
    page.get_by_role("button", name="Section", exact=True).click()
    found["section"] = findings(page)
    for name in ("Parts", "Stored models"):
        page.get_by_role("banner").get_by_role("button", name=name).click()
        page.wait_for_timeout(800)
        found[name] = findings(page)
        page.keyboard.press("Escape")
    page.get_by_role("banner").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found["gone"] = findings(page)
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_everything_is_done_with_the_keyboard(page: Any) -> None:
    def tab_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            label = page.evaluate(
                "() => { const one = document.activeElement;"
                " return one.ariaLabel || one.labels?.[0]?.innerText || one.textContent }"
            )
            if (label or "").startswith(name):
                return
        raise AssertionError(f"{name} can't be reached with the Tab key")

    tab_to("Message")
    page.keyboard.type(PLATE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_role("slider").first).to_be_visible()
    tab_to("The model in 3D")
    before = picture(page)
    page.keyboard.press("ArrowRight")
    assert picture(page) != before
    tab_to("Sizes")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Save", selected=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    tab_to("plate thickness")
    page.keyboard.press("ArrowRight")
    tab_to("Make it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("The thickness of the plate changed from 8 mm")


def test_a_dialog_gives_the_focus_back(page: Any) -> None:
    button = page.get_by_role("button", name="Parts")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


@pytest.mark.parametrize("size", [(360, 640), (768, 1024), (1280, 720), (3840, 2160)])
def test_nothing_is_cut_off_on_any_screen(
    pages: Callable[..., Any], served: Callable[..., str], size: tuple[int, int]
) -> None:
    page = pages(viewport={"width": size[0], "height": size[1]})
    page.goto(served() + "/")
    make(page, "box 40 x 30 x 20")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    for name in ("Make", "Iso", "Reset"):
        button = page.get_by_role("button", name=name, exact=True).first
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]


def test_who_wants_no_motion_gets_none(pages: Callable[..., Any], served: Callable[..., str]) -> None:
    page = pages(reduced_motion="reduce")
    page.goto(served() + "/")
    page.get_by_role("textbox", name="Message").fill(PLATE)
    page.get_by_role("textbox", name="Message").press("Enter")
    expect(page.get_by_role("timer")).to_be_visible()
    assert page.evaluate("() => document.getAnimations().length") == 0


def test_the_page_works_under_a_prefix(pages: Callable[..., Any], tmp_path: Path, workshop: Workshop) -> None:
    with TempModelsCleanupService(tmp_path / "models", janitor=False) as service:
        generator = CADModelGenerator(cleanup_service=service, workshop=workshop)
        outer = FastAPI(redirect_slashes=False)
        outer.mount("/cad", create_app(generator))
        with serving(outer) as address:
            page = pages()
            page.goto(f"{address}/cad/studio")
            make(page, "box 40 x 30 x 20")
            page.get_by_role("tab", name="Save").click()
            with page.expect_download() as taken:
                page.get_by_role("button", name="STEP").click()
            assert "/cad/" in page.url
            assert taken.value.suggested_filename.endswith(".step")


def test_a_server_that_is_gone_is_said(pages: Callable[..., Any], served: Callable[..., str]) -> None:
    page = pages()
    page.goto(served() + "/")
    page.route("**/conversation", lambda route: route.abort())
    page.get_by_role("textbox", name="Message").fill(PLATE)
    page.get_by_role("textbox", name="Message").press("Enter")
    expect(page.get_by_role("log")).to_contain_text("The server can’t be reached.")


def test_the_first_view_is_small_and_the_editor_comes_later(page: Any) -> None:
    assets = BuiltPage().folder / "assets"
    listed = "() => performance.getEntriesByType('resource').map(one => one.name)"
    page.wait_for_function(f"() => ({listed})().some(name => name.includes('/assets/three-view'))")
    loaded = page.evaluate(listed)
    names = {name.rsplit("/", 1)[-1] for name in loaded if "/assets/" in name}
    assert not [name for name in names if name.startswith("editor")]
    first = sum(len(gzip.compress((assets / name).read_bytes(), 9)) for name in names)
    assert 50_000 < first <= FIRST_VIEW_BYTES
    page.get_by_role("tab", name="Script").click()
    page.get_by_role("textbox", name="CadQuery script").wait_for()
    loaded = page.evaluate(listed)
    assert any("/assets/editor" in name for name in loaded)


def test_words_can_be_typed_before_the_3d_view_is_loaded(page: Any) -> None:
    held: list[Any] = []
    page.route("**/assets/three-view*", lambda route: held.append(route))
    page.reload()
    page.get_by_role("textbox", name="Message").fill("box 40 x 30 x 20")
    page.get_by_role("textbox", name="Message").press("Enter")
    expect(page.get_by_role("slider").first).to_be_visible()
    (route,) = held
    route.continue_()
    expect(page.get_by_role("status").filter(has_text="…")).to_have_count(0)
    page.wait_for_function("() => document.querySelector('canvas').dataset.drawn")
    picture(page)
    assert shades(page) >= 3


def test_nothing_is_loaded_from_elsewhere(page: Any) -> None:
    hosts: set[str] = set()
    lock = threading.Lock()

    def seen(request: Any) -> None:
        with lock:
            hosts.add(request.url.split("/")[2] if request.url.startswith("http") else "")

    page.on("request", seen)
    page.reload()
    make(page)
    assert hosts - {""} == {page.url.split("/")[2]}
    assert page.context.cookies() == []


def test_a_script_that_is_not_the_pages_own_does_not_run(chromium: Any, served: Callable[..., str]) -> None:
    page = chromium.new_page()
    page.goto(served() + "/")
    outcome = page.evaluate(
        "() => { try { document.body.innerHTML = '<img>'; return 'written' }"
        " catch (error) { return error.name } }"
    )
    assert outcome == "TypeError", "Trusted Types let no text become HTML"
    with pytest.raises(Exception, match="TrustedScript"):
        page.add_script_tag(content="window.foreign = 1")
    assert page.evaluate("() => window.foreign === undefined")
