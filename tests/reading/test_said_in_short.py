"""What was once built wrong without a word: squares, gauges, counted edges, ways of holes."""

from __future__ import annotations

from typing import Any

import pytest

from mayfly.errors import NeedsClarification
from mayfly.planning.rules import RulesPlanner


def body(request: str) -> dict[str, Any]:
    design = RulesPlanner().plan(request).design
    assert design is not None
    (found,) = design["bodies"]
    return dict(found)


def base(request: str) -> dict[str, Any]:
    return dict(body(request)["base"])


def sizes(request: str) -> dict[str, float]:
    return dict(base(request)["sizes"])


def features(request: str) -> list[dict[str, Any]]:
    return list(body(request).get("features", []))


def question(request: str) -> str:
    with pytest.raises(NeedsClarification) as asked:
        RulesPlanner().plan(request)
    return str(asked.value)


# --- "20 square" ---


@pytest.mark.parametrize(
    "said",
    [
        "block {a} square {l} long",
        "box {a} sq, {l} long",
        "block {a} mm square and {l} mm long",
        "a block that is {a} mm square and {l} mm long",
        "{a} mm square block, {l} mm high",
        "leg {a} square, {l} long",
    ],
)
@pytest.mark.parametrize(("a", "long"), [(20, 150), (40, 700), (12.5, 60)])
def test_what_is_square_has_two_equal_sides(said: str, a: float, long: float) -> None:
    request = said.format(a=a, l=long)
    if "square block" in request:
        assert "cube" in question(request)
        return
    assert sorted(sizes(request).values()) == sorted([a, a, long])


@pytest.mark.parametrize("said", ["bar {a} sq {l} long", "bar {l} long {a} square", "bar {a} square x {l}"])
def test_a_bar_of_a_square_section_stands(said: str) -> None:
    assert sizes(said.format(a=20, l=150)) == {"length": 20, "width": 20, "height": 150}


@pytest.mark.parametrize("word", ["rod", "shaft", "stick"])
def test_a_square_rod_is_a_square_bar(word: str) -> None:
    found = base(f"{word} 12 square 80 long")
    assert (found["part"], found["sizes"]) == ("square_bar", {"side": 12, "length": 80})


@pytest.mark.parametrize("said", ["plate 80 square 5 thick", "plate 5 thick 80 square", "tile 80 sq x 5"])
def test_a_square_plate(said: str) -> None:
    assert sizes(said) == {"length": 80, "width": 80, "thickness": 5}


# --- sheet by gauge ---


@pytest.mark.parametrize(
    ("said", "thick"),
    [
        ("plate 100 x 50, 16 gauge steel", 1.519),
        ("16 ga stainless sheet 100 x 50", 1.587),
        ("plate 100 x 50 x 16 ga aluminium", 1.29),
        ("sheet 100 x 50, 18 swg", 1.219),
        ("20ga galvanized plate 100 x 50", 1.006),
        ("plate 100 x 50, gauge 10, mild steel", 3.416),
    ],
)
def test_a_gauge_is_the_thickness_of_its_metal(said: str, thick: float) -> None:
    assert sizes(said) == {"length": 100, "width": 50, "thickness": thick}


@pytest.mark.parametrize("said", ["plate 100 x 50, 16 gauge", "16 ga sheet 100 x 50", "disc 50 dia 20ga"])
def test_a_gauge_of_no_metal_is_asked_about(said: str) -> None:
    asked = question(said)
    assert asked.startswith("How thick is ")
    assert "(sheet steel)" in asked
    assert "(aluminium)" in asked


def test_a_gauge_that_there_is_not() -> None:
    assert "3 to 30" in question("plate 100 x 50, 40 gauge")


def test_a_wall_by_gauge() -> None:
    assert sizes("tube 25 od, 16 swg, 200 long")["wall"] == 1.626


@pytest.mark.parametrize("said", ["gauge block 20 x 9 x 35", "plate 100 x 50, gauge 3 mm"])
def test_what_is_no_gauge(said: str) -> None:
    assert 9 in sizes(said).values() or sizes(said)["thickness"] == 3


