"""A conversation over HTTP: a session id keeps what was said together."""

from __future__ import annotations

import httpx
import pytest


def say(client: httpx.Client, message: str, session: str | None = None) -> httpx.Response:
    body = {"message": message} if session is None else {"message": message, "session": session}
    return client.post("/conversation", json=body)


def test_a_question_is_answered_and_the_model_is_changed_in_one_session(client: httpx.Client) -> None:
    asked = say(client, "plate 80 x 60").json()
    assert (asked["status"], asked["model"]) == ("needs_clarification", None)
    session = asked["session"]
    made = say(client, "6 mm", session).json()
    assert made["model"]["report"]["bounding_box_mm"] == pytest.approx([80, 60, 6])
    assert client.get(made["model"]["url"]).status_code == 200
    told = say(client, "how heavy is it in aluminium?", session).json()
    assert (told["status"], told["model"]) == ("answered", None)
    assert "77.8 g" in told["answer"]
    changed = say(client, "2 mm thicker", session).json()["model"]
    assert changed["report"]["bounding_box_mm"] == pytest.approx([80, 60, 8])
    assert changed["changes"][0]["sentence"] == "The thickness of the plate changed from 6 mm to 8 mm."
    undone = say(client, "undo", session).json()["model"]
    assert undone["report"]["bounding_box_mm"] == pytest.approx([80, 60, 6])


def test_sessions_know_nothing_of_each_other(client: httpx.Client) -> None:
    first = say(client, "cube 20").json()["session"]
    other = say(client, "make it 30")
    assert other.json()["session"] != first
    assert other.json()["status"] == "needs_clarification"


def test_an_answer_says_whether_the_conversation_was_known(client: httpx.Client) -> None:
    first = say(client, "cube 20").json()
    again = say(client, "how heavy is it in steel?", first["session"]).json()
    forgotten = say(client, "make it 30", "ab" * 16).json()
    assert (first["begun"], again["begun"], forgotten["begun"]) == (True, False, True)


def test_what_failed_names_the_code_of_its_error(client: httpx.Client) -> None:
    nothing_to_edit = {"edits": [{"kind": "set", "path": "thickness", "value": 9}]}
    failed = client.post("/conversation", json=nothing_to_edit).json()
    asked, told = say(client, "plate 80 x 60").json(), say(client, "stats").json()
    assert (failed["status"], failed["code"]) == ("failed", "invalid_design")
    assert (asked["code"], told["code"]) == (None, None)


def test_no_path_of_the_server_is_told(client: httpx.Client) -> None:
    session = say(client, "cube 20").json()["session"]
    answer = say(client, "where is it?", session).json()["answer"]
    assert ".step" in answer
    assert "/temp_models/" in answer
    assert not answer.split()[2].startswith("/")


def test_a_session_that_is_no_id_is_refused(client: httpx.Client) -> None:
    assert say(client, "cube 20", "../etc").status_code == 422
