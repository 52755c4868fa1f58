"""One client can't take all places of the service, and our own parts don't wait behind scripts."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from mayfly.http.security.clients import client_key

Serve = Callable[..., httpx.Client]

BOX = "import cadquery as cq\nresult = cq.Workplane().box(10, 20, 5)\n"
NUMBERS = itertools.count()
LONG = {"script": "import time\ntime.sleep(50)\n" + BOX}
WASHER = {"part": "washer"}
LATER = {"Prefer": "respond-async"}


@pytest.fixture
def another() -> Iterator[Callable[[httpx.Client], httpx.Client]]:
    """Return a function that returns a client of the same service at another address."""
    opened: list[httpx.Client] = []

    def client(first: httpx.Client) -> httpx.Client:
        transport = httpx.HTTPTransport(local_address=f"127.0.0.{2 + len(opened)}")
        opened.append(httpx.Client(base_url=first.base_url, transport=transport, timeout=120))
        return opened[-1]

    yield client
    for one in opened:
        one.close()


Another = Callable[[httpx.Client], httpx.Client]


def nap(seconds: float = 0.5) -> dict[str, str]:
    """Return a script that sleeps a while, a new one each time: a known script is answered by a copy."""
    return {"script": f"import time\ntime.sleep({seconds})\n# {next(NUMBERS)}\n{BOX}"}


def load(client: httpx.Client) -> dict[str, Any]:
    builds: dict[str, Any] = client.get("/health").json()["builds"]
    return builds


def until(state: Callable[[], bool], seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while not state():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def ended(client: httpx.Client, addresses: list[str]) -> int:
    return sum(client.get(address).json()["status"] != "running" for address in addresses)


def cancel_all(client: httpx.Client, addresses: list[str]) -> None:
    for address in addresses:
        client.delete(address)


def test_another_client_and_a_washer_get_through_a_flood(serve: Serve, another: Another) -> None:
    client = serve()
    other = another(client)
    flood = [
        client.post("/models", json=nap(2), headers=LATER).headers["location"] for _ in range(34)
    ]  # none is refused
    until(lambda: load(client)["waiting"]["foreign"] >= 30)
    with ThreadPoolExecutor(3) as threads:

        def build(who: httpx.Client, what: dict[str, Any]) -> int:
            assert who.post("/models", json=what).status_code == 201
            return ended(client, flood)

        washer = threads.submit(build, client, WASHER)
        words = threads.submit(build, other, {"request": "a 21 mm cube"})
        script = threads.submit(build, other, nap())
        assert max(washer.result(), words.result()) <= 8, "they waited behind foreign scripts"
        assert script.result() <= 16, "it waited behind the line of another client"
    cancel_all(client, flood)


def test_a_washer_is_made_while_endless_scripts_hold_all_places(serve: Serve, another: Another) -> None:
    client = serve()
    flood = [client.post("/models", json=LONG, headers=LATER).headers["location"] for _ in range(10)]
    until(lambda: load(client)["running"]["foreign"] == 2)
    for size, who in ((22, client), (23, another(client))):
        for body in (
            {"part": "washer", "parameters": {"thickness": size / 10}},
            {"request": f"a {size} mm cube"},
        ):
            assert who.post("/models", json=body).status_code == 201
        drawing = who.get(who.post("/models", json=WASHER).json()["preview_url"])
        assert drawing.status_code == 200, "nor does the drawing of a washer wait"
    assert load(client)["running"]["foreign"] == 2
    assert ended(client, flood) == 0
    cancel_all(client, flood)


def test_the_next_place_is_the_other_clients(serve: Serve, another: Another) -> None:
    client = serve()
    other = another(client)
    flood = [client.post("/models", json=LONG, headers=LATER).headers["location"] for _ in range(10)]
    until(lambda: load(client)["running"]["foreign"] == 2)
    theirs = [other.post("/models", json=nap(), headers=LATER).headers["location"] for _ in range(4)]
    until(lambda: load(client)["waiting"]["foreign"] == 12)
    assert client.delete(flood[0]).status_code == 204
    until(lambda: ended(other, theirs) == 4, seconds=60)  # one after the other, at the place that was freed
    assert ended(client, flood) == 1
    until(lambda: load(client)["running"]["foreign"] == 2)  # and now it is the first client's again
    cancel_all(client, flood)


def test_a_client_has_a_share_of_the_line_and_no_more(serve: Serve, another: Another) -> None:
    client = serve(workshop_queue="8")
    answers = [client.post("/models", json=LONG, headers=LATER) for _ in range(20)]
    taken = [answer.headers["location"] for answer in answers if answer.status_code == 202]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(taken) == 2 + 4, "half of the line"
    assert len(refused) == 14
    for answer in refused:
        assert answer.json()["code"] == "busy"
        assert "its share" in answer.json()["detail"]
        assert int(answer.headers["retry-after"]) >= 1
    other = another(client)
    theirs = [other.post("/models", json=LONG, headers=LATER) for _ in range(2)]
    assert [answer.status_code for answer in theirs] == [202, 202]
    assert client.post("/models", json=WASHER).status_code == 201, "scripts don't use up a part's share"
    cancel_all(client, [*taken, *(answer.headers["location"] for answer in theirs)])
    until(lambda: load(client)["cancelled"] == 8)
    assert client.post("/models", json=nap()).status_code == 201, "the share is free again"


def test_the_files_of_one_clients_requests_do_not_take_all_the_room(
    serve: Serve, another: Another, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mayfly.http.jobs.queue.FILES_LIMIT_BYTES", 1_000_000)
    client = serve()
    other = another(client)
    body = {**LONG, "files": {"a.step": "A" * 200_000}}
    answers = [client.post("/models", json=body, headers=LATER) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429, 429]
    assert "files" in answers[-1].json()["detail"]
    theirs = other.post("/models", json=body, headers=LATER)
    assert theirs.status_code == 202
    assert client.post("/models", json=WASHER).status_code == 201
    taken = [answer.headers["location"] for answer in (*answers[:3], theirs)]
    cancel_all(client, taken)
    again = client.post("/models", json=body, headers=LATER)
    assert again.status_code == 202
    cancel_all(client, [again.headers["location"]])


def test_the_load_is_shown_by_kind(serve: Serve) -> None:
    client = serve()
    flood = [client.post("/models", json=LONG, headers=LATER).headers["location"] for _ in range(5)]
    until(lambda: load(client)["running"]["foreign"] == 2)
    lines = client.get("/metrics").text.splitlines()
    assert 'mayfly_workshop_running{kind="foreign"} 2.0' in lines
    assert 'mayfly_workshop_waiting{kind="foreign"} 3.0' in lines
    assert 'mayfly_workshop_waiting{kind="trusted"} 0.0' in lines
    cancel_all(client, flood)
    until(lambda: load(client)["cancelled"] == 5)
    lines = client.get("/metrics").text.splitlines()
    assert "mayfly_builds_cancelled_total 5.0" in lines
    assert 'mayfly_workshop_waiting{kind="foreign"} 0.0' in lines


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("a socket file", "a socket file", True),
        ("", None, True),
    ],
)
def test_clients_are_told_apart_by_their_addresses(one: str, other: str | None, same: bool) -> None:
    keys = [
        client_key(Request({"type": "http", "client": None if host is None else (host, 1)}))
        for host in (one, other)
    ]
    assert (keys[0] == keys[1]) is same


@pytest.mark.parametrize("told", [False, True], ids=["nobody to be believed", "a proxy to be believed"])
def test_addresses_that_a_header_claims_share_one_share_unless_a_proxy_is_set(
    told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    if told:
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1")
    keys = {
        client_key(Request({"type": "http", "client": (host, 0), "headers": [(b"x-forwarded-for", sent)]}))
        for host, sent in (
            ("203.0.113.1", b"203.0.113.1"),
            ("203.0.113.2", b"203.0.113.2:77"),
            ("x" * 9000, b"x" * 9000),
        )
    }
    assert len(keys) == (3 if told else 1)
    assert max(map(len, keys)) <= 64
