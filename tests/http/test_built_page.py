"""The built page is served with the right headers, under any path, and without the token."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import JSONResponse
from starlette.routing import Route

from mayfly.generator import CADModelGenerator
from mayfly.http.app import create_app
from mayfly.http.built_page import BuiltPage

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
CODE = "const answer = 42\n" * 100
FILE = "index-Ab12Cd34.js"


@pytest.fixture
def built(tmp_path: Path) -> BuiltPage:
    """A page as the build chain leaves it: relative paths, files named by their content."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(f'<script type="module" src="./assets/{FILE}"></script>')
    (folder / "assets" / FILE).write_text(CODE)
    return BuiltPage(folder)


@contextmanager
def client_of(app: FastAPI) -> Iterator[TestClient]:
    yield TestClient(app, base_url="http://127.0.0.1")


def test_the_page_is_asked_for_again_and_its_files_are_kept_for_ever(
    generator: CADModelGenerator, built: BuiltPage
) -> None:
    with client_of(create_app(generator, page=built)) as client:
        for path in ("/", "/studio"):
            answer = client.get(path, headers=BROWSER)
            assert answer.status_code == 200
            assert f'src="/assets/{FILE}"' in answer.text
            assert answer.headers["cache-control"] == "no-cache"
        file = client.get(f"/assets/{FILE}", headers={"Accept-Encoding": "identity"})
        assert file.text == CODE
        assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert file.headers["content-type"].startswith("text/javascript")
        assert "content-encoding" not in file.headers


def test_a_file_is_sent_compressed_where_the_browser_takes_that(
    generator: CADModelGenerator, built: BuiltPage
) -> None:
    with client_of(create_app(generator, page=built)) as client:
        answer = client.get(f"/assets/{FILE}", headers={"Accept-Encoding": "br, gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert int(answer.headers["content-length"]) == len(gzip.compress(CODE.encode(), 9, mtime=0))
        assert answer.text == CODE


def test_the_policy_of_the_page_allows_only_its_own_files(
    generator: CADModelGenerator, built: BuiltPage
) -> None:
    with client_of(create_app(generator, page=built)) as client:
        policy = client.get("/", headers=BROWSER).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'; style-src 'self';" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("name", ["..%2Findex.html", "nothing.js", "%2e%2e", "a%00b"])
def test_no_other_file_is_served(generator: CADModelGenerator, built: BuiltPage, name: str) -> None:
    with client_of(create_app(generator, page=built)) as client:
        assert client.get(f"/assets/{name}").status_code == 404


def test_programs_still_get_data_at_the_root(generator: CADModelGenerator, built: BuiltPage) -> None:
    with client_of(create_app(generator, page=built)) as client:
        assert client.get("/", headers={"Accept": "application/json"}).json()["page_url"] == "/studio"


@pytest.mark.parametrize("way", ["mount", "router"])
def test_the_page_works_under_a_prefix(generator: CADModelGenerator, built: BuiltPage, way: str) -> None:
    outer, inner = FastAPI(), create_app(generator, page=built)
    if way == "mount":
        outer.mount("/cad", inner)
    else:
        outer.include_router(inner.router, prefix="/cad")
    with client_of(outer) as client:
        assert f'src="/cad/assets/{FILE}"' in client.get("/cad/studio", headers=BROWSER).text
        assert client.get(f"/cad/assets/{FILE}").text == CODE


def test_the_page_and_its_files_need_no_token_but_what_they_ask_for_does(
    generator: CADModelGenerator, built: BuiltPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAYFLY_API_TOKEN", "t" * 20)
    with client_of(create_app(generator, page=built)) as client:
        for path in ("/", "/studio", f"/assets/{FILE}"):
            assert client.get(path, headers=BROWSER).status_code == 200
        for path in ("/models", "/parts", "/cleanup/details", "/materials"):
            assert client.get(path).status_code == 401


async def test_the_page_is_at_studio_where_the_server_answers_at_the_root_itself(
    generator: CADModelGenerator, built: BuiltPage
) -> None:
    async def ok(request: object) -> JSONResponse:
        return JSONResponse({"ok": True})

    app = create_app(generator, page=built)
    app.router.routes = [*app.router.routes, Route("/", ok, methods=["GET"])]
    with client_of(app) as client:
        assert client.get("/", headers=BROWSER).json() == {"ok": True}
        assert FILE in client.get("/studio", headers=BROWSER).text


def test_an_installation_without_the_page_says_how_to_build_it(generator: CADModelGenerator) -> None:
    with client_of(create_app(generator, page=BuiltPage(Path("nowhere")))) as client:
        assert "make web" in client.get("/", headers=BROWSER).text
        answer = client.get("/studio", headers=BROWSER)
        assert answer.status_code == 404
        assert answer.json()["code"] == "page_not_built"
        assert "make web" in answer.json()["detail"]
