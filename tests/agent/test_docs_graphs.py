"""docs/graphs.md and docs/agents.md are true: drawings and table are the code's, the examples run."""

from __future__ import annotations

import inspect
import os
import re
import runpy
from pathlib import Path

import pytest
from langgraph.graph import StateGraph

from mayfly.cad.workshop import Workshop
from mayfly.tools import MayflyToolkit

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "graphs.md"
TEXT = PAGE.read_text(encoding="utf-8")
AGENTS = ROOT / "docs" / "agents.md"
EXAMPLES = [
    example
    for page in (PAGE, AGENTS)
    for example in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
]
PLUGIN = re.compile(r"^graph = StateGraph\(Order\)\n(.*?)\n\n", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("name", ["cad_workflow", "cad_agent"])
def test_a_drawing_on_the_page_is_the_graph_s_own(name: str) -> None:
    module = __import__(f"graphs.{name}", fromlist=["graph"])
    drawing = module.graph.get_graph().draw_mermaid().strip()
    if name == "cad_agent" and "__tools" not in drawing:
        pytest.skip("this LangChain does not draw the names of the tools")
    hold(f"drawing: {name}", f"```mermaid\n{drawing}\n```")


def test_the_table_of_tools_is_the_toolkit_s_own() -> None:
    rows = [f"| `{tool.name}` | {tool.description} |" for tool in MayflyToolkit().get_tools()]
    hold("table: tools", "\n".join(["| tool | its description for the model |", "|---|---|", *rows]))


def hold(marker: str, text: str) -> None:
    """Hold a part of the page against the code; with ``MAYFLY_WRITE_DOCS=1`` write it anew."""
    page = PAGE.read_text(encoding="utf-8")
    part = re.compile(rf"(?<=<!-- {marker} -->\n).*?(?=<!-- end -->)", re.DOTALL)
    assert len(part.findall(page)) == 1
    held = part.sub(lambda _: f"{text}\n", page)
    if os.environ.get("MAYFLY_WRITE_DOCS") == "1":
        PAGE.write_text(held, encoding="utf-8")
    else:
        assert page == held, "run this test with MAYFLY_WRITE_DOCS=1 to write the page anew"


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_on_the_page_runs(
    example: str, tmp_path: Path, workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    if "timeout=" in example and "timeout" not in inspect.signature(StateGraph.add_node).parameters:
        pytest.skip("this LangGraph has no timeouts of nodes")
    script = tmp_path / "example.py"
    script.write_text(example, encoding="utf-8")
    runpy.run_path(str(script))
    assert capsys.readouterr().out


def test_the_plugin_takes_less_than_ten_lines() -> None:
    wiring = PLUGIN.search(TEXT)
    assert wiring
    assert len(wiring[0].strip().splitlines()) < 10
