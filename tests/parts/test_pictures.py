"""The catalogue's pictures: there is one of each part, and it shows the part as it is."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from mayfly.cad.parts import catalogue
from mayfly.cad.parts._part import PICTURES
from mayfly.cad.parts._pictures import is_current, stamp

DRAWN = ("tube", "l_bracket", "hex_bolt")


def _sizes(picture: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def _strokes(picture: str) -> int:
    return picture.count("M")


def test_every_part_has_a_picture_of_its_script_and_there_are_no_others() -> None:
    outdated = [part.name for part in catalogue().values() if not is_current(part)]
    assert outdated == [], "run: python -m mayfly.cad.parts pictures"
    assert {path.name for path in PICTURES.iterdir()} == {part.picture.name for part in catalogue().values()}


def test_a_stamp_changes_with_the_geometry_and_not_with_the_words() -> None:
    part = catalogue()["tube"]
    words = type(part).read("tube", part.source.replace("Names: tube, ", "Names: tube, tubular thing, "))
    sizes = type(part).read("tube", re.sub(r"length = [\d.]+", "length = 77.0", part.source))
    assert stamp(words) == stamp(part)
    assert stamp(sizes) != stamp(part)


@pytest.fixture(scope="module")
def drawn_anew() -> dict[str, str]:
    """Some pictures as they are drawn now, in one process that may load CadQuery."""
    code = (
        "import sys; from mayfly.cad.parts import catalogue; from mayfly.cad.parts._pictures import picture\n"
        "for name in sys.argv[1:]: print(name, picture(catalogue()[name]), sep='\\n', end='\\0')"
    )
    done = subprocess.run([sys.executable, "-c", code, *DRAWN], capture_output=True, text=True, check=True)
    return dict(piece.split("\n", 1) for piece in done.stdout.split("\0") if piece)  # type: ignore[misc]


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_what_is_drawn_now(drawn_anew: dict[str, str], name: str) -> None:
    kept = catalogue()[name].picture.read_text(encoding="utf-8")
    assert _sizes(kept) == _sizes(drawn_anew[name])
    assert _strokes(kept) == _strokes(drawn_anew[name])
    assert kept.splitlines()[-1] == drawn_anew[name].splitlines()[-1]