# --- as many edges as were counted ---


@pytest.mark.parametrize(
    "said", ["two 5 mm fillets", "three rounded corners r5", "one 5 mm chamfer", "8 fillets 2 mm"]
)
def test_other_edges_than_there_are(said: str) -> None:
    assert "4 vertical edges" in question(f"box 60 x 40 x 20 with {said}")


def test_four_fillets_are_the_upright_edges() -> None:
    (fillet,) = features("box 60 x 40 x 20 with four 5 mm fillets")
    assert fillet["edges"] == [{"kind": "edges", "along": "z"}]


def test_one_chamfer_of_a_rod_is_at_one_end() -> None:
    (chamfer,) = features("cylinder 20 x 40 with one 1 mm chamfer")
    assert chamfer["edges"] == [{"kind": "rims", "end": "top"}]


@pytest.mark.parametrize(
    "said", ["cube 30 chamfered edges 2", "disc 40 rounded edges 2", "cube 30 2 mm fillets"]
)
def test_a_size_is_no_count_of_edges(said: str) -> None:
    question(said)


# --- which way ---


@pytest.mark.parametrize("said", ["along its length", "through its whole length", "through the full length"])
@pytest.mark.parametrize(
    ("part", "face"),
    [
        ("block 70 x 20 x 20", "right"),
        ("square bar 20 x 20, 70 long", "top"),
        ("rod 20 dia, 70 long", "top"),
        ("hex bar 20 af, 70 long", "top"),
    ],
)
def test_a_hole_along_the_length_of_a_part(part: str, face: str, said: str) -> None:
    (hole,) = features(f"{part} with a 10 mm hole {said}")
    assert hole["face"] == face


def test_a_hole_through_the_width() -> None:
    assert features("block 70 x 20 x 20 with a 10 mm hole through its full width")[0]["face"] == "front"


def test_a_length_that_may_be_two() -> None:
    assert "along the 20 mm or along the 70 mm" in question(
        "block 20 x 20 x 70, 8 mm hole through its length"
    )


@pytest.mark.parametrize("said", ["straight across", "right across"])
def test_across_is_not_through(said: str) -> None:
    question(f"block 80 x 60 x 40 with a 20 mm hole {said}")


def test_a_rib_across_the_middle_may_run_both_ways() -> None:
    assert "along X or along Y" in question(
        "plate 100 x 60 x 10 with a rib 10 high 5 thick across the middle"
    )


@pytest.mark.parametrize("said", ["at 120 degrees", "120° apart"])
def test_an_angle_between_slots_turns_none_of_them(said: str) -> None:
    asked = question(f"disc 120 dia 10 thick with 3 slots 8 wide 20 long {said} on 80 PCD")
    assert "radially, tangentially" in asked


def test_holes_at_a_pitch_are_not_two() -> None:
    assert "How many" in question("plate 200 x 60 x 10 with 8 mm holes at 50 pitch")
    (holes,) = features("plate 200 x 60 x 10 with 8 mm holes 50 apart")
    assert holes["at"]["columns"] == 2


# --- one of several ---


@pytest.mark.parametrize("where", ["in the corner", "in a corner", "near the corner, 10 mm in"])
def test_one_hole_in_one_corner(where: str) -> None:
    assert "In which corner" in question(f"plate 100 x 60 x 8 with a 6 mm hole {where}")


@pytest.mark.parametrize("where", ["in each corner", "in the corners", "in every corner"])
def test_a_hole_in_each_corner(where: str) -> None:
    (hole,) = features(f"plate 100 x 60 x 8 with a 6 mm hole {where}, 10 mm from the edges")
    assert hole["at"] == {"kind": "corners", "inset": [10, 10]}


