"""Nothing is installed that nobody looked at, and no text sends people to an index for Mayfly."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mayfly.extras import install_advice

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
NAMES = [
    "aegra.txt",
    "build.txt",
    "dev.txt",
    "fuzz.txt",
    "image.txt",
    "mcp-client.txt",
    "peers.txt",
    "tools.txt",
]
PIN = re.compile(r"([A-Za-z0-9._-]+)==(\S+?)( ; [^\\]+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)")

TEXTS = {".md", ".py", ".toml", ".txt", ".in", ".json", ".ipynb", ".yaml", ".example", ".cfg"}
NO_TEXTS = {".git", "build", "dist", "node_modules", "public_scripts", "__pycache__"}
BY_NAME = re.compile(
    r"\b(?:pip3?|pipx|uvx?|poetry|conda)\b[^\n]{0,200}?(?<![\w./-])mayfly(?:[-_]cad)?(?:\[|==|~=|>=|@|['\"`\s]*$)",
    re.IGNORECASE,
)


def pins(path: Path) -> dict[str, str]:
    """Return the versions that a file pins, by normalised name; each with a hash."""
    text = "".join(line for line in path.read_text(encoding="utf-8").splitlines(True) if line[0] != "#")
    found = {re.sub(r"[-_.]+", "-", pin[1]).lower(): pin[2] for pin in PIN.finditer(text)}
    assert PIN.sub("", text).strip() == "", "nothing but pins with hashes"
    return found


def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if "==" in line]
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pairs}


def test_there_is_a_file_for_each_purpose() -> None:
    assert [lock.name for lock in LOCKS] == NAMES


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_by_version_and_hash_and_no_index_is_named(lock: Path) -> None:
    assert pins(lock)
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links|--trusted-host", text)


@pytest.mark.parametrize("name", ["image.txt", "dev.txt", "build.txt", "aegra.txt"])
def test_the_versions_are_those_of_the_constraints(name: str) -> None:
    pinned, wanted = pins(ROOT / "requirements" / name), constraints()
    assert {package: pinned[package] for package in pinned.keys() & wanted.keys()} == {
        package: wanted[package] for package in pinned.keys() & wanted.keys()
    }


@pytest.mark.parametrize(
    ("name", "extras"),
    [
        ("image.txt", ["serve", "mcp", "agent", "openai", "scale"]),
        ("aegra.txt", ["serve", "mcp", "agent", "scale"]),
        ("dev.txt", ["dev"]),
        ("build.txt", None),
    ],
)
def test_a_file_holds_what_pyproject_asks_for(name: str, extras: list[str] | None) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["build-system"]["requires"]]
    if extras is not None:
        wanted = [*project["project"]["dependencies"]]
        for extra in extras:
            wanted += project["project"]["optional-dependencies"][extra]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ]", line)[0]).lower() for line in wanted}
    assert names - {"mayfly-cad"} <= pins(ROOT / "requirements" / name).keys()


@pytest.mark.parametrize("name", ["Makefile", "Dockerfile"])
def test_whatever_is_installed_is_checked_by_hash_or_was_there(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    commands = re.findall(r"-m pip (?:install|wheel)[^\n&;]*", text)
    assert len(commands) >= 4 if name == "Dockerfile" else commands
    careless = [
        command
        for command in commands
        if "--require-hashes" not in command
        and ("--no-deps" not in command or " -r " in command)
        and "benchmarks/peers.txt" not in command  # what Mayfly is measured against, by choice
    ]
    assert careless == []


def test_the_packages_of_the_page_are_pinned_by_digest_and_no_registry_is_named() -> None:
    wanted = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_langgraph_json_pins_what_it_names() -> None:
    config = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))
    wanted = constraints()
    own, *others = config["dependencies"]
    assert own == "."
    assert others == [f"{name}=={wanted[name]}" for name in (line.split("==")[0] for line in others)]


def texts() -> list[Path]:
    """Return the files of the checkout that people read."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [one for one in folders if one not in NO_TEXTS and not one.startswith((".venv", "."))]
        found += [Path(folder, file) for file in files]
    named = {"Makefile", "Dockerfile"}
    return [path for path in found if path.suffix in TEXTS or path.name in named]


