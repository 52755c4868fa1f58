"""The published schema is that of the code, and names of strangers stay names in a script."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import jsonschema
import pytest

from mayfly.design import Design, compile_design
from mayfly.design.schema import design_schema, schema_text
from tests.design.random_designs import design

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "design.schema.json"
NAMES = ['a"); import os; os.abort() #', 'x"""\\', "\\", "q'", "Träger 😀", '"', "{0}"]


def test_the_published_schema_is_the_models_own() -> None:
    if os.environ.get("MAYFLY_WRITE_DOCS") == "1":
        PUBLISHED.write_text(schema_text(), encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), "run this test with MAYFLY_WRITE_DOCS=1"


@pytest.mark.parametrize("seed", range(20))
def test_what_a_design_writes_is_valid_by_the_schema(seed: int) -> None:
    written = Design.read(design(seed)).to_dict()
    jsonschema.Draft202012Validator(design_schema()).validate(written)
    assert Design.read(written).to_dict() == written


@pytest.mark.parametrize("name", NAMES)
def test_what_a_body_or_a_design_is_called_is_never_code(name: str) -> None:
    base = {"kind": "part", "part": "cube", "sizes": {"side": 10}}
    bodies = [{"name": name, "base": base}, {"name": "other", "at": [20, 0, 0], "base": base}]
    script = compile_design(Design.read({"title": name, "bodies": bodies})).script
    tree = ast.parse(script)
    plain = ast.parse(compile_design(Design.read({"bodies": [{**bodies[0], "name": "a"}, bodies[1]]})).script)
    assert [type(node) for node in tree.body] == [type(node) for node in plain.body]
    shown = [
        word.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg == "name" and isinstance(word.value, ast.Constant)
    ]
    assert shown == [name, "other"]
