"""Random designs as plain data: sizes that mostly fit, places that sometimes do not."""

from __future__ import annotations

import math
import random
from typing import Any

from mayfly.design import Design
from mayfly.design.compile import draft_of
from mayfly.design.surfaces.part_faces import faces_of, side_of
from mayfly.errors import InvalidDesign

Data = dict[str, Any]


def number(rng: random.Random, low: float, high: float) -> float:
    return round(rng.uniform(low, high), 3)


def profile(rng: random.Random) -> Data:
    """Return any profile, about 20 to 80 mm large."""
    long, wide = number(rng, 30, 80), number(rng, 20, 29)
    kinds: list[Data] = [
        {"kind": "circle", "diameter": long},
        {"kind": "rectangle", "length": long, "width": wide},
        {"kind": "rectangle", "length": long, "width": wide, "corner_radius": number(rng, 1, 8)},
        {"kind": "slot", "length": long, "width": wide},
        {"kind": "ellipse", "length": long, "width": wide},
        {"kind": "ring", "diameter": long, "inner_diameter": number(rng, 5, 18)},
        {"kind": "regular_polygon", "sides": rng.randint(3, 9), "across_corners": long},
        {"kind": "regular_polygon", "sides": rng.randint(3, 9), "side": number(rng, 8, 25)},
        {"kind": "triangle", "base": long, "height": wide, "apex": number(rng, -5, 60)},
        {"kind": "trapezoid", "bottom": long, "top": wide, "height": number(rng, 15, 40)},
        {"kind": "polygon", "points": star(rng, long / 2)},
        {"kind": "polygon", "points": star(rng, long / 2), "corner_radius": number(rng, 0.2, 2)},
        {
            "kind": "strip",
            "points": [[0, 0], [long, 0], [long, wide]],
            "width": number(rng, 2, 8),
            "side": rng.choice(["middle", "left", "right"]),
        },
    ]
    one = rng.choice(kinds)
    if rng.random() < 0.3:
        one["at"] = [number(rng, -20, 20), number(rng, -20, 20)]
    if rng.random() < 0.3 and one["kind"] != "ellipse":
        one["turn"] = rng.choice([30, 90, 45, number(rng, -180, 180)])
    return one


def star(rng: random.Random, reach: float) -> list[list[float]]:
    """Return corners around the origin at random distances."""
    count = rng.randint(4, 9)
    turns = sorted(2 * math.pi * (k + rng.uniform(-0.3, 0.3)) / count for k in range(count))
    radii = [reach * rng.uniform(0.5, 1) for _ in turns]
    return [[round(r * math.cos(t), 3), round(r * math.sin(t), 3)] for r, t in zip(radii, turns, strict=True)]


def base(rng: random.Random) -> Data:
    """Return any base."""
    pick = rng.random()
    if pick < 0.45:
        axis = rng.choice("zzxy")
        return {"kind": "extrusion", "profile": profile(rng), "height": number(rng, 5, 50), "axis": axis}
    if pick < 0.65:
        a, b, c = number(rng, 8, 15), number(rng, 18, 40), number(rng, 5, 12)
        points = [[a / 2, 0], [b, 0], [b, c], [a, c], [a, c + number(rng, 5, 40)], [a / 2, c + 4]]
        turned: Data = {"kind": "revolution", "profile": {"kind": "polygon", "points": points}}
        if rng.random() < 0.4:
            turned["profile"] = profile(rng) | {"at": [number(rng, 40, 60), number(rng, -20, 20)]}
        return turned if rng.random() < 0.7 else {**turned, "angle": rng.choice([90, 180, 270, 120])}
    if pick < 0.72:
        return sweep(rng)
    if pick < 0.78:
        one, two = number(rng, 20, 60), number(rng, 10, 60)
        sections: list[list[Data]] = [
            [
                {"kind": "rectangle", "length": one, "width": two},
                {"kind": "rectangle", "length": two, "width": one},
            ],
            [{"kind": "circle", "diameter": one}, {"kind": "circle", "diameter": two}],
            [{"kind": "regular_polygon", "sides": 6, "across_flats": d} for d in (one, two)],
            [
                {"kind": "regular_polygon", "sides": 5, "side": d / 2, "turn": 20, "at": [4, 7]}
                for d in (one, two)
            ],
            [
                {"kind": "rectangle", "length": d + 9, "width": d + 5, "corner_radius": 3, "at": [4, 7]}
                for d in (one, two)
            ],
        ]
        pair = rng.choice(sections)
        return {
            "kind": "loft",
            "sections": [{"z": 0, "profile": pair[0]}, {"z": number(rng, 5, 40), "profile": pair[1]}],
        }
    parts: list[Data] = [
        {
            "part": "plate",
            "sizes": {
                "length": number(rng, 40, 120),
                "width": number(rng, 30, 90),
                "thickness": number(rng, 3, 20),
            },
        },
        {
            "part": "tube",
            "sizes": {
                "outer_diameter": 40,
                "inner_diameter": number(rng, 10, 30),
                "length": number(rng, 20, 80),
            },
        },
        {"part": "tray", "sizes": {"length": 100, "width": 70, "height": 30, "wall": number(rng, 2, 5)}},
        {
            "part": "l_bracket",
            "sizes": {"horizontal_leg": 70, "vertical_leg": 50, "width": 40, "thickness": number(rng, 3, 8)},
        },
        {"part": "cylinder", "sizes": {"diameter": number(rng, 20, 60), "height": number(rng, 10, 60)}},
    ]
    return {"kind": "part", **rng.choice(parts)}


