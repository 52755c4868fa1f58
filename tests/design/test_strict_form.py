"""The flat form in which chat models write designs: strict modes take it, and nothing is lost in it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest

from mayfly.design import Design
from mayfly.design.strict_form import from_strict, strict_schema
from mayfly.errors import InvalidDesign
from tests.agent.strict_mode import faults_for_anthropic, faults_for_openai
from tests.design.random_designs import design, nests

Data = dict[str, Any]
PLATE = {"kind": "part", "part": "plate", "sizes": {"length": 80, "width": 60, "thickness": 10}}


def flat(data: Mapping[str, Any], schema: Mapping[str, Any]) -> Data:
    """Write plain data as a chat model does that is held to the schema: every field, some empty."""
    own = schema["properties"]
    written: Data = {}
    sizes: list[Data] = []
    for name, value in data.items():
        key = "name" if name == "title" and "kind" not in own and "base" not in own else name
        place = own.get(key) if key != "sizes" else None
        if name == "version":
            continue
        if place is None or (place["type"] == "string" and not isinstance(value, str)):
            sizes += _pairs(name, value)
        elif place["type"] == "object":
            written[key] = flat(value, place)
        elif place["type"] == "array" and place["items"].get("type") == "object":
            items = value if isinstance(value, list) else [value]
            written[key] = [flat(item, place["items"]) for item in items]
        else:
            written[key] = [value] if place["type"] == "array" and not isinstance(value, list) else value
    if sizes:
        written["sizes"] = sizes
    for key, place in own.items():
        empty = {"string": "", "array": []}.get(place["type"])
        written.setdefault(key, flat(_least(place), place) if empty is None else empty)
    return written


def _least(place: Mapping[str, Any]) -> Data:
    return {"kind": place["properties"]["kind"]["enum"][0]} if "kind" in place["properties"] else {}


def _pairs(name: str, value: Any) -> list[Data]:
    if isinstance(value, dict):
        start = "" if name == "sizes" else f"{name}."
        return [pair for key, inner in value.items() for pair in _pairs(start + key, inner)] or [
            {"name": name, "value": "true"}
        ]
    return [{"name": name, "value": json.dumps(value).strip('"')}]


#: Bodies within bodies are not in the flat form.
SEEDS = list(itertools.islice((seed for seed in itertools.count() if not nests(design(seed))), 60))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_design_written_flat_is_read_as_the_same(seed: int) -> None:
    plain = Design.read(design(seed)).to_dict()
    written = flat(plain, strict_schema())
    jsonschema.validate(written, strict_schema())
    read = Design.read(from_strict(json.loads(json.dumps(written)))).to_dict()
    assert _rounded(read) == _rounded(plain)


@pytest.mark.parametrize(
    "feature",
    [
        {"kind": "fillet", "radius": 2},
        {"kind": "fillet", "radius": 2, "edges": [{"kind": "edges", "of": ["top", "left"], "inner": False}]},
        {"kind": "fillet", "radius": 2, "edges": [{"kind": "edges", "near": [1, 2, 3]}, {"kind": "rims"}]},
        {"kind": "chamfer", "size": 1, "edges": [{"kind": "rims", "end": "top", "inner": True}]},
        {"kind": "chamfer", "distances": [{"face": "top", "size": 1}, {"face": "sides", "size": 2}]},
        {"kind": "shell", "wall": 2, "open": ["top", "front"]},
    ],
)
def test_edges_and_sides_are_written_flat_too(feature: Data) -> None:
    plain = Design.read({"bodies": [{"base": PLATE, "features": [feature]}]})
    written = flat(plain.to_dict(), strict_schema())
    jsonschema.validate(written, strict_schema())
    assert Design.read(from_strict(written)) == plain


def _rounded(value: Any) -> Any:
    """Round to a nanometre, as text with a length is read."""
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return round(value, 6) if isinstance(value, float) else value


def test_the_usual_form_is_understood_too() -> None:
    plain = {"bodies": [{"base": PLATE, "features": [{"kind": "hole", "thread": "M6", "counterbore": {}}]}]}
    assert Design.read(from_strict(plain)) == Design.read(plain)


@pytest.mark.parametrize("seed", [seed for seed in range(40) if nests(design(seed))])
def test_bodies_within_bodies_are_understood_in_the_usual_form(seed: int) -> None:
    plain = design(seed)
    assert Design.read(from_strict(plain)) == Design.read(plain)


def test_null_and_empty_stand_for_what_is_left_out() -> None:
    hole = {"kind": "hole", "name": "", "face": None, "at": {"kind": "centre", "points": [], "sizes": None}}
    written = {
        "name": "",
        "bodies": [
            {
                "base": {**PLATE, "profile": [], "sections": None},
                "features": [{**hole, "profile": None, "sizes": [{"name": "diameter", "value": "1/4 in"}]}],
            }
        ],
    }
    read = Design.read(from_strict(written))
    assert read.bodies[0].features[0].diameter == pytest.approx(6.35)  # type: ignore[union-attr]
    assert read.to_dict()["bodies"][0]["features"] == [{"kind": "hole", "diameter": 6.35}]


@pytest.mark.parametrize(
    ("sizes", "path"),
    [
        ([{"name": "wideness", "value": "5"}], "bodies[0].features[0].hole.wideness"),
        ([{"name": "diameter", "value": "wide"}], "bodies[0].features[0].hole.diameter"),
        ([{"name": "countersink.width", "value": "5"}], "bodies[0].features[0].hole.countersink.width"),
    ],
)
def test_an_unknown_size_is_an_error_with_its_path(sizes: list[Data], path: str) -> None:
    written = {"bodies": [{"base": PLATE, "features": [{"kind": "hole", "sizes": sizes}]}]}
    with pytest.raises(InvalidDesign) as caught:
        Design.read(from_strict(written))
    assert path in [where for where, _ in caught.value.problems]


def test_the_providers_strict_modes_take_the_schema() -> None:
    assert faults_for_openai(strict_schema()) == []
    assert faults_for_anthropic([strict_schema()]) == []


def test_the_schema_is_small() -> None:
    """Four characters of compact JSON are about one token; no tokenizer is needed to run this."""
    assert len(json.dumps(strict_schema(), separators=(",", ":"))) / 4 < 3000
