"""Measuring: a sound file is measured without the kernel's repairs, a faulty one as they repair it."""

from __future__ import annotations

from typing import Any

import cadquery as cq
import pytest
from OCP.BRepCheck import BRepCheck_Analyzer

from mayfly.cad.sandbox.measure import inspection
from mayfly.cad.sandbox.record.shown import Shown
from mayfly.cad.sandbox.script.step_output import write_step

CROSSED = cq.Workplane().polyline([(0, 0), (10, 10), (10, 0), (0, 14)]).close().extrude(5)

SOUND = {
    "ball": cq.Workplane().sphere(10),
    "ring": cq.Solid.makeTorus(20, 5),
    "tip": cq.Solid.makeCone(5, 0, 10),
    "drilled ball": cq.Workplane().sphere(10).cut(cq.Workplane().circle(3).extrude(30, both=True)),
    "rounded pin": cq.Workplane().cylinder(20, 5).faces(">Z").fillet(2),
    "loft": cq.Workplane().circle(10).workplane(offset=20).rect(10, 10).loft(),
    "hollow": cq.Workplane().box(9, 9, 9).cut(cq.Workplane().sphere(4)),
    "several": cq.Assembly(cq.Workplane().box(2, 3, 4)).add(
        cq.Solid.makeCylinder(2, 5), loc=cq.Location((9, 0, 0), (1, 1, 0), 30)
    ),
}


def written(model: Any) -> bytes:
    """Give a model's STEP file."""
    return write_step([Shown(model)], name="model", timestamp=0.0)


def faultless(shape: Any) -> bool:
    """Tell whether the kernel finds a shape sound."""
    return BRepCheck_Analyzer(shape, True).IsValid()


@pytest.mark.parametrize("name", SOUND)
def test_that_a_sound_file_is_measured_alike_with_and_without_repairs(name: str) -> None:
    content = written(SOUND[name])
    assert faultless(inspection.read_step(content, repair=False))
    measured = inspection.measure_as_written(content)
    assert measured is not None
    (quick, volume), (repaired, _) = measured, inspection.measure(content)
    assert quick["valid"]
    assert quick["volume_mm3"] == pytest.approx(volume, abs=1e-6)
    assert quick.keys() == repaired.keys()
    for key, value in repaired.items():
        if key in {"volume_mm3", "area_mm2", "bounding_box_mm", "lowest_mm", "centre_mm"}:
            assert quick[key] == pytest.approx(value, rel=1e-9, abs=1e-9), key
        else:
            assert quick[key] == value, key


def test_that_a_faulty_file_is_sound_only_as_a_cad_program_would_open_it() -> None:
    content = written(CROSSED)
    assert not faultless(inspection.read_step(content, repair=False))
    assert faultless(inspection.read_step(content))
    assert inspection.measure_as_written(content) is None
    assert inspection.measure(content)[0]["valid"]


def test_that_a_part_inside_out_is_not_sound_and_is_turned() -> None:
    turned = cq.Solid.makeBox(5, 5, 5).moved(cq.Location((20, 0, 0)))
    turned.wrapped.Reverse()
    content = written(cq.Compound.makeCompound([cq.Solid.makeBox(10, 10, 10), turned]))
    assert inspection.measure_as_written(content) is None
    report, volume = inspection.measure(content)
    assert (report["valid"], volume) == (True, pytest.approx(1125))


@pytest.mark.parametrize("error", [RuntimeError, inspection.CheckFailed("has_extent", "endless")])
def test_that_what_fails_without_repairs_is_not_sound(monkeypatch: pytest.MonkeyPatch, error: Any) -> None:
    def fail(*_: Any) -> Any:
        raise error

    content = written(SOUND["hollow"])
    monkeypatch.setattr(inspection, "find_holes", fail)
    assert inspection.measure_as_written(content) is None


def test_that_want_of_memory_is_not_taken_for_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: Any) -> Any:
        raise MemoryError

    content = written(SOUND["ball"])
    monkeypatch.setattr(inspection, "find_holes", exhausted)
    with pytest.raises(MemoryError):
        inspection.measure_as_written(content)