def sweep(rng: random.Random) -> Data:
    """Return a sweep along axes and slopes, in a plane or in space."""
    size = number(rng, 2, 6)
    profiles: list[Data] = [
        {"kind": "circle", "diameter": size},
        {"kind": "ring", "diameter": size, "inner_diameter": size / 2},
        {"kind": "rectangle", "length": size, "width": number(rng, 2, 6), "turn": rng.choice([0, 90, 30])},
        {"kind": "regular_polygon", "sides": 6, "across_flats": size},
        {"kind": "slot", "length": size + 2, "width": size},
        {"kind": "triangle", "base": size, "height": size},
    ]
    a, b, c = (number(rng, 20, 60) for _ in range(3))
    paths = [
        [[0, 0, 0], [a, 0, 0]],
        [[0, 0, 0], [a, 0, 0], [a, b, 0]],
        [[0, 0, 0], [0, 0, a], [b, 0, a + c / 3], [b + c, 0, a]],
        [[5, -5, 0], [5, a, 0], [5, a + b / 2, b], [5, a + b, b]],
        [[0, 0, 0], [a, 0, 0], [a, b, 0], [a, b, c], [a + c, b + 5, c + 7]],
        [[0, 0, 0], [a, b, c], [a + 30, b, c]],
    ]
    one: Data = {"kind": "sweep", "profile": rng.choice(profiles), "path": rng.choice(paths)}
    return one if rng.random() < 0.5 else {**one, "bend_radius": number(rng, 3, 14)}


def place(rng: random.Random) -> Data:
    """Return any place."""
    places: list[Data] = [
        {"kind": "centre"},
        {
            "kind": "points",
            "points": [[number(rng, -20, 20), number(rng, -15, 15)] for _ in range(rng.randint(1, 3))],
        },
        {
            "kind": "grid",
            "columns": rng.randint(1, 3),
            "rows": rng.randint(1, 3),
            "spacing": [number(rng, 6, 15), number(rng, 6, 12)],
        },
        {
            "kind": "circle",
            "diameter": number(rng, 12, 30),
            "count": rng.randint(2, 8),
            "first_angle": rng.choice([0, 30, 45]),
        },
        {"kind": "corners", "inset": number(rng, 3, 9)},
        {
            "kind": "row",
            "count": rng.randint(2, 4),
            "spacing": number(rng, 6, 12),
            "angle": rng.choice([0, 90, 30]),
        },
        {"kind": "from_edges", "left": number(rng, 4, 15), "bottom": number(rng, 4, 15)},
        {
            "kind": "points",
            "points": [[number(rng, 4, 12), number(rng, 3, 9)]],
            "mirror": rng.choice(["u", "v", "both"]),
        },
    ]
    return rng.choice(places)


def faces(body: Data) -> list[str]:
    """Return the names of the faces that a body has before any feature; none of a base that is refused."""
    try:
        draft = draft_of(Design.read({"bodies": [{"base": body}]}).bodies[0])
    except InvalidDesign:
        return []
    side = ["side"] if side_of(draft, one_wall=False) is not None else []
    return [*faces_of(draft), *side]


def hole(rng: random.Random, among: list[str]) -> Data:
    """Return any hole."""
    one: Data = {"kind": "hole", "at": place(rng), "face": rng.choice(among)}
    size = number(rng, 1.5, 6)
    one |= rng.choice([{"diameter": size}, {"thread": rng.choice(["M3", "M4", "M5"])}])
    if rng.random() < 0.4:
        one["depth"] = number(rng, 1, 9)
    head = rng.random()
    if head < 0.15:
        one["counterbore"] = {"diameter": 2 * size + 6, "depth": number(rng, 0.5, 2)}
    elif head < 0.3:
        one["countersink"] = {"diameter": 2 * size + 5}
    elif head < 0.4 and "depth" in one:
        one["point"] = 118
    return one


