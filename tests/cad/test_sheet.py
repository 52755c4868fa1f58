"""A picture shows what the model is: holes, sections, sides the right way round, true sizes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from mayfly.cad.picture_options import VIEWS, read_picture_options
from mayfly.cad.workshop import BuildJob, Workshop
from mayfly.errors import BuildTimeout, InvalidParameter, KernelCrash
from tests.png_pixels import Pixels, read_png

Mask = npt.NDArray[np.bool_]

CUBE = "cq.Workplane().box(40, 40, 40)"
PLATE = "cq.Workplane().box(90, 60, 8).faces('>Z').workplane().pushPoints([(30, 15), (-20, -10)]).hole(10)"
BLIND = f"{PLATE}.faces('>Z').workplane(origin=(0, 0, 0)).center(0, 20).hole(8, 5)"
# Nothing of it is symmetrical: a tower at +X, a foot at +Y, a hole at -X.
UNEVEN = """
body = cq.Workplane().box(60, 20, 10)
body = body.union(cq.Workplane().box(12, 20, 30).translate((24, 0, 10)))
result = body.union(cq.Workplane().box(60, 16, 4).translate((0, 14, -3)))
result = result.faces("<Z").workplane(origin=(0, 0, 0)).center(-20, 0).hole(8)
"""


@dataclass(frozen=True)
class Shown:
    """A picture of one view.

    Attributes:
        pixels: All of it.
        head: Rows above the drawing, in which its label stands.
    """

    pixels: Pixels
    head: int

    @property
    def drawn(self) -> Mask:
        """Which pixels of the drawing are not the paper's."""
        mask = (self.pixels < 250).any(axis=2)
        mask[: self.head] = False
        return np.asarray(mask)

    def at(self, right: float, up: float) -> npt.NDArray[np.int64]:
        """Return the colour at a place: 0 to 1 across the drawing, and upwards."""
        across, down = np.flatnonzero(self.drawn.any(axis=0)), np.flatnonzero(self.drawn.any(axis=1))
        x = across[0] + right * (across[-1] + 1 - across[0])
        y = down[-1] + 1 - up * (down[-1] + 1 - down[0])
        return np.asarray(self.pixels[int(y), int(x)], dtype=np.int64)


@pytest.fixture
def draw(workshop: Workshop, tmp_path: Path) -> Callable[..., bytes]:
    """Build a script's model, draw a sheet of it."""

    def run(script: str, *views: str, section: str | None = None, width: int = 800) -> bytes:
        path = tmp_path / f"{abs(hash(script))}.step"
        if not path.exists():
            lines = script if "\n" in script else f"result = {script}"
            text = f"import cadquery as cq\n{lines}\n"
            text += "" if "show_object" in text else "show_object(result)\n"
            workshop.build(BuildJob(script=text, trusted=True, timestamp=0.0), path)
        return workshop.convert(path, "png", options=read_picture_options(views, section, width).to_dict())

    return run


def one(png: bytes) -> Shown:
    pixels = read_png(png)
    return Shown(pixels, 1 + round(4.6 * min(44, max(6, pixels.shape[1] / 95))))


def is_cut(colour: npt.NDArray[np.int64]) -> bool:
    """Say whether a colour is that of a cut face, or of its hatching."""
    red, green, blue = colour
    return bool(red > green + 30 and green > blue)


def is_paper(colour: npt.NDArray[np.int64]) -> bool:
    return bool((colour > 250).all())


# --- holes, faces and sections ---------------------------------------------------------------------


def test_a_through_hole_is_seen_through_and_a_blind_one_has_a_darker_floor(
    draw: Callable[..., bytes],
) -> None:
    shown = one(draw(BLIND, "top"))
    face, floor = shown.at(0.2, 0.8), shown.at(0.5, (20 + 30) / 60)
    assert is_paper(shown.at((30 + 45) / 90, (15 + 30) / 60))
    assert is_paper(shown.at((-20 + 45) / 90, (-10 + 30) / 60))
    assert not is_paper(face)
    assert not is_paper(floor)
    assert floor.sum() < face.sum() - 40


