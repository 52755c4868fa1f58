"""The faces of round bodies: their ends, and their curved sides."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, Literal

from mayfly.cad.parts import Formula, SideLine, read_pairs
from mayfly.contracts import Axis
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.forms import Piece
from mayfly.design.geometry.faces import Face, Faces, Layers, middle, opposite
from mayfly.design.geometry.tolerance import ROUNDING_MM, SAME_MM
from mayfly.language.units import number
from mayfly.subject import Subject, lengths

_NAMES: Final = ("length", "height", "thickness", "width")


def disc(draft: Draft) -> Faces:
    """Return the two ends of a round part."""
    x, _, z = draft.box
    across = draft.name_for(x, "outer_diameter", "diameter", "head_diameter")
    return _ends(draft, x, z, across, max(draft.size("inner_diameter"), draft.size("bore")))


def _ends(draft: Draft, wide: float, z: float, across: str = "", inner: float = 0.0) -> Faces:
    up = draft.name_for(z, *_NAMES)
    xs = middle(wide)
    top = Face("top face", "Z", 1, z, xs, xs, z, "circle", across, across, up, up, inner=inner)
    return {"top": top, "bottom": opposite(top, "underside", 0.0, "0")}


def stepped(draft: Draft, name: str) -> Faces:
    """Return the two ends of a body that is stacked of the pairs of one parameter."""
    z, steps = draft.box[2], read_pairs(str(draft.values[name]))
    level = number(z)
    inner = draft.size("bore")

    def outwards(widths: Sequence[tuple[float, float]]) -> Callable[[float, float], Layers]:
        """Return the material behind an end: a wider hole than the next step comes out at its shoulder."""

        def layers(u: float, v: float) -> Layers:
            off, end = 2 * math.hypot(u, v), 0.0
            for diameter, length in widths:
                if off > diameter:
                    break
                end += length
            return ((0.0, end),)

        return layers

    top = Face(
        "top end", "Z", 1, z, middle(steps[-1][0]), middle(steps[-1][0]), z, "circle", "", "", level, level,
        inner=inner, layers=outwards(steps[::-1]),
    )  # fmt: skip
    low = middle(steps[0][0])
    bottom = replace(top, name="bottom end", sign=-1, level=0.0, level_name="0", u=low, v=low,
                     layers=outwards(steps))  # fmt: skip
    return {"top": top, "bottom": bottom}


#: From where a round side is seen; a hole begins there.
Seen = Literal["right", "left", "front", "back"]
#: How that is said behind the name of the side in a design.
WAYS: Final[dict[Seen, str]] = {
    "right": "",
    "left": " from the left",
    "front": " along y",
    "back": " from the back",
}


def side(draft: Draft, *, one_wall: bool, seen: Seen = "right", body: str = "") -> Face | None:
    """Return the curved side of a round part as seen from one direction; None where it has none."""
    pieces = [piece for piece in pieces_of(draft) if not body or body in piece.names]
    if not pieces or draft.shell is not None:
        return None

    def at(heights: Sequence[float], reach: float) -> Face:
        """Return the side at some heights, which have to lie on one cylinder of the part."""
        first = next((p for p in pieces if p.low <= heights[0] <= p.high), pieces[-1])
        for height in heights:
            if first.low > height - reach + SAME_MM or height + reach > first.high + SAME_MM:
                raise DoesNotFit(
                    f"At {number(round(height, 3))} mm above the base it would run over the end of the round"
                    f" surface from {number(first.low)} to {number(first.high)} mm.",
                    "Which place is right?",
                    field="at",
                    subject=Subject(
                        kind="place", feature="hole", values=lengths(round(height, 3), first.low, first.high)
                    ),
                )
        return replace(_around(draft, first, one_wall=one_wall, seen=seen), clear_v=None, at=None)

    key = f"{body} side".strip() + WAYS[seen]
    if len(pieces) == 1:
        return replace(_around(draft, pieces[0], one_wall=one_wall, seen=seen), key=key)
    widest = max(pieces, key=lambda piece: piece.wide)
    whole = _around(draft, widest, one_wall=one_wall, seen=seen)
    return replace(whole, clear_v=None, at=None, settle=at, key=key)


def pieces_of(draft: Draft) -> list[Piece]:
    """Return the cylinders of a round part from the bottom upwards."""
    surfaces = draft.form.surfaces
    if draft.form.pieces:
        return list(draft.form.pieces)
    if surfaces.sides:
        return [_piece(line, draft.part.known(draft.values)) for line in surfaces.sides]
    bore = max(draft.size("inner_diameter"), draft.size("bore"))
    if not surfaces.steps and draft.form.kind != "round":
        return []
    if not surfaces.steps:
        x, _, z = draft.box
        return [Piece(0.0, z, x, _even(bore))]
    found: list[Piece] = []
    low = 0.0
    for wide, length in read_pairs(str(draft.values[surfaces.steps])):
        found.append(Piece(low, low + length, wide, _even(bore)))
        low += length
    return found


def _piece(line: SideLine, known: Mapping[str, Any]) -> Piece:
    low, high, wide = (float(formula(known)) for formula in (line.low, line.high, line.wide))
    names = tuple((name, known[name]) for name in sorted(line.inner.names) if name in known)
    return Piece(low, high, wide, _inside(line.inner, names), line.names)


@lru_cache(maxsize=256)
def _even(bore: float) -> Callable[[float], float]:
    return lambda _: bore


@lru_cache(maxsize=256)
def _inside(inner: Formula, known: tuple[tuple[str, Any], ...]) -> Callable[[float], float]:
    at = inner.with_known(dict(known))
    return lambda v: float(at({"v": v}))


@lru_cache(maxsize=256)
def _walls(
    radius: float, inner: Callable[[float], float], one_wall: bool
) -> Callable[[float, float], Layers]:
    """Return the material behind a point of a round side; the same function for the same sizes."""

    def layers(u: float, v: float) -> Layers:
        half = math.sqrt(max(radius**2 - u**2, 0.0))
        hollow = math.sqrt(max((inner(v) / 2) ** 2 - u**2, 0.0))
        walls = ((radius - half, radius - hollow), (radius + hollow, radius + half))
        if hollow == 0:
            return ((radius - half, radius + half),)
        return walls[:1] if one_wall else walls

    return layers


def _around(draft: Draft, piece: Piece, *, one_wall: bool, seen: Seen) -> Face:
    radius = piece.wide / 2

    layers = _walls(radius, piece.inner, one_wall)
    z = draft.box[2]
    across = draft.name_for(piece.wide, "outer_diameter", "diameter", "hub_diameter", "flange_diameter")
    up = draft.name_for(z, *_NAMES)
    half_name = f"{across} / 2"
    depth, depth_name = (radius, half_name) if one_wall else (piece.wide, across)
    walls: Literal["", "one"] = "one" if one_wall else ""
    whole = piece.low == 0 and abs(piece.high - z) < ROUNDING_MM
    right = Face(
        "side", "X", 1, radius, middle(piece.wide), (0.0, z), depth, "free", across, up,
        half_name, depth_name, clear_v=None if whole else (piece.low, piece.high), layers=layers, curved=True,
        walls=walls,
        at=None if whole else (0.0, (piece.low + piece.high) / 2),
    )  # fmt: skip
    if seen == "right":
        return right
    axis: Axis = "X" if seen == "left" else "Y"
    if seen == "back":
        return replace(right, axis=axis)
    return replace(right, axis=axis, sign=-1, level=-radius, level_name=f"-{half_name}")
