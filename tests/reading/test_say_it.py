"""The requests of docs/say-it.md are read as the page shows; its head names the command that writes it."""

import re

import pytest

from tests.reading import say_it_page
from tests.reading.say_it_page import PAGE, PICTURES, is_current, picture, plan_of, requests

COMMAND = "run: python -m tests.reading.say_it_page"


def test_there_are_sixty_requests_and_each_is_shown_once() -> None:
    assert len(requests()) == len(set(requests())) == 60
    shown = re.findall(r"```text\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert shown == requests()


def test_the_page_shows_what_is_read() -> None:
    assert PAGE.read_text(encoding="utf-8") == say_it_page.page(), COMMAND


@pytest.mark.parametrize("request_", requests())
def test_a_picture_shows_what_is_read(request_: str) -> None:
    assert is_current(request_, plan_of(request_)), COMMAND
    assert picture(request_).stat().st_size < 40_000


def test_there_are_no_other_pictures() -> None:
    assert set(PICTURES.iterdir()) == {picture(request) for request in requests()}
