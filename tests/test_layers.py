"""Who may import whom: the sentences of the architecture, held against the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "backend" / "mayfly"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

FOUNDATION = (
    "mayfly.errors",
    "mayfly.contracts",
    "mayfly.subject",
    "mayfly.requirements",
    "mayfly.statements",
    "mayfly.settings",
    "mayfly.default_folder",
    "mayfly.number_text",
    "mayfly.safe_files",
)
FRONT = (
    "mayfly.agent",
    "mayfly.clarification",
    "mayfly.cli",
    "mayfly.deepagents",
    "mayfly.dialogue",
    "mayfly.graph_state",
    "mayfly.graphs",
    "mayfly.http",
    "mayfly.interrupts",
    "mayfly.mcp",
    "mayfly.middleware",
    "mayfly.nodes",
    "mayfly.notebook",
    "mayfly.offline_model",
    "mayfly.operations",
    "mayfly.replies",
    "mayfly.tools",
    "mayfly.ui",
    "mayfly.workflow",
)
SANDBOX = ("jail", "record", "step", "measure", "script", "diagnosis", "startup")
"""Folders of ``cad/sandbox``, the lowest first: each knows only those before it."""
CHILD_SIDE = ("cad/sandbox/", "cad/preview", "cad/parts/")
FORBIDDEN: dict[str, tuple[str, ...]] = {
    "cleanup": ("mayfly.cad", "mayfly.planning", "mayfly.stores", "mayfly.generator", "mayfly.app", *FRONT),
    "cad": ("mayfly.cleanup", "mayfly.workers", "mayfly.planning", "mayfly.generator", "mayfly.app", *FRONT),
    "language": ("mayfly.cleanup", "mayfly.cad", "mayfly.planning", "mayfly.generator", "mayfly.app", *FRONT),
    "design": (
        "mayfly.cleanup",
        "mayfly.cad.workshop",
        "mayfly.cad.sandbox",
        "mayfly.planning",
        "mayfly.generator",
        "mayfly.app",
        *FRONT,
    ),
    "planning": ("mayfly.cleanup", "mayfly.cad.workshop", "mayfly.generator", "mayfly.app", *FRONT),
    "stores": ("mayfly.cad", "mayfly.workers", "mayfly.planning", "mayfly.generator", "mayfly.app", *FRONT),
    "workers": ("mayfly.planning", "mayfly.generator", "mayfly.app", *FRONT),
    "generator": ("mayfly.app", *FRONT),
    "app.py": tuple(name for name in FRONT if name != "mayfly.notebook"),  # make() gives its result a face
}
#: The folders of planning from the bottom to the top: each knows only those before it.
PLANNING = (
    "parts",
    "placement",
    "surfaces",
    "features",
    "readings",
    "follow_up",
    "rules",
    "chat",
    "conversation",
)
#: The folders of http likewise; the modules beside them (the application, its lifespan) may know several.
HTTP = ("schemas", "security", "jobs", "routes", "serving")
#: The folders of readings likewise; the modules beside them read a whole request and may know several.
READINGS = ("said", "built_up", "one_part", "bodies", "construction", "by_coordinates", "sheets")
#: Of the doors, those that build on each other, from the bottom to the top.
DOORS = (
    "operations",
    "graph_state",
    "replies",
    "interrupts",
    "clarification",
    "nodes",
    "workflow",
    "tools",
    "middleware",
    "offline_model",
    "agent",
)


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, at any depth; under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _touches(imported: str, forbidden: str) -> bool:
    return imported == forbidden or imported.startswith(forbidden + ".")


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    layer = _name(path).split("/")[0]
    wrong = [
        imported
        for imported in _imports(path)
        for forbidden in FORBIDDEN.get(layer, ())
        if _touches(imported, forbidden)
    ]
    assert not wrong


def test_the_generator_and_the_doors_know_only_the_promises_of_a_store() -> None:
    """Which store it is, ``stores.configured`` decides; the rest asks what ``stores.store`` promises."""
    of_directories = ("cleanup/", "stores/", "cli/janitor.py", "__init__.py")
    kinds = ("mayfly.cleanup", "mayfly.stores.postgres")
    wrong = {
        (_name(path), imported)
        for path in MODULES
        if not _name(path).startswith(of_directories)
        for imported in _imports(path)
        if any(_touches(imported, kind) for kind in kinds)
    }
    assert not wrong


@pytest.mark.parametrize("folder", PLANNING)
def test_a_folder_of_planning_knows_only_those_below_it(folder: str) -> None:
    above = PLANNING[PLANNING.index(folder) + 1 :]
    wrong = {
        (_name(path), imported)
        for path in MODULES
        if _name(path).startswith(f"planning/{folder}/")
        for imported in _imports(path)
        if any(_touches(imported, f"mayfly.planning.{other}") for other in above)
    }
    assert not wrong


def test_each_folder_of_planning_has_its_place_in_the_order() -> None:
    assert {path.name for path in (PACKAGE / "planning").iterdir() if (path / "__init__.py").exists()} == set(
        PLANNING
    )


@pytest.mark.parametrize("folder", HTTP)
def test_a_folder_of_http_knows_only_those_below_it(folder: str) -> None:
    above = HTTP[HTTP.index(folder) + 1 :]
    wrong = {
        (_name(path), imported)
        for path in MODULES
        if _name(path).startswith(f"http/{folder}/")
        for imported in _imports(path)
        if any(_touches(imported, f"mayfly.http.{other}") for other in above)
    }
    assert not wrong


def test_each_folder_of_http_has_its_place_in_the_order() -> None:
    assert {path.parent.name for path in (PACKAGE / "http").glob("*/__init__.py")} == set(HTTP)


@pytest.mark.parametrize("folder", READINGS)
def test_a_folder_of_readings_knows_only_those_below_it(folder: str) -> None:
    above = READINGS[READINGS.index(folder) + 1 :]
    wrong = {
        (_name(path), imported)
        for path in MODULES
        if _name(path).startswith(f"planning/readings/{folder}/")
        for imported in _imports(path)
        if any(_touches(imported, f"mayfly.planning.readings.{other}") for other in above)
    }
    assert not wrong


def test_each_folder_of_readings_has_its_place_in_the_order() -> None:
    folders = {path.parent.name for path in (PACKAGE / "planning" / "readings").glob("*/__init__.py")}
    assert folders == set(READINGS)


@pytest.mark.parametrize("folder", DOORS)
def test_a_door_knows_only_those_before_it(folder: str) -> None:
    after = DOORS[DOORS.index(folder) + 1 :]
    wrong = {
        (_name(path), imported)
        for path in MODULES
        if _name(path).split("/")[0].removesuffix(".py") == folder
        for imported in _imports(path)
        if any(_touches(imported, f"mayfly.{other}") for other in after)
    }
    assert not wrong


def test_the_foundation_imports_nothing_of_ours_but_itself() -> None:
    for module in FOUNDATION:
        place = PACKAGE / module.removeprefix("mayfly.")
        paths = place.glob("*.py") if place.is_dir() else [place.with_suffix(".py")]
        ours = [name for path in paths for name in _imports(path) if _touches(name, "mayfly")]
        assert all(any(_touches(name, allowed) for allowed in FOUNDATION) for name in ours), ours


def test_only_the_children_and_the_parts_import_cadquery() -> None:
    importers = {
        _name(path)
        for path in MODULES
        if any(_touches(name, kernel) for name in _imports(path) for kernel in ("cadquery", "OCP"))
    }
    assert not {name for name in importers if not name.startswith(CHILD_SIDE)}
    assert "cad/parts/__init__.py" not in importers


@pytest.mark.parametrize(("side", "other"), [("workshop", "sandbox"), ("sandbox", "workshop")])
def test_the_servers_side_and_the_childrens_import_nothing_of_each_other(side: str, other: str) -> None:
    wrong = {
        _name(path)
        for path in MODULES
        if _name(path).startswith(f"cad/{side}/")
        and any(_touches(name, f"mayfly.cad.{other}") for name in _imports(path))
    }
    assert not wrong


def test_a_folder_of_the_childrens_side_imports_only_earlier_ones() -> None:
    sandbox = PACKAGE / "cad" / "sandbox"
    assert {path.name for path in sandbox.iterdir() if path.is_dir()} - {"__pycache__"} == set(SANDBOX)
    wrong = {
        (_name(path), imported)
        for place, folder in enumerate(SANDBOX)
        for path in (sandbox / folder).glob("*.py")
        for imported in _imports(path)
        for later in SANDBOX[place + 1 :]
        if _touches(imported, f"mayfly.cad.sandbox.{later}")
    }
    assert not wrong


def test_no_modules_import_each_other_in_a_circle() -> None:
    modules = {_module(path): path for path in MODULES}
    graph = {name: _modules_of(path, modules) for name, path in modules.items()}
    reached = {name: _reached(name, graph) for name in graph}
    circles = {
        frozenset(other for other in reached[name] if name in reached[other])
        for name in graph
        if name in reached[name]
    }
    assert not circles


def _modules_of(path: Path, known: Collection[str]) -> set[str]:
    """Return the modules that a file imports; a package only for names that it defines itself."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in known else node.module for name in named}
    return found & set(known)


