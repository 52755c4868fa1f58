"""Tables of standard sizes, held against values from second sources and against the rules behind them."""

from __future__ import annotations

import math
from typing import Final

import pytest

from mayfly.cad import standards
from mayfly.cad.standards.beams import BEAMS
from mayfly.cad.standards.bearings import BEARINGS
from mayfly.cad.standards.circlips import BORE_GROOVES, SHAFT_GROOVES
from mayfly.cad.standards.drills import DRILLS
from mayfly.cad.standards.inch_threads import PIPE_THREADS, UNIFIED
from mayfly.cad.standards.pipes import PIPES, SCHEDULES
from mayfly.cad.standards.thread_sizes import PITCHES_MM
from mayfly.errors import InvalidParameter

#: Sectional areas in cm2, as steel makers print them beside the sizes (EN 10365), in the order of the sizes.
AREAS: Final = {
    "HEA": "21.2 25.3 31.4 38.8 45.3 53.8 64.3 76.8 86.8 97.3 112.5 124.4 133.5 142.8 159.0 178.0 197.5 211.8"
    " 226.5 241.6 260.5 285.8 320.5 346.8",
    "HEB": "26.0 34.0 43.0 54.3 65.3 78.1 91.0 106.0 118.4 131.4 149.1 161.3 170.9 180.6 197.8 218.0 238.6"
    " 254.1 270.0 286.3 306.4 334.2 371.3 400.0",
    "HEM": "53.2 66.4 80.6 97.1 113.3 131.3 149.4 199.6 219.6 240.2 303.1",
    "IPE": "7.64 10.3 13.2 16.4 20.1 23.9 28.5 33.4 39.1 45.9 53.8 62.6 72.7 84.5 98.8 115.5 134.4 156.0",
}
#: Outside and walls for the schedules 10, 40, 80 and 160 in inches (engineersedge.com, by the library BOLTS).
PIPES_IN_INCHES: Final = {
    "1/8": "0.405 .049 .068 .095", "1/4": "0.540 .065 .088 .119", "3/8": "0.675 .065 .091 .126",
    "1/2": "0.840 .083 .109 .147 .188", "3/4": "1.050 .083 .113 .154 .219", "1": "1.315 .109 .133 .179 .250",
    "1 1/4": "1.660 .109 .140 .191 .250", "1 1/2": "1.900 .109 .145 .200 .281",
    "2": "2.375 .109 .154 .218 .344", "2 1/2": "2.875 .120 .203 .276 .375", "3": "3.500 .120 .216 .300 .438",
    "3 1/2": "4.000 .120 .226 .318", "4": "4.500 .120 .237 .337 .531", "5": "5.563 .134 .258 .375 .625",
    "6": "6.625 .134 .280 .432 .719", "8": "8.625 .148 .322 .500 .906", "10": "10.750 .165 .365 .594 1.125",
    "12": "12.750 .180 .406 .688 1.312",
}  # fmt: skip


@pytest.mark.parametrize("series", AREAS)
def test_a_beam_has_the_area_that_is_printed_beside_it(series: str) -> None:
    rows = [row for name, row in BEAMS.items() if name.startswith(series)]
    printed = [float(area) for area in AREAS[series].split()]
    for (height, width, web, flange, radius), area in zip(rows, printed, strict=True):
        worked_out = 2 * width * flange + (height - 2 * flange) * web + (4 - math.pi) * radius**2
        assert worked_out / 100 == pytest.approx(area, rel=0.003)


@pytest.mark.parametrize("written", ["HEA 100", "hea100", "HE 100 A", "HE100A", "HE-A 100"])
def test_a_beam_may_be_written_in_several_ways(written: str) -> None:
    beam = standards.beam(written)
    assert (beam.size, beam.height_mm, beam.width_mm, beam.root_radius_mm) == ("HEA 100", 96, 100, 12)


@pytest.mark.parametrize("nominal", PIPES)
def test_a_pipe_is_the_one_of_the_inch_table(nominal: str) -> None:
    outer, *walls = (25.4 * float(number) for number in PIPES_IN_INCHES[nominal].split())
    _, listed, thick = PIPES[nominal]
    assert listed == pytest.approx(outer, abs=0.1)
    in_inches = [*walls, None][: len(walls) + 1]
    for schedule, wall in zip(SCHEDULES[:4], thick[:4], strict=True):
        expected = in_inches.pop(0) if in_inches else None
        assert (wall is None) == (expected is None), schedule
        assert wall is None or wall == pytest.approx(expected, abs=0.011)