def sunk(rng: random.Random, among: list[str]) -> Data:
    """Return a pocket, a slot or a boss."""
    small = profile(rng)
    small = {key: scaled(value) for key, value in small.items() if key != "at"}
    at, face = place(rng), rng.choice(among)
    orientation = rng.choice(["", "radial", "tangential"]) if at["kind"] == "circle" else ""
    if rng.random() < 0.25:
        turn = rng.choice([0, 0, 90, 35])
        one: Data = {"kind": "slot", "length": number(rng, 6, 20), "width": number(rng, 1, 5), "turn": turn}
    elif rng.random() < 0.5:
        one = {"kind": "pocket", "profile": small}
    else:
        one = {"kind": "boss", "profile": small, "height": number(rng, 1, 12)}
    if one["kind"] != "boss" and rng.random() < 0.6:
        one["depth"] = number(rng, 0.5, 6)
    return {**one, "face": face, "at": at, "orientation": orientation}


def groove(rng: random.Random, among: list[str]) -> Data:
    """Return a groove, a ring groove or a keyway."""
    section: Data = {"width": number(rng, 1, 5), "depth": number(rng, 0.3, 3)}
    if rng.random() < 0.3:
        section = rng.choice([{"shape": "v", **section}, {"shape": "v", "angle": 90, "depth": 1.5}])
    if rng.random() < 0.4:
        return {
            "kind": "groove",
            "face": rng.choice(among),
            "at": place(rng),
            "along": rng.choice("xyz"),
            **section,
        }
    if rng.random() < 0.6:
        heights = [number(rng, 0, 40) for _ in range(rng.randint(1, 2))]
        return {"kind": "ring_groove", "z": heights, "inside": rng.random() < 0.4, **section}
    if rng.random() < 0.4:
        return {"kind": "keyway", "within": "bore"}
    seat: Data = {"kind": "keyway", "within": "shaft"}
    if rng.random() < 0.6:
        seat |= {"length": number(rng, 6, 25), "z": number(rng, 5, 40)}
    return seat if rng.random() < 0.5 else {**seat, "width": number(rng, 2, 9), "depth": number(rng, 1, 5)}


def edges(rng: random.Random, body: Data) -> Data:
    """Return a fillet or a chamfer."""
    size = number(rng, 0.3, 3)
    one: Data = rng.choice([{"kind": "fillet", "radius": size}, {"kind": "chamfer", "size": size}])
    if is_turned(body):
        end = rng.choice(["top", "bottom", "both"])
        return {**one, "edges": {"kind": "rims", "end": end, "inner": rng.random() < 0.2}}
    axis = body.get("axis", "z")
    ends = {"z": ["top", "bottom"], "x": ["left", "right"], "y": ["front", "back"]}[axis]
    choices: list[Data] = [
        {"of": rng.sample(ends, rng.choice([1, 2]))},
        {"along": axis},
        {"along": axis, "inner": True},
        {"along": rng.choice("xyz")},
        {"of": rng.sample(["top", "bottom", "front", "back", "left", "right"], rng.choice([1, 2]))},
        {"of": [rng.choice(ends)], "near": [0, 0, 0]},
        {},
    ]
    return {**one, "edges": {"kind": "edges", **rng.choice([*choices[:2], *choices])}}


def is_turned(body: Data) -> bool:
    """Whether a base has rims and no straight edges."""
    plain = body.get("kind") == "extrusion" and body["profile"]["kind"] in {"circle", "ring"}
    return body.get("part") in {"tube", "cylinder"} or (plain and body["axis"] == "z")


def shell(rng: random.Random) -> Data:
    """Return a shell."""
    sides = ["top", "top", "bottom", "front", "left"]
    return {"kind": "shell", "wall": number(rng, 0.8, 4), "open": rng.sample(sides, rng.choice([0, 1, 1]))}


def scaled(value: Any) -> Any:
    """Return a size at a quarter; angles, counts and words as they are."""
    if isinstance(value, float):
        return round(value / 4, 3)
    return [scaled(one) for one in value] if isinstance(value, list) else value


def rib(rng: random.Random, among: list[str]) -> Data:
    """Return a rib."""
    return {
        "kind": "rib",
        "face": rng.choice(among),
        "start": [number(rng, -15, 5), rng.choice([0, number(rng, -8, 8)])],
        "end": [number(rng, 6, 15), rng.choice([0, number(rng, -8, 8)])],
        "thickness": number(rng, 1, 4),
        "height": number(rng, 3, 20),
        "shape": rng.choice(["triangle", "rectangle"]),
    }


