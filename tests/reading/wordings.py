"""Random designs with one way to ask for each: bases and features, every size of which is in the words.

Each function chooses sizes and a wording, and returns both; the design is written down without the reader.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]
Feature = tuple[str, Data]


def n(value: float) -> str:
    """Return a number as people write it."""
    return f"{value:g}"


def mm(rng: random.Random, value: float) -> str:
    """Return a length, with its unit or without."""
    return rng.choice([n(value), f"{n(value)} mm", f"{n(value)}mm"])


def listed(rng: random.Random, values: Sequence[float], unit: str = " mm") -> str:
    """Return sizes in a row."""
    return rng.choice(["x", " x ", "×", " by ", "*"]).join(map(n, values)) + rng.choice(["", unit])


@dataclass
class Base:
    """What a request begins with.

    Attributes:
        words: The part with its sizes.
        part: Its name in the catalogue.
        sizes: Its sizes.
        features: Those that fit it, each by what it takes up, so that no two are in one place.
    """

    words: str
    part: str
    sizes: Data
    features: list[tuple[str, Callable[[random.Random], Feature]]] = field(default_factory=list)


def _along(rng: random.Random, nouns: Sequence[str], a: float, b: float, c: float, third: str) -> str:
    noun = rng.choice(nouns)
    return rng.choice(
        [
            f"{noun} {listed(rng, (a, b, c))}",
            f"{listed(rng, (a, b, c))} {noun}",
            f"{noun}, {mm(rng, a)} long, {mm(rng, b)} wide and {mm(rng, c)} {third}",
            f"{noun} of size {listed(rng, (a, b, c))}",
            f"{noun} {listed(rng, (a, b))}, {mm(rng, c)} {third}",
            f"{noun} measuring {n(a)} mm by {n(b)} mm by {n(c)} mm",
            f"{noun} with length {mm(rng, a)}, width {mm(rng, b)} and {_NOUN_OF[third]} {mm(rng, c)}",
            f"{mm(rng, c)} {third} {noun}, {listed(rng, (a, b))}",
        ]
    )


_NOUN_OF = {"thick": "thickness", "high": "height"}


def plate(rng: random.Random) -> Base:
    """Return a plate, with features on its top."""
    a, b = rng.randrange(80, 201, 5), rng.randrange(60, 79, 2)
    t = rng.choice([4, 5, 6, 8, 10, 12])
    nouns = ["plate", "rectangular plate", "base plate", "mounting plate", "cover plate", "flat plate"]
    base = Base(_along(rng, nouns, a, b, t, "thick"), "plate", {"length": a, "width": b, "thickness": t})
    base.features = [
        ("corner", corner_holes),
        ("corner", threaded_corner_holes),
        ("middle", middle_hole),
        ("middle", through_slot),
        ("middle", lambda rng: pocket(rng, t)),
        ("middle", grid),
        ("middle", boss),
        ("middle", hole_at_point),
        ("upright", vertical_fillets),
    ]
    return base


def block(rng: random.Random) -> Base:
    """Return a block, with features on its top and front."""
    a, b, c = rng.randrange(60, 121, 5), rng.randrange(50, 59, 2), rng.randrange(25, 41, 2)
    base = Base(
        _along(rng, ["block", "box", "solid block", "rectangular block", "cuboid"], a, b, c, "high"),
        "box",
        {"length": a, "width": b, "height": c},
    )
    base.features = [
        ("middle", blind_hole),
        ("middle", lambda rng: pocket(rng, c)),
        ("middle", boss),
        ("upright", vertical_fillets),
        ("upright", vertical_chamfers),
        ("corner", corner_holes),
    ]
    return base


def disc(rng: random.Random) -> Base:
    """Return a disc, with a bore and holes on a circle."""
    d, t = rng.randrange(60, 161, 5), rng.choice([5, 6, 8, 10, 12])
    words = rng.choice(
        [
            f"disc Ø{n(d)} x {n(t)}",
            f"round disc, {mm(rng, d)} diameter, {mm(rng, t)} thick",
            f"{n(t)} mm thick disc with a diameter of {mm(rng, d)}",
            f"disc of diameter {mm(rng, d)} and thickness {mm(rng, t)}",
            f"circular plate {mm(rng, d)} in diameter and {mm(rng, t)} thick",
            f"round plate, dia {n(d)}, {n(t)} thick",
        ]
    )
    base = Base(words, "disc", {"diameter": d, "thickness": t})
    base.features = [("rim", lambda rng: bolt_circle(rng, d)), ("middle", middle_hole)]
    return base


def cylinder(rng: random.Random) -> Base:
    """Return a cylinder, perhaps with a hole along its axis."""
    d, length = rng.randrange(30, 61, 2), rng.randrange(35, 121, 5)
    words = rng.choice(
        [
            f"cylinder Ø{n(d)} x {n(length)}",
            f"cylinder {mm(rng, d)} diameter, {mm(rng, length)} high",
            f"cylinder with a radius of {mm(rng, d / 2)} and a height of {mm(rng, length)}",
            f"round bar Ø{n(d)}, {mm(rng, length)} long",
            f"cylinder of diameter {mm(rng, d)} and height {mm(rng, length)}",
            f"{n(length)} mm tall cylinder, {n(d)} mm in diameter",
        ]
    )
    base = Base(words, "cylinder", {"diameter": d, "height": length})
    base.features = [("middle", blind_hole), ("middle", middle_hole)]
    return base


def tube(rng: random.Random) -> Base:
    """Return a tube."""
    d, wall, length = rng.randrange(20, 81, 2), rng.choice([1.5, 2, 3, 4]), rng.randrange(90, 201, 10)
    inner = d - 2 * wall
    words = rng.choice(
        [
            f"tube {n(d)} OD, {n(inner)} ID, {n(length)} long",
            f"tube with an outside diameter of {mm(rng, d)}, wall thickness {mm(rng, wall)}, length {mm(rng, length)}",
            f"pipe OD {mm(rng, d)}, wall {mm(rng, wall)}, {mm(rng, length)} long",
            f"tube Ø{n(d)} x {n(wall)} wall x {n(length)} mm long",
            f"tube, outer diameter {mm(rng, d)}, inner diameter {mm(rng, inner)}, length {mm(rng, length)}",
        ]
    )
    return Base(words, "tube", {"outer_diameter": d, "inner_diameter": inner, "length": length})


def bracket(rng: random.Random) -> Base:
    """Return an L-bracket."""
    a, b = rng.randrange(50, 101, 5), rng.randrange(31, 49, 2)
    w, t = rng.randrange(20, 29, 2), rng.choice([3, 4, 5])
    words = rng.choice(
        [
            f"L-bracket {n(a)}x{n(b)}x{n(w)}x{n(t)}",
            f"L-bracket, horizontal leg {mm(rng, a)}, vertical leg {mm(rng, b)}, {mm(rng, w)} wide, {mm(rng, t)} thick",
            f"angle bracket with legs {n(a)} and {n(b)}, width {mm(rng, w)}, thickness {mm(rng, t)}",
        ]
    )
    sizes = {"horizontal_leg": a, "vertical_leg": b, "width": w, "thickness": t}
    return Base(words, "l_bracket", sizes)


def washer(rng: random.Random) -> Base:
    """Return a washer."""
    inner, outer, t = rng.randrange(6, 21), rng.randrange(24, 61, 2), rng.choice([1.5, 2, 3, 4])
    words = rng.choice(
        [
            f"washer, inner diameter {mm(rng, inner)}, outer diameter {mm(rng, outer)}, {mm(rng, t)} thick",
            f"washer {n(outer)} OD, {n(inner)} ID, {n(t)} thick",
            f"ring with outside diameter {mm(rng, outer)}, inside diameter {mm(rng, inner)} and thickness {mm(rng, t)}",
        ]
    )
    return Base(words, "washer", {"inner_diameter": inner, "outer_diameter": outer, "thickness": t})


def cone(rng: random.Random) -> Base:
    """Return a cone with its top cut off."""
    low, high, h = rng.randrange(40, 81, 2), rng.randrange(10, 31, 2), rng.randrange(81, 121, 5)
    words = rng.choice(
        [
            f"frustum, bottom diameter {mm(rng, low)}, top diameter {mm(rng, high)}, height {mm(rng, h)}",
            f"truncated cone with a base diameter of {mm(rng, low)}, a top diameter of {mm(rng, high)} and a height of {mm(rng, h)}",
        ]
    )
    return Base(words, "cone", {"bottom_diameter": low, "top_diameter": high, "height": h})


def square_tube(rng: random.Random) -> Base:
    """Return a square tube."""
    side, wall, length = rng.randrange(20, 61, 5), rng.choice([1.5, 2, 3]), rng.randrange(100, 301, 20)
    words = rng.choice(
        [
            f"square tube {n(side)}x{n(side)}x{n(wall)}, {mm(rng, length)} long",
            f"square hollow section {n(side)} x {n(side)} mm, wall {mm(rng, wall)}, length {mm(rng, length)}",
        ]
    )
    return Base(words, "square_tube", {"width": side, "depth": side, "wall": wall, "length": length})


BASES: tuple[Callable[[random.Random], Base], ...] = (
    plate, plate, plate, block, block, disc, disc, cylinder, cylinder, tube, bracket, washer, cone, square_tube,
)  # fmt: skip


# --- features ---------------------------------------------------------------------------------------------


def corner_holes(rng: random.Random) -> Feature:
    """Return holes in the four corners."""
    d, inset = rng.choice([3.2, 4.3, 5, 6, 6.6]), rng.choice([7, 8, 9])
    count = rng.choice(["four", "4"])
    words = rng.choice(
        [
            f"{count} {mm(rng, d)} holes in the corners, {mm(rng, inset)} from the edges",
            f"{count} corner holes Ø{n(d)}, {mm(rng, inset)} from each edge",
            f"4x Ø{n(d)} holes in the corners, inset {mm(rng, inset)}",
            f"{mm(rng, d)} holes in all four corners, {n(inset)} mm in from the edges",
            f"a {mm(rng, d)} through hole in each corner, {n(inset)} mm from both edges",
        ]
    )
    return words, {"kind": "hole", "diameter": d, "at": {"kind": "corners", "inset": inset}}


def threaded_corner_holes(rng: random.Random) -> Feature:
    """Return clearance or tapped holes in the four corners."""
    size, inset = rng.choice([3, 4, 5, 6, 8]), rng.choice([9, 10, 11])
    fit = rng.choice(["clearance", "tapped"])
    words = rng.choice(
        [
            f"four M{size} {fit} holes in the corners, {mm(rng, inset)} from the edges",
            f"4 corner holes M{size} {fit}, {mm(rng, inset)} from each edge",
        ]
    )
    at = {"kind": "corners", "inset": inset}
    return words, {"kind": "hole", "thread": f"M{size}", "fit": fit, "at": at}


def middle_hole(rng: random.Random) -> Feature:
    """Return a hole through the middle."""
    d = rng.choice([10, 11, 12, 15, 16, 20])
    words = rng.choice(
        [
            f"a {mm(rng, d)} hole in the centre",
            f"one Ø{n(d)} through hole in the middle",
            f"a central hole of {mm(rng, d)} diameter",
            f"a hole Ø{n(d)} at the centre",
            f"a {n(d)} mm diameter hole through the centre",
            f"a {n(d)} mm bore",
        ]
    )
    return words, {"kind": "hole", "diameter": d}


def blind_hole(rng: random.Random) -> Feature:
    """Return a hole in the middle of the top that ends in the body."""
    d, depth = rng.choice([6, 7, 9, 12]), rng.choice([8, 10, 14])
    words = rng.choice(
        [
            f"a blind hole Ø{n(d)}, {mm(rng, depth)} deep in the middle of the top face",
            f"a {mm(rng, d)} hole {mm(rng, depth)} deep in the centre of the top",
            f"a {n(d)} mm diameter blind hole of depth {mm(rng, depth)} in the top face",
        ]
    )
    return words, {"kind": "hole", "diameter": d, "depth": depth}


def hole_at_point(rng: random.Random) -> Feature:
    """Return a hole at a point that counts from the middle."""
    d, x, y = rng.choice([6.5, 9, 11]), rng.choice([-18, 13, 17]), rng.choice([-14, 12, 15])
    words = rng.choice(
        [
            f"a Ø{n(d)} hole at x={n(x)}, y={n(y)} from the centre",
            f"a hole of {mm(rng, d)} diameter at ({n(x)}, {n(y)}) measured from the centre",
        ]
    )
    return words, {"kind": "hole", "diameter": d, "at": {"kind": "points", "points": [[x, y]]}}


def grid(rng: random.Random) -> Feature:
    """Return holes in columns and rows around the middle."""
    d, columns, rows = rng.choice([3.5, 4.2, 5.5]), rng.choice([3, 4]), 2
    dx, dy = rng.choice([12, 14]), rng.choice([16, 18])
    words = rng.choice(
        [
            f"a {columns} x {rows} grid of {mm(rng, d)} holes with a spacing of {n(dx)} x {n(dy)} mm",
            f"a grid of {columns} by {rows} holes Ø{n(d)}, spacing {n(dx)} x {n(dy)} mm",
        ]
    )
    at = {"kind": "grid", "columns": columns, "rows": rows, "spacing": [dx, dy]}
    return words, {"kind": "hole", "diameter": d, "at": at}


def through_slot(rng: random.Random) -> Feature:
    """Return a slot through the middle."""
    length, width = rng.choice([22, 26, 30]), rng.choice([7, 9, 11])
    words = rng.choice(
        [
            f"a through slot {n(length)} x {n(width)} mm in the centre",
            f"a slot {mm(rng, length)} long and {mm(rng, width)} wide through the middle",
        ]
    )
    return words, {"kind": "slot", "length": length, "width": width}


def pocket(rng: random.Random, thickness: float) -> Feature:
    """Return a rectangular pocket in the middle of the top."""
    a, b = rng.choice([31, 35, 39]), rng.choice([21, 25])
    depth = rng.choice([d for d in (2, 2.5, 3, 7) if d < thickness])
    words = rng.choice(
        [
            f"a pocket {n(a)} x {n(b)} mm, {mm(rng, depth)} deep in the top face",
            f"a rectangular pocket {mm(rng, a)} long, {mm(rng, b)} wide and {mm(rng, depth)} deep in the middle of the top",
            f"a {n(a)}x{n(b)} mm pocket {mm(rng, depth)} deep in the centre of the top face",
        ]
    )
    profile = {"kind": "rectangle", "length": a, "width": b}
    return words, {"kind": "pocket", "profile": profile, "depth": depth}


def boss(rng: random.Random) -> Feature:
    """Return a round boss in the middle of the top."""
    d, h = rng.choice([18, 22, 24]), rng.choice([11, 13, 17])
    words = rng.choice(
        [
            f"a round boss Ø{n(d)}, {mm(rng, h)} high in the middle of the top face",
            f"a boss of {mm(rng, d)} diameter and {mm(rng, h)} height in the centre of the top",
        ]
    )
    return words, {"kind": "boss", "profile": {"kind": "circle", "diameter": d}, "height": h}


def bolt_circle(rng: random.Random, diameter: float) -> Feature:
    """Return holes on a circle."""
    count, d = rng.choice([3, 4, 6, 8]), rng.choice([4.5, 5.5, 6.6])
    circle = round(0.7 * diameter)
    words = rng.choice(
        [
            f"{count} holes Ø{n(d)} on a {n(circle)} mm bolt circle",
            f"{count}x {mm(rng, d)} holes equally spaced on PCD {n(circle)}",
            f"{count} {mm(rng, d)} holes on a pitch circle of {mm(rng, circle)}",
            f"{count} equally spaced holes of {mm(rng, d)} diameter on a bolt circle of {mm(rng, circle)} diameter",
        ]
    )
    at = {"kind": "circle", "diameter": circle, "count": count}
    return words, {"kind": "hole", "diameter": d, "at": at}


def vertical_fillets(rng: random.Random) -> Feature:
    """Return rounded upright edges."""
    r = rng.choice([1.5, 2.2, 3])
    words = rng.choice(
        [
            f"the vertical edges rounded with R{n(r)}",
            f"{mm(rng, r)} fillets on the vertical edges",
            f"vertical edges filleted {mm(rng, r)}",
            f"all four vertical edges rounded to a radius of {mm(rng, r)}",
        ]
    )
    return words, {"kind": "fillet", "radius": r, "edges": {"kind": "edges", "along": "z"}}


def vertical_chamfers(rng: random.Random) -> Feature:
    """Return chamfered upright edges."""
    size = rng.choice([1.5, 2.2, 3])
    words = rng.choice(
        [
            f"{mm(rng, size)} chamfers on the vertical edges",
            f"the vertical edges chamfered by {mm(rng, size)}",
        ]
    )
    return words, {"kind": "chamfer", "size": size, "edges": {"kind": "edges", "along": "z"}}