@pytest.mark.parametrize(
    "part", ["plate 80 x 30 x 5 with full radius ends", "link plate 50 centres, 30 wide, 5 thick"]
)
def test_a_hole_in_the_middle_is_in_no_end(part: str) -> None:
    found = body(f"{part} and a 10 mm hole in the middle")
    assert found["base"]["sizes"]["hole_diameter"] == 0
    assert [(one["kind"], one["diameter"]) for one in found["features"]] == [("hole", 10)]


@pytest.mark.parametrize(
    "said",
    [
        "an 8 mm hole at (10, 10) and a 5 mm one at (22, 10)",
        "a hole of 8 mm at (10, 10) and another one of 5 mm at (22, 10)",
        "an 8 mm hole at (10, 10) and a smaller one, 5 mm, at (22, 10)",
    ],
)
def test_one_is_the_feature_that_was_named(said: str) -> None:
    holes = features(f"plate 70 x 40 x 12 with {said}")
    assert [(one["diameter"], one["at"]["points"]) for one in holes] == [(8, [[10, 10]]), (5, [[22, 10]])]


# --- what words make of a shape ---


@pytest.mark.parametrize("said", ["semi circle plate", "semi-circular plate", "semi disc", "half a disc"])
def test_half_a_disc_is_half(said: str) -> None:
    assert base(f"{said} 100 dia 6 thick")["kind"] == "extrusion"


@pytest.mark.parametrize("word", ["stadium", "racetrack", "obround", "stadium-shaped", "slot-shaped"])
def test_a_stadium_has_round_ends(word: str) -> None:
    found = base(f"{word} plate 80 x 30 x 5")
    assert found["part"] == "link_plate"
    assert (found["sizes"]["length"], found["sizes"]["width"]) == (80, 30)


@pytest.mark.parametrize("word", ["kidney", "dogbone", "arch", "clover", "wave"])
def test_a_shape_that_is_not_known_is_asked_about(word: str) -> None:
    question(f"{word} plate 80 x 50 x 5")


@pytest.mark.parametrize("word", ["chamfered", "slot", "groove", "hole", "bevelled"])
def test_a_feature_that_only_names_a_part_is_asked_about(word: str) -> None:
    question(f"{word} block 80 x 80 x 25")


@pytest.mark.parametrize(
    "said", ["plate 80 wide 100 high 3 thick angle 70", "phone stand 80 wide 100 high 3 thick angle 70"]
)
def test_an_angle_is_no_angle_profile(said: str) -> None:
    question(said)


def test_a_gusset_stays_a_gusset() -> None:
    assert "gusset" in question("gusset 100 x 60 x 5, snipped corner 10 mm")


@pytest.mark.parametrize(
    ("said", "flat"),
    [
        ("with a flat on the last 25 mm, 17 mm across", {"flat_length": 25, "across_flat": 17}),
        ("with a flat 17 across over the last 25 mm", {"flat_length": 25, "across_flat": 17}),
        ("with a flat on the last 25 mm, 3 mm deep", {"flat_length": 25, "flat_depth": 3}),
        (
            ". The last 25 mm at one end have a flat, so the thickness there is 17 mm",
            {"flat_length": 25, "across_flat": 17},
        ),
    ],
)
def test_a_flat_is_no_filler(said: str, flat: dict[str, float]) -> None:
    found = base(f"shaft 20 dia 80 long {said}")
    assert found["part"] == "d_shaft"
    assert flat.items() <= found["sizes"].items()


@pytest.mark.parametrize(
    "said", ["80x40x12 w three 6.0 holes in a row, 25 pitch", "80x40x12 w chamfered edges 2"]
)
def test_w_is_with(said: str) -> None:
    assert sizes(f"block {said}") == {"length": 80, "width": 40, "height": 12}


def test_w_is_wide() -> None:
    assert sizes("plate 80 l x 40 w x 12 t") == {"length": 80, "width": 40, "thickness": 12}


