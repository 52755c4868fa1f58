"""Colours in STEP files: the same bytes from every process, and the same colours as the kernel wrote."""

from __future__ import annotations

from mayfly.cad.sandbox.step import style_order
from tests.cad.conftest import in_interpreter

PROGRAM = """
import pathlib
import tempfile
import warnings
import cadquery as cq
from mayfly.cad.sandbox.script import run, step_output
from mayfly.cad.sandbox.step import style_order
warnings.simplefilter("ignore")

SCRIPT = '''
whole = cq.Assembly(name="whole")
for number, colour in enumerate(["red", "green", "blue", "orange", "red"]):
    box = cq.Workplane().box(10 + number, 10, 10)
    whole.add(box, name=f"box{number}", loc=cq.Location((20 * number, 0, 0)), color=cq.Color(colour))
    whole.addSubshape(box.faces(">Z").val(), color=cq.Color("yellow"), name=f"top{number}", layer="#12 of 20")
    whole.addSubshape(box.faces(">X").val(), color=cq.Color(0.1, 0.2, 0.3, 0.5), name=f"side{number}")
show_object(whole)
'''
kernel = []
def in_order(content, real=style_order.in_order):
    kernel.append(content)
    return real(content)
style_order.in_order = in_order
ours = [step_output.write_step(run.run_script(SCRIPT)[0], name="x", timestamp=0.0) for _ in range(12)]
folder = pathlib.Path(tempfile.mkdtemp())
def colours(content):
    file = folder / "x.step"
    file.write_bytes(content)
    found = []
    for name, part in cq.Assembly.importStep(str(file)).objects.items():
        faces = sorted(str(colour.toTuple()) for colour in part._subshape_colors.values())
        layers = sorted(part._subshape_layers.values())
        found.append((name, part.color and part.color.toTuple(), faces, layers))
    return sorted(found, key=str)
seen = colours(ours[0])
plain = lambda rows: sorted((row[1:3] for row in rows), key=str)  # the kernel has tokens for names
print(len(set(kernel)) > 1, len(set(ours)), plain(seen) == plain(colours(kernel[0])), len(seen))
print(sum(len(faces) for _, _, faces, _ in seen), seen[0][3])
"""


def test_an_assembly_with_colours_has_the_same_bytes_each_time_and_keeps_its_colours() -> None:
    assert in_interpreter(PROGRAM).splitlines() == ["True 1 True 6", "10 ['#12 of 20']"]


def test_a_file_without_colours_stays_as_it_is() -> None:
    content = b"DATA;\n#1 = PRODUCT('a','a');\nENDSEC;\nEND-ISO-10303-21;\n"
    assert style_order.in_order(content) is content
    assert style_order.in_order(b"") == b""


def test_what_can_not_be_ordered_stays_as_it_is() -> None:
    name = style_order._COLOURED.decode()
    content = f"DATA;\n#1 = {name}'',(#2),#1);\n#2 = STYLED_ITEM('',(#1),#2);\nENDSEC;\n".encode()
    assert style_order.in_order(content) == content