@pytest.mark.parametrize(
    ("written", "size", "outer", "wall"),
    [
        ("2 inch schedule 40", "NPS 2 schedule 40", 60.3, 3.91),
        ('1-1/2" sch 80', "NPS 1 1/2 schedule 80", 48.3, 5.08),
        ("NPS 1 Sch. 40", "NPS 1 schedule 40", 33.4, 3.38),
        ("DN50 sch 40", "NPS 2 schedule 40", 60.3, 3.91),
        ("DN 100", "NPS 4", 114.3, None),
        ("12 inch STD", "NPS 12 STD", 323.8, 9.53),
        ("4 in XS", "NPS 4 XS", 114.3, 8.56),
        ("2 in XXS", "NPS 2 XXS", 60.3, 11.07),
        ("1.25 inch schedule 40", "NPS 1 1/4 schedule 40", 42.2, 3.56),
    ],
)
def test_a_pipe_may_be_written_in_several_ways(
    written: str, size: str, outer: float, wall: float | None
) -> None:
    pipe = standards.pipe(written)
    assert (pipe.size, pipe.outer_diameter_mm, pipe.wall_mm) == (size, outer, wall)
    if wall is not None:
        assert pipe.inner_diameter_mm == pytest.approx(outer - 2 * wall)


@pytest.mark.parametrize("written", ["2 inch schedule 45", "7 inch schedule 40", "DN33", "2 inch", "pipe"])
def test_a_pipe_that_is_not_in_the_table_is_refused(written: str) -> None:
    with pytest.raises(InvalidParameter, match="NPS"):
        standards.pipe(written)


# as SKF lists them
@pytest.mark.parametrize(
    ("number", "bore", "outer", "width"),
    [
        ("608", 8, 22, 7), ("623", 3, 10, 4), ("6000", 10, 26, 8), ("6003", 17, 35, 10), ("6005", 25, 47, 12),
        ("6201", 12, 32, 10), ("6205", 25, 52, 15), ("6208", 40, 80, 18), ("6210", 50, 90, 20),
        ("6216", 80, 140, 26), ("6303", 17, 47, 14), ("6305", 25, 62, 17), ("6310", 50, 110, 27),
        ("61805", 25, 37, 7), ("6805", 25, 37, 7), ("61903", 17, 30, 7), ("6905", 25, 42, 9),
        ("6020", 100, 150, 24), ("6220", 100, 180, 34), ("6320", 100, 215, 47),
    ],
)  # fmt: skip
def test_a_bearing_has_the_boundary_dimensions_of_its_number(
    number: str, bore: float, outer: float, width: float
) -> None:
    row = standards.bearing(number)
    assert (row.bore_mm, row.outer_diameter_mm, row.width_mm) == (bore, outer, width)
    assert standards.bearing(f"{number}-2RS") == row


def test_the_bore_of_a_bearing_follows_from_its_number() -> None:
    for number, (bore, outer, width) in BEARINGS.items():
        code = int(number[-2:])
        if len(number) > 3:
            assert bore == (10, 12, 15, 17)[code] if code < 4 else bore == 5 * code
        else:
            assert bore == int(number[-1])
        assert outer > bore + width / 2


def test_a_heavier_series_of_bearings_is_larger() -> None:
    for code in range(11):
        light, *heavier = (
            standards.bearing(f"{series}{code:02}") for series in ("618", "619", "60", "62", "63")
        )
        for row in heavier:
            assert row.outer_diameter_mm > light.outer_diameter_mm
            assert row.width_mm >= light.width_mm
            light = row


