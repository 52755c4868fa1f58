"""Sliders and fields: the model follows as a draft, and only Make publishes it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.page.person import let_it_draw, make, picture, settled, stored


def test_the_model_follows_a_slider_and_nothing_is_published(page: Any) -> None:
    make(page)
    before = picture(page)
    slider = page.get_by_role("slider", name="plate thickness")
    slider.focus()
    with (
        page.expect_response("**/drafts?coarse=true") as coarse,
        page.expect_response("**/drafts?coarse=false") as fine,
    ):
        page.keyboard.press("PageUp")
    assert coarse.value.status == 200
    assert fine.value.status == 200
    page.wait_for_timeout(300)
    assert picture(page) != before
    assert len(stored(page)) == 1
    expect(page.get_by_text("What you see is a draft.")).to_be_visible()


def test_make_publishes_what_was_moved_and_says_what_changed(page: Any) -> None:
    make(page)
    field = page.get_by_role("spinbutton", name="thickness")
    field.fill("12.5")
    field.press("Tab")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("log")).to_contain_text(
        "The thickness of the plate changed from 8 mm to 12.5 mm."
    )
    settled(page)
    assert len(stored(page)) == 2


def test_reset_goes_back_to_what_was_made(page: Any) -> None:
    make(page)
    before = picture(page)
    slider = page.get_by_role("slider", name="plate length")
    slider.focus()
    with page.expect_response("**/drafts?coarse=false"):
        page.keyboard.press("PageUp")
    page.wait_for_timeout(300)
    assert picture(page) != before
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_role("spinbutton", name="length")).to_have_value("100")
    settled(page)
    assert picture(page) == before


def test_a_draft_that_could_not_be_drawn_does_not_keep_from_making_it(page: Any) -> None:
    make(page)
    page.route("**/drafts*", lambda route: route.abort())
    slider = page.get_by_role("slider", name="plate thickness")
    slider.focus()
    page.keyboard.press("PageUp")
    expect(page.get_by_role("alert")).to_contain_text("The server can’t be reached.")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("log")).to_contain_text("The thickness of the plate changed from 8 mm")


def test_a_size_that_does_not_fit_is_said_and_can_not_be_made(page: Any) -> None:
    make(page)
    field = page.get_by_role("spinbutton", name="diameter")
    field.fill("70")
    field.press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("hole")
    expect(page.get_by_role("button", name="Make it")).to_be_disabled()
    field.fill("7")
    field.press("Tab")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("button", name="Make it")).to_be_enabled()


def test_what_is_half_typed_stays_when_a_draft_comes(page: Any) -> None:
    make(page)
    held: list[Any] = []
    page.route("**/drafts?coarse=false", lambda route: held.append(route))
    field = page.get_by_role("spinbutton", name="diameter")
    field.fill("70")
    field.press("Tab")
    while not held:
        page.wait_for_timeout(50)
    field.fill("7")
    with page.expect_response("**/drafts?coarse=false"):
        held.pop().continue_()
    let_it_draw(page)
    expect(field).to_have_value("7")
    field.press("Tab")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(field).to_have_value("7")


def test_a_script_has_sliders_for_its_parameters(page: Any) -> None:
    page.get_by_role("tab", name="Script").click()
    page.get_by_role("textbox", name="CadQuery script").wait_for()
    page.get_by_role("tabpanel").get_by_role("button", name="Make").click()
    expect(page.get_by_role("timer")).to_be_visible()
    page.get_by_role("tab", name="Sizes").click()
    field = page.get_by_role("spinbutton", name="height")
    expect(field).to_have_value("12")
    with page.expect_response("**/drafts?coarse=true") as answer:
        field.fill("20")
        field.press("Tab")
    assert answer.value.status == 200
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("log")).to_contain_text("60 × 40 × 20 mm")
