"""A real kernel: live view, ``%%step``, interrupt, restart, two notebooks; nothing is left behind."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

pytestmark = pytest.mark.timeout(180)

STEP = """%%step -p width=24 -o box
import cadquery as cq
width = 20.0
show_object(cq.Workplane().box(width, 20, 10))
"""
ENDLESS = """%%step
import cadquery as cq
while True:
    pass
"""


@dataclass
class Reply:
    """What came back from one cell."""

    status: str = ""
    text: str = ""
    html: str = ""
    trace: str = ""
    updates: list[str] = field(default_factory=list)


class Notebook:
    """A kernel and a client, as a notebook has them."""

    def __init__(self, folder: Path) -> None:
        self.manager = KernelManager(transport="ipc", ip=str(folder / "ipc"))
        surroundings = {
            **os.environ,
            "IPYTHONDIR": str(folder / "ipython"),
            "PYTHONWARNINGS": "ignore",
        }
        self.manager.start_kernel(env=surroundings)
        self.client = self._connect()

    def _connect(self) -> BlockingKernelClient:
        client: BlockingKernelClient = self.manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=200)
        return client

    @property
    def pid(self) -> int:
        return int(self.manager.provisioner.pid)  # type: ignore[union-attr]

    def start(self, code: str) -> str:
        return str(self.client.execute(code))

    def finish(self, request: str, seconds: float = 90.0) -> Reply:
        reply, end = Reply(), time.monotonic() + seconds
        while time.monotonic() < end:
            message = self.client.get_iopub_msg(timeout=end - time.monotonic())
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            if message["msg_type"] == "stream":
                reply.text += content["text"]
            elif message["msg_type"] in ("execute_result", "display_data"):
                reply.html += content["data"].get("text/html", "")
                reply.text += content["data"].get("text/plain", "")
            elif message["msg_type"] == "update_display_data":
                reply.updates.append(content["data"]["text/html"])
            elif message["msg_type"] == "error":
                reply.trace = "\n".join(content["traceback"])
            elif message["msg_type"] == "status" and content["execution_state"] == "idle":
                break
        reply.status = self._status(request, end)
        return reply

    def _status(self, request: str, end: float) -> str:
        while True:
            message = self.client.get_shell_msg(timeout=max(1.0, end - time.monotonic()))
            if message["parent_header"].get("msg_id") == request:
                return str(message["content"]["status"])

    def run(self, code: str) -> Reply:
        return self.finish(self.start(code))

    def restart(self) -> None:
        self.client.stop_channels()
        self.manager.restart_kernel(now=True)
        self.client = self._connect()

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=False)


@pytest.fixture
def open_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Notebook]]:
    """Open notebooks; all of a test share the directory of its models."""
    (tmp_path / "runtime").mkdir()
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    opened: list[Notebook] = []
    folders: list[TemporaryDirectory[str]] = []

    def opening() -> Notebook:
        folder = TemporaryDirectory(prefix="mayfly-")  # pytest's own are too long for a socket's path
        folders.append(folder)
        opened.append(Notebook(Path(folder.name)))
        opened[-1].run("%load_ext mayfly")
        return opened[-1]

    yield opening
    for notebook in opened:
        notebook.close()
    for folder in folders:
        folder.cleanup()


def _models(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "temp_models").glob("*.step"))


def _descendants(pid: int) -> set[int]:
    """Give the processes that a process has started, and those have, and so on."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def _until(condition: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_a_step_cell_builds_publishes_and_shows(
    open_notebook: Callable[[], Notebook], tmp_path: Path
) -> None:
    notebook = open_notebook()
    reply = notebook.run(STEP)
    assert reply.status == "ok"
    assert "<img" in reply.html
    assert "24 × 20 × 10 mm" in reply.html
    assert len(_models(tmp_path)) == 1
    assert notebook.run("print(box['name'])").text.strip() == _models(tmp_path)[0]
    assert notebook.run("import sys; print('OCP' in sys.modules)").text.strip() == "False"


def test_a_step_cell_takes_rows_of_sizes_and_finds_the_files_that_are_handed_in(
    open_notebook: Callable[[], Notebook], tmp_path: Path
) -> None:
    (tmp_path / "height.txt").write_text("7")
    notebook = open_notebook()
    cell = (
        f"%%step -p size=3,4 --with '{tmp_path}/height.txt'\n"
        "size = (1, 2)\n"
        "show_object(cq.Workplane().box(*size, float(open('height.txt').read())))\n"
    )
    reply = notebook.run(cell)
    assert reply.status == "ok", reply.trace
    assert "3 × 4 × 7 mm" in reply.html
    missing = notebook.run(cell.replace("/height.txt", "/width.txt"))
    assert "width.txt can't be handed in" in missing.trace