# the groove's floor and width, as Westfield Fasteners and Oslir list them
@pytest.mark.parametrize(
    ("diameter", "inside", "floor", "width"),
    [
        (3, False, 2.8, 0.5), (8, False, 7.6, 0.9), (10, False, 9.6, 1.1), (12, False, 11.5, 1.1),
        (17, False, 16.2, 1.1), (20, False, 19, 1.3), (25, False, 23.9, 1.3), (30, False, 28.6, 1.6),
        (35, False, 33, 1.6), (40, False, 37.5, 1.85), (50, False, 47, 2.15), (70, False, 67, 2.65),
        (100, False, 96.5, 3.15), (8, True, 8.4, 0.9), (10, True, 10.4, 1.1), (16, True, 16.8, 1.1),
        (22, True, 23, 1.1), (28, True, 29.4, 1.3), (35, True, 37, 1.6), (42, True, 44.5, 1.85),
        (52, True, 55, 2.15), (62, True, 65, 2.15), (80, True, 83.5, 2.65), (100, True, 103.5, 3.15),
    ],
)  # fmt: skip
def test_a_circlip_has_the_groove_of_its_standard(
    diameter: float, inside: bool, floor: float, width: float
) -> None:
    row = standards.circlip_groove(diameter, inside=inside)
    assert row is not None
    assert (row.groove_diameter_mm, row.width_mm) == (floor, width)
    assert row.standard == ("DIN 472" if inside else "DIN 471")
    assert row.depth_mm == pytest.approx(abs(diameter - floor) / 2)


@pytest.mark.parametrize(("rows", "sign"), [(SHAFT_GROOVES, -1), (BORE_GROOVES, 1)])
def test_grooves_for_circlips_grow_with_the_diameter(rows: dict[float, object], sign: int) -> None:
    grooves = [standards.circlip_groove(diameter, inside=sign > 0) for diameter in rows]
    depths = [sign * (one.groove_diameter_mm - one.diameter_mm) / 2 for one in grooves if one]
    assert all(0.099 < depth < 1.751 for depth in depths)
    assert depths == sorted(depths)
    assert [one.width_mm for one in grooves if one] == sorted(one.width_mm for one in grooves if one)


def test_no_circlip_is_made_up() -> None:
    assert standards.circlip_groove(23.5, inside=False) is None
    assert standards.circlip_groove(7, inside=True) is None


# dk, k, s, t of ISO 4762, by the FreeCAD Fasteners workbench
@pytest.mark.parametrize(
    ("size", "row"),
    [
        ("M3", (5.5, 3, 2.5, 1.3)), ("M4", (7, 4, 3, 2)), ("M5", (8.5, 5, 4, 2.5)), ("M6", (10, 6, 5, 3)),
        ("M8", (13, 8, 6, 4)), ("M10", (16, 10, 8, 5)), ("M12", (18, 12, 10, 6)), ("M16", (24, 16, 14, 8)),
        ("M20", (30, 20, 17, 10)), ("M24", (36, 24, 19, 12)),
    ],
)  # fmt: skip
def test_a_socket_head_is_that_of_iso_4762(size: str, row: tuple[float, ...]) -> None:
    head = standards.socket_head(size)
    assert (head.head_diameter_mm, head.head_height_mm, head.socket_mm, head.socket_depth_mm) == row
    assert head.head_height_mm == head.shank_diameter_mm == standards.nominal_mm(size)
    assert head.head_diameter_mm < standards.counterbore(size).diameter_mm


# d1, d2, h of ISO 7093-1 and DIN 9021; s, m of DIN 934
@pytest.mark.parametrize(
    ("size", "large", "old", "nut"),
    [
        ("M4", (4.3, 12, 1), (4.3, 12, 1), (7, 3.2)), ("M5", (5.3, 15, 1), (5.3, 15, 1.2), (8, 4)),
        ("M8", (8.4, 24, 2), (8.4, 24, 2), (13, 6.5)), ("M10", (10.5, 30, 2.5), (10.5, 30, 2.5), (17, 8)),
        ("M12", (13, 37, 3), (13, 37, 3), (19, 10)), ("M16", (17, 50, 3), (17, 50, 3), (24, 13)),
        ("M20", (21, 60, 4), (22, 60, 4), (30, 16)),
    ],
)  # fmt: skip
def test_large_washers_and_old_nuts_are_those_of_their_standards(
    size: str, large: tuple[float, ...], old: tuple[float, ...], nut: tuple[float, ...]
) -> None:
    for row, expected in ((standards.large_washer(size), large), (standards.old_large_washer(size), old)):
        assert (row.inner_diameter_mm, row.outer_diameter_mm, row.thickness_mm) == expected
    made = standards.old_nut(size)
    assert (made.across_flats_mm, made.height_mm) == nut
    assert made.height_mm <= standards.nut(size).height_mm


