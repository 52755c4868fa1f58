"""What a script finds ready, as in CQ-editor, and that it runs as a real module."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mayfly.errors import ScriptError
from tests.cad.conftest import Build, product_names, refusal

BLOCK = "block = cq.Workplane().box(10, 10, 10)\n"
BALL = "ball = cq.Workplane().sphere(6).translate((0, 0, 3))\n"
CUT_MM3, JOINED_MM3 = 395.45251, 1300.23119  # of block and ball
FAR = "cq.Workplane().box(10, 10, 10).translate((50, 0, 0))"


# --- what CQ-editor offers -----------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        "show_object({}, 'lid')",
        "show_object({}, 'lid', {{'color': 'red'}})",
        "show_object({}, name='lid', options={{'alpha': 0.5, 'color': (64, 164, 223)}})",
        "show_object({}, options={{'name': 'lid'}})",
        "show_object({}, {{'name': 'lid', 'color': 'red'}})",
        "show_object(obj={}, name='lid', color='red')",
    ],
)
def test_show_object_takes_what_cq_editor_and_cqgi_take(build: Build, tmp_path: Path, call: str) -> None:
    script = f"{BLOCK}{call.format('block')}\nshow_object({FAR}, 'other')"
    assert build(script).solids == 2
    assert {"lid", "other"} <= product_names(tmp_path / "model.step")


def test_show_object_takes_a_dictionary_of_parts(build: Build, tmp_path: Path) -> None:
    assert build(f"show_object({{'base': cq.Workplane().box(1, 1, 1), 'lid': {FAR}}})").solids == 2
    assert {"base", "lid"} <= product_names(tmp_path / "model.step")


@pytest.mark.parametrize(
    "alone", ["debug(cq.Workplane().box(1, 1, 1))", "part = cq.Workplane().box(1, 1, 1)\ndebug(part, 'p')"]
)
def test_a_script_that_only_debugs_is_told_so(build: Build, alone: str) -> None:
    message = refusal(build, alone)
    assert "debug()" in message
    assert "show_object" in message


def test_debug_beside_a_result_is_no_part_of_the_model(build: Build) -> None:
    assert build(
        "debug(cq.Workplane().sphere(9))\nresult = cq.Workplane().box(1, 2, 3)"
    ).volume_mm3 == pytest.approx(6)


def test_log_prints(build: Build) -> None:
    report = build(
        "body = cq.Workplane().box(1, 2, 3)\nlog(f'volume {body.val().Volume():.0f}')\nshow_object(body)"
    )
    assert report.output == "volume 6\n"


def test_rand_color_gives_options_and_numbers_that_are_the_same_each_time(build: Build) -> None:
    script = (
        "print(rand_color(), rand_color(0.5), rand_color(cfloat=True))\n"
        "part = cq.Workplane().box(1, 1, 1)\n"
        "show_object(cq.Assembly(part, color=cq.Color(*rand_color(1.0, cfloat=True))))\n"
        "show_object(cq.Workplane().sphere(1), options=rand_color())"
    )
    outputs = {build(script, f"{number}.step").output for number in range(2)}
    assert len(outputs) == 1
    assert re.match(r"\{'alpha': 0.0, 'color': \(\d+, \d+, \d+\)\} \{'alpha': 0.5", outputs.pop())


def test_a_scripts_own_functions_go_before_those_that_it_finds_ready(build: Build) -> None:
    report = build(
        "def log(size):\n    return cq.Workplane().box(1, 2, size)\ndef rand_color():\n    return 3\n"
        "def show_object(part, *_):\n    part.export('part.step')\n"
        "body = log(rand_color())\nshow_object(body, 'body')"
    )
    assert report.volume_mm3 == pytest.approx(6)
    assert "saves" in report.notes[0]


# --- the script as a module ----------------------------------------------------------------


def test_a_dataclass_with_postponed_annotations_works(build: Build) -> None:
    report = build(
        "from __future__ import annotations\nfrom dataclasses import dataclass, field\n"
        "from typing import ClassVar, get_type_hints\nimport cadquery as cq\n\n@dataclass\nclass Plate:\n"
        "    length: float = 40.0\n    holes: list[float] = field(default_factory=list)\n"
        "    kind: ClassVar[str] = 'plate'\n\nassert get_type_hints(Plate)['length'] is float\n"
        "show_object(cq.Workplane().box(Plate().length, 20, 5))"
    )
    assert report.bounding_box_mm == (40, 20, 5)


@pytest.mark.parametrize(
    "check",
    [
        "import pickle\nsize = pickle.loads(pickle.dumps(Size(3)))",
        "import copy\nsize = copy.deepcopy(Size(3))",
        "import sys\nsize = sys.modules[__name__].Size(3)\n"
        "assert sys.modules['__main__'] is sys.modules[__name__]",
        "import sys\nfrom __main__ import Size as Same\nsize = Same(3)",
        "import os\nassert os.path.isabs(__file__) and os.path.basename(__file__) == 'script.py'\n"
        "size = Size(3)",
        "assert __doc__ == 'What it is.' and 'show_object' in globals() and vars() is globals()\n"
        "size = Size(3)",
    ],
)
def test_a_script_is_a_module_like_any_other(build: Build, check: str) -> None:
    script = (
        "'''What it is.'''\nfrom __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Size:\n    height: float\n"
        f"{check}\nassert __name__ == '__main__'\nbody = cq.Workplane().box(1, 2, size.height)\n"
    )
    assert build(script).volume_mm3 == pytest.approx(6)


@pytest.mark.parametrize(
    "guard",
    [
        "if __name__ == '__main__':",
        "if '__main__' == __name__:",
        "if __name__ in ('__main__', 'temp'):",
        "if __name__ == '__main__' or 'show_object' in globals():",
        "if __name__ != '__cqgi__':",
        "if __name__ == '__cq_main__':",
        "if __name__ == 'temp':",
        "if __name__ in ['__cq_main__', 'temp']:",
        "if 'show_object' in globals():",
        "if 'show_object' in locals():",
        "if 'show_object' in dir():",
        "if 'show_object' in globals() or __name__ == '__cqgi__':",
    ],
)
def test_a_guarded_end_runs(build: Build, guard: str) -> None:
    report = build(f"def make():\n    return cq.Workplane().box(1, 2, 3)\n{guard}\n    show_object(make())")
    assert report.volume_mm3 == pytest.approx(6)
    assert report.notes == ()


def test_a_main_function_may_end_the_script(build: Build) -> None:
    script = (
        "def main():\n    show_object(cq.Workplane().box(1, 2, 3))\n    return 0\nraise SystemExit(main())"
    )
    assert build(script).volume_mm3 == pytest.approx(6)
    with pytest.raises(ScriptError, match="SystemExit"):
        build(script.replace("return 0", "return 3"), "b.step")


def test_lines_of_errors_are_the_scripts_own(build: Build) -> None:
    for script, line in (
        ("a = cq.Workplane().box(1, 1, 1)\nb = (\n    a\n    .edges('|Z')\n    .fillet(9)\n)", 5),
        ("a = cq.Workplane().box(1, 1, 1)\nfor i in range(3):\n    b = a\n    c = 1 / (2 - i)", 4),
        ("a = cq.Solid.makeBox(1, 1, 1)\n\na.fuse(None)", 3),
        (
            "global_part = None\ndef f():\n    global global_part\n"
            "    global_part = 5\n    return 1 / 0\nf()",
            5,
        ),
    ):
        with pytest.raises(ScriptError) as caught:
            build(script)
        assert caught.value.line == line, script


def test_a_chain_as_long_as_python_reads_is_run(build: Build) -> None:
    chain = "".join(f".lineTo({number}, {number % 7})" for number in range(1, 900))
    report = build(f"line = cq.Workplane(){chain}\nbody = cq.Workplane().box(1, 2, 3)")
    assert report.volume_mm3 == pytest.approx(6)
