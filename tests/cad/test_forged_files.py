"""What is published is what was measured, for every reader: nothing of a script's own file gets through.

The published files are held against the kernel's reader, by the report, and against a
reader of our own that keeps the last of two equal numbers (`strict_step`).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mayfly.cad.workshop import BuildJob, Workshop, delivery
from mayfly.contracts import BuildReport
from mayfly.errors import InvalidGeometry
from tests.cad import strict_step
from tests.cad.test_abuse import PRELUDE
from tests.cad.tree_cases import PLAIN

FORGER = (
    PRELUDE
    + r"""
import json, re
child = sys.modules["mayfly.cad.sandbox.child"]
cube = child.write_step([child.Shown(cq.Workplane().box(7, 7, 7))], name="x", timestamp=0.0)
points = re.findall(rb"#\d+ = CARTESIAN_POINT\('',\([^()]*\)\);", cube)
doubled = b"\n".join(re.sub(rb"([(,])(-?[\d.E+-]+)(?=[,)])", lambda m: m[1] + b"%.6f" % (2 * float(m[2])), p)
                     for p in points)
assert len(points) > 8

def leave(content, volume=343.0):
    open("model.step", "wb").write(content)
    for said in ({"ok": True, "volume_mm3": volume, "seconds": 0.1, "output": "", "notes": []}, {"ok": True}):
        body = json.dumps(said).encode()
        os.write(own_line(), struct.pack("!I", len(body)) + body)
    time.sleep(600)

def at_end(more):
    head, tail = cube.rsplit(b"ENDSEC;", 1)
    return head + more + b"\nENDSEC;" + tail

def nested(levels):
    # two of the box, two of these two, and so on
    from OCP.STEPCAFControl import STEPCAFControl_Writer
    from OCP.STEPControl import STEPControl_StepModelType
    from OCP.XCAFDoc import XCAFDoc_DocumentTool
    document = sys.modules["mayfly.cad.sandbox.step.document"].new_document()
    tool = XCAFDoc_DocumentTool.ShapeTool_s(document.Main())
    label = tool.NewShape()
    tool.SetShape(label, cq.Workplane().box(1, 1, 1).val().wrapped)
    for level in range(levels):
        whole = tool.NewShape()
        for side in (0, 1):
            tool.AddComponent(whole, label, cq.Location((side * 2.0**(level + 1), 0, 0)).wrapped)
        label = whole
    tool.UpdateAssemblies()
    writer, target = STEPCAFControl_Writer(), load("io").BytesIO()
    writer.Transfer(document, STEPControl_StepModelType.STEPControl_AsIs)
    writer.WriteStream(target)
    return target.getvalue()

def deeper(content, levels):
    # the same by a few lines for each level
    whole, text = re.search(rb"#(\d+) = (PRODUCT_DEFINITION\([^;]*;)", content).groups()
    lines = []
    for level in range(levels):
        number = 90_000 + 10 * level
        lines.append(b"#%d = %s" % (number, text))
        for at in (number + 1, number + 2):
            lines.append(b"#%d = NEXT_ASSEMBLY_USAGE_OCCURRENCE('9','','',#%d,#%s,$);" % (at, number, whole))
        whole = b"%d" % number
    return content.replace(b"ENDSEC;\nEND-ISO", b"\n".join(lines) + b"\nENDSEC;\nEND-ISO")

def within_itself(content):
    # what stands in the outermost assembly is the outermost assembly
    return re.sub(rb"(NEXT_ASSEMBLY_USAGE_OCCURRENCE\([^;]*,(#\d+)),#\d+,\$\);", rb"\1,\2,$);", content)