def test_drills_are_those_of_the_chart() -> None:
    chart = {
        "#1": 0.2280, "#7": 0.2010, "#18": 0.1695, "#21": 0.1590, "#25": 0.1495, "#29": 0.1360, "#36": 0.1065,
        "#43": 0.0890, "#50": 0.0700, "#60": 0.0400, "#69": 0.0292, "#80": 0.0135, "A": 0.234, "E": 0.250,
        "F": 0.257, "H": 0.266, "I": 0.272, "Q": 0.332, "U": 0.368, "Z": 0.413,
    }  # fmt: skip
    assert {name: DRILLS[name] for name in chart} == chart
    numbers = [DRILLS[f"#{number}"] for number in range(1, 81)]
    letters = [DRILLS[chr(letter)] for letter in range(ord("A"), ord("Z") + 1)]
    assert len(DRILLS) == 106
    assert numbers == sorted(numbers, reverse=True)
    assert letters == sorted(letters)
    assert standards.drill("no. 7").diameter_mm == pytest.approx(5.1054)
    assert standards.drill("1 1/32").diameter_mm == pytest.approx(26.19375, abs=1e-4)


@pytest.mark.parametrize("size", ["#81", "AA", "7/0", "drill", "#"])
def test_a_drill_that_does_not_exist_is_refused(size: str) -> None:
    with pytest.raises(InvalidParameter, match=r"B94\.11M"):
        standards.drill(size)


def test_unified_threads_follow_their_rules() -> None:
    for name, row in UNIFIED.items():
        inches = row.nominal_mm / 25.4
        if name.startswith("#"):
            assert inches == pytest.approx(0.060 + 0.013 * int(name[1:]))
        close, normal, loose = (standards.drill(size).diameter_mm for size in row.clearance)
        assert row.nominal_mm < close < normal < loose < 1.6 * row.nominal_mm
        for threads in row.tap:
            drilled = standards.tap_drill(f"{name}-{threads}").diameter_mm
            engaged = (row.nominal_mm - drilled) / (1.299 * 25.4 / threads)  # part of a full thread
            assert 0.61 < engaged < 0.86, f"{name}-{threads}"


# ASME B18.2.8 normal fit, and the usual tap drills, in inches
@pytest.mark.parametrize(
    ("thread", "clearance", "tap"),
    [
        ("#4-40", 0.1285, 0.0890), ("#6-32", 0.1695, 0.1065), ("#8-32", 0.1960, 0.1360),
        ("#10-24", 0.2210, 0.1495), ("#10-32", 0.2210, 0.1590), ("1/4-20", 0.28125, 0.2010),
        ("1/4-28", 0.28125, 0.2130), ("5/16-18", 0.34375, 0.2570), ("3/8-16", 0.40625, 0.3125),
        ("1/2-13", 0.5625, 0.421875), ("1/2-20", 0.5625, 0.453125), ("3/4-10", 0.8125, 0.65625),
    ],
)  # fmt: skip
def test_unified_threads_have_the_holes_of_the_charts(thread: str, clearance: float, tap: float) -> None:
    hole, drill = standards.clearance_hole(thread), standards.tap_drill(thread)
    assert hole.diameter_mm == pytest.approx(25.4 * clearance, abs=1e-3)
    assert drill.diameter_mm == pytest.approx(25.4 * tap, abs=1e-3)
    assert (hole.standard, hole.fit) == ("ASME B18.2.8", "normal")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("1/4-20 UNC", "1/4-20"), ('1/4"-20', "1/4-20"), ("1/4 UNC", "1/4-20"), ("1/4 UNF", "1/4-28"),
        ("10-32", "#10-32"), ("no. 6-32", "#6-32"), ("#6", "#6"), ("1/4 in", "1/4"),
        ("1/2-13 UNC-2B", "1/2-13"),
        ("G 1/2", "G1/2"), ("1/4 BSP", "G1/4"), ("G1 1/4", "G1 1/4"), ("M6", "M6"),
    ],
)  # fmt: skip
def test_a_thread_may_be_written_in_several_ways(written: str, name: str) -> None:
    assert standards.read_thread(written) == name


@pytest.mark.parametrize("written", ["1/4-21", "#7", "#10-20", "G5/7", "1/4-20-3", "20-4"])
def test_a_thread_that_does_not_exist_is_refused(written: str) -> None:
    with pytest.raises(InvalidParameter):
        standards.read_thread(written)


