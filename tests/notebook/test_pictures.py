"""Pictures say what the model is: right sizes, right shape, right colours, the same each time."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from mayfly.cad.workshop import Format, Workshop

from .conftest import SCRIPTS
from .glb_parts import read_parts

Built = Callable[[str], Path]
Pictured = Callable[[str, Format], bytes]
SVG = "{http://www.w3.org/2000/svg}"
ALL = sorted(SCRIPTS)


def _texts(svg: bytes) -> list[str]:
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own


def _places(svg: bytes) -> npt.NDArray[np.float64]:
    """Give every place that a path of the drawing goes through."""
    pairs = [
        pair
        for node in ET.fromstring(svg).iter(f"{SVG}path")  # noqa: S314
        for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", node.get("d", ""))
    ]
    return np.array(pairs, dtype=float)


def _pixels(png: bytes) -> npt.NDArray[np.uint8]:
    """Read a PNG as this project writes it: one IDAT, no filters."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    start = png.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", png[start - 8 : start - 4])
    rows = np.frombuffer(zlib.decompress(png[start : start + length]), np.uint8).reshape(height, -1)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 4)


@pytest.mark.parametrize("name", ALL)
def test_nothing_of_a_drawing_lies_outside_of_its_frame(name: str, pictured: Pictured) -> None:
    svg = pictured(name, "svg")
    left, top, width, height = map(float, ET.fromstring(svg).get("viewBox", "").split())  # noqa: S314
    places = _places(svg)
    assert len(places) > 10
    assert places.min(axis=0)[0] >= left
    assert places.min(axis=0)[1] >= top
    assert places.max(axis=0)[0] <= left + width
    assert places.max(axis=0)[1] <= top + height


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("plate", {"90", "60", "6"}),
        ("disc", {"Ø150", "18"}),
        ("table", {"100", "60", "64"}),
        ("needle", {"400", "2"}),
        ("speck", {"0.03", "0.02", "0.01"}),
    ],
)
def test_a_drawing_says_the_outer_sizes_and_has_a_scale_bar(
    name: str, sizes: set[str], pictured: Pictured
) -> None:
    *texts, scale = _texts(pictured(name, "svg"))
    assert set(texts) == sizes
    assert re.fullmatch(r"(0\.0*)?[125]0* mm", scale)


@pytest.mark.parametrize("name", ["plate", "coloured", "many holes"])
def test_a_drawing_is_the_same_each_time(
    name: str, built: Built, pictured: Pictured, workshop: Workshop
) -> None:
    assert workshop.convert(built(name), "svg") == pictured(name, "svg")


def test_hidden_lines_are_dashed(pictured: Pictured) -> None:
    assert b"stroke-dasharray" in pictured("plate", "svg")


def test_a_drawing_with_very_many_faces_is_small_and_leaves_hidden_lines_out(pictured: Pictured) -> None:
    svg = pictured("many holes", "svg")
    assert b"stroke-dasharray" not in svg
    assert len(svg) < 250_000


@pytest.mark.parametrize("name", ["plate", "turned plate"])
def test_the_longer_side_lies_across_the_picture(name: str, pictured: Pictured) -> None:
    opaque = _pixels(pictured(name, "png"))[..., 3] > 0
    across, down = np.flatnonzero(opaque.any(axis=0)), np.flatnonzero(opaque.any(axis=1))
    assert np.ptp(across) > 1.4 * np.ptp(down)


def test_what_can_only_be_seen_from_below_is_seen_from_below(pictured: Pictured) -> None:
    """Eight faces more are seen; in the drawing four round mouths are then visible, not dashed."""
    svg = ET.fromstring(pictured("pocket from below", "svg"))  # noqa: S314
    visible = svg.findall(f"{SVG}path[@stroke-width='1.7']")[0].get("d", "")
    hidden = svg.findall(f"{SVG}path[@stroke-dasharray]")[0].get("d", "")
    closed = [piece for piece in visible.split("M") if len(piece.split("L")) > 15]
    assert len(closed) >= 4
    assert hidden