@pytest.mark.parametrize("inside", [2, 3])
def test_sheet_is_as_thick_at_its_bend(inside: float) -> None:
    plan = RulesPlanner().plan(
        f"L bracket bent from 3 mm sheet, legs 60 and 40, 30 wide, inside radius {inside}"
    )
    assert plan.design is not None
    assert plan.design["bodies"][0]["base"]["sizes"]["bend_radius"] == inside
    assert f"outer_radius = {float(inside + 3)}" in plan.script


# --- in other words ---


@pytest.mark.parametrize(
    "said",
    [
        "OD 32 wall 2.5 run 120 branch 60",
        "32 OD 2.5 wall 120 run 60 branch",
        "OD 32, wall 2.5, run 120, branch 60",
    ],
)
def test_names_before_or_behind_all_numbers(said: str) -> None:
    found = sizes(f"pipe tee {said}")
    assert (found["wall"], found["run"], found["branch"]) == (2.5, 120, 60)


def test_corners_of_an_outline_that_are_only_named() -> None:
    found = base(
        "Start at (0, 0), go to (60, 0), then (60, 20), (25, 20), (25, 50), (0, 50) and back to the"
        " start. Extrude it 15 mm."
    )
    assert found["profile"]["points"] == [[0, 0], [60, 0], [60, 20], [25, 20], [25, 50], [0, 50]]


def test_cylinders_end_to_end_are_a_stepped_shaft() -> None:
    found = base(
        "Two cylinders joined end to end on the same axis: the lower one has a diameter of 50 mm and a length"
        " of 15 mm, the upper one a diameter of 28 mm and a length of 35 mm."
    )
    assert found["sizes"]["steps"] == "50x15, 28x35"


def test_a_round_recess_by_its_width() -> None:
    (pocket,) = features("disc 95 x 5 with a round recess 85 wide, 2 deep")
    assert pocket["profile"] == {"kind": "circle", "diameter": 85}


def test_a_counterbore_behind_the_diameter_of_its_hole() -> None:
    (hole,) = features(
        "plate 60x60x12, 4 counterbored holes on a 40 x 40 pattern, 5.5 through, 10 dia 6 deep"
    )
    assert (hole["diameter"], hole["counterbore"]) == (5.5, {"diameter": 10, "depth": 6})


@pytest.mark.parametrize("said", ["block 80 50 30", "block 80 50 30 with a 10 mm hole"])
def test_three_bare_numbers_behind_a_part(said: str) -> None:
    assert sizes(said) == {"length": 80, "width": 50, "height": 30}


def test_a_square_hole_along_the_axis() -> None:
    (hole,) = features(
        "Create a cylinder 40 mm in diameter and 25 mm tall. Then cut a square hole, 14 mm on a side,"
        " straight through it along its axis."
    )
    assert (hole["face"], hole["profile"]["length"]) == ("top", 14)


# --- threads in inches with no word beside them ---


@pytest.mark.parametrize(
    "said",
    [
        "standoff {t} 1/4 hex 1/2 long",
        "standoff {t}, 1/4 inch across flats, 1/2 inch long",
        "hex standoff, 1/4 inch across flats, 1/2 inch long, {t}",
    ],
)
@pytest.mark.parametrize(("thread", "drill"), [("4-40", 2.2606), ("2-56", 1.778)])
def test_an_inch_thread_is_no_number(said: str, thread: str, drill: float) -> None:
    found = sizes(said.format(t=thread))
    assert found == {"across_flats": 6.35, "length": 12.7, "bore": pytest.approx(drill)}


@pytest.mark.parametrize("thread", ["4-40", "10-32", "6-32", "8-32"])
@pytest.mark.parametrize("said", ["with two {t} holes 40 apart", "two {t} holes, spaced 40"])
def test_holes_for_an_inch_thread(said: str, thread: str) -> None:
    (holes,) = features("plate 100 x 60 x 5, " + said.format(t=thread))
    assert holes["thread"] == f"#{thread}"


def test_a_count_before_a_diameter_is_no_thread() -> None:
    (holes,) = features("plate 100 x 60 x 5, 4-10 dia holes in the corners, 10 from the edges")
    assert (holes["diameter"], "thread" in holes) == (10, False)