"""
)

GHOSTS = {
    "points twice": "leave(at_end(doubled))",
    "doubled points first": "leave(cube.replace(b'DATA;', b'DATA;\\n' + doubled, 1), 2744.0)",
    "a second section": "leave(cube.replace(b'END-ISO', b'DATA;\\n' + doubled + b'\\nENDSEC;\\nEND-ISO'))",
    "a script behind the end": "leave(cube + b'<html><script>ghost()</script>')",
    "a program behind the end": "leave(cube + b'MZ\\x90\\x00ghost' + bytes(8 * 2**20))",
    "padding": "leave(cube + b'ghost ' * 2**21)",
    "comments": "leave(cube.replace(b'DATA;', b'DATA; /* ghost */', 1))",
    "orders to a terminal": """leave(cube.replace(b"FILE_NAME('x'", b"FILE_NAME('\\x1b]0;ghost\\x07'"))""",
    "another author": """leave(cube.replace(b"('Mayfly')", b"('Ghost')").replace(b"CadQuery", b"ghost"))""",
    "a file elsewhere": """leave(at_end(
b"#90001 = DOCUMENT_FILE('//ghost.example/share/x.stp','','',#90002,'',$);"
b"#90002 = DOCUMENT_TYPE('geometry');"))""",
    "user's properties": """leave(at_end(b"#90001 = GENERAL_PROPERTY('ghost','ghost','ghost');"))""",
    "triangles beside": """leave(at_end(
b"#90001 = COORDINATES_LIST('ghost',3,((0.,0.,0.),(99.,0.,0.),(0.,99.,0.)));"
b"#90002 = TRIANGULATED_FACE('ghost',#90001,3,((0.,0.,1.)),$,(1,2,3),((1,2,3)));"
b"#90003 = TESSELLATED_SHELL('ghost',(#90002),$);"))""",
    "remarks in the model": """leave(at_end(
b"#90001 = ANNOTATION_TEXT_CHARACTER('ghost',$);#90002 = DRAUGHTING_CALLOUT('ghost',());"))""",
    "names that turn letters round": r"""leave(re.sub(rb"PRODUCT\('[^']*','[^']*'",
rb"PRODUCT('\\X2\\202E\\X0\\ghost','\\X2\\202E\\X0\\ghost'", cube))""",
}


@pytest.mark.parametrize("name", GHOSTS)
def test_what_a_script_puts_into_its_file_is_not_published(
    workshop: Workshop, tmp_path: Path, name: str
) -> None:
    output = tmp_path / "model.step"
    script = FORGER + GHOSTS[name]
    report = workshop.build(BuildJob(script=script, name="the job's", timestamp=1_700_000_000.0), output)
    content = output.read_bytes()
    assert b"host" not in content
    assert b"202E" not in content
    assert len(content) == report.size_bytes < 20_000
    model = strict_step.read(content)
    assert_same(model, report)
    assert_same(strict_step.read_last(content), report)
    header = model.header_texts()
    assert header[2:4] == ["the job's", "2023-11-14T22:13:20"]
    assert "Mayfly" in header


def test_a_forged_name_is_as_clean_as_any(workshop: Workshop, tmp_path: Path) -> None:
    script = """
name = b"'=a%E2%80%AEb%07%F3%A0%81%81%27%23%5CX2%5C202E%5CX0%5C" + b"c" * 900 + b"'"
leave(re.sub(rb"PRODUCT\\('[^']*','[^']*'", lambda _: b"PRODUCT(" + name + b"," + name, cube))
"""
    workshop.build(BuildJob(script=FORGER + script), tmp_path / "model.step")
    content = (tmp_path / "model.step").read_bytes()
    spelled = "ab'#\\\\X2\\\\202E\\\\X0\\\\"
    (product,) = strict_step.read(content).products()
    assert product.startswith(spelled + "ccc")
    assert len(product.replace("\\\\", "\\")) == 200


@pytest.mark.parametrize("value", ["1.E999", "-1.E999", "NAN", "-5.", "300."])
def test_a_colour_beyond_all_bounds_is_brought_within_them(
    workshop: Workshop, tmp_path: Path, value: str
) -> None:
    script = f"""
coloured = child.write_step([child.Shown(cq.Workplane().box(7, 7, 7), color=(0.1, 0.2, 0.3, 0.5))],
                            name="x", timestamp=0.0)
wild = re.sub(rb"COLOUR_RGB\\('',[^,]*,", b"COLOUR_RGB('',{value},", coloured)
wild = re.sub(rb"SURFACE_STYLE_TRANSPARENT\\([^)]*", b"SURFACE_STYLE_TRANSPARENT({value}", wild)
assert wild.count(b"{value}") == 2
leave(wild)
"""
    report = workshop.build(BuildJob(script=FORGER + script), tmp_path / "model.step")
    assert report.volume_mm3 == pytest.approx(343)
    strict_step.read((tmp_path / "model.step").read_bytes())


def test_no_part_that_was_measured_is_hidden(workshop: Workshop, tmp_path: Path) -> None:
    script = """
from OCP.STEPCAFControl import STEPCAFControl_Writer
from OCP.STEPControl import STEPControl_StepModelType
from OCP.XCAFDoc import XCAFDoc_ColorType, XCAFDoc_DocumentTool
document = sys.modules["mayfly.cad.sandbox.step.document"].new_document()
tool = XCAFDoc_DocumentTool.ShapeTool_s(document.Main())
colours = XCAFDoc_DocumentTool.ColorTool_s(document.Main())
label = tool.AddShape(cq.Solid.makeBox(7, 7, 7).wrapped, False)
colours.SetColor(label, cq.Color("red").wrapped, XCAFDoc_ColorType.XCAFDoc_ColorSurf)
colours.SetVisibility(label, False)
writer, target = STEPCAFControl_Writer(), load("io").BytesIO()
writer.Transfer(document, STEPControl_StepModelType.STEPControl_AsIs)
writer.WriteStream(target)
assert b"INVISIBILITY" in target.getvalue()
leave(target.getvalue())
"""
    workshop.build(BuildJob(script=FORGER + script), tmp_path / "model.step")
    assert "INVISIBILITY" not in strict_step.read((tmp_path / "model.step").read_bytes()).kinds


def assert_same(model: strict_step.Model, report: BuildReport) -> None:
    """Compare what our own reader finds with the report."""
    low, high = model.box()
    assert model.solids() == report.solids
    assert low == pytest.approx(report.lowest_mm, abs=1e-6)
    assert high == pytest.approx(
        [a + b for a, b in zip(report.lowest_mm, report.bounding_box_mm, strict=True)], abs=1e-6
    )


def test_a_part_of_parts_is_published_as_it_was_measured(workshop: Workshop, tmp_path: Path) -> None:
    output = tmp_path / "model.step"
    report = workshop.build(BuildJob(script=FORGER + "leave(nested(6), 64.0)"), output)
    assert report.solids == 64
    assert_same(strict_step.read(output.read_bytes()), report)


@pytest.mark.parametrize(
    "content",
    ["nested(15)", "deeper(nested(1), 20)", "deeper(nested(1), 2000)", "within_itself(nested(3))"],
)
def test_an_assembly_without_measure_is_refused(workshop: Workshop, tmp_path: Path, content: str) -> None:
    with pytest.raises(InvalidGeometry, match="20,000 places") as caught:
        workshop.build(BuildJob(script=FORGER + f"leave({content}, 1.0)"), tmp_path / "model.step")
    assert caught.value.check == "assembly_size"
    assert not list(tmp_path.iterdir())


def test_edges_of_which_two_readers_see_two_courses_are_refused(workshop: Workshop, tmp_path: Path) -> None:
    script = """
