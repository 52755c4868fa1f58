"""What a script finds in the jail: folders, files handed in, and a standard library that works."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mayfly.cad.workshop import BuildJob, Workshop, delivery
from mayfly.contracts import BuildReport
from mayfly.errors import InvalidParameter, ScriptError

SHOW = "show_object(cq.Workplane().box(1, 2, 3))\n"


@pytest.fixture
def step(workshop: Workshop, tmp_path: Path) -> bytes:
    """A purchased part: a cylinder of 20 mm, 10 mm high."""
    path = tmp_path / "bought.step"
    workshop.build(BuildJob(script="show_object(cq.Workplane().cylinder(10, 10))"), path)
    return path.read_bytes()


def build(workshop: Workshop, folder: Path, script: str, **files: bytes) -> BuildReport:
    job = BuildJob(script=script, files={name.replace("__", "."): content for name, content in files.items()})
    return workshop.build(job, folder / "model.step")


def failure(workshop: Workshop, folder: Path, script: str, **files: bytes) -> ScriptError:
    with pytest.raises(ScriptError) as caught:
        build(workshop, folder, script, **files)
    assert not (folder / "model.step").exists()
    return caught.value


HARMLESS = {
    "folders": """
import os
from pathlib import Path
os.makedirs("out/deep", exist_ok=True)
os.makedirs("out/deep", exist_ok=True)
Path("results").mkdir()
(Path("results") / "a.txt").write_text("x")
Path("results").resolve().joinpath("b.txt").write_text("x")
cq.exporters.export(cq.Workplane().box(1, 2, 3), os.path.join("out", "deep", "part.step"))
print(sorted(os.listdir("results")), os.path.getsize("out/deep/part.step") > 1000)
""",
    "elsewhere": "import os\nos.makedirs('a/b')\nos.chdir('a/b')\nprint(os.getcwd().endswith('b'))",
    "temporary": """
import os, tempfile
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "part.step")
    cq.exporters.export(cq.Workplane().box(1, 2, 3), path)
    print(round(cq.importers.importStep(path).val().Volume()))
with tempfile.NamedTemporaryFile(suffix=".stl") as file:
    file.write(b"x")
with tempfile.TemporaryFile("w+") as file:
    file.write("text")
    file.seek(0)
    print(file.read())
""",
    "copies": "import shutil\nopen('a', 'w').write('x')\nshutil.copy('a', 'b')\nshutil.copy2('a', 'c')\n"
    "import os\nos.mkdir('d')\nshutil.copytree('d', 'e')\nprint(open('b').read())",
    "removing": """