def test_a_section_shows_cut_faces_and_how_deep_a_bore_is(draw: Callable[..., bytes]) -> None:
    shown = one(draw(BLIND, "front", section="y=20"))
    assert all(is_cut(shown.at(x, 0.5)) for x in (0.1, 0.3, 0.7, 0.9))
    assert is_cut(shown.at(0.5, 1.0 / 8)), "there is material under the floor, 5 mm below the top"
    assert is_cut(shown.at(0.5, 2.5 / 8))
    assert not is_cut(shown.at(0.5, 3.5 / 8))
    assert not is_cut(shown.at(0.5, 7.0 / 8))
    assert not is_paper(shown.at(0.5, 7.0 / 8)), "the wall of the bore is seen behind the cut"


def test_a_section_is_seen_from_the_side_that_is_taken_away(draw: Callable[..., bytes]) -> None:
    for axis, side, place in (
        ("x", "right", (0.3, 0.1)),
        ("y", "front", (0.9, 0.6)),
        ("z", "top", (0.9, 0.4)),
    ):
        alone = draw(UNEVEN, section=axis)
        assert alone == draw(UNEVEN, side, section=axis)
        assert is_cut(one(alone).at(*place)), axis


def test_an_iso_view_beside_a_section_is_cut_open_too(draw: Callable[..., bytes]) -> None:
    sheet = read_png(draw(CUBE, "iso", section="x")).astype(np.int64)
    cut = (sheet[..., 0] > sheet[..., 1] + 30) & (sheet[..., 1] > sheet[..., 2])
    assert cut[:, : sheet.shape[1] // 2].sum() > 1000
    assert cut[:, sheet.shape[1] // 2 :].sum() > 1000


@pytest.mark.parametrize("place", ["y", "y=0.01"])
def test_what_is_hollow_is_not_cut(draw: Callable[..., bytes], place: str) -> None:
    shown = one(draw(f"{CUBE}.cut(cq.Workplane().sphere(12))", section=place))
    assert is_cut(shown.at(0.1, 0.5))
    assert not is_cut(shown.at(0.5, 0.5))
    assert not is_paper(shown.at(0.5, 0.5))


def test_a_wall_of_a_few_pixels_is_seen_to_be_cut(draw: Callable[..., bytes]) -> None:
    cup = f"{CUBE}.cut(cq.Workplane().box(39.6, 39.6, 39.6).translate((0, 0, 0.2)))"
    shown = one(draw(cup, section="y"))
    pixels = shown.pixels[shown.head :].astype(int)
    cut = (pixels[..., 0] > pixels[..., 1] + 30) & (pixels[..., 1] > pixels[..., 2])
    rows = np.flatnonzero(cut.sum(axis=1) >= 2)
    assert np.ptp(rows) > 0.9 * np.ptp(np.flatnonzero(cut.any(axis=0))), "both walls, from top to bottom"
    assert not cut[rows[0] + 20 : rows[-1] - 20, pixels.shape[1] // 2].any()


def test_solids_that_touch_or_overlap_are_cut_whole(draw: Callable[..., bytes]) -> None:
    script = """
show_object(cq.Workplane().box(20, 20, 20), name="a")
show_object(cq.Workplane().box(20, 20, 20).translate((20, 0, 0)), name="b")
show_object(cq.Workplane().box(20, 20, 20).translate((35, 0, 0)), name="c")
"""
    shown = one(draw(script, section="y=1"))
    places = [shown.at(x, y) for x in np.linspace(0.03, 0.97, 40) for y in (0.2, 0.5, 0.8)]
    dark = sum(colour.sum() < 200 for colour in places)
    assert sum(is_cut(colour) for colour in places) + dark == len(places)
    assert dark < 12, "only where solids meet is there a line"


def test_a_face_in_the_plane_of_a_section_is_not_cut_but_material_behind_it_is(
    draw: Callable[..., bytes],
) -> None:
    step = "cq.Workplane().box(40, 40, 20).union(cq.Workplane().box(20, 40, 20).translate((10, 0, 20)))"
    shown = one(draw(step, section="z=10"))
    assert not is_cut(shown.at(0.25, 0.5)), "the lower step's top is no cut"
    shown = one(draw(step, section="z=9.9"))
    assert is_cut(shown.at(0.25, 0.5))


# --- shape, sides, edges ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "view", "area", "box"),
    [
        ("cq.Workplane().circle(30).extrude(10)", "top", math.pi * 900, (60, 60)),
        ("cq.Workplane().sphere(25)", "front", math.pi * 625, (50, 50)),
        (PLATE, "top", 90 * 60 - 2 * math.pi * 25, (90, 60)),
        (PLATE, "right", 60 * 8, (60, 8)),
        ("cq.Workplane().polygon(6, 40).extrude(5)", "bottom", 6 * 400 * math.sqrt(3) / 4, None),
        (CUBE, "iso", 3 * 1600 / math.sqrt(3), None),
    ],
)
def test_the_silhouette_is_as_large_as_the_shadow_of_the_model(
    draw: Callable[..., bytes], script: str, view: str, area: float, box: tuple[float, float] | None
) -> None:
    drawn = one(draw(script, view, width=1600)).drawn
    inner = drawn.copy()  # without the outer half of the outline: the last pixel on each side
    for axis in (0, 1):
        for way in (1, -1):
            inner &= np.roll(drawn, way, axis=axis)
    across, down = np.flatnonzero(inner.any(axis=0)), np.flatnonzero(inner.any(axis=1))
    wide = {"bottom": 40.0, "iso": 40 * math.sqrt(2)}[view] if box is None else box[0]
    pixels_a_mm = len(across) / wide
    assert inner.sum() / pixels_a_mm**2 == pytest.approx(area, rel=0.01)
    if box is not None:
        assert len(down) / pixels_a_mm == pytest.approx(box[1], rel=0.01)


@pytest.mark.parametrize(
    ("view", "other", "turned"), [("front", "back", 1), ("right", "left", 1), ("top", "bottom", 0)]
)
def test_opposite_sides_are_mirrored(draw: Callable[..., bytes], view: str, other: str, turned: int) -> None:
    here, there = one(draw(UNEVEN, view)).drawn, one(draw(UNEVEN, other)).drawn
    assert (here != np.flip(there, axis=turned))[40:-40].mean() < 0.004 or _shift(here, there, turned) < 0.004
    assert (here != there).mean() > 0.02


def _shift(here: Mask, there: Mask, turned: int) -> float:
    """Return the part of pixels that differ once both are cut to what is drawn."""
    first, second = (
        mask[np.ix_(np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0)))]
        for mask in (here, np.flip(there, axis=turned))
    )
    rows, columns = min(len(first), len(second)), min(first.shape[1], second.shape[1])
    return float((first[:rows, :columns] != second[:rows, :columns]).mean())