@pytest.mark.parametrize("said", ["8-41", "8 41", "4-40", "10-24"])
def test_nothing_of_two_numbers_is_dropped(said: str) -> None:
    question(f"plate 100 x 60 x 5 with {said} in the middle")


# --- notches in the edges of a plate ---


@pytest.mark.parametrize(
    "said",
    [
        "a notch 20 wide and 10 deep in the left edge",
        "a 20 x 10 notch in the left edge",
        "a notch of 20 x 10 mm in the middle of the left edge",
        "a rectangular cutout 20 x 10 at the left edge",
    ],
)
def test_a_notch_in_an_edge_is_a_groove_through_the_thickness(said: str) -> None:
    (notch,) = features(f"plate 100 x 60 x 5 with {said}")
    assert notch == {"kind": "groove", "face": "left", "along": "z", "width": 20, "depth": 10}


def test_a_notch_before_its_plate() -> None:
    assert features("notch 20 x 10 in the left edge of a plate 100 x 60 x 5")[0]["face"] == "left"


@pytest.mark.parametrize(
    ("said", "face", "points"),
    [
        ("a 20 x 10 notch in the left edge, 15 from the front edge", "left", [[-15, 0]]),
        ("a 20 x 10 notch in the right edge, 20 from the back edge", "right", [[10, 0]]),
        ("a 20 x 10 notch in the front edge, its centre 30 from the left edge", "front", [[-20, 0]]),
    ],
)
def test_where_along_its_edge_a_notch_is(said: str, face: str, points: list[list[float]]) -> None:
    (notch,) = features(f"plate 100 x 60 x 5 with {said}")
    assert (notch["face"], notch["at"]["points"]) == (face, points)


@pytest.mark.parametrize(
    ("edges", "faces"),
    [
        ("each long edge", ["front", "back"]),
        ("the middle of both long sides", ["front", "back"]),
        ("both short edges", ["left", "right"]),
    ],
)
def test_notches_in_two_edges(edges: str, faces: list[str]) -> None:
    found = features(f"plate 100 x 60 x 5 with a 10 x 5 notch in {edges}")
    assert [one["face"] for one in found] == faces
    assert {one["along"] for one in found} == {"z"}


def test_notches_in_a_row_and_where_they_are_open() -> None:
    (three,) = features("plate 100 x 60 x 5 with 3 notches 10 x 5 in the front edge, 20 apart")
    assert (three["at"]["columns"], three["at"]["spacing"][0]) == (3, 20)
    assert "2 notches" in question("plate 100 x 60 x 5 with two 10 x 5 notches in the front edge")


# --- all three axes, and faces at the side ---


@pytest.mark.parametrize(
    "way", ["each axis", "every axis", "all three axes", "each of the three axes", "all faces"]
)
def test_a_hole_through_every_axis(way: str) -> None:
    found = features(f"block 50 x 40 x 30 with a 10 mm hole through {way}")
    assert [one["face"] for one in found] == ["top", "front", "right"]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(("edge", "u"), [("front", -15), ("back", 15)])
@pytest.mark.parametrize("word", ["edge", "face", "side"])
def test_a_place_on_a_side_counts_from_the_front_or_the_back(
    side: str, edge: str, u: float, word: str
) -> None:
    (hole,) = features(f"block 100 x 60 x 20 with a 5 mm hole in the {side} face, 15 from the {edge} {word}")
    assert (hole["face"], hole["at"]["points"]) == (side, [[u, 0]])


