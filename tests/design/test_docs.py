"""The examples of docs/design.md are built, measure what was worked out, and have pictures.

Draw the pictures again with ``MAYFLY_WRITE_DOCS=1``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final, get_args

import pytest

from mayfly.design.edits import Edit
from mayfly.generator import CADModelGenerator

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
PAGE: Final = (DOCS / "design.md").read_text(encoding="utf-8")
EXAMPLES: Final = {
    name: text for text, name in re.findall(r"```json\n(.*?)```\n\n!\[[^]]*\]\(([^)]*)\)", PAGE, re.DOTALL)
}
BRACKET: Final = "images/design/bracket.png"
#: Where a formula would not be exact.
NO_VOLUME: Final = {"images/design/housing.png", "images/design/star-knob.png"}

CODE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_there_are_ten_examples_and_each_has_a_picture() -> None:
    assert len(EXAMPLES) >= 10
    assert len(EXAMPLES) == PAGE.count("```json")


@pytest.mark.parametrize("picture", EXAMPLES)
def test_an_example_measures_what_was_worked_out(picture: str, generator: CADModelGenerator) -> None:
    text, files = EXAMPLES[picture], None
    if '"bracket.step"' in text:
        files = {"bracket.step": Path(generator.make_design(EXAMPLES[BRACKET])["step_path"])}
    plan = generator.plan_design(text, files)
    assert (plan.requirements.volume_mm3 is None) == (picture in NO_VOLUME)
    model = generator.build_plan(plan)
    if plan.requirements.volume_mm3 is not None:
        assert plan.requirements.volume_mm3 == pytest.approx(model["report"]["volume_mm3"], rel=1e-6)
    if os.environ.get("MAYFLY_WRITE_DOCS"):
        drawn = generator.picture(model["name"], views="iso", width_px=360)
        (DOCS / picture).write_bytes(drawn)
    content = (DOCS / picture).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) < 40_000


def test_the_python_example_prints_the_volume_of_an_inch_cubed(capsys: pytest.CaptureFixture[str]) -> None:
    exec(CODE[0], {})  # noqa: S102 - the page's own
    assert float(capsys.readouterr().out) == pytest.approx(25.4**3)


def test_the_example_of_edits_prints_what_changed_and_the_design(capsys: pytest.CaptureFixture[str]) -> None:
    exec(CODE[1], {})  # noqa: S102 - the page's own
    assert capsys.readouterr().out.splitlines() == [
        "The thickness of the cover changed from 8 mm to 10 mm.",
        "The diameter of the holes changed from 6 mm to 5 mm.",
        "Removed: fillet of 5 mm, on the vertical edges.",
        "Added: bore of 20 mm, through, in the middle.",
        "Plate 100 x 60 x 10 mm.",
        "- 4 holes of 5 mm, through, in the corners, 10 mm from the edges.",
        "- Bore of 20 mm, through, in the middle.",
    ]


def test_the_page_names_every_kind_of_edit() -> None:
    edits = get_args(get_args(Edit)[0])
    kinds = {kind for edit in edits for kind in get_args(edit.model_fields["kind"].annotation)}
    assert all(f"`{kind}`" in PAGE for kind in kinds), kinds