@pytest.mark.parametrize(
    ("view", "tower", "empty"),
    [
        ("front", (0.9, 0.8), (0.1, 0.8)),  # the tower is at +X, which is right
        ("back", (0.1, 0.8), (0.9, 0.8)),
        ("right", (0.3, 0.8), (0.9, 0.8)),  # the foot is at +Y, which is right
        ("left", (0.7, 0.8), (0.1, 0.8)),
    ],
)
def test_the_sides_are_where_they_are_in_third_angle_projection(
    draw: Callable[..., bytes], view: str, tower: tuple[float, float], empty: tuple[float, float]
) -> None:
    shown = one(draw(UNEVEN, view))
    assert not is_paper(shown.at(*tower))
    assert is_paper(shown.at(*empty))


def test_the_top_has_y_upwards_and_the_bottom_has_it_downwards(draw: Callable[..., bytes]) -> None:
    """The hole is at X = -20, Y = 0 of a model that reaches from Y = -10 to 22."""
    assert is_paper(one(draw(UNEVEN, "top")).at(10 / 60, 10 / 32))
    assert not is_paper(one(draw(UNEVEN, "top")).at(10 / 60, 22 / 32))
    assert is_paper(one(draw(UNEVEN, "bottom")).at(10 / 60, 22 / 32))


