"""From given sizes to a plan: what is assumed is said, what contradicts is refused with its values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mayfly.cad.parts import catalogue, get_part
from mayfly.contracts import Assumption, HoleRequirement
from mayfly.errors import InvalidParameter, MayflyError


def test_a_plan_is_a_script_with_the_values_written_in() -> None:
    plan = get_part("plate").plan(length=80, width=60, thickness=6)
    assert "length = 80.0  # mm, 0.01 to 10000: along X\n" in plan.script
    assert plan.script.startswith('"""Plate: a flat rectangular plate lying on Z=0, centred in X and Y."""\n')
    assert "Names:" not in plan.script
    assert (plan.parameters, plan.trusted, plan.part) == ({}, True, "plate")
    assert (plan.title, plan.assumptions) == ("plate 80 x 60 x 6 mm", ())
    assert plan.requirements.bounding_box_mm == (80, 60, 6)
    assert plan.requirements.volume_mm3 == pytest.approx(28800)


def test_each_size_that_nobody_gave_is_stated() -> None:
    assert get_part("box").plan().statements == [
        "The length is assumed to be 60 mm.",
        "The width is assumed to be 40 mm.",
        "The height is assumed to be 20 mm.",
    ]
    assert get_part("box").plan(length=1, width=2).statements == ["The height is assumed to be 20 mm."]


def test_counts_are_spoken_of_as_counts() -> None:
    said = " ".join(get_part("spur_gear").plan().statements + get_part("stepped_shaft").plan().statements)
    assert "The number of teeth is assumed to be 24." in said
    assert "The steps are assumed to be 30x40, 24x60, 16x25 mm." in said
    assert (
        get_part("triangular prism").plan(sides=3).title.startswith("3-sided prism, 24 mm inscribed circle")
    )


def test_what_is_left_out_beside_given_sizes_follows_from_them() -> None:
    plan = get_part("tray").plan(length=120, width=80, height=30, wall=3)
    assert "floor = 3.0 " in plan.script
    assert plan.assumptions == (Assumption(parameter="floor", label="floor", value="3 mm", reason="wall"),)
    assert plan.statements == ["The floor is assumed to be 3 mm (wall)."]


def test_a_feature_is_there_by_default_but_not_beside_given_sizes() -> None:
    assert len(get_part("flange").plan().requirements.holes) == 2
    assert get_part("flange").plan(outer_diameter=100, thickness=10).requirements.holes == ()


@pytest.mark.parametrize(
    ("name", "sizes", "values"),
    [
        ("tube", {"outer_diameter": 40, "wall": 4}, {"inner_diameter": 32}),
        ("tube", {"inner_diameter": 32, "wall": 4}, {"outer_diameter": 40}),
        ("tube", {"outer_diameter": 40, "inner_diameter": 32, "wall": 4}, {"outer_diameter": 40}),
        ("sphere", {"radius": 12.5}, {"diameter": 25}),
        ("cup", {"inner_diameter": 50.5, "wall": 2, "inner_depth": 20, "floor": 3},
         {"outer_diameter": 54.5, "height": 23}),
        ("cup", {"inner_depth": 20, "wall": 2, "outer_diameter": 60}, {"height": 22, "floor": 2}),
        ("tray", {"inner_length": 100, "inner_width": 50, "inner_height": 20, "wall": 2},
         {"length": 104, "width": 54, "height": 22}),
        ("l_bracket", {"legs": 50}, {"horizontal_leg": 50, "vertical_leg": 50}),
        ("spur_gear", {"diametral_pitch": 12.7, "teeth": 20, "width": 5}, {"module": 2}),
        ("spur_gear", {"module": 2, "pitch_diameter": 48, "width": 5}, {"teeth": 24}),
        ("spur_gear", {"tip_diameter": 52, "teeth": 24, "width": 5}, {"module": 2}),
        ("spring", {"wire_diameter": 2, "outer_diameter": 22, "height": 42, "turns": 8},
         {"mean_diameter": 20, "pitch": 5}),
        ("spring", {"outer_diameter": 30, "inner_diameter": 24, "turns": 5, "pitch": 8},
         {"wire_diameter": 3, "mean_diameter": 27}),
        ("cup", {"outer_radius": 35, "inner_diameter": 66, "height": 50}, {"wall": 2}),
        ("flange", {"outer_radius": 75, "thickness": 10}, {"outer_diameter": 150}),
        ("cone", {"bottom_radius": 20, "height": 30}, {"bottom_diameter": 40}),
        ("polygon_prism", {"sides": 6, "side": 10, "length": 5}, {"across_flats": 17.320508}),
        ("clevis", {"width": 40, "ear": 12}, {"slot_width": 16}),
        ("washer", {"size": "M10"}, {"inner_diameter": 10.5, "outer_diameter": 20, "thickness": 2}),
        ("hex_nut", {"size": "m12", "bore": 10}, {"across_flats": 18, "height": 10.8, "bore": 10}),
    ],
)  # fmt: skip
def test_a_part_can_be_given_by_other_sizes(
    name: str, sizes: dict[str, Any], values: dict[str, float]
) -> None:
    settled = get_part(name).settle(sizes).values
    assert {key: settled[key] for key in values} == pytest.approx(values)


def test_a_standard_size_is_stated_with_its_standard_and_numbers() -> None:
    assert get_part("washer").plan(size="M10").statements == [
        "M10 to ISO 7089: inner diameter 10.5 mm, outer diameter 20 mm, thickness 2 mm.",
    ]


def test_a_missing_thread_is_said() -> None:
    assert any(
        "No thread" in sentence for sentence in get_part("hex bolt").plan(size="M8", length=40).statements
    )


@pytest.mark.parametrize(
    ("name", "sizes", "words"),
    [
        ("tube", {"outer_diameter": 20, "inner_diameter": 16, "wall": 3}, ["wall 3 mm", "14 mm", "16 mm"]),
        ("tube", {"outer_diameter": 20, "inner_diameter": 25}, ["25 mm", "20 mm", "no wall"]),
        ("tray", {"length": 30, "width": 30, "height": 20, "wall": 16}, ["16 mm", "30 mm", "cavity"]),
        ("cylinder", {"diameter": -5}, ["diameter", "-5 mm", "range 0.01 to 10000 mm"]),
        ("cube", {"side": 1e7}, ["10000000 mm", "range"]),
        ("cube", {"side": float("nan")}, ["side", "must be a number"]),
        ("cube", {"side": "wide"}, ["'wide'", "must be a number"]),
        ("cube", {"side": True}, ["must be a number"]),
        ("cube", {"siede": 3}, ["'siede'", "side", "Did you mean side?"]),
        ("spur_gear", {"teeth": 20.5}, ["teeth", "20.5", "whole number"]),
        ("spur_gear", {"module": 2, "teeth": 20, "bore": 40}, ["bore of 40 mm", "root circle of 35 mm"]),
        ("flange", {"outer_diameter": 100, "bolt_holes": 4, "bolt_hole": 9, "bolt_circle": 95},
         ["9 mm", "95 mm", "100 mm", "break through"]),
        ("flange", {"outer_diameter": 100, "bolt_holes": 4}, ["need a bolt circle"]),
        ("flange", {"outer_diameter": 100, "bolt_circle": 80}, ["number of bolt holes"]),
        ("stepped_shaft", {"steps": "20x"}, ["pairs"]),
        ("stepped_shaft", {"steps": "20x10, 0x5"}, ["steps", "0 mm", "range"]),
        ("stepped_shaft", {"steps": []}, ["1 to 40 pairs"]),
        ("l_bracket", {"legs": 50, "vertical_leg": 40}, ["legs 50 mm", "vertical leg", "40 mm"]),
        ("spring", {"wire_diameter": 5, "pitch": 4}, ["5 mm", "4 mm", "touch"]),
        ("washer", {"size": "M9"}, ["M9", "ISO 7089", "M8, M10"]),
        ("hinge_leaf", {"thickness": 10}, ["10 mm", "7 mm"]),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused_with_the_values_in_it(
    name: str, sizes: dict[str, Any], words: list[str]
) -> None:
    with pytest.raises(InvalidParameter) as caught:
        get_part(name).plan(**sizes)
    assert [word for word in words if word not in str(caught.value)] == []


def test_a_name_brings_its_values() -> None:
    assert get_part("octagonal bar").preset("octagonal bar") == {"sides": 8}
    assert get_part("plate").preset("plate") == {}


def test_the_holes_of_a_flange_are_required_at_their_places() -> None:
    plan = get_part("flange").plan(
        outer_diameter=150, thickness=18, bore=60, bolt_holes=4, bolt_hole=18, bolt_circle=110
    )
    bore, bolts = plan.requirements.holes
    assert bore == HoleRequirement(diameter_mm=60, axis="Z", kind="through", at=((0, 0),))
    assert (bolts.diameter_mm, bolts.count, bolts.kind) == (18, 4, "through")
    assert bolts.at is not None
    assert [coordinate for place in bolts.at for coordinate in place] == pytest.approx(
        [55, 0, 0, 55, -55, 0, 0, -55]
    )
    assert plan.requirements.exact_holes


def test_the_floor_tells_how_much_material_a_drill_meets() -> None:
    tray, tube, plate = get_part("tray"), get_part("tube"), get_part("plate")
    assert tray.floor_mm(tray.settle({"floor": 4}).values) == 4
    assert tube.floor_mm(tube.settle({}).values) == 0
    assert plate.floor_mm(plate.settle({"thickness": 7}).values) == 7


def test_hostile_text_never_reaches_the_script() -> None:
    for bad in ('1x1"\nimport os', '1x1", "', "1x1\\", "1x1 # 2x2"):
        with pytest.raises(InvalidParameter):
            get_part("stepped_shaft").plan(steps=bad)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(
    st.sampled_from(sorted(catalogue())),
    st.dictionaries(
        st.sampled_from(
            sorted({p for part in catalogue().values() for p in (*part.parameters, *part.aliases)})
        ),
        st.one_of(st.floats(), st.integers(), st.text(max_size=8), st.none(), st.booleans()),
        max_size=4,
    ),
)
def test_any_sizes_give_a_plan_or_an_error_written_for_people(name: str, sizes: dict[str, Any]) -> None:
    known = {key: value for key, value in sizes.items() if key in get_part(name).parameters}
    for attempt in (sizes, known):
        try:
            plan = get_part(name).plan(**attempt)
        except MayflyError as error:
            assert str(error)
        else:
            assert min(plan.requirements.bounding_box_mm or (0,)) > 0
            assert plan.requirements.volume_mm3 is None or plan.requirements.volume_mm3 > 0


@pytest.mark.parametrize(
    "value",
    [10**400, -(10**400), 10**5000, "9" * 400, "9" * 5000, "1e999", float("inf"), [("9" * 400, 1)]],
    ids=["400 digits", "minus", "5000 digits", "text", "long text", "1e999", "inf", "pairs"],
)
def test_a_number_that_nothing_can_have_is_refused_in_a_short_sentence(value: object) -> None:
    for part in catalogue().values():
        for name in part.parameters:
            with pytest.raises(InvalidParameter) as refused:
                part.plan(**{name: value})
            assert len(str(refused.value)) < 400
