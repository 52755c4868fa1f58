"""Scripts with names, places, colours, layers and materials, and what their file should say of them.

Where plain CadQuery can say it, the expectation is its own export: of the assembly that the
script shows, or of one that the case makes. Elsewhere it is stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Tree = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One script.

    Attributes:
        script: It shows something.
        plain: Code that makes an assembly called ``whole`` for plain CadQuery to export, after the script;
            empty where it is what the script shows. None where ``tree`` is the expectation.
        tree: What the tree of the file has to hold, key by key.
    """

    script: str
    plain: str | None = ""
    tree: Tree | None = None


BOX = "cq.Workplane().box(10, 20, 30)"
STEEL = [0.6, 0.68, 0.77]


def _like(script: str, **tree: Any) -> Case:
    return Case(script, None, tree)


def _single(end: str, **tree: Any) -> Case:
    return _like(f"part = {BOX}\nshow_object(part{end})", **{"volume": 6000, **tree})


def _coloured(color: str, colour: list[float]) -> Case:
    return _single(f", options={{'color': {color}}}", name="job", colour=colour)


PLAIN = {
    "two coloured parts": Case(
        "unit = cq.Assembly(name='unit')\n"
        "unit.add(cq.Workplane().box(4, 4, 1), name='base', color=cq.Color(0.25, 0.5, 0.75))\n"
        "unit.add(cq.Workplane().box(1, 1, 1), name='stud', loc=cq.Location((0, 0, 1)))\n"
        "show_object(unit)"
    ),
    "part that has parts": Case(
        "unit = cq.Assembly(cq.Workplane().box(4, 4, 1), name='base', color=cq.Color('orange'))\n"
        "unit.add(cq.Workplane().box(1, 1, 1), name='stud', loc=cq.Location((0, 0, 1)), "
        "color=cq.Color('red'))\n"
        "show_object(unit)"
    ),
    "assembly with a place": Case(
        "unit = cq.Assembly(name='unit', loc=cq.Location((5, 6, 7), (0, 0, 1), 40))\n"
        "unit.add(cq.Workplane().box(4, 4, 1), name='base')\nshow_object(unit)"
    ),
    "one part with a place": Case(
        "show_object(cq.Assembly(cq.Workplane().box(4, 4, 1), name='only', loc=cq.Location((5, 6, 7))))"
    ),
    "nested and turned": Case(
        "arm = cq.Workplane().polyline([(0, 0), (30, 0), (30, 5), (5, 5), (5, 20), (0, "
        "20)]).close().extrude(8)\n"
        "pair = cq.Assembly(name='pair', loc=cq.Location((0, 0, 5), (0, 0, 1), 30))\n"
        "pair.add(arm, name='right', color=cq.Color('red'))\n"
        "pair.add(arm.mirror('YZ'), name='left', loc=cq.Location((-3, 0, 0)), color=cq.Color('blue'))\n"
        "frame = cq.Assembly(name='frame')\nframe.add(pair, name='low', loc=cq.Location((0, 0, 0)))\n"
        "frame.add(pair, name='high', loc=cq.Location((10, 20, 60), (1, 0, 0), 90))\nshow_object(frame)"
    ),
    "four levels": Case(
        "at = cq.Assembly(name='level 0').add(cq.Workplane().box(1, 2, 3), name='leaf')\n"
        "for level in range(1, 4):\n"
        "    at = cq.Assembly(name=f'level {level}').add(at, loc=cq.Location((level, 0, 0), (0, 1, 0), 15))\n"
        "show_object(at)"
    ),
    "one part in three places": Case(
        "pin, rack = cq.Workplane().cylinder(4, 1), cq.Assembly(name='rack')\n"
        "for n in range(3):\n    rack.add(pin, name=f'pin {n}', loc=cq.Location((4 * n, 0, 0)))\n"
        "show_object(rack)"
    ),
    "one part in three colours": Case(
        "pin, rack = cq.Workplane().box(1, 2, 3), cq.Assembly(name='rack')\n"
        "for n, color in enumerate(['red', 'green', 'blue']):\n"
        "    rack.add(pin, name=color, loc=cq.Location((4 * n, 0, 0)), color=cq.Color(color))\n"
        "show_object(rack)"
    ),
    "thirty places": Case(
        "ball, rack = cq.Workplane().sphere(2), cq.Assembly(name='rack')\n"
        "for n in range(30):\n"
        "    at = cq.Location((5 * (n % 6), 5 * (n // 6), 0))\n"
        "    rack.add(ball, name=f'ball {n}', loc=at, color=cq.Color(n / 30, n % 6 / 6, 0.5))\n"
        "show_object(rack)"
    ),
    "transparent parts": Case(
        "unit = cq.Assembly(name='unit')\n"
        "unit.add(cq.Workplane().box(9, 9, 9), name='grey', color=cq.Color(0.5, 0.5, 0.5, 1))\n"
        "glass = cq.Color(0.2, 0.4, 0.6, 0.25)\n"
        "unit.add(cq.Workplane().box(5, 5, 5), name='glass', loc=cq.Location((0, 0, 9)), color=glass)\n"
        "show_object(unit)"
    ),
    "named colours": Case(
        "unit = cq.Assembly(name='unit')\n"
        "for n, color in enumerate(['steelblue', 'gray50', 'darkviolet', 'lightgoldenrod2', '#8040c0']):\n"
        "    unit.add(cq.Workplane().box(1, 1, 1 + n), name=f'p{n}', loc=cq.Location((3 * n, 0, 0)),\n"
        "             color=cq.Color(color))\n"
        "show_object(unit)"
    ),
    "linear colour": Case(
        "unit = cq.Assembly(name='unit')\n"
        "unit.add(cq.Workplane().box(1, 1, 1), name='part', color=cq.Color(0.2, 0.4, 0.6, 1, False))\n"
        "show_object(unit)"
    ),
    "same names in two groups": Case(
        "def wheel():\n"
        "    made = cq.Assembly(name='wheel')\n"
        "    made.add(cq.Workplane().circle(10).extrude(4), name='rim', color=cq.Color('gray'))\n"
        "    made.add(cq.Workplane().circle(2).extrude(6), name='axle', loc=cq.Location((0, 0, 4)))\n"
        "    return made\n"
        "car = cq.Assembly(name='car')\ncar.add(wheel(), name='left', loc=cq.Location((0, 40, 0)))\n"
        "car.add(wheel(), name='right', loc=cq.Location((0, -40, 0)))\nshow_object(car)"
    ),
    "materials": Case(
        "unit = cq.Assembly(name='unit')\n"
        "copper = cq.Material('Copper', density=8.9, densityUnit='g/cm^3', description='bare')\n"
        "unit.add(cq.Workplane().sphere(5), name='core', material=copper)\n"
        "unit.add(cq.Workplane().box(4, 4, 4), name='foot', loc=cq.Location((20, 0, 0)),\n"
        "         material=cq.Material('PEEK', density=1.3), color=cq.Color('tan'))\n"
        "unit.add(cq.Workplane().box(4, 4, 4), name='tip', loc=cq.Location((30, 0, 0)), material='Steel')\n"
        "show_object(unit)"
    ),
    "named faces": Case(
        "cube, unit = cq.Workplane().box(10, 10, 10), cq.Assembly(name='top-level')\n"
        "unit.add(cube, name='cube', color=cq.Color('green'))\n"
        "unit.cube.addSubshape(cube.faces('>Z').val(), name='seal face')\n"
        "unit.cube.addSubshape(cube.faces('<Z').val(), name='datum A')\nshow_object(unit)"
    ),
    "coloured faces": Case(
        "cube, unit = cq.Workplane().box(10, 10, 10), cq.Assembly(name='top-level')\n"
        "unit.add(cube, name='cube', color=cq.Color('green'))\n"
        "unit.cube.addSubshape(cube.faces('>Z').val(), color=cq.Color('red'))\n"
        "unit.cube.addSubshape(cube.faces('>X').val(), color=cq.Color(0.1, 0.2, 0.3, 0.5))\nshow_object(unit)"
    ),
    "faces on layers": Case(
        "cube, unit = cq.Workplane().box(10, 10, 10), cq.Assembly(name='top-level')\n"
        "unit.add(cube, name='cube')\n"
        "unit.cube.addSubshape(cube.faces('>Z').val(), layer='machined')\n"
        "unit.cube.addSubshape(cube.faces('>X').val(), layer='machined')\n"
        "unit.cube.addSubshape(cube.faces('<X').val(), layer='cast')\nshow_object(unit)"
    ),
    "faces with all of it": Case(
        "cube, unit = cq.Workplane().box(10, 10, 10), cq.Assembly(name='top-level')\n"
        "unit.add(cube, name='cube', color=cq.Color('gray'), loc=cq.Location((1, 2, 3), (1, 0, 0), 30))\n"
        "for n, face in enumerate(cube.faces().vals()):\n"
        "    unit.cube.addSubshape(face, name=f'face {n}', color=cq.Color(n / 6, 0, 0), "
        "layer=f'layer {n % 2}')\n"
        "show_object(unit)"
    ),
    "several solids in a part": Case(
        "feet = cq.Workplane().rarray(20, 1, 3, 1).rect(5, 5).extrude(2)\n"
        "show_object(cq.Assembly(name='unit').add(feet, name='feet', color=cq.Color('red')))"
    ),
    "shapes for parts": Case(
        "unit = cq.Assembly(name='unit').add(cq.Solid.makeBox(1, 2, 3), name='box')\n"
        "unit.add(cq.Compound.makeCompound([cq.Solid.makeSphere(3)]), name='ball', "
        "loc=cq.Location((9, 0, 0)))\n"
        "show_object(unit)"
    ),
    "moved shape": Case(
        "box = cq.Solid.makeBox(1, 2, 3).moved(cq.Location((5, 0, 0), (0, 0, 1), 45))\n"
        "show_object(cq.Assembly(name='unit').add(box, name='box', loc=cq.Location((0, 7, 0))))"
    ),
    "solved constraints": Case(
        "a, b = cq.Workplane().box(10, 10, 2), cq.Workplane().box(4, 4, 8)\n"
        "unit = cq.Assembly(a, name='low').add(b, name='high', color=cq.Color('blue'))\n"
        "unit.constrain('low@faces@>Z', 'high@faces@<Z', 'Plane').solve()\nshow_object(unit)"
    ),
    "names with signs": Case(
        "unit = cq.Assembly(name='a;b')\n"
        "unit.add(cq.Workplane().box(9, 9, 9), name='Bolt 1/4\" O\\'Ring; #12, (x)', "
        "color=cq.Color('orange'))\n"
        "unit.add(cq.Workplane().box(5, 5, 5), name='100 % ~0123456789abcdef01234567~',\n"
        "         loc=cq.Location((20, 0, 0)))\n"
        "unit.add(cq.Workplane().box(5, 5, 5), name='C:\\\\temp', loc=cq.Location((30, 0, "
        "0)))\nshow_object(unit)"
    ),
    "removed part": Case(
        "unit = cq.Assembly(name='unit').add(cq.Workplane().box(1, 1, 1), name='stays')\n"
        "unit.add(cq.Workplane().box(2, 2, 2), name='goes').remove('goes')\nshow_object(unit)"
    ),
    "several objects": Case(
        "show_object(cq.Workplane().box(1, 2, 3), name='body', options={'color': 'red'})\n"
        "show_object(cq.Workplane().sphere(1).translate((5, 0, 0)), name='ball', color=(0, 0, 255))\n"
        "show_object(cq.Solid.makeBox(1, 1, 1), name='cube')",
        "whole = cq.Assembly(name='job')\n"
        "whole.add(cq.Workplane().box(1, 2, 3), name='body', color=cq.Color('red'))\n"
        "whole.add(cq.Workplane().sphere(1).translate((5, 0, 0)), name='ball', color=cq.Color(0, 0, 1))\n"
        "whole.add(cq.Solid.makeBox(1, 1, 1), name='cube')",
    ),
    "assemblies side by side": Case(
        "housing = cq.Assembly(name='housing').add(cq.Workplane().box(9, 9, 9), name='wall')\n"
        "shaft = cq.Assembly(name='shaft', loc=cq.Location((0, 0, 20)))\n"
        "shaft.add(cq.Workplane().circle(2).extrude(30), name='rod')\n"
        "shaft.add(cq.Workplane().box(3, 3, 3), name='key', color=cq.Color('blue'))\n"
        "show_object(housing)\nshow_object(shaft, options={'color': 'red'})",
        "whole = cq.Assembly(name='job').add(housing)\nshaft.children[0].color = cq.Color('red')\n"
        "whole.add(shaft)",
    ),
    "colour of an assembly": Case(
        "unit = cq.Assembly(name='unit', color=cq.Color('red')).add(cq.Workplane().box(1, 1, "
        "1), name='one')\n"
        "unit.add(cq.Workplane().box(2, 2, 2), name='two', color=cq.Color('blue'), "
        "loc=cq.Location((5, 0, 0)))\n"
        "show_object(unit)",
        "whole = unit\nwhole.children[0].color = cq.Color('red')",  # its own export loses it
    ),
    "lists and dictionaries": Case(
        "base, lid = cq.Workplane().box(60, 40, 5), cq.Workplane().box(60, 40, 2).translate((0, 0, 20))\n"
        "result = [base, lid]",
        "whole = cq.Assembly(name='job').add(base, name='base').add(lid, name='lid')",
    ),
    "dictionary": Case(
        "result = {'floor': cq.Workplane().box(9, 9, 1), 'post': cq.Workplane().box(1, 1, 9)}",
        "whole = cq.Assembly(name='job').add(result['floor'], name='floor').add(result['post'], name='post')",
    ),
}

