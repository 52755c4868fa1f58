"""A download is whole and of one file, or a clean refusal."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.http.downloads import SMALL_BYTES
from mayfly.http.errors import HttpProblem
from mayfly.http.headers import byte_range, disposition

Put = Callable[..., Path]
Serve = Callable[..., httpx.Client]
LARGE = os.urandom(SMALL_BYTES * 3 + 17)
LIFE_SECONDS = 6.0


@pytest.mark.parametrize("content", [b"", b"ISO-10303-21;", LARGE], ids=["empty", "small", "large"])
def test_what_is_downloaded_is_the_file(client: httpx.Client, stored: Put, content: bytes) -> None:
    stored(content=content)
    answer = client.get("/temp_models/part.step")
    assert answer.status_code == 200
    assert answer.content == content
    assert answer.headers["content-type"] == "model/step"
    assert answer.headers["content-disposition"] == 'attachment; filename="part.step"'
    assert answer.headers["accept-ranges"] == "bytes"
    head = client.head("/temp_models/part.step")
    assert head.status_code == 200
    assert head.content == b""
    for name in ("etag", "content-length", "content-type", "last-modified", "content-disposition"):
        assert head.headers[name] == answer.headers[name]


@pytest.mark.parametrize("content", [LARGE[:1000], LARGE], ids=["small", "large"])
def test_a_part_is_the_same_part_of_the_file(client: httpx.Client, stored: Put, content: bytes) -> None:
    stored(content=content)
    for header, start, end in [
        ("bytes=0-0", 0, 1),
        ("bytes=10-99", 10, 100),
        ("bytes=500-", 500, len(content)),
        ("bytes=-7", len(content) - 7, len(content)),
        ("bytes=-99999999", 0, len(content)),
        ("BYTES = 1-99999999", 1, len(content)),
    ]:
        answer = client.get("/temp_models/part.step", headers={"Range": header})
        assert answer.status_code == 206, header
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(content)}"
        assert answer.content == content[start:end]


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=99999-100000", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused_with_the_size(
    client: httpx.Client, stored: Put, header: str
) -> None:
    stored(content=LARGE[:1000])
    answer = client.get("/temp_models/part.step", headers={"Range": header})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == "bytes */1000"
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=x-y",
        "bytes=5-2",
        "lines=1-2",
        "bytes=0-1,5-6",
        "bytes=٣-٤",
        "bytes=--5",
        "bytes=1-" + "9" * 5000,
        "bytes=" + ",".join(["0-1"] * 500),
    ],
)
def test_a_range_that_is_not_understood_is_the_whole_file(
    client: httpx.Client, stored: Put, header: str
) -> None:
    stored(content=LARGE[:1000])
    answer = client.get("/temp_models/part.step", headers={"Range": header.encode()})
    assert answer.status_code == 200
    assert answer.content == LARGE[:1000]


@given(header=st.text(alphabet="bytes=-0123456789, ", max_size=20), size=st.integers(0, 1000))
def test_no_range_leaves_the_file(header: str, size: int) -> None:
    try:
        found = byte_range(header, size)
    except HttpProblem as refusal:
        assert refusal.status == 416
        return
    assert found is None or 0 <= found[0] < found[1] <= size


def test_a_client_that_has_the_file_is_not_sent_it_again(client: httpx.Client, stored: Put) -> None:
    path = stored(content=LARGE)
    first = client.get("/temp_models/part.step")
    tag, date = first.headers["etag"], first.headers["last-modified"]
    for known in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-None-Match": "*"},
                  {"If-Modified-Since": date}):  # fmt: skip
        answer = client.get("/temp_models/part.step", headers=known)
        assert (answer.status_code, answer.content) == (304, b""), known
        assert answer.headers["etag"] == tag
    for other in ({"If-None-Match": '"x"'}, {"If-Modified-Since": "yesterday"},
                  {"If-None-Match": '"x"', "If-Modified-Since": date}):  # fmt: skip
        assert client.get("/temp_models/part.step", headers=other).status_code == 200, other
    path.write_bytes(LARGE[::-1])
    assert client.get("/temp_models/part.step", headers={"If-None-Match": tag}).content == LARGE[::-1]


def test_a_part_of_another_file_than_the_client_knows_is_not_sent(client: httpx.Client, stored: Put) -> None:
    stored(content=LARGE[:1000])
    tag = client.head("/temp_models/part.step").headers["etag"]
    same = client.get("/temp_models/part.step", headers={"Range": "bytes=0-9", "If-Range": tag})
    other = client.get("/temp_models/part.step", headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)


def test_a_download_that_began_in_time_ends_whole_and_then_the_file_goes(
    client: httpx.Client, stored: Put, service: TempModelsCleanupService
) -> None:
    content = os.urandom(8 * 1024 * 1024)
    path = stored(content=content, ttl_minutes=4 / 60)
    with client.stream("GET", "/temp_models/part.step") as answer:
        pieces = answer.iter_bytes(1000)
        got = [next(pieces)]
        wait_until(lambda: client.get("/models/part").status_code == 410)
        assert path.exists(), "the sweep took a file that is being read"
        got += pieces
    assert b"".join(got) == content
    wait_until(lambda: not path.exists())
    assert client.get("/temp_models/part.step").status_code == 410
    wait_until(lambda: service.get_stats()["total_files"] == 0)


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.02)


@pytest.mark.usefixtures("many_files")
async def test_a_thousand_downloads_over_the_deadline_are_whole_or_gone(
    client: httpx.Client, stored: Put
) -> None:
    content = LARGE[:60_000]
    address = client.base_url.host, client.base_url.port
    ends = [await asyncio.open_connection(*address, limit=2**20) for _ in range(1000)]
    stored(content=content, ttl_minutes=LIFE_SECONDS / 60)
    deadline = time.monotonic() + LIFE_SECONDS

    async def fetch(number: int) -> bytes:
        reader, writer = ends[number]
        if number >= 100:  # the first hundred ask at once: a slow machine, too, answers some of them in time
            await asyncio.sleep(deadline - time.monotonic() - 1 + number / 1000 * 2)
        request = "GET /temp_models/part.step HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        answer = await reader.read()
        writer.close()
        return answer

    answers = await asyncio.gather(*(fetch(number) for number in range(1000)))
    whole = [answer for answer in answers if answer.startswith(b"HTTP/1.1 200 ")]
    gone = [answer for answer in answers if answer.startswith(b"HTTP/1.1 410 ")]
    assert len(whole) + len(gone) == 1000
    assert whole
    assert gone
    assert all(answer.partition(b"\r\n\r\n")[2] == content for answer in whole)
    assert all(b'"code":"model_expired"' in answer for answer in gone)


def test_no_way_of_asking_leaves_a_file_open(client: httpx.Client, stored: Put) -> None:
    path = stored(content=LARGE)
    tag = client.head("/temp_models/part.step").headers["etag"]
    for asked in (
        {},
        {"Range": "bytes=0-9"},
        {"Range": "bytes=99999999-"},
        {"If-None-Match": tag},
        {"Range": "x"},
    ):
        for method in ("GET", "HEAD"):
            client.request(method, "/temp_models/part.step", headers=asked)
    for _ in range(5):
        with client.stream("GET", "/temp_models/part.step") as answer:
            next(answer.iter_raw(10))

    def is_open() -> bool:  # the server runs in this very process
        for entry in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                if entry.readlink() == path:
                    return True
        return False

    wait_until(lambda: not is_open())
    assert client.delete("/models/part").status_code == 204


def test_a_client_that_takes_nothing_is_left_and_frees_the_file(
    serve: Serve, stored: Put, service: TempModelsCleanupService
) -> None:
    client = serve(http_stall_seconds="0.3", http_head_seconds="1")
    path = stored(content=os.urandom(30 * 1024 * 1024), ttl_minutes=5 / 60)
    with socket.create_connection((client.base_url.host, client.base_url.port)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.sendall(b"GET /temp_models/part.step HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert slow.recv(10) == b"HTTP/1.1 2"
        wait_until(lambda: not path.exists())
    wait_until(lambda: service.get_stats()["total_files"] == 0)


@pytest.mark.parametrize("name", ['a"b.step', "a;b.step", "ä.step", "a b.step", "a%20b.step", "a\\b.step"])
def test_a_file_name_can_not_break_out_of_its_header(name: str) -> None:
    header = disposition(name)
    assert header.isascii()
    assert header.startswith("attachment; filename*=utf-8''")
    assert not set(header.split("''")[1]) & set('";\\ ')


def test_a_link_is_never_followed(
    client: httpx.Client, service: TempModelsCleanupService, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.step"
    secret.write_text("secret")
    (service.temp_dir / "link.step").symlink_to(secret)
    os.mkfifo(service.temp_dir / "pipe.step")
    (service.temp_dir / "folder.step").mkdir()
    for name in ("link", "pipe", "folder"):
        answer = client.get(f"/temp_models/{name}.step")
        assert answer.status_code == 404
        assert "secret" not in answer.text


def test_a_link_that_takes_a_models_place_is_not_followed_either(
    client: httpx.Client, stored: Put, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.step"
    secret.write_text("secret")
    path = stored()
    path.unlink()
    path.symlink_to(secret)
    answer = client.get("/temp_models/part.step")
    assert answer.status_code in (404, 410)
    assert "secret" not in answer.text
