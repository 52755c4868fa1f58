"""Scripts as strangers publish them: what is published is what their authors mean, or nothing.

Written by somebody who had read the README alone. The truth of each was measured with plain
CadQuery on the object that the author named when the script was written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mayfly.errors import BuildError
from mayfly.generator import CADModelGenerator

FOLDER = Path(__file__).with_name("public_scripts")
ROWS = [json.loads(line) for line in (FOLDER / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
MODELS = [row for row in ROWS if row["outcome"] == "model"]
REFUSED = [row for row in ROWS if row["outcome"] != "model"]


def run(generator: CADModelGenerator, row: dict[str, Any]) -> dict[str, Any]:
    return generator.run_script((FOLDER / f"{row['name']}.py").read_bytes())


def test_there_are_two_hundred() -> None:
    assert len({row["name"] for row in ROWS}) == len(list(FOLDER.glob("*.py"))) == 200


@pytest.mark.parametrize("row", MODELS, ids=lambda row: row["name"])
def test_what_the_author_means_is_published(generator: CADModelGenerator, row: dict[str, Any]) -> None:
    report = run(generator, row)["report"]
    assert report["volume_mm3"] == pytest.approx(row["volume_mm3"], rel=5e-5), row["what"]
    assert report["solids"] == row["solids"], row["what"]


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row["name"])
def test_what_can_not_be_told_is_refused_with_the_candidates(
    generator: CADModelGenerator, row: dict[str, Any]
) -> None:
    with pytest.raises(BuildError) as refused:
        run(generator, row)
    assert all(name in str(refused.value) for name in row.get("candidates", ()))
    assert generator.get_cleanup_stats()["total_files"] == 0
