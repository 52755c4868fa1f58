"""What a notebook shows of a model, a directory and a graph; and what a terminal shows."""

from __future__ import annotations

import base64
import copy
import json
import pickle
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.contracts import StoredModel
from mayfly.design import Design
from mayfly.errors import ModelExpired
from mayfly.generator import CADModelGenerator
from mayfly.notebook import Made, draw, show, watch
from mayfly.notebook.card import card
from mayfly.notebook.live import board
from mayfly.notebook.made import make
from mayfly.workflow import build_workflow

REQUEST = "90x60x6 mm plate with four 5.5 mm corner holes, 8 mm inset"


def _drawing(html: str) -> str:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert found
    return base64.b64decode(found[1]).decode()


@pytest.fixture
def made(generator: CADModelGenerator) -> Made:
    """A plate with four holes."""
    return Made(generator.generate_model(REQUEST))


def test_make_returns_plain_data_with_a_face() -> None:
    made = make("cube 20 mm")
    assert isinstance(made, Made)
    assert made == dict(made)
    assert copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own
    assert json.loads(json.dumps(made))["model_url"] == made["model_url"]


def test_a_notebook_shows_picture_measures_and_the_script_folded(made: Made) -> None:
    html = made._repr_html_()
    sizes = ["".join(text.itertext()) for text in ET.fromstring(_drawing(html)).iter() if "text" in text.tag]  # noqa: S314
    assert {"90", "60", "6"} <= set(sizes)
    for expected in ("90 × 60 × 6 mm", "31,829.8 mm³", "4 × Ø5.5 through", made["name"], " min "):
        assert expected in html
    head, script = html.split("<details>")
    assert "show_object" in script
    assert "show_object" not in head


def test_what_a_script_says_can_not_become_part_of_the_page(generator: CADModelGenerator) -> None:
    source = (
        "import cadquery as cq\n# </pre><script>alert(1)</script>\nshow_object(cq.Workplane().box(1, 2, 3))\n"
    )
    html = Made(generator.run_script(source, title="<b>bold</b>"))._repr_html_()
    assert "<script" not in html
    assert "<b>bold" not in html


def test_a_terminal_shows_words_and_draws_nothing(made: Made) -> None:
    assert repr(made) == made["text"]
    assert made._drawing is None


def test_an_expired_model_is_shown_as_such(made: Made, service: TempModelsCleanupService) -> None:
    service.delete(made["name"])
    html = made._repr_html_()
    assert "Expired" in html
    assert "<img" not in html
    assert "show_object" in html, "what it takes to make it again"
    assert "gone" in repr(made)
    with pytest.raises(ModelExpired):
        made.picture()


def test_a_picture_that_was_shown_once_outlives_its_file(
    made: Made, service: TempModelsCleanupService
) -> None:
    before = _drawing(made._repr_html_())
    service.delete(made["name"])
    after = made._repr_html_()
    assert _drawing(after) == before
    assert "Expired" in after


def test_a_model_that_can_not_be_drawn_is_still_described(made: Made) -> None:
    Path(made["step_path"]).write_text("no STEP file", encoding="utf-8")
    html = made._repr_html_()
    assert "No picture" in html
    assert "90 × 60 × 6 mm" in html


def test_an_answer_of_the_graph_can_be_shown(generator: CADModelGenerator) -> None:
    graph = build_workflow(generator=generator)
    assert show(graph.invoke({"request": REQUEST}))["report"]["solids"] == 1
    with pytest.raises(ValueError, match="thickness"):
        show(graph.invoke({"request": "a plate 80 x 60 mm"}))


def test_a_graph_is_drawn_without_the_network() -> None:
    drawing = draw(build_workflow())
    assert drawing._repr_markdown_().startswith("```mermaid\n")
    for node in ("plan", "generate", "cleanup", "respond"):
        assert f"{node}({node})" in drawing.mermaid


def _luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_graphs_drawing_reads_on_light_and_on_dark_pages() -> None:
    text = draw(build_workflow()).mermaid
    lines = set(re.findall(r"(?:lineColor|textColor): '(#\w{6})'", text))
    nodes = re.findall(r"classDef \w+ fill:(#\w{6}),stroke:#\w{6},color:(#\w{6})", text)
    assert len(lines) == 1
    assert len(nodes) == text.count("classDef ") == 3
    for ground in ("#ffffff", "#111111"):
        assert _contrast(*lines, ground) >= 3
    for fill, words in nodes:
        assert _contrast(fill, words) >= 4.5


