"""What the README, docs/http.md and the container's files say is so."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from mayfly.http.problems import STATUS
from mayfly.http.settings import HttpSettings

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("page", ["README.md", "docs/http.md"])
def test_every_curl_that_is_shown_works(page: str, client: httpx.Client, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = re.findall(r"^\$ (.*\bcurl\b.*)$", text, re.MULTILINE)
    assert lines
    failing = [line.replace("curl ", "curl --noproxy '*' --fail ") for line in lines]
    script = "\n".join(["set -e", *failing]).replace(ADDRESS, str(client.base_url).rstrip("/"))
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True)  # noqa: S607
    assert done.returncode == 0, f"{done.stderr}\n{done.stdout[-2000:]}"
    assert done.stdout


def test_every_setting_is_in_the_table_with_its_default() -> None:
    table = dict(re.findall(r"^\| `(MAYFLY_HTTP_\w+)` \| ([^|]+) \|", GUIDE, re.MULTILINE))
    for name, setting in HttpSettings.model_fields.items():
        default = {False: "off", (): "none"}.get(setting.default) or f"{setting.default:g}"
        assert table.pop(f"MAYFLY_HTTP_{name.upper()}").strip() == default, name
    assert not table


def test_every_problem_of_the_error_tree_is_in_the_table() -> None:
    never_alone = {"error", "build_failed", "model_exists"}  # bases, and a name that only the generator gives
    codes = {kind.code for kind in STATUS} - never_alone
    assert codes <= set(re.findall(r"`(\w+)`", GUIDE))


def test_every_path_that_is_shown_is_a_route(client: httpx.Client) -> None:
    routes = set(client.get("/openapi.json").json()["paths"])
    for path in routes:
        shown = (
            path.replace("{model_id}", "{id}")
            .replace("{build_id}", "{id}")
            .replace("temp_models/{name}", "temp_models/{name}.step")
        )
        assert f"{shown}`" in GUIDE or f"{shown}?" in GUIDE or shown == "/models", path


def test_the_container_gets_the_files_that_it_copies_and_no_others() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    let_in = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE)
        for source in line.split()[:-1]
    }
    assert copied <= let_in
    assert let_in - copied == {"backend"}  # a parent has to be let in before its child
    assert all((ROOT / source).exists() for source in copied)


def test_the_container_is_not_root_and_listens_where_it_says() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER 10001:10001$", dockerfile, re.MULTILINE)
    assert re.search(r"^STOPSIGNAL SIGTERM$", dockerfile, re.MULTILINE)
    port = re.search(r"^EXPOSE (\d+)$", dockerfile, re.MULTILINE)
    assert port
    assert f'"--port", "{port[1]}"' in dockerfile
    assert f"127.0.0.1:{port[1]}/health" in dockerfile
    assert f"127.0.0.1:{port[1]}:{port[1]}" in (ROOT / "compose.yaml").read_text(encoding="utf-8")
