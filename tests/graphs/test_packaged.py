"""What an installed Mayfly offers to a langgraph.json, and that importing it builds nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def python(program: str, **environment: str) -> str:
    """Run a program in a fresh interpreter; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "backend"), str(ROOT)]), **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_builds_nothing() -> None:
    python(
        "import sys, threading, mayfly.graphs, mayfly.graphs.retention\n"
        "loaded = {'langchain', 'mayfly.workflow', 'mayfly.agent', 'fastapi'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
        "assert not {'auth', 'cad_agent', 'cad_workflow'} & set(vars(mayfly.graphs))\n"
        "assert {'auth', 'cad_agent', 'cad_workflow'} <= set(dir(mayfly.graphs))\n"
        "assert threading.active_count() == 1"
    )


def test_importing_create_app_makes_no_application() -> None:
    python(
        "import mayfly.http.app\n"
        "from mayfly.http.app import create_app\n"
        "assert 'app' not in vars(mayfly.http.app)\n"
        "from mayfly.http.app import app\n"
        "import mayfly.http.app as again, backend.main\n"
        "assert again.app is app and backend.main.app is app and create_app() is not app"
    )


@pytest.mark.parametrize("name", ["cad_workflow", "cad_agent"])
def test_a_graph_is_built_once_without_a_checkpointer_and_has_a_thin_name(name: str) -> None:
    python(
        f"import mayfly.graphs, graphs.{name} as thin\n"
        f"graph = mayfly.graphs.{name}\n"
        f"assert graph.name == {name!r} and graph.checkpointer is None\n"
        f"assert mayfly.graphs.{name} is graph and thin.graph is graph"
    )


def test_the_auth_needs_no_web_framework_and_has_a_thin_name() -> None:
    python(
        "import sys\nsys.modules['fastapi'] = sys.modules['langchain'] = None\n"
        "import graphs.auth, mayfly.graphs\n"
        "assert graphs.auth.auth is mayfly.graphs.auth\n"
        "assert type(mayfly.graphs.auth).__name__ == 'Auth'"
    )


def test_what_langgraph_server_looks_up_past_the_module_is_there_and_nothing_else() -> None:
    served = {"cad": {"path": "mayfly.graphs:cad_workflow"}, "other": "elsewhere:cad_agent", "odd": "no path"}
    python(
        "import sys, mayfly.graphs\n"
        "assert {'auth', 'cad_agent', 'cad_workflow'} & set(vars(mayfly.graphs)) == {'cad_workflow'}\n"
        "assert 'mayfly.agent' not in sys.modules",
        LANGSERVE_GRAPHS=json.dumps(served),
    )


@pytest.mark.parametrize("module", ["mayfly.graphs", "mayfly.http.app"])
def test_a_name_that_is_not_offered_is_an_attribute_error(module: str) -> None:
    python(f"import {module} as module\nassert not hasattr(module, 'nonsense')")
