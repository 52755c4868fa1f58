"""langgraph.json and .env.example say what is so."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values
from langgraph.graph.state import CompiledStateGraph
from langgraph_cli.config import validate_config_file
from langgraph_sdk import Auth

from mayfly.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
CONFIG: dict[str, Any] = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))


def loaded(path: str) -> Any:
    module, _, attribute = path.partition(":")
    return getattr(import_module(module), attribute)


def test_the_configuration_is_one_that_langgraph_takes() -> None:
    validate_config_file(ROOT / "langgraph.json")
    assert CONFIG["$schema"].startswith("https://")


@pytest.mark.parametrize("name", ["cad_workflow", "cad_agent"])
def test_a_graph_is_named_by_module_and_brings_no_checkpointer(name: str) -> None:
    graph = loaded(CONFIG["graphs"][name]["path"])
    assert isinstance(graph, CompiledStateGraph)
    assert graph.name == name
    assert graph.checkpointer is None
    assert CONFIG["graphs"][name]["description"]


def test_the_http_routes_are_served_beside_the_graphs() -> None:
    assert "/cleanup/stats" in {route.path for route in loaded(CONFIG["http"]["app"]).routes}


def test_who_gets_in_is_decided_by_us_and_studio_has_no_way_around() -> None:
    assert isinstance(loaded(CONFIG["auth"]["path"]), Auth)
    assert CONFIG["auth"]["disable_studio_auth"] is True


def test_every_setting_is_in_the_example_of_an_environment() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"#MAYFLY_{name.upper()}=" not in example] == []


def test_the_example_turns_nothing_on() -> None:
    assert dotenv_values(ROOT / ".env.example") == {
        "LANGSMITH_TRACING": "false",
        "LANGGRAPH_CLI_NO_ANALYTICS": "1",
        "LANGGRAPH_NO_VERSION_CHECK": "true",
    }
