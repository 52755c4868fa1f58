"""A design is edited by values: what they change is changed, and what does not fit is refused with a path."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mayfly.cad.script_header import header_of
from mayfly.design import Design, Fillet, Hole, compile_design
from mayfly.design.edits import (
    AddBody,
    AddFeature,
    ChangeBy,
    Mirror,
    Move,
    RemoveBody,
    RemoveFeature,
    Scale,
    Selection,
    SetValue,
    Turn,
    sizes,
    with_parameters,
)
from mayfly.design.model import Body
from mayfly.design.placement import placed, turned
from mayfly.errors import InvalidDesign

PLATE: dict[str, Any] = {
    "bodies": [
        {
            "name": "plate",
            "base": {"kind": "part", "part": "plate", "sizes": {"length": 100, "width": 60, "thickness": 8}},
            "features": [
                {"kind": "hole", "thread": "M6", "counterbore": {}, "at": {"kind": "corners", "inset": 12}},
                {"kind": "hole", "name": "bore", "diameter": 20},
                {"kind": "fillet", "radius": 5, "edges": {"kind": "edges", "along": "z"}},
            ],
        }
    ]
}


def plate() -> Design:
    return Design.read(PLATE)


def features(design: Design) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = design.to_dict()["bodies"][0].get("features", [])
    return found


@pytest.mark.parametrize(
    ("path", "value", "leads_to"),
    [
        ("thickness", 10, "bodies[0].base.sizes.thickness"),
        ("plate.thickness", "1 cm", "bodies[0].base.sizes.thickness"),
        ("bodies[0].base.sizes.thickness", 10, "bodies[0].base.sizes.thickness"),
        ("bodies[0].base.part.thickness", 10, "bodies[0].base.sizes.thickness"),
        ("bore.diameter", "3/4 in", "bodies[0].features[1].diameter"),
        ("bodies[0].features[1].hole.diameter", 19, "bodies[0].features[1].diameter"),
        ("fillet.radius", 4, "bodies[0].features[2].radius"),
        ("bodies[0].features[0].hole.at.corners.inset", 11, "bodies[0].features[0].at.inset"),
        ("bodies[0].features[0].inset", 11, "bodies[0].features[0].at.inset"),
        ("plate.color", "red", "bodies[0].color"),
        ("bore.depth", 5, "bodies[0].features[1].depth"),
        ("expect.solids", 1, "expect.solids"),
    ],
)
def test_a_value_is_set_by_its_path_or_by_the_name_of_what_it_belongs_to(
    path: str, value: Any, leads_to: str
) -> None:
    before = plate()
    (change,) = before.diff(before.edit(SetValue(path=path, value=value)))
    assert change.path == leads_to
    assert before == plate()


@pytest.mark.parametrize(
    ("edit", "path", "what"),
    [
        (SetValue(path="thicknes", value=1), "thicknes", "nothing of this name; it has 'plate', hole"),
        (SetValue(path="hole.diameter", value=1), "hole.diameter", r"write bodies\[0\]\.features\[0\]"),
        (SetValue(path="bore.inset", value=1), "bore.inset", "has no 'inset'; it has name, face, at"),
        (SetValue(path="bore", value=1), "bore", "which field of it: name, face"),
        (SetValue(path="bodies[3].name", value="x"), "bodies[3].name", "it has 1 items"),
        (SetValue(path="bodies[0].nix", value="x"), "bodies[0].nix", "has no 'nix'; it has name, color"),
        (SetValue(path="bore.diameter", value="x"), "bodies[0].features[1].hole.diameter", "is no length"),
        (SetValue(path="bore.diameter", value=99), "bodies[0].features[1].hole.at", "do(es)? not fit"),
        (SetValue(path="bore.diameter", value=None), "bodies[0].features[1].hole", "needs a diameter"),
        (SetValue(path="thickness", value=-1), "bodies[0].base", "must lie in the range"),
        (SetValue(path="bodies[0", value=1), "bodies[0", "no path"),
        (ChangeBy(path="bore.depth", delta=1), "bore.depth", "no number to change"),
        (ChangeBy(path="plate.name", delta=1), "plate.name", "no number to change"),
        (Scale(factor=2, of="bore.diameter"), "bore.diameter", "no body or feature"),
        (Scale(factor=2, of="bore", axis="z"), "bodies[0].features[1]", "only a body has a size along"),
        (RemoveFeature(of="plate"), "bodies[0]", "use remove_body"),
        (RemoveFeature(of=Selection(feature="slot")), "bodies", "no slot; its features: hole, bore, fillet"),
        (RemoveFeature(of=Selection(size=7)), "bodies", "no feature of 7 mm"),
        (RemoveBody(body="plate"), "bodies[0]", "the only body"),
        (RemoveBody(body="lid"), "lid", "no such body; there is 'plate'"),
        (AddFeature(feature=Fillet(radius=40)), "bodies[0].features[3].fillet.edges", "rounded"),
        (AddFeature(feature=Hole(diameter=5), index=9), "bodies[0]", "index 9 is too large"),
        (AddFeature(feature=Hole(diameter=5), body="bore"), "bodies[0].features[1]", "only bodies take"),
        (AddBody(body=Body.model_validate(PLATE["bodies"][0])), "", "two bodies are called 'plate'"),
        (Move(of="bore", by=(1, 2, 3)), "bodies[0].features[1]", "2 numbers, along the two"),
        (Move(of="plate", by=(1, 2)), "bodies[0]", "3 numbers, along X, Y and Z"),
        (Move(of="bodies[0].features[0]", by=(1, 1)), "bodies[0].features[0].at", "inset"),
        (Turn(of="bore", angle=45), "bodies[0].features[1]", "changes nothing"),
        (Mirror(of="bore", plane="xy"), "bodies[0].features[1]", "use yz or xz"),
        (Mirror(of="bore", plane="xz"), "bodies[0].features[1].at", "same on both sides"),
        (Mirror(of="plate", plane="xz", keep=False), "bodies[0]", "keep it, too"),
    ],
)
def test_what_can_not_be_done_is_refused_with_its_path_and_what_would_do(
    edit: Any, path: str, what: str
) -> None:
    with pytest.raises(InvalidDesign, match=what) as raised:
        plate().edit(edit)
    assert raised.value.problems[0][0] == path


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"kind": "set", "path": "thickness"}, "edits[0].set.value"),
        ({"kind": "grow"}, "edits[0]"),
        ({"kind": "change", "path": "thickness"}, "edits[0].change"),
        ({"kind": "remove_feature", "of": {}}, "edits[0].remove_feature.of"),
        ({"kind": "add_feature", "feature": {"kind": "hole"}}, "edits[0].add_feature.feature.hole"),
        (7, "edits[0]"),
    ],
)
def test_an_edit_that_is_not_written_as_it_has_to_be_is_named_by_its_number(data: Any, path: str) -> None:
    with pytest.raises(InvalidDesign) as raised:
        plate().edit(data)
    assert raised.value.problems[0][0].startswith(path)


def test_edits_are_the_same_as_values_and_as_json() -> None:
    edits = [ChangeBy(path="thickness", factor=2), RemoveFeature(of=Selection(feature="fillet"))]
    written = json.loads(json.dumps([edit.model_dump(mode="json") for edit in edits]))
    assert plate().edit(*written) == plate().edit(*edits)


def test_a_number_grows_by_a_difference_or_a_factor() -> None:
    edited = plate().edit(
        ChangeBy(path="thickness", delta="2 mm"),  # type: ignore[arg-type]
        ChangeBy(path="thickness", factor=2),
        ChangeBy(path="bodies[0].features[0].inset", delta=1),
        ChangeBy(path="bodies[0].features[0].diameter", delta=0.4),
    )
    assert edited.bodies[0].base.sizes["thickness"] == 20  # type: ignore[union-attr]
    corner = features(edited)[0]
    assert corner["at"]["inset"] == [13, 13]
    assert corner["diameter"] == 7, "that of M6 and 0.4 more"


def test_sizes_that_fit_only_together_are_set_together() -> None:
    tube = Design.read({"bodies": [{"base": {"kind": "part", "part": "tube"}}]})
    wider = tube.edit(SetValue(path="inner_diameter", value=50), SetValue(path="outer_diameter", value=60))
    assert compile_design(wider).requirements.bounding_box_mm == (60, 60, 120)
    slot = {"kind": "slot", "length": 30, "width": 10}
    made = Design.read({"bodies": [{"base": {"kind": "extrusion", "height": 5, "profile": slot}}]})
    both = made.edit(SetValue(path="width", value=40), SetValue(path="length", value=90))
    assert compile_design(both).requirements.bounding_box_mm == (90, 40, 5)


def test_a_size_that_follows_from_others_takes_the_place_of_one() -> None:
    sized = {"outer_diameter": 40, "inner_diameter": 32, "length": 120}
    tube = Design.read({"bodies": [{"base": {"kind": "part", "part": "tube", "sizes": sized}}]})
    edited = tube.edit(SetValue(path="wall", value=5))
    assert edited.bodies[0].base.sizes == {**sized, "inner_diameter": 30}  # type: ignore[union-attr]
    washer = Design.read({"bodies": [{"base": {"kind": "part", "part": "washer", "sizes": {"size": "M6"}}}]})
    assert (
        compile_design(washer.edit(SetValue(path="size", value="M12"))).requirements.holes[0].diameter_mm
        == 13
    )


def test_one_of_two_sizes_that_rule_each_other_out_gives_way() -> None:
    assert "thread" not in features(plate().edit(SetValue(path="bore.diameter", value=10)))[1]
    threaded = features(plate().edit(SetValue(path="bore.thread", value="M8")))[1]
    assert (threaded["thread"], "diameter" in threaded) == ("M8", False)
    kept = features(plate().edit(SetValue(path="bodies[0].features[0].diameter", value=6)))[0]
    assert (kept["thread"], kept["diameter"]) == ("M6", 6), "its counterbore is that of M6"


def test_everything_scales_and_the_volume_with_it() -> None:
    before, after = plate(), plate().edit(Scale(factor=2))
    volume = compile_design(before).requirements.volume_mm3
    assert volume is not None
    assert compile_design(after).requirements.volume_mm3 == pytest.approx(8 * volume)
    assert features(after)[0]["counterbore"] == {"diameter": 22, "depth": 12.8}
    one = plate().edit(Scale(factor=0.5, of="bore"))
    assert [change.path for change in before.diff(one)] == ["bodies[0].features[1].diameter"]
    longer = plate().edit(Scale(factor=1.5, axis="x"))
    assert compile_design(longer).requirements.bounding_box_mm == (150, 60, 8)
    with pytest.raises(InvalidDesign, match="no single size of it runs along y"):
        Design.read({"bodies": [{"base": {"kind": "part", "part": "cube"}}]}).edit(Scale(factor=2, axis="y"))


def test_features_are_added_and_removed_by_name_kind_or_selection() -> None:
    added = plate().edit(AddFeature(feature=Hole(diameter=4, name="vent"), index=1), RemoveFeature(of="bore"))
    assert [feature["kind"] for feature in features(added)] == ["hole", "hole", "fillet"]
    assert features(added)[1]["name"] == "vent"
    for selection in (Selection(thread="M6"), Selection(place="corners"), Selection(size=6.6)):
        left = features(plate().edit(RemoveFeature(of=selection)))
        assert [feature.get("name") for feature in left] == ["bore", None]
    none = plate().edit(RemoveFeature(of=Selection(feature="hole", face="top")))
    assert [feature["kind"] for feature in features(none)] == ["fillet"]


def test_bodies_come_go_move_turn_and_are_mirrored() -> None:
    pin = Body.model_validate({"name": "pin", "base": {"kind": "part", "part": "cylinder"}, "at": [0, 0, 50]})
    two = plate().edit(AddBody(body=pin), Move(of="pin", by=(200, 0, 0)), Turn(of="pin", angle=90, axis="y"))
    assert (two.bodies[1].at, two.bodies[1].turn) == ((200, 0, 50), (0, 90, 0))
    both = two.edit(Turn(of="pin", angle=30, axis="x"), Turn(of="pin", angle=90, axis="z"))
    wanted = turned(1, 90).then(turned(0, 30)).then(turned(2, 90)).rows
    for row, right in zip(placed((0, 0, 0), both.bodies[1].turn).rows, wanted, strict=True):
        assert row == pytest.approx(right)
    three = two.edit(Mirror(of="pin", plane="yz"))
    assert compile_design(three).requirements.solids == 3
    assert two.edit(RemoveBody(body="pin")) == plate()


def test_places_move_turn_and_are_mirrored() -> None:
    moved = plate().edit(Move(of="bore", by=(15, 5)))
    assert compile_design(moved).requirements.holes[-1].at == ((15, 5),)
    twice = moved.edit(Mirror(of="bore", plane="yz"))
    assert compile_design(twice).requirements.holes[-1].at == ((-15, 5), (15, 5))
    over = moved.edit(Mirror(of="bore", plane="xz", keep=False))
    assert compile_design(over).requirements.holes[-1].at == ((15, -5),)
    circle = {"kind": "circle", "diameter": 40, "count": 4}
    around = plate().edit(SetValue(path="bore.diameter", value=5), SetValue(path="bore.at", value=circle))
    at = compile_design(around.edit(Turn(of="bore", angle=45))).requirements.holes[-1].at or ()
    assert [round(abs(c), 3) for point in at for c in point] == [14.142] * 8


def test_a_title_or_expectation_that_is_no_longer_true_is_left_out() -> None:
    stated = {"solids": 1, "envelope": [100, 60, 8], "lowest_z": 0}
    design = Design.read({**PLATE, "title": "plate 100 x 60 x 8 mm", "expect": stated})
    edited = design.edit(SetValue(path="thickness", value=10))
    assert (edited.title, edited.expect.solids, edited.expect.envelope) == (None, 1, None)
    assert compile_design(edited).title == "plate 100 x 60 x 10 mm"
    assert design.edit(RemoveFeature(of="bore")).expect == design.expect
    named = Design.read({**PLATE, "title": "cover"}).edit(SetValue(path="thickness", value=10))
    assert named.title == "cover"
    with pytest.raises(InvalidDesign, match="the bodies are 8 mm along z, not 9"):
        design.edit(SetValue(path="expect.envelope", value=[100, 60, 9]))


def test_each_kind_of_expectation_stays_as_far_as_the_edited_bodies_make_it() -> None:
    bare = {**PLATE, "bodies": [{**PLATE["bodies"][0], "features": PLATE["bodies"][0]["features"][1:2]}]}
    volume = compile_design(Design.read(bare)).requirements.volume_mm3
    expect = {
        "solids": 1, "size_x": 100, "size_z": 8, "lowest_z": 0, "centre_x": 0, "centre_z": 4,
        "volume": volume, "wall": 3, "manifold": True, "has": [{"kind": "hole", "diameter": 20}],
    }  # fmt: skip
    design = Design.read({**bare, "expect": expect})
    thicker = design.edit(SetValue(path="thickness", value=10)).expect.model_dump(exclude_defaults=True)
    assert thicker.keys() == {"solids", "size_x", "lowest_z", "centre_x", "wall", "manifold"}
    doubled = design.edit(Scale(factor=2)).expect
    assert (doubled.size_z, doubled.centre_z, doubled.wall) == (16, 8, 6)
    assert doubled.volume == pytest.approx(8 * (volume or 0))
    assert design.edit(SetValue(path="plate.color", value="red")).expect == design.expect
    with pytest.raises(InvalidDesign, match="not 8"):
        design.edit(SetValue(path="thickness", value=10), SetValue(path="expect.size_z", value=8))


def test_the_sizes_of_a_design_are_listed_with_paths_and_words() -> None:
    listed = {size.path: size for size in sizes(plate())}
    thickness = listed["bodies[0].base.sizes.thickness"]
    assert (thickness.of, thickness.value, thickness.unit) == ("plate", 8, "mm")
    assert {"thick", "height"} <= set(thickness.words)
    assert listed["bodies[0].features[0].diameter"].value == 6.6, "that of the standard"
    for size in listed.values():
        edited = plate().edit(SetValue(path=size.path, value=size.value))
        assert compile_design(edited).requirements == compile_design(plate()).requirements, size.path


@pytest.mark.parametrize(
    ("values", "paths"),
    [
        ({"thickness": 10}, ["bodies[0].base.sizes.thickness"]),
        ({"corner_hole_inset": 14.0}, ["bodies[0].features[0].at.inset"]),
        (
            {"bore_diameter": 18, "vertical_fillet": 4},
            ["bodies[0].features[1].diameter", "bodies[0].features[2].radius"],
        ),
    ],
)
def test_parameters_of_the_script_lead_to_the_sizes_behind_them(
    values: dict[str, Any], paths: list[str]
) -> None:
    edited = with_parameters(plate(), values)
    assert edited is not None
    assert [each.path for each in plate().diff(edited)] == paths
    shown = {line.name: line.value for line in header_of(compile_design(edited).script)}
    assert values.items() <= shown.items()


def test_a_parameter_without_a_size_behind_it_edits_nothing() -> None:
    assert with_parameters(plate(), {"nix": 1}) is None
    assert with_parameters(plate(), {"corner_hole_counterbore_depth": 5}) is None, "the standard gives it"
    with pytest.raises(InvalidDesign, match="bore of 200 mm does not fit"):
        with_parameters(plate(), {"bore_diameter": 200.0})
