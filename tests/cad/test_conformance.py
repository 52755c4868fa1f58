"""What runs in plain CadQuery runs here, and gives the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.errors import ScriptError

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.py"))

PLAIN = """
import json, sys
from pathlib import Path
import cadquery as cq
from cadquery import cqgi

def volume(shown):
    if isinstance(shown, cq.Workplane):
        return sum(value.Volume() for value in shown.vals())
    if isinstance(shown, cq.Assembly):
        return shown.toCompound().Volume()
    return shown.Volume()

found = {}
for name in sys.argv[1:]:
    done = cqgi.parse(Path(name).read_text()).build()
    if "has no attribute 'FontName'" in str(done.exception):
        found[Path(name).stem] = None  # no font is installed
        continue
    if done.exception:
        raise done.exception
    shown = [one.shape for one in done.results] or [done.env["result"]]
    found[Path(name).stem] = sum(volume(one) for one in shown)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def plain_volumes() -> dict[str, float | None]:
    """What a plain CadQuery process gives for each script; None where it lacks a font."""
    done = subprocess.run(
        [sys.executable, "-c", PLAIN, *map(str, SCRIPTS)],
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    last_line = done.stdout.splitlines()[-1]  # the kernel complains on standard output, too
    volumes: dict[str, float | None] = json.loads(last_line)
    return volumes


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_gives_what_plain_cadquery_gives(
    path: Path, workshop: Workshop, plain_volumes: dict[str, float | None], tmp_path: Path
) -> None:
    if plain_volumes[path.stem] is None:
        with pytest.raises(ScriptError) as caught:
            workshop.build(BuildJob(script=path.read_text(encoding="utf-8")), tmp_path / "model.step")
        assert "fonts-dejavu-core" in str(caught.value.to_dict())
        return
    report = workshop.build(BuildJob(script=path.read_text(encoding="utf-8")), tmp_path / "model.step")
    assert report.valid
    assert report.volume_mm3 == pytest.approx(plain_volumes[path.stem], rel=1e-5)


def test_there_are_enough_scripts_to_say_so() -> None:
    assert len(SCRIPTS) >= 25