def test_the_three_dimensional_view_has_a_picture_for_pages_without_widgets(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mayfly.notebook.widget", None)
    shown = made.view()._repr_mimebundle_()
    assert set(shown) == {"text/plain", "text/html"}
    assert 'src="data:image/png;base64,' in shown["text/html"]
    assert "notebooks" in shown["text/html"], "what is missing"


def test_the_view_of_a_model_that_is_gone_says_so(made: Made, service: TempModelsCleanupService) -> None:
    service.delete(made["name"])
    with pytest.raises(ModelExpired):
        made.view()


def _stored(name: str, left: float, *, tracked: bool = True, now: float) -> StoredModel:
    return StoredModel(
        name=name,
        path=Path(name),
        size_bytes=12_300,
        created_at=now - 1800 + left,
        expires_at=now + left,
        tracked=tracked,
    )


def test_the_live_view_counts_down_and_shows_the_disk() -> None:
    now = time.time()
    models = [_stored("a.step", 65, now=now), _stored("b.step", 1500, tracked=False, now=now)]
    html = board(
        models, {"total_bytes": 24_600, "removed_total": 7}, (30_000_000_000, 100_000_000_000), now=now
    )
    assert "1:05" in html
    assert "25:00" in html
    assert html.count("adopted") == 1
    assert '<progress max="1800" value="65">' in html
    assert "24.6 KB" in html
    assert "30% of 100.0 GB" in html
    assert "ended" not in html


def test_the_live_view_says_going_and_ended_and_escapes_names() -> None:
    now = time.time()
    model = replace(_stored("x", 0, now=now), name="<b>.step")
    html = board([model], {"total_bytes": 1, "removed_total": 0}, (1, 2), now=now + 1, ended=True)
    assert "going" in html
    assert "<b>.step" not in html
    assert "ended" in html
    assert "No models" in board([], {"total_bytes": 0, "removed_total": 0}, (1, 2), now=now)


def test_a_card_of_a_foreign_report_shows_no_foreign_html() -> None:
    foreign = "<img src=x onerror=alert(1)>"
    hole = {"count": foreign, "diameter_mm": foreign, "kind": foreign}
    report = {"solids": foreign, "holes": [hole], "bounding_box_mm": [1, 2, 3], "volume_mm3": 6.0}
    model = {
        **{name: foreign for name in ("title", "script", "name")},
        "report": report,
        "size_bytes": 1,
        "expires_at": "2026-01-01T00:00:00+00:00",
        "changes": [{"sentence": foreign}],
    }
    html = card(model, None, gone=False, now=0.0, trouble=foreign)
    assert "<img" not in html
    assert html.count("&lt;img src=x") == 9


def test_watch_outside_of_a_notebook_is_a_listing(made: Made, service: TempModelsCleanupService) -> None:
    view = watch(service)
    assert made["name"] in repr(view)
    assert not view.is_live


def test_watch_says_what_is_wrong_with_the_directory(
    service: TempModelsCleanupService, tmp_path: Path
) -> None:
    view = watch(service)
    service.stop_cleanup_service()
    moved = (tmp_path / "temp_models").rename(tmp_path / "elsewhere")
    (tmp_path / "temp_models").write_text("in the way", encoding="utf-8")
    assert view.html().startswith("<p><i>")
    (tmp_path / "temp_models").unlink()
    moved.rename(tmp_path / "temp_models")


def test_showing_things_loads_neither_the_cad_kernel_nor_the_viewer_nor_matplotlib() -> None:
    block = (
        "import sys\n"
        "from mayfly import make, show, watch, load_ipython_extension\n"
        "made = make('cube 20 mm'); made._repr_html_(); repr(watch())\n"
        "heavy = {'cadquery', 'OCP', 'anywidget', 'IPython', 'matplotlib', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", block], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_sizes_that_are_none_are_not_in_a_designs_table() -> None:
    sizes = {
        "outer_diameter": 100,
        "thickness": 10,
        "bore": 0,
        "bolt_holes": 0,
        "bolt_hole": 0,
        "bolt_circle": 0,
    }
    design = Design.read({"bodies": [{"base": {"kind": "part", "part": "flange", "sizes": sizes}}]})
    html = re.sub(r"\s*style=\"[^\"]*\"", "", design._repr_html_())
    assert "<tr><td>flange</td><td></td><td>outer diameter 100, thickness 10</td></tr>" in html


def test_a_design_shows_itself_as_a_table() -> None:
    plate = {"kind": "part", "part": "plate", "sizes": {"length": 80, "width": 60, "thickness": 6}}
    pin = {"kind": "extrusion", "profile": {"kind": "circle", "diameter": 10}, "height": 20}
    hole = {
        "kind": "hole",
        "name": "mounting",
        "face": "top",
        "thread": "M6",
        "at": {"kind": "corners", "inset": 8},
    }
    bodies = [
        {"base": plate, "features": [hole]},
        {"name": "pin", "color": "red", "at": [0, 0, 6], "base": pin},
    ]
    design = Design.read({"title": "a <b>block</b>", "bodies": bodies})
    html = re.sub(r"\s*style=\"[^\"]*\"", "", design._repr_html_())
    assert "a &lt;b&gt;block&lt;/b&gt;" in html
    for row in (
        "<tr><td>plate</td><td></td><td>length 80, width 60, thickness 6</td></tr>",
        "<tr><td>hole &quot;mounting&quot;</td><td>top: corners, inset 8 x 8</td><td>thread M6</td></tr>",
        "<tr><td>pin, red</td><td>(0, 0, 6)</td><td></td></tr>",
        "<tr><td>extrusion</td><td></td><td>profile circle, diameter 10, height 20</td></tr>",
    ):
        assert row in html
    assert make(design)["design"] == design.to_dict()
