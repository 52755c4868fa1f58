"""Each part, at its own sizes and at both ends of every range: valid, well placed, as its formulas say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mayfly.cad.parts import catalogue
from mayfly.cad.requirements_check import compare
from mayfly.contracts import BuildReport, MeasuredHole
from tests.parts.extremes import EXTRAS, extremes

pytestmark = pytest.mark.timeout(600)  # some 600 builds, in one child, for the first test to ask

Cases = Mapping[str, list[tuple[str, dict[str, Any], dict[str, Any]]]]


@pytest.fixture(scope="module")
def cases(measure: Callable[..., list[dict[str, Any]]]) -> Cases:
    """Label, settled values and measures of every case, by part."""
    found = []
    for name, part in catalogue().items():
        for label, given in [*extremes(part), *EXTRAS.get(name, ())]:
            found.append((name, label, dict(part.settle(given).values)))
    answers = measure([{"script": catalogue()[name].script(values)} for name, _, values in found])
    by_part: dict[str, list[tuple[str, dict[str, Any], dict[str, Any]]]] = {name: [] for name in catalogue()}
    for (name, label, values), answer in zip(found, answers, strict=True):
        by_part[name].append((label, values, answer))
    return by_part


def report_of(answer: Mapping[str, Any]) -> BuildReport:
    holes = tuple(
        MeasuredHole(**{**hole, "at": tuple(tuple(place) for place in hole["at"])})
        for hole in answer["holes"]
    )
    rest = {key: value for key, value in answer.items() if key in BuildReport.__dataclass_fields__}
    return BuildReport(**{**rest, "holes": holes, "size_bytes": 0, "sha256": ""})


@pytest.mark.parametrize("name", list(catalogue()))
def test_a_part_is_what_its_formulas_say_at_every_end_of_its_ranges(cases: Cases, name: str) -> None:
    wrong = {}
    for label, values, answer in cases[name]:
        if "error" in answer:
            wrong[label] = answer["error"]
            continue
        missed = compare(catalogue()[name].requirements(values), report_of(answer))
        if missed or not answer["valid"]:
            wrong[label] = [answer["failed_check"], *map(str, missed)]
    assert not wrong


@pytest.mark.parametrize("name", list(catalogue()))
def test_a_part_stands_on_the_ground_in_the_middle(cases: Cases, name: str) -> None:
    wrong = {}
    for label, values, answer in cases[name]:
        low, sides = answer["lowest_mm"], answer["bounding_box_mm"]
        centre = [corner + side / 2 for corner, side in zip(low, sides, strict=True)]
        off_centre = name == "elbow" or (
            name == "spur_gear" and values["teeth"] % 2
        )  # the axis is on Z instead
        away = [low[2]] if off_centre else [low[2], *centre[:2]]
        if any(abs(value) > 0.01 + 1e-5 * max(sides) for value in away):
            wrong[label] = (low, centre)
    assert not wrong


def test_every_parameter_has_been_moved(cases: Cases) -> None:
    still = [
        f"{name}.{parameter}"
        for name, part in catalogue().items()
        for parameter in part.parameters
        if len({values[parameter] for _, values, _ in cases[name]}) < 2
    ]
    assert not still
