"""The benchmark of designs: recorded answers in, shares of right ones out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import chat
from tests.chat.fake_model import box
from tests.chat.openai_stub import Failure, Stub, Text, ToolCall

EXAMPLE = Path(chat.__file__).with_name("chat_example.jsonl")


@pytest.mark.usefixtures("workshop")
def test_recorded_answers_are_built_and_counted(tmp_path: Path) -> None:
    outcomes = list(chat.replay(chat.read_lines(EXAMPLE, None), tmp_path))
    assert [(o.status, o.answers, o.right) for o in outcomes] == [
        ("made", 1, True),
        ("made", 2, True),
        ("made", 3, True),
        ("asked", 1, True),
        ("made", 3, False),
        ("failed", 1, False),
    ]
    total = chat.summary(outcomes)
    assert total["right_at_first"] == pytest.approx(2 / 6)
    assert total["right_after_one_repair"] == pytest.approx(3 / 6)
    assert total["right_after_two_repairs"] == pytest.approx(4 / 6)
    assert (total["published_but_wrong"], total["asked"], total["failed"]) == (1, 1, 1)


@pytest.mark.usefixtures("workshop")
def test_a_real_client_can_be_recorded_and_replayed_to_the_same_outcome(
    stub: Stub, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)
    stub.will(
        Text(f"```python\n{box(40, 30, 25)}```"),
        ToolCall("write_script", {"script": box(40, 30, 20)}),
        Failure(401),
    )
    requests = [{"request": "block 40 x 30 x 20", "bbox_mm": [40, 30, 20]}, {"request": "cube 25"}]
    recorded = list(chat.record("openai:stub-model", requests, tmp_path))
    assert [(o.status, o.answers, o.right) for o, _ in recorded] == [("made", 2, True), ("failed", 0, False)]
    lines: list[Any] = json.loads(json.dumps([line for _, line in recorded]))
    assert key not in json.dumps(lines)
    (again, _) = chat.replay(lines, tmp_path)
    assert (again.status, again.answers, again.right) == ("made", 2, True)


def test_a_line_in_the_form_of_an_acceptance_request_says_what_is_right() -> None:
    line = {
        "bbox_mm": [90.0, 60.0, 6.0],
        "volume_mm3": 31829.8,
        "solids": 1,
        "orientation": "convention",
        "tolerance": {"volume_rel": 0.001},
        "cylinders": [{"diameter_mm": 5.5, "count": 4, "axis": "Z", "kind": "through", "walls_each": 1}],
    }
    wanted = chat.truth(line)
    assert wanted is not None
    assert (wanted.bounding_box_mm, wanted.any_orientation) == ((90, 60, 6), True)
    assert (wanted.volume_tolerance, wanted.holes[0].count) == (0.001, 4)
    assert chat.truth({"request": "x"}) is None
