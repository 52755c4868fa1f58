"""The clock: what lives how long, keep, delete, sweep, and a model that goes while it is open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.page.person import ask, make, root, settled, stored

SHORT_MINUTES = 0.15


def test_the_clock_runs_and_can_be_wound(page: Any) -> None:
    make(page)
    clock = page.get_by_role("timer")
    expect(clock).to_have_text(re.compile(r"(30:00|29:\d\d) left"))
    first = clock.text_content()
    expect(clock).not_to_have_text(first)
    page.get_by_role("button", name="Keep 30 min longer").click()
    expect(clock).to_have_text(re.compile(r"59:\d\d left|1:00:00 left"))


def test_a_model_is_deleted(page: Any) -> None:
    make(page)
    page.get_by_role("banner").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("alert")).to_contain_text("This model is gone.")
    assert stored(page) == []


def test_a_model_that_goes_while_it_is_open_says_so_and_is_made_again(
    pages: Callable[..., Any], served: Callable[..., str]
) -> None:
    page = pages()
    page.goto(served(SHORT_MINUTES) + "/")
    make(page, "box 40 x 30 x 20")
    expect(page.get_by_role("alert")).to_contain_text("This model is gone.")
    assert stored(page) == []
    page.get_by_role("tab", name="Save").click()
    expect(page.get_by_role("button", name="STEP")).to_be_disabled()
    page.get_by_role("button", name="Make it again").click()
    expect(page.get_by_role("timer")).to_be_visible()
    assert len(stored(page)) == 1


def test_a_model_that_somebody_else_deletes_is_noticed(page: Any) -> None:
    make(page, "box 40 x 30 x 20")
    (name,) = stored(page)
    page.request.delete(root(page) + "/models/" + name.removesuffix(".step"))
    expect(page.get_by_role("alert")).to_contain_text("This model is gone.")


def test_all_models_are_listed_and_opened_and_deleted(page: Any) -> None:
    make(page, "box 40 x 30 x 20")
    make(page, "cylinder 20 mm diameter, 30 mm long")
    expect(page.get_by_role("log")).to_contain_text("20 × 20 × 30 mm")
    page.get_by_role("button", name="Stored models").click()
    dialog = page.get_by_role("dialog", name="Stored models")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    expect(dialog).to_contain_text("2 models")
    expect(dialog).to_contain_text(re.compile(r"The next one goes in 29:\d\d"))
    dialog.get_by_role("button", name="Open box").click()
    expect(page.get_by_role("spinbutton", name="width")).to_have_value("30")
    settled(page)
    page.get_by_role("button", name="Stored models").click()
    dialog.get_by_role("button", name="Delete cylinder").click()
    expect(dialog.get_by_role("listitem")).to_have_count(1)


def test_words_change_the_model_that_was_opened(page: Any) -> None:
    make(page, "box 40 x 30 x 20")
    make(page, "cylinder 20 mm diameter, 30 mm long")
    expect(page.get_by_role("log")).to_contain_text("20 × 20 × 30 mm")
    page.get_by_role("button", name="Stored models").click()
    page.get_by_role("dialog").get_by_role("button", name="Open box").click()
    expect(page.get_by_role("spinbutton", name="width")).to_have_value("30")
    ask(page, "make it 5 mm wider")
    expect(page.get_by_role("spinbutton", name="width")).to_have_value("35")


def test_a_model_is_still_there_after_a_reload(page: Any) -> None:
    make(page, "box 40 x 30 x 20")
    page.reload()
    expect(page.get_by_role("spinbutton", name="width")).to_have_value("30")
    ask(page, "make it 5 mm wider")
    expect(page.get_by_role("spinbutton", name="width")).to_have_value("35")


def test_a_sweep_shows_first_what_would_go(page: Any) -> None:
    make(page, "box 40 x 30 x 20")
    page.get_by_role("button", name="Stored models").click()
    page.get_by_role("button", name="Sweep now").click()
    dialog = page.get_by_role("dialog", name="Stored models")
    expect(dialog).to_contain_text("A sweep would remove nothing")
    assert len(stored(page)) == 1


def test_what_a_sweep_would_remove_is_named_and_removed_when_said_so(
    pages: Callable[..., Any], served: Callable[..., str]
) -> None:
    page = pages()
    page.goto(served(SHORT_MINUTES, 600) + "/")  # the server's own thread leaves what is due alone
    make(page, "box 40 x 30 x 20")
    (name,) = stored(page)
    expect(page.get_by_role("alert")).to_contain_text("This model is gone.")
    page.get_by_role("button", name="Stored models").click()
    page.get_by_role("button", name="Sweep now").click()
    dialog = page.get_by_role("dialog", name="Stored models")
    expect(dialog).to_contain_text("A sweep would remove 1 model")
    expect(dialog.locator(".sweep")).to_contain_text(name)
    dialog.get_by_role("button", name="Remove them").click()
    expect(dialog.get_by_role("status")).to_have_text("Swept.")
    page.get_by_role("button", name="Sweep now").click()
    expect(dialog).to_contain_text("A sweep would remove nothing")
