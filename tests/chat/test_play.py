"""A strong model's part for 68 requests, written before any result was seen, and wrong versions of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import chat
from benchmarks.chat_mutations import benchmark, mutants, played
from mayfly.planning.chat.number_audit import said_numbers

PLAY = chat.read_lines(Path(chat.__file__).with_name("chat_play.jsonl"), None)


@pytest.mark.usefixtures("workshop")
@pytest.mark.timeout(600)
def test_the_recorded_part_is_right_or_rightly_asked_and_never_silently_wrong(tmp_path: Path) -> None:
    outcomes = list(chat.replay(PLAY, tmp_path))
    total = chat.summary(outcomes)
    assert total["requests"] == 68
    assert total["published_but_wrong"] == 0
    assert total["right_after_two_repairs"] >= 0.95, [o for o in outcomes if not o.right]


def test_wrong_versions_of_a_design_change_sizes_counts_places_and_features() -> None:
    (line,) = [line for line in PLAY if line["id"] == "W063"]
    answer = played(line)
    assert answer is not None
    kinds = {kind for kind, _, _ in mutants(answer, said_numbers(line["request"]))}
    assert {"size", "moved", "feature left out", "counterbore left out"} <= kinds


def test_no_wrong_version_of_a_request_that_is_read_as_a_whole_is_published(
    workshop: Any, tmp_path: Path
) -> None:
    lines = [line for line in PLAY if line["id"] in {"W055", "W027"}]
    found = benchmark(lines, workshop, tmp_path)
    assert found["replies"] == 2 and found["refused"] == []
    groups = found["groups"]
    assert groups["all"]["mutants"] >= 8
    assert groups["all"]["unchecked"] == groups["all"]["mutants"]
    assert groups["read as a whole by the rules"]["product"] == 0