def test_no_text_tells_people_to_install_a_name_that_is_not_published() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in texts()
        if path != Path(__file__)
        for found in map(BY_NAME.search, path.read_text(encoding="utf-8", errors="replace").splitlines())
        if found
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    [
        "pip install mayfly-cad",
        "`pip install 'mayfly-cad[serve]'`",
        "uv pip install mayfly",
        "uv add mayfly_cad",
        "pipx run mayfly-cad",
        '"%pip install -q mayfly-cad[notebooks]\\n",',
        "uvx mayfly-cad",
    ],
)
def test_such_a_text_would_be_found(line: str) -> None:
    assert BY_NAME.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "pip install '.[serve]'",
        "pip install 'dist/mayfly_cad-0.2.0-py3-none-any.whl[serve]'",
        "pip install ./mayfly_cad-0.2.0-py3-none-any.whl",
        "mayfly run SCRIPT.py",
        "docker run -p 127.0.0.1:8000:8000 mayfly",
    ],
)
def test_what_works_may_be_said(line: str) -> None:
    assert not BY_NAME.search(line)


@pytest.mark.parametrize("extra", ["serve", "agent", "openai", "anthropic", "ollama", "notebooks"])
def test_an_advice_names_the_packages_of_an_extra(extra: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    advice = install_advice(extra)
    for requirement in project["project"]["optional-dependencies"][extra]:
        assert f"'{requirement}'" in advice
    assert install_advice("nonsense") == "pip install '.[nonsense]' in the folder of Mayfly's source"


AUDITOR = """\
import json, sys
assert "--require-hashes" in sys.argv and any(name.endswith("image.txt") for name in sys.argv)
found = {found}
if found is None:
    sys.exit("requests.exceptions.ConnectionError: no such host")
print(json.dumps({{"dependencies": found, "fixes": []}}))
"""
CLEAN = [{"name": "rich", "version": "15.0.0", "vulns": []}]
BAD = [{"name": "rich", "version": "15.0.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["15.0.1"]}]}]
UNKNOWN = [{"name": "rich", "skip_reason": "Dependency not found on PyPI and could not be audited"}]


@pytest.mark.parametrize(
    ("found", "code", "told"),
    [
        (CLEAN, 0, "1 packages were looked up; 0 of them"),
        (BAD, 1, "rich 15.0.0: PYSEC-1, fixed in 15.0.1"),
        (UNKNOWN, 2, "1 of 1 packages could not be looked up: rich"),
        ([*CLEAN, *UNKNOWN], 2, "1 of 2 packages could not be looked up: rich"),
        ([*BAD, *UNKNOWN], 1, "rich 15.0.0: PYSEC-1"),
        ([], 2, "0 of 0 packages could not be looked up"),
        (
            None,
            2,
            "The advisory database could not be asked: requests.exceptions.ConnectionError: no such host",
        ),
    ],
    ids=["clean", "known", "not looked up", "some not", "both", "nothing", "no database"],
)
def test_an_audit_that_could_not_look_is_no_good_news(
    found: list[dict[str, object]] | None, code: int, told: str, tmp_path: Path
) -> None:
    auditor = tmp_path / "pip-audit"  # it answers as pip-audit does in each of these cases
    auditor.write_text(f"#!{sys.executable}\n" + AUDITOR.format(found=repr(found)), encoding="utf-8")
    auditor.chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "audit.py"), str(auditor)], capture_output=True, text=True
    )
    assert done.returncode == code, done.stderr
    assert told in done.stdout + done.stderr


def test_the_compose_file_of_a_fleet_names_variables_and_lists_that_exist() -> None:
    """Docker is not at hand in the tests: what can be checked without it is."""
    import yaml

    from mayfly.http.settings import HttpSettings
    from mayfly.settings import Settings

    fleet = yaml.safe_load((ROOT / "compose.scale.yaml").read_text(encoding="utf-8"))
    services = fleet["services"]
    assert {"replica", "worker", "proxy", "aegra", "postgres", "bucket", "redis"} == services.keys()
    known = {f"MAYFLY_{name.upper()}" for name in Settings.model_fields}
    known |= {f"MAYFLY_HTTP_{name.upper()}" for name in HttpSettings.model_fields}
    for name in ("replica", "worker", "aegra"):
        ours = {key for key in services[name]["environment"] if key.startswith("MAYFLY_")}
        assert {"MAYFLY_STORE", "MAYFLY_BUCKET", "MAYFLY_WORKERS"} <= ours <= known, name
        assert services[name]["read_only"] and services[name]["cap_drop"] == ["ALL"], name
    assert services["replica"]["deploy"]["replicas"] == services["worker"]["deploy"]["replicas"] == 2
    assert (ROOT / services["aegra"]["build"]["args"]["REQUIREMENTS"]).exists()
    mounted = [volume.split(":")[0] for volume in services["aegra"]["volumes"]]
    assert all((ROOT / place).exists() for place in mounted)
    for service in services.values():
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:")
