"""Which graphs of LangGraph Server are ours, so that their conversations are deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mayfly.http.langgraph_threads import our_graphs

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "path",
    [
        "mayfly.graphs:cad_workflow",
        "mayfly.graphs:cad_agent",
        "graphs.cad_workflow:graph",
        "graphs.cad_agent:graph",
        "./graphs/cad_workflow.py:graph",
        "graphs/../graphs/cad_agent.py:graph",
        f"{ROOT}/graphs/cad_workflow.py:graph",
        f"{ROOT}/backend/mayfly/graphs/__init__.py:cad_agent",
    ],
)
def test_graphs_of_our_modules_and_files_are_ours(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANGSERVE_GRAPHS", json.dumps({"a": path, "b": {"path": path}}))
    assert our_graphs() == ["a", "b"]


@pytest.mark.parametrize(
    "path",
    [
        "mayfly.graphs_of_mine:g",
        "mayfly.graphs.mine:g",
        "mayfly.mine:g",
        "graphs.cad_workflow_v2:graph",
        "graphs.cad_agent_of_hr:graph",
        "./graphs/cad_workflow.py:graph",
        f"{ROOT}/graphs/cad_workflow_v2.py:graph",
        f"{ROOT}/graphs/demo.py:graph",
        "graphs.cad_workflow",
        "./graphs/\0.py:graph",
        "",
    ],
)
def test_a_graph_whose_name_or_file_only_resembles_ours_is_another_s(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGSERVE_GRAPHS", json.dumps({"a": path, "b": {"path": path}, "c": {}}))
    assert our_graphs() == []