def test_the_views_of_a_sheet_are_lined_up(draw: Callable[..., bytes]) -> None:
    """The front stands below the top and beside the right side, all at one scale."""
    sheet = read_png(draw(UNEVEN, "front", "top", "right")).astype(int)
    steel = (sheet[..., 2] < 200) & (sheet[..., 2] > sheet[..., 0] + 8)
    height, width = steel.shape
    lower, column = height // 2 + 40, round(0.645 * width)
    columns = [np.flatnonzero(part.sum(axis=0) > 40) for part in (steel[:lower], steel[lower:, :column])]
    rows = [
        np.flatnonzero(part.sum(axis=1) > 40) for part in (steel[lower:, :column], steel[lower:, column:])
    ]
    for one_, other in (columns, rows):
        assert (one_[0], one_[-1]) == pytest.approx((other[0], other[-1]), abs=1)
    assert len(columns[0]) / len(rows[0]) == pytest.approx(60 / 30, rel=0.02)


def test_edges_that_lie_hidden_are_not_drawn(draw: Callable[..., bytes]) -> None:
    pocket = f"{CUBE}.faces('>Y').workplane().rect(20, 20).cutBlind(-39.95)"
    shown = one(draw(pocket, "front"))
    inner = [shown.at(x, y) for x in np.linspace(0.1, 0.9, 60) for y in (0.25, 0.5, 0.75)]
    assert np.ptp(np.array(inner), axis=0).max() <= 1, "a wall of 0.05 mm hides the pocket behind it"
    assert one(draw(pocket, "back")).at(0.5, 0.5).sum() < shown.at(0.5, 0.5).sum()


def test_parts_keep_their_colours(draw: Callable[..., bytes]) -> None:
    script = """
show_object(cq.Workplane().box(20, 20, 10), name="body", options={"color": "tomato"})
other = cq.Workplane().box(20, 20, 10).translate((20, 0, 0))
show_object(other, name="other", options={"color": (0, 128, 0)})
"""
    shown = one(draw(script, "top"))
    red, green = shown.at(0.25, 0.5), shown.at(0.75, 0.5)
    assert red[0] > red[1] + 60
    assert green[1] > green[0] + 60


# --- sizes of any kind -----------------------------------------------------------------------------


@pytest.mark.parametrize("factor", [0.0025, 250])
def test_a_tiny_and_a_huge_model_look_like_the_usual_one(draw: Callable[..., bytes], factor: float) -> None:
    usual = one(draw(f"cq.Workplane().box(40, 20, 10).faces('>Z').workplane().hole({8})", "top"))
    box = ", ".join(str(side * factor) for side in (40, 20, 10))
    other = one(draw(f"cq.Workplane().box({box}).faces('>Z').workplane().hole({8 * factor})", "top"))
    off = np.abs(usual.pixels[usual.head :].astype(int) - other.pixels[usual.head :]).max(axis=2)
    assert (off > 8).mean() < 0.002


def test_a_model_far_from_the_origin_looks_like_the_one_at_it(draw: Callable[..., bytes]) -> None:
    near, far = one(draw(PLATE, "iso")), one(draw(f"({PLATE}).translate((1e5, -2e5, 3e5))", "iso"))
    off = np.abs(near.pixels[near.head :].astype(int) - far.pixels[near.head :]).max(axis=2)
    assert (off > 8).mean() < 0.002


