"""Servers that can't keep the promises are refused at the start, and so is a bucket of another database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from mayfly.errors import StorageError
from mayfly.settings import Settings
from mayfly.stores.bucket import Bucket
from mayfly.stores.configured import configured_store
from mayfly.stores.database import Database
from mayfly.stores.probe import probe
from mayfly.stores.schema import prepare
from tests.stores.kit import Place, publish, shared_place
from tests.stores.servers import Postgres, Seaweed


class FlawedServer:
    """As much of S3 as the probe asks for, kept in memory, with one flaw."""

    def __init__(self, flaw: str = "") -> None:
        self.flaw = flaw
        self.objects: dict[str, bytes] = {}

    def put(self, key: str, content: bytes, *, only_new: bool) -> int:
        if only_new and key in self.objects and self.flaw != "overwrites":
            return 412
        self.objects[key] = content if self.flaw != "garbles" else content[::-1]
        return 200

    def delete(self, keys: list[str]) -> None:
        for key in keys:
            if self.flaw != "keeps":
                self.objects.pop(key, None)

    def listed(self, prefix: str) -> str:
        keys = [key for key in self.objects if key.startswith(prefix)] if self.flaw != "hides" else []
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>2026-01-01T00:00:00Z</LastModified>"
            f"<ETag>&quot;x&quot;</ETag><Size>{len(self.objects[key])}</Size></Contents>"
            for key in keys
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"

    def may_read(self, query: dict[str, list[str]], headers: Any) -> bool:
        """Judge a GET: by its header, or by the query of a signed address."""
        if "Authorization" in headers:
            return True
        signature = query.get("X-Amz-Signature", [""])[0]
        if not signature:
            return self.flaw == "public"
        if signature.endswith(("0" * 6, "1" * 6)):
            return self.flaw == "forged"
        return self.flaw == "late" or query["X-Amz-Expires"] != ["1"]


def _handler(server: FlawedServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def _parts(self) -> tuple[str, dict[str, list[str]]]:
            parts = urlsplit(self.path)
            return unquote(parts.path).partition("/bucket/")[2], parse_qs(parts.query, keep_blank_values=True)

        def _answer(self, status: int, content: bytes = b"", length: int | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content) if length is None else length))
            self.send_header("ETag", '"x"')
            self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
            self.end_headers()
            self.wfile.write(content)

        def do_PUT(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(server.put(self._parts()[0], content, only_new="If-None-Match" in self.headers))

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            keys = [piece.partition("</Key>")[0] for piece in text.split("<Key>")[1:]]
            server.delete(keys)
            rows = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
            self._answer(200, f"<DeleteResult>{rows}</DeleteResult>".encode())

        def do_DELETE(self) -> None:
            server.delete([self._parts()[0]])
            self._answer(204)

        def do_HEAD(self) -> None:
            found = server.objects.get(self._parts()[0])
            self._answer(404 if found is None else 200, length=len(found or b""))

        def do_GET(self) -> None:
            key, query = self._parts()
            if "list-type" in query:
                self._answer(200, server.listed(query["prefix"][0]).encode())
            elif not server.may_read(query, self.headers):
                self._answer(403)
            elif key not in server.objects:
                self._answer(404)
            else:
                self._answer(200, server.objects[key])

    return Handler


@contextmanager
def flawed(flaw: str) -> Iterator[str]:
    """Run a server with a flaw; the value is its address."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(FlawedServer(flaw)))
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}"
    finally:
        http.shutdown()
        http.server_close()


@pytest.fixture
def bucket_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Bucket]:
    def make(endpoint: str) -> Bucket:
        for name, value in {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "k",
            "AWS_SECRET_ACCESS_KEY": "s",
        }.items():
            monkeypatch.setenv(name, value)
        return Bucket("s3://bucket")

    return make


def test_a_server_without_flaws_is_taken(bucket_at: Callable[[str], Bucket]) -> None:
    with flawed("") as endpoint:
        probe(bucket_at(endpoint), signed=True)


@pytest.mark.parametrize("flaw", ["overwrites", "garbles", "hides", "keeps"])
def test_a_server_that_does_not_store_as_it_should_is_refused(
    bucket_at: Callable[[str], Bucket], flaw: str
) -> None:
    with flawed(flaw) as endpoint, pytest.raises(StorageError, match="can't keep the promises"):
        probe(bucket_at(endpoint), signed=False)


@pytest.mark.parametrize("flaw", ["forged", "late", "public"])
def test_a_server_whose_signed_addresses_mean_nothing_is_refused_where_they_are_used(
    bucket_at: Callable[[str], Bucket], flaw: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with flawed(flaw) as endpoint:
        bucket = bucket_at(endpoint)
        monkeypatch.setattr("mayfly.stores.probe._OVER_SECONDS", 1.5)
        probe(bucket, signed=False)
        with pytest.raises(StorageError, match="can't keep the promises"):
            probe(bucket, signed=True)


def test_seaweed_is_taken_with_signed_addresses(shared: Place) -> None:
    with shared.open(signed_downloads=True) as store:  # type: ignore[attr-defined]
        assert store.service_running


def test_a_bucket_of_another_database_is_refused(shared: Place, tmp_path: Path) -> None:
    other = shared_place(tmp_path / "other", shared.url)
    other.bucket = shared.bucket
    try:
        with pytest.raises(StorageError, match="belongs to another database"):
            other.set_up()
        publish(shared.open(), "a.step")
    finally:
        other.tear_down()


def test_a_store_of_a_later_version_is_left_alone(shared: Place) -> None:
    shared.database().rows("UPDATE meta SET value = '2' WHERE key = 'version'")
    with pytest.raises(StorageError, match="version 2"):
        shared.open()


def test_a_standby_is_refused(shared: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(shared.url, shared.schema)
    database.rows("CREATE FUNCTION pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT true'")
    searched = f"{shared.schema},pg_catalog"  # so that the tests' function is found first
    standby = Database(f"{shared.url}?options=-csearch_path%3D{searched}", searched)
    try:
        with pytest.raises(StorageError, match="standby"):
            prepare(standby)
    finally:
        standby.close()
        database.close()


@pytest.mark.parametrize("address", ["http://x/y", "s3://", "bucket", "s3://b?x=1", "file:///tmp"])
def test_an_address_that_is_no_buckets_is_refused(address: str) -> None:
    with pytest.raises(StorageError, match="s3://"):
        Bucket(address)


def test_settings_that_do_not_go_together_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAYFLY_STORE", "postgresql://localhost/none")
    with pytest.raises(StorageError, match="MAYFLY_BUCKET"):
        configured_store(Settings())
    assert configured_store(Settings(), tmp_path / "models").is_local


def test_the_settings_choose_the_store(
    shared: Place, postgres: Postgres, seaweed: Seaweed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAYFLY_STORE", postgres.url)
    monkeypatch.setenv("MAYFLY_BUCKET", shared.bucket + "-settings")
    store = configured_store(Settings())
    try:
        assert not store.is_local
        publish(store, "a.step")
        assert "mayfly" not in repr(Settings().store)  # the address holds a password
    finally:
        store.stop_cleanup_service()
        shared.database().rows("DROP SCHEMA mayfly CASCADE")
