"""Words in: stages, questions with buttons, changes, undo, cancel."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import expect

from tests.page.person import PLATE, ask, make, picture, settled, shades, stored


def test_words_become_a_model_that_is_seen(page: Any) -> None:
    make(page)
    log = page.get_by_role("log")
    expect(log).to_contain_text("plate 100 x 60 x 8 mm")
    expect(log).to_contain_text("4 × Ø6.6")
    assert shades(page) >= 3, "ground, and at least two faces in different shades"
    assert len(stored(page)) == 1


def test_a_question_is_answered_by_a_button(page: Any) -> None:
    ask(page, "plate 100 x 60 x 8 with four 6 mm holes")
    answers = page.get_by_role("list", name="Answers").get_by_role("button")
    expect(answers.filter(has_text="corners")).to_be_visible()
    assert stored(page) == []
    words = page.get_by_role("textbox", name="Message")
    expect(words).to_have_attribute("placeholder", "Your answer")
    answers.filter(has_text="corners").click()
    settled(page)
    expect(page.get_by_role("log")).to_contain_text("4 × Ø6")
    expect(words).to_have_attribute("placeholder", re.compile("thicker"))


def test_a_change_says_what_changed_and_undo_takes_it_back(page: Any) -> None:
    make(page)
    ask(page, "make it 2 mm thicker")
    log = page.get_by_role("log")
    expect(log).to_contain_text("The thickness of the plate changed from 8 mm to 10 mm.")
    expect(page.get_by_role("spinbutton", name="thickness")).to_have_value("10")
    page.get_by_role("button", name="Undo").click()
    expect(log).to_contain_text("The thickness of the plate changed from 10 mm to 8 mm.")
    expect(page.get_by_role("spinbutton", name="thickness")).to_have_value("8")


def test_the_model_before_a_change_is_shown_over_the_new_one(page: Any) -> None:
    make(page)
    ask(page, "make it twice as long")
    expect(page.get_by_role("spinbutton", name="length")).to_have_value("200")
    alone = picture(page)
    page.get_by_role("button", name="Before").click()
    expect(page.get_by_role("button", name="Before", pressed=True)).to_be_visible()
    assert picture(page) != alone


def test_what_can_not_be_made_is_said_and_the_model_stays(page: Any) -> None:
    make(page)
    ask(page, "make the holes 90 mm")
    expect(page.get_by_role("log")).to_contain_text("90")
    expect(page.get_by_role("spinbutton", name="diameter")).to_have_value("6.6")
    assert len(stored(page)) == 1


def test_a_build_that_runs_is_cancelled(page: Any) -> None:
    page.get_by_role("tab", name="Script").click()
    editor = page.get_by_role("textbox", name="CadQuery script")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("while True: pass")
    page.get_by_role("tabpanel").get_by_role("button", name="Make").click()
    expect(page.get_by_role("status").filter(has_text="Building")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("log")).to_contain_text("Cancelled. Nothing was made.")
    assert stored(page) == []


def test_a_conversation_that_the_server_has_forgotten_goes_on_with_the_model(page: Any) -> None:
    """A server that was started again knows the models, which are files, and no conversation."""
    make(page)

    def forget(route: Any) -> None:
        said = route.request.post_data_json
        if said.get("session"):
            said["session"] = "f" * 32
        route.continue_(post_data=json.dumps(said))

    page.route("**/conversation", forget, times=1)
    ask(page, "make it 2 mm thicker")
    expect(page.get_by_role("spinbutton", name="thickness")).to_have_value("10")
    expect(page.get_by_role("log")).not_to_contain_text("Which part")


def test_what_is_on_its_way_is_not_said_to_be_missing(page: Any) -> None:
    held: list[Any] = []
    for path in ("**/view.glb", "**/design/sizes"):
        page.route(path, lambda route: held.append(route))
    ask(page, PLATE)
    expect(page.get_by_text("The sizes are loading …")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Drawing …")).to_be_visible()
    expect(page.get_by_text("no sizes that can be moved")).to_have_count(0)
    for route in held:
        route.continue_()
    settled(page)
    expect(page.get_by_text("Drawing …")).to_have_count(0)


def test_a_new_conversation_knows_nothing_of_the_old_one(page: Any) -> None:
    make(page)
    page.get_by_role("button", name="New").click()
    ask(page, "make it 2 mm thicker")
    log = page.get_by_role("log")
    expect(log.get_by_text(PLATE)).to_have_count(0)
    expect(log).not_to_contain_text("changed from")
