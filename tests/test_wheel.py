"""The wheel works outside of the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "backend" / "mayfly"
PAGE = PACKAGE / "http" / "static" / "index.html"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout and unpacked; its dependencies come from this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = [*pip, "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    environment = os.environ if PAGE.exists() else {**os.environ, "MAYFLY_PAGE": "0"}
    subprocess.run(build, check=True, capture_output=True, env=environment)
    (wheel,) = folder.glob("mayfly_cad-*.whl")
    site = folder / "site"
    install = [*pip, "install", str(wheel), "--no-deps", "--target", str(site)]
    subprocess.run(install, check=True, capture_output=True)
    return site


def test_an_installed_mayfly_makes_a_model_in_the_users_cache_folder(installed: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "HOME": str(tmp_path),
        "MAYFLY_JANITOR": "off",
    }
    for name in ("MAYFLY_TEMP_DIR", "XDG_CACHE_HOME"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, str(installed / "bin" / "mayfly"), "make", "cube 25", "--json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    card = json.loads(done.stdout)
    model = Path(card["step_path"])
    assert model.parent == tmp_path / ".cache" / "mayfly" / "temp_models"
    assert model.is_file()


def _built(package: Path) -> set[Path]:
    """Return what was built for browsers: the page, and the view for notebooks."""
    return {path.relative_to(package) for path in package.glob("*/static/**/*") if path.is_file()}


def test_the_wheel_holds_the_page(installed: Path) -> None:
    if not PAGE.exists():
        pytest.skip("the page is not built: make web")
    built = _built(PACKAGE)
    assert _built(installed / "mayfly") == built
    assert len(built) >= 5
    assert Path("notebook/static/view.js") in built


def test_the_wheel_holds_every_part_and_no_model(installed: Path) -> None:
    sources = {path.name for path in (ROOT / "backend" / "mayfly" / "cad" / "parts").glob("*.py")}
    assert {path.name for path in (installed / "mayfly" / "cad" / "parts").glob("*.py")} == sources
    pictures = installed / "mayfly" / "cad" / "parts" / "pictures"
    assert len(list(pictures.glob("*.svg"))) == len([name for name in sources if not name.startswith("_")])
    assert not list(installed.rglob("*.step"))
    assert (installed / "mayfly" / "py.typed").is_file()