def step(rng: random.Random, among: list[str]) -> Data:
    """Return a step."""
    sides = ["top", "bottom", "front", "back", "left", "right"]
    return {
        "kind": "step",
        "face": rng.choice(sides),
        "side": rng.choice(sides),
        "width": number(rng, 1, 12),
        "depth": number(rng, 1, 8),
    }


def nested(rng: random.Random, among: list[str], depth: int = 1) -> Data:
    """Return a body that is joined, cut out or intersected."""
    small = {key: scaled(value) for key, value in profile(rng).items() if key != "at"}
    bases: list[Data] = [
        {"kind": "extrusion", "profile": small, "height": number(rng, 3, 30), "axis": rng.choice("zzxy")},
        {
            "kind": "part",
            "part": "plate",
            "sizes": {"length": 12, "width": number(rng, 4, 9), "thickness": 6},
        },
        {"kind": "part", "part": "cylinder", "sizes": {"diameter": number(rng, 4, 12), "height": 20}},
    ]
    one: Data = {
        "kind": rng.choice(["add", "add", "cut", "cut", "intersect"]),
        "base": rng.choice(bases),
        "at": [number(rng, -15, 15), number(rng, -10, 10), rng.choice([0, number(rng, -4, 12)])],
        "turn": rng.choice(
            [[0, 0, 0], [0, 0, 0], [0, 0, 90], [90, 0, 0], [0, 180, 90], [0, 0, 30], [20, 30, 0]]
        ),
    }
    copies: list[Data] = [
        {"kind": "linear", "count": rng.randint(2, 4), "step": [number(rng, -20, 20), 0, 0]},
        {"kind": "circular", "count": rng.randint(2, 5), "angle": rng.choice([360, 360, 90])},
        {"kind": "mirrored", "plane": rng.choice(["yz", "xz", "xy"]), "level": rng.choice([0, 3])},
    ]
    if one["kind"] != "intersect" and rng.random() < 0.4:
        one["copies"] = rng.choice(copies)
    if rng.random() < 0.3:
        one["features"] = [hole(rng, faces(one["base"]) or ["top"])]
    elif depth < 3 and rng.random() < 0.15:
        one["features"] = [nested(rng, among, depth + 1)]
    return one


def design(seed: int) -> Data:
    """Return a random design that can be read; about every eighth one has several bodies."""
    rng = random.Random(seed)  # noqa: S311 - the same designs every time
    while True:
        if rng.random() < 0.12:
            data = {"bodies": [{**one_body(rng), **standing(rng, k)} for k in range(rng.randint(1, 3))]}
        else:
            data = {"bodies": [one_body(rng)]}
        try:
            Design.read(data)
        except InvalidDesign:
            continue
        return data


def nests(data: Data) -> bool:
    """Return whether a body has another one in it."""
    kinds = {"add", "cut", "intersect"}
    return any(one["kind"] in kinds for body in data["bodies"] for one in body.get("features", ()))


def standing(rng: random.Random, index: int) -> Data:
    """Return the name and place of one of several bodies, and copies of it."""
    turns = [[0, 0, 0], [0, 0, 90], [90, 0, 0], [0, -90, 180], [0, 0, 25]]
    one: Data = {
        "name": f"body {index}",
        "at": [rng.choice([150, 150, 40]) * index, number(rng, -9, 9), 0],
        "turn": rng.choice(turns),
    }
    copies: list[Data] = [
        {"kind": "linear", "count": 3, "step": [0, rng.choice([200, 30]), 10]},
        {"kind": "circular", "count": 4, "through": [300, -300, 0]},
        {"kind": "mirrored", "plane": "xz", "level": rng.choice([120, 5])},
    ]
    return {**one, "copies": rng.choice(copies)} if rng.random() < 0.4 else one


def one_body(rng: random.Random) -> Data:
    """Return a random base with up to three features."""
    body = base(rng)
    among = faces(body)
    kinds = [hole, sunk, hole, sunk, groove, rib, nested, nested] if among else [nested]
    if body.get("part") == "plate" or body.get("profile", {}).get("kind") == "rectangle":
        kinds += [step, step]
    features = [rng.choice(kinds)(rng, among) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
    if rng.random() < 0.2 and (body["kind"] == "extrusion" or body.get("part") in {"plate", "cylinder"}):
        features = [shell(rng), *features]
    if body["kind"] in {"extrusion", "part"}:
        for _ in range(rng.choice([0, 0, 1, 2])):
            features.insert(rng.randint(0, len(features)), edges(rng, body))
    return {"base": body, "features": features}