@pytest.mark.parametrize("name", ALL)
def test_a_shaded_picture_shows_the_model_on_a_transparent_ground(name: str, pictured: Pictured) -> None:
    pixels = _pixels(pictured(name, "png"))
    opacity = pixels[..., 3]
    edge = np.concatenate([opacity[0], opacity[-1], opacity[:, 0], opacity[:, -1]])
    assert not edge.any()
    assert (opacity == 255).sum() > 200
    assert max(pixels.shape[:2]) <= 640


def test_faces_turned_differently_are_shaded_differently(pictured: Pictured) -> None:
    pixels = _pixels(pictured("plate", "png"))
    shades, counts = np.unique(pixels[pixels[..., 3] == 255][:, :3], axis=0, return_counts=True)
    large = shades[counts > 1000].astype(int).sum(axis=1)
    assert len(large) >= 2
    assert np.ptp(large) > 60


def test_a_round_hole_can_be_looked_through(pictured: Pictured) -> None:
    opacity = _pixels(pictured("disc", "png"))[..., 3]
    middle = opacity[:, opacity.shape[1] // 2]
    gaps = np.flatnonzero(np.diff((middle > 0).astype(int)))
    assert len(gaps) == 4, "ground, rim, bore, rim, ground"


def test_the_colours_of_a_script_are_in_the_pictures(pictured: Pictured) -> None:
    colours = {part.colour for part in read_parts(pictured("coloured", "glb")) if not part.is_lines}
    assert colours == {0xFF6347, 0x008000}
    pixels = _pixels(pictured("coloured", "png"))
    solid = pixels[pixels[..., 3] == 255].astype(int)
    assert (solid[:, 0] > solid[:, 1] + 60).sum() > 2000, "tomato"
    assert (solid[:, 1] > solid[:, 0] + 60).sum() > 2000, "green"


def test_a_glb_holds_the_model_in_place_and_in_millimetres(pictured: Pictured) -> None:
    parts = list(read_parts(pictured("table", "glb")))
    points = np.concatenate([part.points for part in parts if not part.is_lines])
    assert points.min(axis=0) == pytest.approx([-50, -30, -60], abs=1e-3)
    assert points.max(axis=0) == pytest.approx([50, 30, 4], abs=1e-3)
    assert {part.colour for part in parts if not part.is_lines} >= {0xA0522D}


@pytest.mark.parametrize("name", ["plate", "disc", "table"])
def test_the_triangles_of_a_glb_enclose_the_volume(name: str, pictured: Pictured) -> None:
    """By the divergence theorem; it is negative where triangles are turned inside out."""
    volume = 0.0
    for part in read_parts(pictured(name, "glb")):
        if not part.is_lines:
            a, b, c = (part.points[part.indices.reshape(-1, 3)[:, k]].astype(float) for k in range(3))
            volume += float(np.einsum("nk,nk->", a, np.cross(b, c))) / 6
    expected = {
        "plate": 90 * 60 * 6 - 4 * np.pi * 2.75**2 * 6,
        "disc": np.pi * (75**2 - 30**2) * 18,
        "table": 100 * 60 * 4 + 4 * 4 * 4 * 60,
    }
    assert volume == pytest.approx(expected[name], rel=0.01)


def test_a_glb_is_a_file_that_others_can_read(pictured: Pictured) -> None:
    glb = pictured("plate", "glb")
    magic, version, length = struct.unpack_from("<4sII", glb)
    assert (magic, version, length) == (b"glTF", 2, len(glb))
    size, kind = struct.unpack_from("<I4s", glb, 12)
    assert kind == b"JSON"
    assert size % 4 == 0
    rest, kind = struct.unpack_from("<I4s", glb, 20 + size)
    assert kind == b"BIN\0"
    assert 28 + size + rest == len(glb)


def test_the_picture_in_the_docs_is_that_of_the_flange() -> None:
    picture = (Path(__file__).resolve().parents[2] / "docs" / "images" / "flange.svg").read_bytes()
    assert _texts(picture) == ["Ø150", "18", "20 mm"]
