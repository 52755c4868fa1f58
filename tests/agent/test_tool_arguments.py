"""Arguments of the tools as chat models write them: null, strict mode, and errors in one sentence."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import jsonschema
import pytest
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from mayfly.contracts import StoredModel
from mayfly.tools import MayflyToolkit
from tests.agent.strict_mode import faults_for_anthropic, faults_for_openai

TOOLS = MayflyToolkit().get_tools()
OPTIONAL = [
    (tool.name, name)
    for tool in TOOLS
    for name, field in tool.get_input_schema().model_fields.items()
    if not field.is_required()
]
LEAST: dict[str, dict[str, Any]] = {
    "generate_step_model": {"part": "washer", "parameters": {"outer_diameter": -1}},
    "keep_temp_model": {"name": "stored.step"},
    "show_temp_model": {"name": "missing.step"},
}
TWICE = [{"name": "size", "value": "M8"}, {"name": "size", "value": "M6"}]


def schema(tool: BaseTool, *, strict: bool | None = True) -> dict[str, Any]:
    parameters: dict[str, Any] = convert_to_openai_tool(tool, strict=strict)["function"]["parameters"]
    return parameters


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_openai_takes_the_schema_in_strict_mode(tool: BaseTool) -> None:
    assert faults_for_openai(schema(tool)) == []


def test_anthropic_takes_the_schemas_in_strict_mode() -> None:
    assert faults_for_anthropic([schema(tool) for tool in TOOLS]) == []


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_strict_mode_changes_nothing_of_what_a_model_may_write(tool: BaseTool) -> None:
    assert schema(tool) == schema(tool, strict=None)
    assert set(schema(tool)["properties"]) == set(tool.get_input_schema().model_fields)


def test_the_check_of_strict_mode_finds_what_providers_refuse() -> None:
    free = {"type": "object", "properties": {}, "additionalProperties": False}
    short = {"type": "string", "minLength": 1}
    loose = {"type": "object", "properties": {"a": short, "b": free}, "required": ["a"]}
    assert len(faults_for_openai(loose)) == 4
    number = {"type": "integer", "minimum": 1}
    limited = {"type": "object", "properties": {"n": number}, "additionalProperties": False}
    assert faults_for_openai({**limited, "required": ["n"]}) == []
    assert len(faults_for_anthropic([limited])) == 1


@pytest.mark.parametrize(("tool", "argument"), OPTIONAL)
def test_null_is_the_same_as_left_out(toolbox: Any, stored: StoredModel, tool: str, argument: str) -> None:
    given = {name: value for name, value in LEAST.get(tool, {}).items() if name != argument}
    without = toolbox.call(tool, **given)
    with_null = toolbox.call(tool, **{**given, argument: None})
    assert (with_null.status, _timeless(with_null.content)) == (without.status, _timeless(without.content))


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_model_that_writes_every_argument_in_strict_mode_is_understood(
    toolbox: Any, stored: StoredModel, tool: BaseTool
) -> None:
    given = {**dict.fromkeys(schema(tool)["properties"]), **LEAST.get(tool.name, {})}
    if tool.name == "delete_temp_model":
        given["name"] = "stored.step"
    if tool.name == "generate_step_model":
        given["parameters"] = [{"name": "outer_diameter", "value": -1}, {"name": "size", "value": None}]
    jsonschema.validate(given, schema(tool))
    assert not toolbox.call(tool.name, **given).content.startswith("invalid_input")


@pytest.mark.parametrize(
    "parameters",
    [
        {"outer_diameter": 30, "size": None},
        [{"name": "outer_diameter", "value": 30}],
        [{"name": "outer_diameter", "value": 30}, {"name": "size", "value": None}, None],
        [{"name": "outer_diameter", "value": 30}, {"name": "outer_diameter", "value": 30}],
        '{"outer_diameter": 30}',
        '[{"name": "outer_diameter", "value": 30, }]'.replace(", }", "}"),
    ],
)
def test_parameters_may_be_pairs_or_a_dictionary(toolbox: Any, parameters: Any) -> None:
    before = copy.deepcopy(parameters)
    message = toolbox.call("generate_step_model", request=None, part="washer", parameters=parameters)
    assert message.artifact["model"]["report"]["bounding_box_mm"][:2] == pytest.approx([30, 30])
    assert parameters == before


def test_every_kind_of_value_arrives_as_it_was_written(toolbox: Any) -> None:
    wrong = toolbox.call("generate_step_model", part="spur_gear", parameters={"teeth": "many"})
    assert (wrong.status, "many" in wrong.content) == ("error", True)
    made = toolbox.call("generate_step_model", part="spur_gear", parameters=[{"name": "teeth", "value": 12}])
    assert "\nteeth = 12 " in made.artifact["model"]["script"]


@pytest.mark.parametrize(
    ("tool", "args", "names"),
    [
        ("generate_step_model", {"part": "washer", "parameters": {"size": ["M8"]}}, "'size'"),
        ("generate_step_model", {"part": "washer", "parameters": {"size": {"d": 8}}}, "'size'"),
        ("generate_step_model", {"part": "washer", "parameters": "M8"}, "'parameters'"),
        ("generate_step_model", {"part": "washer", "parameters": [["size", "M8"]]}, "'parameters'"),
        ("generate_step_model", {"part": "washer", "parameters": [{"name": "size"}, {"size": "M8"}]}, '"M8"'),
        ("generate_step_model", {"part": "washer", "parameters": TWICE}, "given twice"),
        ("generate_step_model", {"part": ["washer"]}, "'part'"),
        ("list_temp_models", {"limit": "all"}, "'limit'"),
        ("list_temp_models", {"limit": 0}, "'limit'"),
        ("keep_temp_model", {"name": None}, "'name' is missing"),
        ("keep_temp_model", {"name": "stored.step", "minutes": "long"}, "'minutes'"),
        ("show_temp_model", {"views": ["north"]}, "'front'"),
        ("temp_models_cleanup", {"action": "sweep", "force": True}, "no argument 'force'"),
        ("delete_temp_model", {"name": "stored.step", "runtime": {"state": {}}}, "no argument 'runtime'"),
    ],
)
def test_a_wrong_argument_is_named_in_one_sentence(
    toolbox: Any, stored: StoredModel, tool: str, args: dict[str, Any], names: str
) -> None:
    message = toolbox.call(tool, **args)
    assert message.status == "error"
    assert message.content.startswith("invalid_input: ")
    assert names in message.content
    assert message.content.count(". ") == 0
    assert "\n" not in message.content
    assert len(message.content) < 250
    assert stored.path.exists()


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ("[" * 5000, "nested too deeply"),
        ('{"thickness":' * 5000, "nested too deeply"),
        ("[" * 900 + "]" * 900, "'parameters': "),
        (json.loads("[" * 900 + "]" * 900), "'parameters': "),
        ('{"thickness": ' + "9" * 5000 + "}", "number in it is too long"),
        ({"thickness": -(10**400)}, "'thickness': the number is too long"),
        ('{"thickness": NaN}', "'thickness': a number is finite, not nan"),
        ({"thickness": float("nan")}, "'thickness': a number is finite, not nan"),
        ([{"name": "thickness", "value": float("-inf")}], "'thickness': a number is finite, not -inf"),
    ],
    ids=range(9),
)
def test_what_python_can_t_read_or_count_with_is_told_in_one_sentence(
    toolbox: Any, parameters: Any, told: str
) -> None:
    message = toolbox.call("generate_step_model", part="plate", parameters=parameters)
    assert message.status == "error"
    assert message.content.startswith("invalid_input: ")
    assert told in message.content
    assert "twice" not in message.content and "\n" not in message.content
    assert len(message.content) < 300


def test_parameters_that_are_null_as_text_are_left_out(toolbox: Any) -> None:
    made = toolbox.call("generate_step_model", part="washer", parameters="null")
    assert made.status == "success"
    plain = toolbox.call("generate_step_model", part="washer")
    assert made.artifact["model"]["script"] == plain.artifact["model"]["script"]


def test_several_wrong_arguments_are_named_once_each(toolbox: Any) -> None:
    told = toolbox.call("temp_models_cleanup", action=["sweep"], dry_run="maybe").content
    assert (told.count("'action'"), told.count("'dry_run'")) == (1, 1)


def _timeless(text: str) -> str:
    """A text without times and without the digits of a new file's name."""
    return re.sub(r"\d+:\d+:\d+|\d+ min \d+ s|-[0-9a-f]{8}\.step", "", text)