def _module(path: Path) -> str:
    parts = ["mayfly", *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _reached(name: str, graph: dict[str, set[str]]) -> set[str]:
    """Return the modules that one imports, directly or by way of others; also itself on a circle."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = graph[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def test_the_command_line_loads_what_a_command_needs() -> None:
    heavy = "{'pydantic', 'asyncio', 'numpy', 'mayfly.design', 'mayfly.generator', 'mayfly.cad.workshop'}"
    check = f"import mayfly.cli, sys\nassert not ({heavy} & set(sys.modules)), {heavy} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "module", ["mayfly.operations.catalogue", "mayfly.mcp.service", "mayfly.mcp.stdio_session"]
)
def test_what_agents_can_do_knows_no_langchain(module: str) -> None:
    frameworks = "{'langchain_core', 'langchain', 'langgraph', 'fastapi'}"
    check = f"import {module}, sys\nassert not ({frameworks} & set(sys.modules)), set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("mayfly.mcp.stdio", {"mcp", "mcp_types", "pydantic", "asyncio", "typer"}),
        ("mayfly.mcp.stdio_session", {"mayfly.design", "mayfly.generator", "mayfly.planning", "numpy"}),
    ],
)
def test_the_first_answer_over_mcp_waits_for_nothing_heavy(module: str, heavy: set[str]) -> None:
    check = f"import {module}, sys\nassert not ({heavy} & set(sys.modules)), {heavy} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_page_of_the_architecture_names_only_what_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?|[a-z_]+\.py)`", page)
    assert len(named) > 30
    assert not [name for name in named if not (PACKAGE / name).exists() and not (ROOT / name).exists()]


def test_nobody_imports_the_package_by_a_second_name() -> None:
    files = [*MODULES, *(ROOT / "graphs").glob("*.py"), *(ROOT / "backend").glob("*.py")]
    assert not [path for path in files for name in _imports(path) if _touches(name, "backend.mayfly")]


@pytest.mark.parametrize(
    "statement",
    [
        "import mayfly",
        "import mayfly.tools",
        "import backend.main",
        "import backend.langgraph_app",
        "import mayfly.http.app",
        "import mayfly.mcp.service",
        "import mayfly.graphs.retention",
        "from mayfly.graphs import auth, cad_agent, cad_workflow",
        "import mayfly.cli",
        "import graphs.cad_workflow",
        "from mayfly import CADModelGenerator, MayflyToolkit, TempModelsCleanupService, cleanup_tool, make",
    ],
)
def test_importing_loads_no_cad_kernel_and_starts_nothing(statement: str) -> None:
    check = (
        f"{statement}\n"
        "import sys, threading\n"
        "kernel = {'cadquery', 'OCP'} & set(sys.modules)\n"
        "assert not kernel, kernel\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
    )
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