def test_the_end_of_a_very_long_part_is_shown_large_enough_to_see(draw: Callable[..., bytes]) -> None:
    """1000 mm long, 1 mm thick: at the scale of the other views its end would be less than a pixel."""
    sheet = read_png(draw("cq.Workplane('YZ').circle(0.5).extrude(1000)", "front", "right"))
    steel = (sheet[60:] < 240).any(axis=2)
    right = np.flatnonzero(steel.any(axis=0))
    assert steel[:, sheet.shape[1] // 2 :].sum() > 1000
    assert right[0] < 40


@pytest.mark.parametrize("width", [64, 149, 150, 333, 1024, 4096])
def test_a_picture_is_as_wide_as_asked_for(draw: Callable[..., bytes], width: int) -> None:
    pixels = read_png(draw(PLATE, "iso", "front", width=width))
    assert pixels.shape[1] == width
    assert (pixels < 200).any(axis=2).mean() > 0.03


@pytest.mark.parametrize("views", [VIEWS, ("iso",), ("top", "right"), ("left", "bottom", "iso")], ids=str)
def test_the_same_model_gives_the_same_bytes(draw: Callable[..., bytes], views: tuple[str, ...]) -> None:
    assert draw(PLATE, *views, section="z") == draw(PLATE, *views, section="z")


def test_all_views_are_on_the_sheet_and_each_differs(draw: Callable[..., bytes]) -> None:
    alone = {view: draw(UNEVEN, view, width=300) for view in VIEWS}
    assert len(set(alone.values())) == len(VIEWS)
    assert read_png(draw(UNEVEN, *VIEWS)).shape[1] == 800


# --- what makes no sense, and what means harm ------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ({"views": ["isometric"]}, "iso, front, back, left, right, top, bottom"),
        ({"views": []}, "a view at least"),
        ({"views": 7}, "list of names"),
        ({"views": ["top", None]}, "There is no view"),
        ({"views": ["top"] * 1000}, "list of names"),
        ({"section": "w"}, "x=12.5"),
        ({"section": "x=1e400"}, "x=12.5"),
        ({"section": "x=nan"}, "x=12.5"),
        ({"section": "x=" + "9" * 100}, "x=12.5"),
        ({"section": 3}, "x=12.5"),
        ({"width_px": 63}, "64 to 4096"),
        ({"width_px": 4097}, "64 to 4096"),
        ({"width_px": True}, "whole number"),
        ({"width_px": 300.5}, "whole number"),
    ],
    ids=str,
)
def test_an_order_that_makes_no_sense_is_refused(order: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidParameter, match=told):
        read_picture_options(**order)


def test_names_are_read_as_people_write_them() -> None:
    assert read_picture_options("Iso, TOP,top").views == ("iso", "top")
    assert read_picture_options(["top"], " X = -1.5 mm ").at_mm == -1.5


@pytest.mark.parametrize("place", ["x=45", "x=-45.1", "x=1e9"])
def test_a_section_beside_the_model_says_where_the_model_is(draw: Callable[..., bytes], place: str) -> None:
    with pytest.raises(InvalidParameter, match=r"from x=-45 to x=45 mm"):
        draw(PLATE, section=place)


def test_what_is_no_model_is_not_drawn(workshop: Workshop, tmp_path: Path) -> None:
    path = tmp_path / "forged.step"
    path.write_bytes(b"ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n" + b"#1=X();\n" * 1000)
    with pytest.raises(KernelCrash, match="No png"):
        workshop.convert(path, "png", options=read_picture_options().to_dict())


def test_the_largest_picture_needs_bounded_memory(draw: Callable[..., bytes], tmp_path: Path) -> None:
    draw(PLATE, "top")
    (path,) = tmp_path.glob("*.step")
    with Workshop(size=1, build_memory_mb=768, build_timeout_seconds=280) as small:
        content = small.convert(path, "png", options=read_picture_options(["top"], None, 4096).to_dict())
    assert read_png(content).shape[1] == 4096


def test_the_time_limit_of_a_build_holds_for_pictures(draw: Callable[..., bytes], tmp_path: Path) -> None:
    draw(PLATE, "top")
    (path,) = tmp_path.glob("*.step")
    with Workshop(size=1, build_timeout_seconds=0.02) as hurried, pytest.raises(BuildTimeout):
        hurried.convert(path, "png", options=read_picture_options(VIEWS, "x", 4096).to_dict())