import math
from OCP.BRep import BRep_Builder
from OCP.BRepAdaptor import BRepAdaptor_Curve2d
from OCP.Geom2d import Geom2d_BSplineCurve
from OCP.TColgp import TColgp_Array1OfPnt2d
from OCP.TColStd import TColStd_Array1OfInteger, TColStd_Array1OfReal
from OCP.gp import gp_Pnt2d

vase = cq.Workplane("XZ").moveTo(6, 0).spline([(9, 8), (7, 16), (10, 24)], includeCurrent=True)
vase = vase.lineTo(2, 24).lineTo(2, 0).close().revolve(200, (0, 0, 0), (0, 1, 0))
face = vase.faces("%REVOLUTION or %BSPLINE").val()
edge = next(each for each in face.Edges() if each.geomType() != "LINE")
flat = BRepAdaptor_Curve2d(edge.wrapped, face.wrapped)
first, last = flat.FirstParameter(), flat.LastParameter()
rows = []  # it is where it should be at the 23 places that the kernel looks at, and elsewhere far off
for piece in range(22):
    for part, off in ((0, 0), (0.1, 0), (0.2, 0.3), (0.8, 0.3), (0.9, 0)):
        at = first + (last - first) * (piece + part) / 22
        here, ahead = flat.Value(at), flat.Value(at + 1e-6)
        along = math.hypot(ahead.X() - here.X(), ahead.Y() - here.Y())
        rows.append((at, here.X() - (ahead.Y() - here.Y()) / along * off,
                     here.Y() + (ahead.X() - here.X()) / along * off))
rows.append((last, flat.Value(last).X(), flat.Value(last).Y()))
poles = TColgp_Array1OfPnt2d(1, len(rows))
knots, counts = TColStd_Array1OfReal(1, len(rows)), TColStd_Array1OfInteger(1, len(rows))
for number, (at, x, y) in enumerate(rows, 1):
    poles.SetValue(number, gp_Pnt2d(x, y))
    knots.SetValue(number, at)
    counts.SetValue(number, 2 if number in (1, len(rows)) else 1)
if {bent}:
    BRep_Builder().UpdateEdge(edge.wrapped, Geom2d_BSplineCurve(poles, knots, counts, 1), face.wrapped, 1e-7)
assert vase.val().isValid()
show_object(vase)
"""
    report = workshop.build(BuildJob(script=script.replace("{bent}", "False")), tmp_path / "straight.step")
    assert report.valid
    with pytest.raises(InvalidGeometry) as caught:
        workshop.build(BuildJob(script=script.replace("{bent}", "True")), tmp_path / "bent.step")
    assert caught.value.check == "same_curves"


ROUND_AND_FLAT = [name for name, case in PLAIN.items() if "sphere" not in case.script]


@pytest.mark.parametrize("name", ROUND_AND_FLAT)
def test_two_readers_see_the_same_model(workshop: Workshop, tmp_path: Path, name: str) -> None:
    output = tmp_path / "model.step"
    report = workshop.build(BuildJob(script=PLAIN[name].script), output)
    model = strict_step.read(output.read_bytes())
    assert_same(model, report)


@pytest.mark.parametrize(
    "name", ["faces with all of it", "materials", "assemblies side by side", "one part in three colours"]
)
def test_what_is_said_of_parts_is_written_in_the_same_order_each_time(
    workshop: Workshop, tmp_path: Path, name: str
) -> None:
    job = BuildJob(script=PLAIN[name].script, timestamp=1_700_000_000.0)
    assert len({workshop.build(job, tmp_path / f"{number}.step").sha256 for number in range(3)}) == 1


def test_a_file_may_be_as_large_as_its_faces_need() -> None:
    delivery.check_size(8 * 2**20, faces=6)
    delivery.check_size(100 * 2**20, faces=2000)
    with pytest.raises(InvalidGeometry) as caught:
        delivery.check_size(100 * 2**20, faces=6)
    assert caught.value.check == "file_size"