# --- an adjective between two numbers ---


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("box 60 x 40 high 30", {"length": 60, "width": 40, "height": 30}),
        ("plate 100 x 60 thick 5 with a 10 mm hole", {"length": 100, "width": 60, "thickness": 5}),
        ("bar 20 x 20 long 300", {"length": 300, "width": 20, "height": 20}),
        ("flat 40 x 5 long 300", {"length": 300, "width": 40, "thickness": 5}),
        ("angle 40 x 40 x 4 long 300", {"width": 40, "height": 40, "thickness": 4, "length": 300}),
        ("plate 100 x 60 x 5 thick", {"length": 100, "width": 60, "thickness": 5}),
        ("block 60 x 40 high, 30 wide", {"length": 60, "width": 30, "height": 40}),
    ],
)
def test_an_adjective_behind_a_row_names_the_number_behind_it(said: str, expected: dict[str, float]) -> None:
    assert sizes(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("rod 20 long 200", {"diameter": 20, "height": 200}),
        ("rod 200 long 20", {"diameter": 20, "height": 200}),
        ("round bar 25 long 100", {"diameter": 25, "height": 100}),
        ("disc 60 thick 5", {"diameter": 60, "thickness": 5}),
        ("disc 5 thick 60", {"diameter": 60, "thickness": 5}),
        ("block 60 long 40 wide 30", {"length": 60, "width": 40, "height": 30}),
    ],
)
def test_an_adjective_between_two_numbers_names_what_makes_sense(
    said: str, expected: dict[str, float]
) -> None:
    assert sizes(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "cylinder 20 high 30",
        "block 60 wide 40 high 30",
        "block 80 x 60 x 20 with a hole 10 deep 8",
        "block 80 x 60 x 20 with a boss 20 high 10",
    ],
)
def test_an_adjective_that_may_name_either_number_is_asked_about(said: str) -> None:
    assert question(said).startswith("Which is meant")


def test_a_pocket_by_an_adjective_behind_its_sides() -> None:
    for said in (
        "pocket 40 x 30 deep 5 in a block 80 x 60 x 20",
        "block 80 x 60 x 20, pocket 40 x 30 deep 5",
    ):
        assert features(said)[0]["depth"] == 5


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("washer 30 x 3 hole 10", {"outer_diameter": 30, "thickness": 3, "inner_diameter": 10}),
        ("plate 100 x 60 thickness 5", {"length": 100, "width": 60, "thickness": 5}),
    ],
)
def test_a_noun_behind_a_row_names_the_number_behind_it(said: str, expected: dict[str, float]) -> None:
    assert sizes(said) == expected


@pytest.mark.parametrize(
    "said", ["flange 120 x 12 bore 40", "flange 120 x 12, bore 40", "flange 120 x 12 bore 40 mm"]
)
def test_a_bore_behind_a_row(said: str) -> None:
    assert {"outer_diameter": 120, "thickness": 12, "bore": 40}.items() <= sizes(said).items()


@pytest.mark.parametrize("said", ["hub 40 x 20 bore 12", "tube 50 x 40 bore 30"])
def test_a_bore_behind_a_row_is_never_the_number_before_it(said: str) -> None:
    question(said)


# --- holes around a disc ---


@pytest.mark.parametrize(
    "said", ["equally spaced 10 from the rim", "10 mm from the edge", "10 from the outer edge"]
)
@pytest.mark.parametrize("count", [3, 6])
def test_holes_in_from_the_rim_of_a_disc_lie_on_a_circle(said: str, count: int) -> None:
    (holes,) = features(f"disc 80 x 10 with {count} holes 8 dia {said}")
    assert holes["at"] == {"kind": "circle", "diameter": 60, "count": count}


def test_holes_further_from_the_rim_than_the_middle_are_asked_about() -> None:
    asked = question("disc 80 x 10 with 6 holes 8 dia, 50 mm from the rim")
    assert asked.startswith("Where do the 6 holes go")  # and not about a circle of -20 mm


@pytest.mark.parametrize("way", ["", " along the length"])
def test_holes_every_so_many_millimetres_are_a_row(way: str) -> None:
    (holes,) = features(f"plate 300 x 40 x 6 with five 9 mm holes every 50 mm{way}")
    assert (holes["at"]["columns"], holes["at"]["spacing"][0]) == (5, 50)
    assert question(f"plate 300 x 40 x 6 with 9 mm holes every 50 mm{way}").startswith("How many 9 mm holes")