import os, shutil
from pathlib import Path
cq.exporters.export(cq.Workplane().box(1, 2, 3), "part.tmp.step")
os.replace("part.tmp.step", "part.step")
print(round(cq.importers.importStep("part.step").val().Volume()), os.path.getsize("part.tmp.step"))
Path("part.step").unlink()
os.remove("part.tmp.step")
Path("a/b").mkdir(parents=True)
Path("a/b/c.txt").write_text("moved")
shutil.move("a/b/c.txt", "d.txt")
shutil.move("a", "e")
shutil.rmtree("a")
print(Path("d.txt").read_text(), Path("e/b").is_dir())
Path("d.txt").unlink()
Path("d.txt").write_text("anew")
print(Path("d.txt").read_text())
""",
    "arguments": "import sys, argparse\nprint(sys.argv, argparse.ArgumentParser().parse_args())\n"
    "sys.path.append('lib')\nsys.stdout.reconfigure(encoding='utf-8')\nsys.stdout.buffer.write(b'bytes')",
    "logging": "import logging, sys\nlogging.basicConfig(level=logging.INFO, stream=sys.stdout)\n"
    "logging.info('made it')\nlogging.getLogger('x').error('to stderr')",
    "others": "import csv, io, json, pprint, struct, types, uuid, traceback, inspect, time, platform\n"
    "csv.writer(io.StringIO()).writerow([1])\npprint.pprint({'a': uuid.uuid4().version})\n"
    "print(struct.pack('<f', 1), time.time() > 0, platform.system())",
}
PRINTED = {
    "folders": "['a.txt', 'b.txt'] True",
    "elsewhere": "True",
    "temporary": "6\ntext",
    "copies": "x",
    "removing": "6 0\nmoved True\nanew",
    "arguments": "['script.py'] Namespace()\nbytes",
    "logging": "INFO:root:made it\nERROR:x:to stderr",
    "others": "{'a': 4}",
}


@pytest.mark.parametrize("use", HARMLESS)
def test_a_harmless_use_of_the_standard_library_works(workshop: Workshop, tmp_path: Path, use: str) -> None:
    report = build(workshop, tmp_path, HARMLESS[use] + "\n" + SHOW)
    assert report.output.strip().startswith(PRINTED[use])


@pytest.mark.parametrize(
    "end", ["import sys\nsys.exit()", "import sys\nsys.exit(0)", "exit()", "raise SystemExit"]
)
def test_a_script_may_end_itself_when_all_went_well(workshop: Workshop, tmp_path: Path, end: str) -> None:
    assert build(workshop, tmp_path, SHOW + end).volume_mm3 == pytest.approx(6)


@pytest.mark.parametrize("end", ["import sys\nsys.exit('no room')", "exit(3)"])
def test_a_script_that_ends_with_a_failure_has_failed(workshop: Workshop, tmp_path: Path, end: str) -> None:
    assert failure(workshop, tmp_path, SHOW + end).error_type == "SystemExit"


def test_a_file_that_is_handed_in_is_found_by_its_name(
    workshop: Workshop, tmp_path: Path, step: bytes
) -> None:
    script = 'show_object(cq.importers.importStep("./bearing.step").faces(">Z").workplane().hole(4))'
    report = build(workshop, tmp_path, script, bearing__step=step)
    assert report.bounding_box_mm == pytest.approx((20, 20, 10))
    assert [hole.diameter_mm for hole in report.holes] == [4]


def test_files_of_other_kinds_are_found_too(workshop: Workshop, tmp_path: Path) -> None:
    script = """