STATED = {
    "name of one object": _single(", name='lid'", name="lid", colour=None),
    "name in second place": _single(", 'lid', {'color': 'red'}", name="lid", colour=[1, 0, 0, 1]),
    "no name": _single("", name="job", colour=None),
    "opacity and colour": _single(
        ", name='lid', options={'alpha': 0.5, 'color': (64, 164, 223)}",
        name="lid",
        colour=[0.251, 0.6431, 0.8745, 0.5],
    ),
    "opacity alone": _single(", options={'alpha': 0.25}", name="job", colour=[*STEEL, 0.25]),
    "opacity in percent": _single(", color='red', alpha='40%'", name="job", colour=[1, 0, 0, 0.4]),
    "opaque as rand_color has it": _single(", options=rand_color()", name="job"),
    "rgba of CQ-editor": _single(", options={'rgba': (0.2, 0.4, 0.6, 0.5)}", colour=[0.2, 0.4, 0.6, 0.5]),
    "rgba of CadQuery 1": _single(", options={'rgba': (204, 204, 204, 0.0)}", colour=[0.8, 0.8, 0.8, 1]),
    "four numbers to 255": _coloured("(51, 102, 153, 51)", [0.2, 0.4, 0.6, 0.2]),
    "three numbers to 1": _coloured("(0.2, 0.4, 0.6)", [0.2, 0.4, 0.6, 1]),
    "hexadecimal": _coloured("'#336699'", [0.2, 0.4, 0.6, 1]),
    "hexadecimal with opacity": _coloured("'#33669980'", [0.2, 0.4, 0.6, 0.502]),
    "short hexadecimal": _coloured("'#369'", [0.2, 0.4, 0.6, 1]),
    "name of CSS": _coloured("'rebeccapurple'", [0.4, 0.2, 0.6, 1]),
    "name with blanks": _coloured("'Cornflower Blue'", [0.3922, 0.5843, 0.9294, 1]),
    "rgb()": _coloured("'rgb(51, 102, 153)'", [0.2, 0.4, 0.6, 1]),
    "rgba()": _coloured("'rgba(20% 40% 60% / 50%)'", [0.2, 0.4, 0.6, 0.5]),
    "hsl()": _coloured("'hsl(210, 50%, 40%)'", [0.2, 0.4, 0.6, 1]),
    "hwb()": _coloured("'hwb(210deg 20% 40% / 0.25)'", [0.2, 0.4, 0.6, 0.25]),
    "lab()": _coloured("'lab(29.2345% 39.3825 20.0664)'", [0.4902, 0.1373, 0.1608, 1]),
    "oklch()": _coloured("'oklch(40.1% 0.123 21.57)'", [0.4902, 0.1373, 0.1608, 1]),
    "Color": _coloured("cq.Color(0.2, 0.4, 0.6, 0.3)", [0.2, 0.4, 0.6, 0.3]),
    "names in other letters": _like(
        "unit = cq.Assembly(name='Gehäuse Ø50 – 外壳')\n"
        "unit.add(cq.Workplane().box(5, 5, 5), name='крышка 1')\n"
        "unit.add(cq.Workplane().box(6, 6, 6), name='🦟👩\u200d🔧', loc=cq.Location((30, 0, "
        "0)))\nshow_object(unit)",
        name="Gehäuse Ø50 – 外壳",
        parts=[{"name": "крышка 1", "called": "крышка 1"}, {"name": "🦟👩\u200d🔧"}],
    ),
    "faces and layers in other letters": _like(
        "cube = cq.Workplane().box(10, 10, 10)\nunit = cq.Assembly(cube, name='Würfel')\n"
        "unit.addSubshape(cube.faces('>Z').val(), name='Dichtfläche', layer='Schicht ö')\nshow_object(unit)",
        parts=[{"faces": [{"name": "Dichtfläche", "layers": ["Schicht ö"]}]}],
    ),
    "invisible letters": _single(r", name='a\u202eb\u200bc\U000e0041\x07\nd'", name="abc d"),
    "spelled-out letters": _single(
        r", name='\\X2\\202E\\X0\\ and \\S\\a'", name="\\X2\\202E\\X0\\ and \\S\\a"
    ),
    "long name": _single(", name='x' * 5000", name="x" * 200),
    "look of an assembly": _like(
        "unit = cq.Assembly(name='unit').add(cq.Workplane().box(1, 1, 1), name='one')\n"
        "unit.add(cq.Workplane().box(2, 2, 2), name='two', color=cq.Color('blue'), "
        "loc=cq.Location((5, 0, 0)))\n"
        "show_object(unit, name='shown', options={'color': 'red', 'alpha': 0.5})",
        name="shown",
        parts=[{"name": "one", "colour": [1, 0, 0, 0.5]}, {"name": "two", "colour": [0, 0, 1, 0.5]}],
    ),
    "assembly without a name": _like(
        "show_object(cq.Assembly().add(cq.Workplane().box(1, 1, 1), name='one'))",
        name="job",
        parts=[{"name": "one"}],
    ),
    "viewer": _like(
        "from ocp_vscode import show\na, b = cq.Workplane().box(1, 1, 1), cq.Workplane().box(2, 2, 2)\n"
        "show(a, b.translate((9, 0, 0)), names=['low', 'high'], colors=['red', '#00ff00'], alphas=[1, 0.5])",
        name="job",
        parts=[
            {"name": "low", "colour": [1, 0, 0, 1]},
            {"name": "high", "colour": [0, 1, 0, 0.5]},
        ],
    ),
    "viewer of CadQuery": _like(
        f"from cadquery.vis import show\nshow({BOX}, color=(0.2, 0.4, 0.6), alpha=0.5)",
        colour=[0.2, 0.4, 0.6, 0.5],
    ),
}
