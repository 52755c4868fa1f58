"""Who may ask: token, origin, host."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request

from mayfly.http.errors import HttpProblem
from mayfly.http.security.hosts import host_name, is_local, is_reachable
from mayfly.http.security.request_guard import SECURITY_HEADERS, RequestGuard
from mayfly.http.settings import HttpSettings

Put = Callable[..., Path]
Serve = Callable[..., httpx.Client]
TOKEN = "correct horse".replace(" ", "-")

ALL = [
    ("GET", "/cleanup/stats"),
    ("POST", "/cleanup/manual"),
    ("GET", "/models"),
    ("POST", "/models"),
    ("POST", "/conversation"),
    ("GET", "/models/part"),
    ("DELETE", "/models/part"),
    ("POST", "/models/part/keep"),
    ("GET", "/models/part/preview.svg"),
    ("GET", "/models/part/preview.png"),
    *(
        ("GET", f"/models/part/model.{ending}")
        for ending in ("glb", "stl", "3mf", "obj", "brep", "pdf", "dxf")
    ),
    ("GET", "/models/part/view.glb"),
    ("GET", "/models/part/distance"),
    ("POST", "/reading"),
    ("POST", "/drafts"),
    ("POST", "/design/sizes"),
    ("GET", "/materials"),
    ("GET", "/cleanup/details"),
    ("GET", "/cleanup/preview"),
    ("POST", "/mcp"),
    ("GET", "/mcp"),
    ("DELETE", "/mcp"),
    ("GET", "/builds/" + "0" * 32),
    ("DELETE", "/builds/" + "0" * 32),
    ("GET", "/temp_models/part.step"),
    ("HEAD", "/temp_models/part.step"),
    ("GET", "/parts"),
    ("GET", "/design/schema"),
    ("GET", "/parts/plate"),
    ("GET", "/parts/plate/picture.svg"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
]


def test_everything_but_health_asks_for_the_token(serve: Serve, stored: Put) -> None:
    path = stored()
    client = serve(api_token=TOKEN)
    wrong: list[dict[str, str] | list[tuple[str, str]]] = [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": TOKEN},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": "Bearer"},
        [("Authorization", f"Bearer {TOKEN}"), ("Authorization", "Bearer other")],
    ]
    for method, address in ALL:
        for given in wrong:
            answer = client.request(method, address, headers=given, content=b"{nonsense")
            assert answer.status_code == 401, (method, address, given)
            assert answer.headers["www-authenticate"].startswith("Bearer")
    assert path.exists()


def test_the_right_token_opens(serve: Serve) -> None:
    client = serve(api_token=TOKEN)
    for scheme in ("Bearer", "bearer"):
        answer = client.get("/cleanup/stats", headers={"Authorization": f"{scheme} {TOKEN}"})
        assert answer.status_code == 200


def test_health_answers_without_the_token(serve: Serve) -> None:
    client = serve(api_token=TOKEN)
    for path in ("/health", "/health/live", "/health/ready"):
        assert client.get(path).status_code == 200


def test_the_document_says_what_asks_for_the_token_and_knows_no_other_route(serve: Serve) -> None:
    client = serve(api_token=TOKEN)
    document = client.get("/openapi.json", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    guarded = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if operation["security"]:
                guarded.add((method.upper(), path))
            else:
                assert path.startswith("/health")
    described = [path for method, path in ALL if method != "HEAD" and path not in {"/openapi.json", "/mcp"}]
    assert len(guarded) == len(described)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[::bad"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost"},
    ],
    ids=str,
)
def test_a_page_of_another_site_can_change_nothing(
    client: httpx.Client, stored: Put, headers: dict[str, str]
) -> None:
    path = stored()
    for answer in (
        client.delete("/models/part", headers=headers),
        client.post("/cleanup/manual", headers=headers),
        client.post("/models", json={"part": "washer"}, headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    assert path.exists()


def test_programs_and_the_services_own_pages_may_change_things(client: httpx.Client) -> None:
    own = f"http://{client.base_url.host}:{client.base_url.port}"
    for headers in ({}, {"Origin": own}, {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}):
        assert client.post("/cleanup/manual", headers=headers).status_code == 200


def test_a_form_of_another_site_can_not_make_a_browser_make_a_model(client: httpx.Client) -> None:
    answer = client.post("/models", content=b'{"part": "washer"}', headers={"Content-Type": "text/plain"})
    assert answer.status_code == 422
    assert client.get("/models").json()["total"] == 0


def test_other_sites_are_let_in_only_where_it_is_set(serve: Serve) -> None:
    asked = {"Origin": "https://cad.example", "Access-Control-Request-Method": "POST"}
    closed = serve()
    assert "access-control-allow-origin" not in closed.options("/models", headers=asked).headers
    client = serve(http_cors_origins="https://cad.example, https://other.example")
    preflight = client.options("/models", headers=asked)
    assert preflight.headers["access-control-allow-origin"] == "https://cad.example"
    swept = client.post("/cleanup/manual", headers={"Origin": "https://cad.example"})
    assert swept.status_code == 200
    stranger = client.post("/cleanup/manual", headers={"Origin": "https://evil.example"})
    assert stranger.status_code == 403
    assert "access-control-allow-origin" not in stranger.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "10.0.0.1", ""]
)
def test_a_local_service_does_not_answer_to_foreign_names(serve: Serve, host: str) -> None:
    answer = serve().get("/models", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "unknown_host")


def test_a_service_with_a_token_answers_to_any_name(serve: Serve) -> None:
    headers = {"Host": "cad.example", "Authorization": f"Bearer {TOKEN}"}
    assert serve(api_token=TOKEN).get("/models", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1:8000", "[::1]:8000", "app.localhost", "cad.lan"]
)
def test_a_local_service_answers_to_its_own_names(serve: Serve, host: str) -> None:
    client = serve(http_hosts="cad.lan")
    assert client.get("/models", headers={"Host": host}).status_code == 200


def test_every_answer_carries_the_security_headers(client: httpx.Client, stored: Put) -> None:
    stored()
    for answer in (
        client.get("/cleanup/stats"),
        client.get("/temp_models/part.step"),
        client.get("/temp_models/nothing.step"),
        client.get("/no such page"),
        client.put("/models"),
        client.post("/models", json={}),
    ):
        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name] == value


def test_no_answer_is_kept_on_the_way(client: httpx.Client) -> None:
    assert client.get("/models").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("::FFFF:7f00:1", True),
        ("::ffff:192.0.2.1", False),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound here
        ("::", False),
        ("192.168.1.2", False),
        ("example.com", False),
        ("", False),
    ],
)
def test_only_this_machine_alone_is_local(host: str, local: bool) -> None:
    assert is_local(host) is local


@pytest.mark.parametrize(
    ("header", "name"), [("A.example:80", "a.example"), ("[::1]:80", "::1"), ("[::1", "::1"), ("", "")]
)
def test_a_host_header_is_read_without_its_port(header: str, name: str) -> None:
    assert host_name(header) == name


def reached_at(
    server: tuple[str, int | None] | None, client: str = "192.0.2.9", host: str = "localhost"
) -> Request:
    """Return the request of a client that connected to this end of a connection."""
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": "/models",
            "headers": [(b"host", host.encode())],
            "server": server,
            "client": (client, 40000),
        }
    )


@pytest.mark.parametrize(
    "address", ["192.0.2.1", "10.0.0.1", "::ffff:192.0.2.1", "fe80::1%eth0", "2001:db8::1"]
)
def test_without_a_token_strangers_are_turned_away_whatever_server_listens(address: str) -> None:
    with pytest.raises(HttpProblem) as refused:
        RequestGuard(HttpSettings()).check(reached_at((address, 8000)))
    assert (refused.value.status, refused.value.code) == (403, "no_token_set")
    RequestGuard(HttpSettings()).check(reached_at((address, 8000)), needs_token=False)
    RequestGuard(HttpSettings(public=True)).check(reached_at((address, 8000)))
    with pytest.raises(HttpProblem, match="token"):
        RequestGuard(HttpSettings(), TOKEN).check(reached_at((address, 8000)))


@pytest.mark.parametrize(
    "server",
    [
        ("127.0.0.1", 80),
        ("::1", 80),
        ("::ffff:127.0.0.1", 80),
        ("/run/mayfly.sock", None),
        ("testserver", 80),
        None,
    ],
    ids=str,
)
def test_connections_of_this_machine_need_no_token(server: tuple[str, int | None] | None) -> None:
    RequestGuard(HttpSettings()).check(reached_at(server))


LOCAL_ENDS = [
    "127.0.0.1",
    "127.9.9.9",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "0:0:0:0:0:ffff:127.0.0.2",
]
FOREIGN_NAMES = ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", ""]


@pytest.mark.parametrize("end", LOCAL_ENDS)
@pytest.mark.parametrize("public", [False, True], ids=["", "public"])
def test_a_rebound_name_gets_nothing_in_whatever_form_the_local_address_comes(end: str, public: bool) -> None:
    guard = RequestGuard(HttpSettings(public=public, hosts="cad.lan"))  # type: ignore[arg-type]
    for name in FOREIGN_NAMES:
        with pytest.raises(HttpProblem) as refused:
            guard.check(reached_at((end, 8000), host=name))
        assert (refused.value.status, refused.value.code) == (421, "unknown_host")
    for name in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000", "[::ffff:127.0.0.1]:8000", "CAD.lan:80"):
        guard.check(reached_at((end, 8000), host=name))
    RequestGuard(HttpSettings(public=public), TOKEN).check(
        reached_at((end, 8000), host="evil.example"), needs_token=False
    )


@pytest.mark.parametrize("end", ["192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1"])
def test_a_public_service_without_a_token_answers_to_addresses_and_its_own_names_only(end: str) -> None:
    guard = RequestGuard(HttpSettings(public=True, hosts="cad.lan"))  # type: ignore[arg-type]
    for name in FOREIGN_NAMES:
        with pytest.raises(HttpProblem) as refused:
            guard.check(reached_at((end, 8000), host=name))
        assert (refused.value.status, refused.value.code) == (421, "unknown_host")
    for name in ("192.0.2.1:8000", "10.1.2.3", "[2001:db8::1]:8000", "localhost:8000", "cad.lan"):
        guard.check(reached_at((end, 8000), host=name))


@pytest.mark.parametrize("host", [*LOCAL_ENDS, "192.0.2.1", "::ffff:192.0.2.1", "::", "fe80::1%eth0"])
def test_each_address_is_either_local_or_reachable(host: str) -> None:
    assert is_local(host) is not is_reachable(host)