import csv, json, sizes
rows = [[float(cell) for cell in row] for row in csv.reader(open("rows.csv"))]
show_object(cq.Workplane().box(rows[0][0], json.load(open("a.json"))["width"], sizes.HEIGHT))
"""
    files = {"rows__csv": b"3,4\n", "a__json": b'{"width": 5}', "sizes__py": b"HEIGHT = 7\n"}
    assert build(workshop, tmp_path, script, **files).bounding_box_mm == pytest.approx((3, 5, 7))


def test_a_handed_in_file_may_be_called_as_the_model_is(
    workshop: Workshop, tmp_path: Path, step: bytes
) -> None:
    script = 'part = cq.importers.importStep("model.step")\nshow_object(part.translate((0, 0, 5)))'
    report = build(workshop, tmp_path, script, model__step=step)
    assert report.lowest_mm[2] == pytest.approx(0, abs=1e-6)


def test_a_font_that_is_handed_in_is_engraved(workshop: Workshop, tmp_path: Path) -> None:
    fonts = sorted(Path("/usr/share/fonts").rglob("*.ttf"))
    if len(fonts) < 2:
        pytest.skip("there are no two fonts here")
    script = 'show_object(cq.Workplane().text("Wim", 10, 1, fontPath="./own.ttf"))'
    volumes = {
        build(workshop, tmp_path / str(number), script, own__ttf=font.read_bytes()).volume_mm3
        for number, font in enumerate((fonts[0], fonts[-1]))
        if (tmp_path / str(number)).mkdir() is None
    }
    assert len(volumes) == 2


def test_what_is_handed_in_to_one_job_is_not_there_for_the_next(workshop: Workshop, tmp_path: Path) -> None:
    script = "import os\nprint(sorted(os.listdir('.')))\n" + SHOW
    for trusted in (True, False):
        job = BuildJob(script=script, files={"secret.csv": b"1"}, trusted=trusted)
        assert "secret.csv" in workshop.build(job, tmp_path / f"{trusted}.step").output
        job = BuildJob(script=script, trusted=trusted)
        assert "secret.csv" not in workshop.build(job, tmp_path / f"{trusted}-next.step").output


MISSING = {
    "step": ('cq.importers.importStep("./bearing.step")', "--with bearing.step"),
    "variable": ('name = "parts/b.brep"\ncq.importers.importBrep(name)', "--with b.brep"),
    "dxf": ('cq.importers.importDXF("outline.dxf")', "--with outline.dxf"),
    "table": ('open("rows.csv")', "--with rows.csv"),
    "home": ('open("/home/somebody/rows.csv")', "--with rows.csv"),
    "system": ('open("/etc/passwd").read()', "--with passwd"),
    "write elsewhere": ('open("/tmp/out.csv", "w")', "own folder only"),
    "no folder": ('open("out/a.csv", "w")', "os.makedirs('out', exist_ok=True)"),
    "remove": ('import os\nos.remove("/etc/passwd")', "Leave that line out"),
    "ask": ('width = input("width?")', "Nobody can be asked"),
    "import": ('import importlib\nimportlib.import_module("absent_one")', "--with MODULE.py"),
}


@pytest.mark.parametrize("case", MISSING)
def test_an_error_over_a_file_says_what_to_do(workshop: Workshop, tmp_path: Path, case: str) -> None:
    script, advice = MISSING[case]
    assert advice in failure(workshop, tmp_path, script).hint


def test_a_file_of_another_content_is_not_asked_for_again(workshop: Workshop, tmp_path: Path) -> None:
    error = failure(workshop, tmp_path, 'cq.importers.importStep("a.step")', a__step=b"no STEP")
    assert "a.step is there" in error.hint


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "../b", "/etc/x", "a\\b", "a\0b", ".hidden", "x" * 101, "trace.txt"]
)
def test_only_a_plain_name_is_handed_in(workshop: Workshop, tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidParameter):
        workshop.build(BuildJob(script=SHOW, files={name: b"x"}), tmp_path / "model.step")


def test_files_are_bounded_in_number_and_size(workshop: Workshop, tmp_path: Path) -> None:
    large = bytes(16 * 2**20)
    for files in (
        {str(n): b"x" for n in range(17)},
        {"a": large + b"x"},
        {"a": large, "b": large, "c": b"x"},
    ):
        with pytest.raises(InvalidParameter):
            workshop.build(BuildJob(script=SHOW, files=files), tmp_path / "model.step")


def test_folders_hide_nothing_from_the_limits(workshop: Workshop, tmp_path: Path) -> None:
    script = """
import os
for number in range(100):
    os.makedirs(f"d{number}/e")
    for deep in range(100):
        os.close(os.open(f"d{number}/e/{deep}", os.O_CREAT | os.O_WRONLY))
import time
time.sleep(5)
"""
    assert failure(workshop, tmp_path, script).error_type == "TooMuchOutput"
    deep = "import os, time\nfor _ in range(3000):\n    os.mkdir('d')\n    os.chdir('d')\ntime.sleep(5)"
    assert failure(workshop, tmp_path, deep).error_type == "TooMuchOutput"
    assert build(workshop, tmp_path, SHOW).volume_mm3 == pytest.approx(6)


@pytest.mark.parametrize(
    "act",
    ['os.mkdir("shut", 0o300)', "os.umask(0o777)", 'os.mkdir("/tmp/evil")', 'os.mkdir("../beside")',
     'os.symlink("/etc", "a")', 'os.rmdir("/tmp")', 'os.remove("/dev/null")', 'os.rename("/etc/passwd", "a")',
     'os.rename("script.txt", "/tmp/evil")', 'os.rmdir(os.path.dirname(os.__file__))'],
)  # fmt: skip
def test_nothing_is_changed_elsewhere_and_no_folder_made_that_cannot_be_looked_into(
    workshop: Workshop, tmp_path: Path, act: str
) -> None:
    script = f"import os\nopen('script.txt', 'w').close()\n{act}\n{SHOW}"
    assert failure(workshop, tmp_path, script).error_type in (
        "PermissionError",
        "OSError",
    )


def test_a_name_that_is_taken_in_the_childs_folder_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    folder = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with pytest.raises(InvalidParameter, match="'taken'"):
            delivery.hand_in(folder, {"taken": b"x"})
    finally:
        os.close(folder)
