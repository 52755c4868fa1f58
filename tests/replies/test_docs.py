"""docs/graphs.md tells the truth about forms: each row of its tables is read, and means what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mayfly.clarification.meaning import answer_of, ruling_of
from mayfly.errors import NeedsClarification
from mayfly.interrupts import parameters_of, question_of
from mayfly.planning.rules import RulesPlanner
from mayfly.replies.reading import read_reply

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "graphs.md").read_text(encoding="utf-8")
MEANINGS = {
    "build": "built",
    "edit": "built as edited",
    "drop": "dropped",
    "change": "changed, shown again",
    "again": "asked again",
}


def _rows(table: str) -> list[tuple[str, str]]:
    found = re.search(rf"<!-- forms: {table} -->\n(.*?)<!-- end -->", PAGE, re.DOTALL)
    assert found
    cells = [re.split(r"\s+\|\s+", line.strip("| \n")) for line in found[1].strip().splitlines()[2:]]
    rows = [(form, row[-1]) for row in cells for form in re.findall(r"`([^`]+)`", row[0])]
    assert len(rows) > 8
    return rows


@pytest.mark.parametrize(("form", "means"), _rows("review"))
def test_a_form_in_the_table_of_reviews_means_what_is_told(form: str, means: str) -> None:
    plan = RulesPlanner().plan("cube 20 mm")
    parameters = parameters_of(plan)
    reply = read_reply(json.loads(form), [one.name for one in parameters])
    ruling = ruling_of(reply, plan, parameters, model_reads=False)
    assert MEANINGS[ruling.kind] == means


@pytest.mark.parametrize(("form", "means"), _rows("question"))
def test_a_form_in_the_table_of_questions_means_what_is_told(form: str, means: str) -> None:
    with pytest.raises(NeedsClarification) as raised:
        RulesPlanner().plan("a plate 80 x 60 mm")
    problem = raised.value.to_dict()
    question = question_of(problem, "a plate 80 x 60 mm")
    reply = read_reply(json.loads(form), ["thickness"])
    answer = answer_of(reply, question, problem=problem, model_reads=False)
    told = "the question is left" if answer.leaves else "asked again" if answer.again else "the answer"
    assert told == means
    assert bool(answer.words) == (means == "the answer")