def test_a_step_cell_that_fails_says_where_in_the_cell_and_leaves_nothing(
    open_notebook: Callable[[], Notebook], tmp_path: Path
) -> None:
    notebook = open_notebook()
    failed = notebook.run("%%step\nimport cadquery as cq\nbox = cq.Workplane().box(1, 2, 3)\nbox.fillet(8)\n")
    assert failed.status == "error"
    assert "line 4 of the cell" in failed.trace
    assert "Traceback" not in failed.trace
    assert "fillet radius" in failed.trace
    wrong = notebook.run("%%step --colour red\nshow_object(1)")
    assert wrong.status == "error"
    assert "usage: %%step" in wrong.text
    open_quote = notebook.run("%%step -p 'unclosed\nshow_object(1)")
    assert "no closing quotation" in open_quote.text
    keyword = notebook.run("%%step -o class\nshow_object(1)")
    assert "'class' is no name for a variable" in keyword.text
    assert "Traceback" not in open_quote.text + open_quote.trace + keyword.text + keyword.trace
    unknown = notebook.run(STEP.replace("width=24", "height=24"))
    assert "height" in unknown.trace
    assert not _models(tmp_path)
    assert notebook.run("1 + 1").text == "2"


def test_a_question_from_make_is_one_line_in_a_notebook_and_still_an_exception(
    open_notebook: Callable[[], Notebook],
) -> None:
    notebook = open_notebook()
    asked = notebook.run("import mayfly; mayfly.make('a plate 80 x 60 mm')")
    assert asked.status == "error"
    assert "thickness" in asked.trace
    assert "Traceback" not in asked.trace
    assert len(asked.trace.splitlines()) < 4
    caught = (
        "from mayfly.errors import MayflyError\n"
        "try:\n    mayfly.make('a plate 80 x 60 mm')\n"
        "except MayflyError as e:\n    print(e.code)"
    )
    assert notebook.run(caught).text.strip() == "needs_clarification"


def test_the_live_view_goes_on_while_the_kernel_is_free(open_notebook: Callable[[], Notebook]) -> None:
    notebook = open_notebook()
    watching = notebook.start("import mayfly; view = mayfly.watch(every_seconds=0.1)")
    shown = notebook.finish(watching)
    assert "No models" in shown.html
    reply = notebook.run("made = mayfly.make('cube 20 mm'); print(made['name'])")
    name = reply.text.strip()
    end, seen = time.monotonic() + 30, False
    while not seen and time.monotonic() < end:
        try:
            message = notebook.client.get_iopub_msg(timeout=5)
        except Empty:
            continue
        if message["msg_type"] == "update_display_data":
            seen = name in message["content"]["data"]["text/html"]
    assert seen
    assert notebook.run("print(view.is_live)").text.strip() == "True"
    assert notebook.run("other = mayfly.watch(); print(view.is_live, other.is_live)").text.endswith(
        "False True\n"
    )
    assert notebook.run("other.stop(); print(other.is_live)").text.strip() == "False"


def test_an_interrupt_in_the_middle_of_a_build_leaves_nothing_and_breaks_nothing(
    open_notebook: Callable[[], Notebook], tmp_path: Path
) -> None:
    notebook = open_notebook()
    assert notebook.run(STEP).status == "ok"
    request, runner = _start_endless(notebook)
    notebook.manager.interrupt_kernel()
    reply = notebook.finish(request, 30)
    assert reply.status == "error"
    assert "KeyboardInterrupt" in reply.trace
    assert _until(lambda: not Path(f"/proc/{runner}").exists())
    assert notebook.run(STEP).status == "ok"
    assert len(_models(tmp_path)) == 2
    partials = [
        path for path in (tmp_path / "temp_models").rglob("*") if "partial" in str(path) and path.is_file()
    ]
    assert not partials


def test_a_kernel_restart_in_the_middle_of_a_build_leaves_no_process_and_keeps_the_models(
    open_notebook: Callable[[], Notebook], tmp_path: Path
) -> None:
    notebook = open_notebook()
    assert notebook.run(STEP).status == "ok"
    _start_endless(notebook)
    family = _descendants(notebook.pid)
    notebook.restart()
    assert _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family)), family
    notebook.run("%load_ext mayfly")
    assert notebook.run(STEP).status == "ok"
    stats = notebook.run(
        "from mayfly.app import get_cleanup_service; print(get_cleanup_service().get_stats())"
    )
    assert json.loads(stats.text.replace("'", '"').replace("True", "true"))["tracked_files"] == 2
    assert len(_models(tmp_path)) == 2


def test_two_notebooks_share_a_directory_and_cells_may_run_twice(
    open_notebook: Callable[[], Notebook], tmp_path: Path
) -> None:
    one, other = open_notebook(), open_notebook()
    for notebook in (one, other, one, other):
        for cell in ("%load_ext mayfly", "import mayfly; view = mayfly.watch()", STEP, "view.stop()"):
            assert notebook.run(cell).status == "ok"
    assert len(_models(tmp_path)) == 4
    for notebook in (one, other):
        listed = notebook.run("print(len(mayfly.app.get_cleanup_service().list_models()))")
        assert listed.text.strip() == "4"


def _seconds(pid: int) -> float:
    """Give the processor time that a process has used, 0 if it is gone."""
    try:
        fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


def _start_endless(notebook: Notebook) -> tuple[str, int]:
    """Run an endless script; give the request and, once it computes, the process that runs it."""
    before = {pid: _seconds(pid) for pid in _descendants(notebook.pid)}
    request = notebook.start(ENDLESS)
    running: list[int] = []

    def found() -> bool:
        running[:] = [
            pid for pid in _descendants(notebook.pid) if _seconds(pid) - before.get(pid, 0.0) > 1.5
        ]  # starting a child takes less
        return bool(running)

    assert _until(found), "the endless script never ran"
    return request, running[0]