def test_how_many_threads_is_asked_where_only_the_diameter_is_known() -> None:
    with pytest.raises(InvalidParameter, match="1/4-20 or 1/4-28"):
        standards.tap_drill("1/4 in")


def test_pipe_threads_follow_the_whitworth_form() -> None:
    threads_in_an_inch = {"G1/16": 28, "G1/8": 28, "G1/4": 19, "G3/8": 19} | dict.fromkeys(
        ("G1/2", "G5/8", "G3/4", "G7/8"), 14
    )
    for name, (outer, minor, tap) in PIPE_THREADS.items():
        pitch = 25.4 / threads_in_an_inch.get(name, 11)
        assert outer - minor == pytest.approx(2 * 0.640327 * pitch, abs=0.002)
        assert 0.1 < tap - minor < 0.7
        assert standards.tap_drill(name).diameter_mm == tap
        with pytest.raises(InvalidParameter, match="pipe thread"):
            standards.clearance_hole(name)


# bolt circle in inches (NEMA ICS 16)
@pytest.mark.parametrize(
    ("frame", "circle", "pilot"),
    [("NEMA 17", 1.725, 0.866), ("NEMA 23", 2.625, 1.5), ("NEMA 34", 3.875, 2.875), ("NEMA 42", 4.95, 2.186)],
)
def test_a_motor_has_its_holes_on_the_bolt_circle_of_its_frame(
    frame: str, circle: float, pilot: float
) -> None:
    face = standards.motor_face(frame)
    assert face.hole_spacing_mm * math.sqrt(2) == pytest.approx(25.4 * circle, abs=0.03)
    assert face.pilot_diameter_mm == pytest.approx(25.4 * pilot, abs=0.01)
    assert face.hole_diameter_mm == standards.clearance_hole(face.screw).diameter_mm


def test_tap_drills_belong_to_the_coarse_pitch() -> None:
    for size in standards.sizes_of("tap drill"):
        coarse, *fine = PITCHES_MM[size]
        drilled = standards.nominal_mm(size) - coarse
        assert standards.tap_drill(size).diameter_mm == pytest.approx(drilled, abs=0.06)
        assert fine == sorted(fine, reverse=True)
        assert all(pitch < coarse for pitch in fine)


def test_pins_and_rods_have_their_nominal_diameter() -> None:
    assert standards.dowel_pin("6m6").diameter_mm == standards.dowel_pin("6").diameter_mm == 6
    assert standards.threaded_rod("M8").diameter_mm == 8
    assert standards.threaded_rod("3/8-16").diameter_mm == pytest.approx(9.525)
    for refused in (lambda: standards.dowel_pin("7m6"), lambda: standards.threaded_rod("M9")):
        with pytest.raises(InvalidParameter):
            refused()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HEA 100 beam, 200 mm long", [("beam", "HEA 100")]),
        ("two IPE200, 400 long", [("beam", "IPE 200")]),
        ("2 inch schedule 40 steel pipe", [("pipe", "NPS 2 schedule 40")]),
        ("a DN50 pipe", [("pipe", "NPS 2")]),
        ("a 6205-2RS bearing as a ring", [("bearing", "6205")]),
        ("bar 6205 long", []),
        ("plate for a NEMA 17 motor", [("motor face", "NEMA 17")]),
        ("4 holes for 1/4-20 screws", [("thread", "1/4-20")]),
        ("#6 clearance hole, #10-32 tapped", [("thread", "#6"), ("thread", "#10-32")]),
        ("holes for 1/4 in screws", [("thread", "1/4")]),
        ("plate 1/4 in thick", []),
        ("a #7 drill hole", [("drill", "#7")]),
        ("hole with drill size F", [("drill", "F")]),
        ("two G1/4 ports", [("thread", "G1/4")]),
        ("dowel pin 6m6 x 30", [("dowel pin", "6m6")]),
        ("4m6 holes", []),
        ("plate 100-50, 8-10 mm holes, 10-20 apart", []),
        ("HEA 101, NEMA 18, 2 inch schedule 41", []),
    ],
)
def test_standard_sizes_are_found_in_a_sentence(text: str, found: list[tuple[str, str]]) -> None:
    named = standards.find_designations(text)
    assert [(one.table, one.size) for one in named] == found
    assert all(text[one.start : one.end] == one.text for one in named)
