"""What is remembered of sessions, and for how long; and what is told to whom of models that go."""

from __future__ import annotations

import pytest
from mcp.server.subscriptions import ResourcesListChanged, ResourceUpdated, ServerEvent

from mayfly.mcp.sessions import MOST_SESSIONS, Sessions
from mayfly.mcp.uris import file_of, model_uri, uris_of
from mayfly.mcp.watching import Watch


def test_a_session_keeps_its_memory_and_no_session_has_none() -> None:
    sessions = Sessions()
    sessions.of("one").name = "plate-1.step"
    sessions.of(None).name = "plate-2.step"
    assert sessions.of("one").name == "plate-1.step"
    assert sessions.of("other").name is None
    assert sessions.of(None).name is None


def test_a_silent_session_is_forgotten() -> None:
    now = [0.0]
    sessions = Sessions(life_seconds=10, clock=lambda: now[0])
    sessions.of("one").name = sessions.of("other").name = "plate-1.step"
    now[0] = 8
    sessions.of("one")
    now[0] = 15
    assert sessions.of("one").name == "plate-1.step"
    assert sessions.of("other").name is None


def test_sessions_are_bounded_in_number() -> None:
    sessions = Sessions()
    sessions.of("first").name = "plate-1.step"
    for number in range(MOST_SESSIONS + 1):
        sessions.of(str(number))
    assert sessions.of("first").name is None


@pytest.mark.parametrize("name", ["plate-1.step", "a b%2F.step", "Ø 5.step"])
def test_a_uri_leads_back_to_the_model(name: str) -> None:
    assert file_of(model_uri(name)) == (name, "step")
    assert file_of(model_uri(name, "drawing")) == (name, "drawing")
    assert all(" " not in uri for uri in uris_of(name))


@pytest.mark.parametrize(
    "uri", ["mayfly://parts/washer", "mayfly://models/", "mayfly://models/a.step/secret"]
)
def test_other_uris_name_no_file_of_a_model(uri: str) -> None:
    assert file_of(uri) is None


async def test_a_watch_tells_of_each_resource_of_a_model_that_went_and_of_no_other() -> None:
    there = {"a.step", "b.step"}
    told: list[ServerEvent] = []
    watch = Watch()
    watch.look_at(lambda: set(there))
    leave = watch.subscribe(told.append)
    await watch.look()
    assert told == []
    there.remove("a.step")
    await watch.look()
    assert told == [*(ResourceUpdated(uri) for uri in uris_of("a.step")), ResourcesListChanged()]
    leave()
    there.clear()
    await watch.look()
    assert len(told) == 6
