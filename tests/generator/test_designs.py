"""A design goes into the generator in each of its forms, and comes out with each model."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mayfly.cad.input_files import FILE_LIMIT_BYTES
from mayfly.contracts import Plan
from mayfly.design import Design
from mayfly.errors import InvalidDesign, InvalidParameter
from mayfly.generator import CADModelGenerator, design_plan, part_plan
from mayfly.planning.memory import undone
from mayfly.planning.planner import Attempt

DATA: dict[str, Any] = {
    "title": "mounting block",
    "bodies": [
        {
            "base": {
                "kind": "extrusion",
                "profile": {"kind": "rectangle", "length": 40, "width": 30},
                "height": "1/2 in",
            },
            "features": [{"kind": "hole", "diameter": 6, "at": {"kind": "corners", "inset": 8}}],
        }
    ],
}
SCRIPT = """import cadquery as cq

side = 20  # mm, 5 to 50: of the cube
count = 2
result = cq.Workplane().box(side, side, side)
"""


class NoPlanner:
    """A planner that must not be asked."""

    def plan(self, request: str, *, previous: Any = None) -> Plan:
        raise AssertionError("a design needs no planner")

    def repair(self, request: str, attempts: Any) -> Plan | None:
        raise AssertionError("a design is not repaired")


def without_planner(generator: CADModelGenerator) -> CADModelGenerator:
    """Return the same generator with a planner that must not be asked."""
    return CADModelGenerator(
        planner=NoPlanner(), cleanup_service=generator.cleanup_service, workshop=generator.workshop
    )


@pytest.mark.parametrize("form", [dict, json.dumps, Design.read], ids=["plain data", "JSON text", "Design"])
def test_a_design_is_made_in_each_of_its_forms(generator: CADModelGenerator, form: Any) -> None:
    model = without_planner(generator).make_design(form(DATA))
    assert model["report"]["bounding_box_mm"] == pytest.approx([40, 30, 12.7])
    assert model["title"] == "mounting block"
    assert model["design"] == Design.read(DATA).to_dict()
    assert json.loads(json.dumps(model)) == model


async def test_it_is_made_awaited_and_in_place_of_words(generator: CADModelGenerator) -> None:
    generator = without_planner(generator)
    plans: list[Plan] = []
    stages: list[str] = []
    design = Design.read(DATA)
    words = await generator.agenerate_model(design, on_plan=plans.append, on_progress=stages.append)
    awaited = await generator.amake_design(DATA)
    assert words["report"] == awaited["report"]
    assert [plan.design for plan in plans] == [design.to_dict()]
    assert stages[0] == "planning"
    assert stages[-1] == "published"


def test_what_does_not_fit_is_named_by_its_path_and_nothing_is_left(generator: CADModelGenerator) -> None:
    hole = {"kind": "hole", "diameter": 6, "at": {"kind": "corners", "inset": 1}}
    wrong = {"bodies": [{**DATA["bodies"][0], "features": [hole]}]}
    with pytest.raises(InvalidDesign) as caught:
        generator.make_design(wrong)
    assert caught.value.problems[0][0] == "bodies[0].features[0].hole.at.corners.inset"
    with pytest.raises(InvalidDesign):
        generator.make_design("{")
    assert not list(generator.temp_dir.glob("*.step"))


def test_sizes_of_a_part_take_units_and_choices() -> None:
    sizes = {"length": "8 cm", "width": 60, "thickness": "1/4 in"}
    base = {"kind": "part", "part": "plate", "sizes": sizes}
    pairs = [{"name": name, "value": value} for name, value in sizes.items()]
    plan = design_plan({"bodies": [{"base": base}]})
    assert plan.requirements.bounding_box_mm == pytest.approx((80, 60, 6.35))
    assert design_plan({"bodies": [{"base": {**base, "sizes": pairs}}]}).script == plan.script
    washer = {"kind": "part", "part": "washer", "sizes": {"size": "M8"}}
    assert design_plan({"bodies": [{"base": washer}]}).script == part_plan("washer", {"size": "M8"}).script
    for wrong in ([{"name": "length"}], ["length"], [1], 5, {"length": [1]}):
        with pytest.raises(InvalidDesign):
            design_plan({"bodies": [{"base": {**base, "sizes": wrong}}]})


def test_edits_are_made_before_a_design_is_built(generator: CADModelGenerator) -> None:
    edits = [{"kind": "scale", "factor": 2}]
    model = generator.make_design(DATA, edits=edits)
    assert model["report"]["bounding_box_mm"] == pytest.approx([80, 60, 25.4])
    assert model["design"] == Design.read(DATA).edit(*edits).to_dict()
    assert {"before": 12.7, "after": 25.4}.items() <= model["changes"][2].items()
    with pytest.raises(InvalidDesign, match="nothing of this name"):
        generator.make_design(DATA, edits=[{"kind": "remove_feature", "of": "slot"}])


def test_a_follow_up_states_what_it_changed(generator: CADModelGenerator) -> None:
    plans: list[Plan] = []
    first = generator.generate_model("plate 80x60x6 with a 6 mm hole in the centre", on_plan=plans.append)
    assert first["changes"] == []
    last = Attempt(plan=plans[-1])
    second = generator.generate_model("make it 10 mm thick", previous=last, on_plan=plans.append)
    (change,) = second["changes"]
    assert change["sentence"] == "The thickness of the plate changed from 6 mm to 10 mm."
    assert plans[-1].earlier == (first["design"],)
    other = generator.generate_model("cube 20 mm", previous=Attempt(plan=plans[-1]), on_plan=plans.append)
    assert other["changes"] == [], "a new request changes nothing"
    assert plans[-1].earlier == (first["design"], second["design"]), "but is remembered"
    back = undone(plans[-1])
    assert back is not None
    assert back.design == second["design"]


def test_results_carry_design_and_parameters(generator: CADModelGenerator) -> None:
    words = generator.generate_model("40 x 30 x 12 plate with four 6 mm corner holes, 8 mm inset")
    part = generator.make_part("washer", outer_diameter=20, inner_diameter=10.5, thickness=2)
    free = generator.run_script(SCRIPT)
    assert free["design"] is None
    assert free["parameters"] == {"side": 20, "count": 2}
    side = {"name": "side", "value": 20, "unit": "mm", "low": 5.0, "high": 50.0, "description": "of the cube"}
    assert free["parameter_details"][0] == side
    assert words["parameters"]["corner_hole_diameter"] == 6.0
    assert part["parameters"]["outer_diameter"] == 20.0
    for model in (words, part):
        again = generator.make_design(model["design"])
        assert again["report"]["volume_mm3"] == model["report"]["volume_mm3"]
        assert again["script"] == model["script"]


def test_a_copied_model_carries_the_design_that_was_asked_for(generator: CADModelGenerator) -> None:
    first = generator.make_design(DATA)
    stored = generator.cleanup_service.get_report(first["name"])
    assert stored is not None
    assert stored["design"] == first["design"]
    called = {**DATA, "bodies": [{**DATA["bodies"][0], "name": "renamed"}]}
    second = generator.make_design(called)
    assert second["script"] == first["script"]
    assert second["design"]["bodies"][0]["name"] == "renamed"
    assert second["report"]["sha256"] == first["report"]["sha256"]


def bored(file: str) -> dict[str, Any]:
    """Return a design that begins with a STEP file and has a hole in it."""
    hole = {"kind": "hole", "diameter": 4, "at": {"kind": "centre"}}
    return {"bodies": [{"base": {"kind": "step", "file": file}, "features": [hole]}]}


def test_a_file_that_is_handed_in_is_the_base(generator: CADModelGenerator, tmp_path: Path) -> None:
    block = Path(generator.make_design(DATA)["step_path"])
    (tmp_path / "block.step").write_bytes(block.read_bytes())
    for file in (tmp_path / "block.step", block.read_bytes()):
        model = generator.make_design(bored("block.step"), files={"block.step": file})
        assert model["report"]["bounding_box_mm"] == pytest.approx([40, 30, 12.7])
        assert sum(hole["count"] for hole in model["report"]["holes"]) == 5
        assert model["design"] == Design.read(bored("block.step")).to_dict()
        assert model["parameters"] == {"file": "block.step", "centre_hole_diameter": 4.0}
        assert not (generator.cleanup_service.get_report(model["name"]) or {})["trusted"]


async def test_a_model_that_is_kept_is_the_base(generator: CADModelGenerator) -> None:
    kept = await generator.amake_design(DATA)
    model = await generator.amake_design(bored(kept["name"]))
    assert sum(hole["count"] for hole in model["report"]["holes"]) == 5
    generator.cleanup_service.delete(kept["name"])
    with pytest.raises(InvalidDesign, match=r"^bodies\[0\].base.file: .* was deleted before"):
        await generator.amake_design(bored(kept["name"]))


def test_a_file_in_inches_is_measured_in_millimetres(generator: CADModelGenerator) -> None:
    text = Path(generator.make_design(DATA)["step_path"]).read_text()
    metre = "( LENGTH_UNIT() NAMED_UNIT(*) SI_UNIT(.MILLI.,.METRE.) )"
    assert metre in text
    inch = (
        "( CONVERSION_BASED_UNIT('INCH',#90001) LENGTH_UNIT() NAMED_UNIT(#90002) );\n"
        f"#90001 = LENGTH_MEASURE_WITH_UNIT(LENGTH_MEASURE(25.4),#90003);\n#90003 = {metre};\n"
        "#90002 = DIMENSIONAL_EXPONENTS(1.,0.,0.,0.,0.,0.,0.)"
    )
    model = generator.make_design(bored("inch.step"), files={"inch.step": text.replace(metre, inch).encode()})
    assert model["report"]["bounding_box_mm"] == pytest.approx([40 * 25.4, 30 * 25.4, 12.7 * 25.4])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"hello", "is not a STEP file"),
        (b"ISO-10303-21;\nHEADER;\n", "can't be read as a STEP file"),
        (b"ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\nENDSEC;\nEND-ISO-10303-21;\n", "holds no shape"),
        ("loose face", "holds no solid"),
    ],
)
def test_a_file_that_is_no_body_is_refused_by_its_name(
    generator: CADModelGenerator, tmp_path: Path, content: Any, says: str
) -> None:
    if content == "loose face":
        face = "cq.Workplane().rect(9, 9).extrude(1).faces('>Z')"
        script = f"import cadquery as cq; cq.exporters.export({face}, 'a.step')"
        subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)
        content = (tmp_path / "a.step").read_bytes()
    with pytest.raises(InvalidDesign, match=says) as refused:
        generator.make_design(bored("a.step"), files={"a.step": content})
    assert refused.value.problems[0][0] == "bodies[0].base.file"


def test_files_are_bounded_and_asked_for(generator: CADModelGenerator, tmp_path: Path) -> None:
    with pytest.raises(InvalidParameter, match="16 MiB"):
        generator.make_design(bored("a.step"), files={"a.step": b"ISO-10303-21;" + b" " * FILE_LIMIT_BYTES})
    with pytest.raises(InvalidParameter, match=r"begins with no file called 'b.step'"):
        generator.make_design(DATA, files={"b.step": b""})
    (tmp_path / "secret.step").write_text("ISO-10303-21;")
    with pytest.raises(InvalidDesign, match="no such model is kept"):
        generator.make_design(bored("secret.step"))


def test_a_body_of_a_file_is_cut_out_and_stands_beside_others(generator: CADModelGenerator) -> None:
    block = Path(generator.make_design(DATA)["step_path"]).read_bytes()
    plate = {"kind": "part", "part": "plate", "sizes": {"length": 100, "width": 80, "thickness": 6}}
    base = {"kind": "step", "file": "block.step"}
    cut = {"kind": "cut", "base": base, "at": [0, 0, 3]}
    design = {
        "bodies": [
            {"name": "plate", "base": plate, "features": [cut]},
            {"name": "block", "base": base, "at": [0, 0, 20]},
        ]
    }
    model = generator.make_design(design, files={"block.step": block})
    block_mm3 = 40 * 30 * 12.7 - 4 * math.pi * 9 * 12.7
    taken = (40 * 30 - 4 * math.pi * 9) * 3
    # four studs of the holes are left in the pocket, which is what makes one solid of them
    assert model["report"]["volume_mm3"] == pytest.approx(100 * 80 * 6 - taken + block_mm3, rel=1e-6)
    assert model["report"]["solids"] == 2


def test_words_and_edits_change_what_begins_with_a_kept_file(generator: CADModelGenerator) -> None:
    plans: list[Plan] = []
    kept = generator.make_design(DATA)["name"]
    generator.generate_model(Design.read(bored(kept)), on_plan=plans.append)
    last = Attempt(plan=plans[-1])
    wider = generator.generate_model("make the hole 5 mm", previous=last, on_plan=plans.append)
    assert [change["path"] for change in wider["changes"]] == ["bodies[0].features[0].diameter"]
    more = generator.make_design(bored(kept), edits=[{"kind": "set", "path": "hole.diameter", "value": 5}])
    assert more["report"]["volume_mm3"] == pytest.approx(wider["report"]["volume_mm3"])
    back = generator.generate_model("undo", previous=Attempt(plan=plans[-1]))
    assert back["design"] == Design.read(bored(kept)).to_dict()
    with pytest.raises(InvalidDesign, match="has the size of its file"):
        generator.make_design(bored(kept), edits=[{"kind": "scale", "factor": 2}])


def test_a_design_of_a_file_is_edited_where_the_file_is_known(generator: CADModelGenerator) -> None:
    kept = generator.make_design(DATA)
    edit = {"kind": "set", "path": "hole.diameter", "value": 5}
    model = generator.make_design(bored(kept["name"]), edits=[edit])
    assert {hole["diameter_mm"] for hole in model["report"]["holes"]} == {6.0, 5.0}
    assert model["changes"]
    assert "block.step" in Design.read(bored("block.step")).describe().lower()
