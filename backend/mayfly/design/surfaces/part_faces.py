"""The faces that a part has, worked out from its sizes: as its file describes them, or by its base.

Those of round bodies are in ``part_faces_turned.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from mayfly.cad.parts import Extent, FaceLine, Formula
from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face, Faces, Layers, OutlineKind, Range, middle, opposite
from mayfly.design.insets import inset
from mayfly.design.surfaces import part_faces_turned as turned


def faces_of(draft: Draft) -> Faces:
    """Return the faces of the part by name; empty where the part takes no features."""
    known = draft.form.known_faces
    faces = known.get(draft.shell)
    if faces is None:
        faces = known[draft.shell] = _faces_of(draft)
    return dict(faces)


def _faces_of(draft: Draft) -> Faces:
    surfaces = draft.form.surfaces
    if draft.form.faces is not None:
        faces = draft.form.faces()
    elif surfaces.faces:
        faces = _described(draft)
    elif surfaces.steps:
        faces = turned.stepped(draft, surfaces.steps)
    else:
        of_base = _BASE_FACES.get(draft.form.kind)
        faces = of_base(draft) if of_base else {}
    faces = _with_keys(faces)
    return _shelled(draft, faces) if draft.shell else faces


def _with_keys(faces: Faces) -> Faces:
    """Return the faces, each with its key, and all the words that name it."""
    keys: dict[int, set[str]] = {}
    for key, face in faces.items():
        keys.setdefault(id(face), set()).add(key)
    return {key: replace(face, key=key, keys=frozenset(keys[id(face)])) for key, face in faces.items()}


def side_of(draft: Draft, *, one_wall: bool, seen: turned.Seen = "right", body: str = "") -> Face | None:
    """Return the curved side of a round part as seen from one direction; None where it has none.

    Args:
        draft: The model so far.
        one_wall: A hole stops in the middle, so that it crosses one wall of a tube.
        seen: From where it is seen, and a hole in it begins.
        body: "hub", "flange" or "body" where only that part of it is meant.
    """
    return turned.side(draft, one_wall=one_wall, seen=seen, body=body)


def _shelled(draft: Draft, faces: Faces) -> Faces:
    """Return the faces of a hollow part: walls, of which the open ones are no faces any more."""
    shell = draft.shell
    assert shell is not None  # noqa: S101 - asked for only where there is one
    wall = shell.wall
    opened = {faces[name].name for name in shell.open if name in faces}
    found: Faces = {}
    for name, face in faces.items():
        if face.name in opened or face.curved:
            continue
        loop = inset(face.loop, wall) if face.loop is not None else None
        if draft.form.drawn is not None and loop is None:  # behind a slope the wall reaches further
            continue
        (u0, u1), (v0, v1) = face.u, face.v
        found[name] = replace(
            face,
            depth=wall,
            depth_name=shell.name,
            layers=None,
            loop=loop,
            clear_u=(u0 + wall, u1 - wall),
            clear_v=(v0 + wall, v1 - wall),
        )
    return found


def _prism(draft: Draft) -> Faces:
    x, y, z = draft.box
    across, along, up = draft.side_names()
    flat = draft.is_box
    xs, ys, zs = middle(x), middle(y), (0.0, z)
    outline: OutlineKind = "rectangle" if flat else "free"
    top = Face("top face", "Z", 1, z, xs, ys, z, outline, across, along, up, up)
    faces = {"top": top, "bottom": opposite(top, "underside", 0.0, "0")}
    if flat:
        front = Face(
            "front face", "Y", -1, -y / 2, xs, zs, y, "rectangle", across, up, f"-{along} / 2", along
        )
        left = Face("left face", "X", -1, -x / 2, ys, zs, x, "rectangle", along, up, f"-{across} / 2", across)
        faces |= _four("face", front, left)
    return faces


def _four(word: str, front: Face, left: Face) -> Faces:
    """Return the faces on all four sides, from those at the front and at the left."""
    return {
        "front": front,
        "back": opposite(front, f"back {word}", -front.level, front.level_name[1:]),
        "left": left,
        "right": opposite(left, f"right {word}", -left.level, left.level_name[1:]),
    }


def _described(draft: Draft) -> Faces:
    """Return the faces that the part's file describes one by one."""
    known = draft.part.known(draft.values)
    faces: Faces = {}
    for line in draft.part.surfaces.faces:
        if line.condition is not None and not line.condition(known):
            continue
        face = _face(line, known)
        faces |= dict.fromkeys(line.keys, face)
        if line.opposite is not None:
            level = line.opposite.level
            faces[line.opposite.key] = opposite(
                face, line.opposite.name, float(level.formula(known)), level.name
            )
    return faces


def _face(line: FaceLine, known: Mapping[str, Any]) -> Face:
    assert line.u and line.v and line.depth  # noqa: S101 - read_face saw to it
    clear = {coordinate: _range(extent, known) for coordinate, extent in line.clear.items()}
    several = line.behind is not None and not (line.unless is not None and line.unless(known))
    face = Face(
        line.name,
        line.axis,
        line.sign,
        float(line.level.formula(known)),
        _range(line.u, known),
        _range(line.v, known),
        float(line.depth.formula(known)),
        line.outline,
        line.u.name,
        line.v.name,
        line.level.name,
        line.depth.name,
        clear.get("u"),
        clear.get("v"),
        inner=float(line.inner(known)) if line.inner else 0.0,
        corners=tuple((float(u), float(v)) for u, v in line.corners(known)) if line.corners else (),
        layers=_layers(line.behind, known) if line.behind is not None and several else None,
        even="even" in line.flags,
        curved="curved" in line.flags,
        crest=line.crest is not None and bool(line.crest(known)),
        round_above="round" in line.flags,
    )
    if line.normal is None:
        return face
    (x, y, z), (a, b, c) = (text.formula(known) for text in line.normal)
    long = math.hypot(x, y, z)
    normal, origin = (text.name for text in line.normal)
    return replace(
        face,
        normal=(x / long, y / long, z / long),
        origin=(float(a), float(b), float(c)),
        plane=f"cq.Workplane(cq.Plane(origin={origin}, xDir=(0, 1, 0), normal={normal}))",
    )


def _range(extent: Extent, known: Mapping[str, Any]) -> Range:
    high = float(extent.high(known))
    return middle(high) if extent.low is None else (float(extent.low(known)), high)


def _layers(behind: Formula, known: Mapping[str, Any]) -> Callable[[float, float], Layers]:
    """Return the material behind a point as the formula of a face has it."""
    return _layers_of(behind, tuple((name, known[name]) for name in sorted(behind.names) if name in known))


@lru_cache(maxsize=256)
def _layers_of(behind: Formula, known: tuple[tuple[str, Any], ...]) -> Callable[[float, float], Layers]:
    """Return the same function for the same sizes, so that what is worked out with it can be kept."""
    at = behind.with_known(dict(known))

    def layers(u: float, v: float) -> Layers:
        found: Layers = at({"u": u, "v": v})
        return found

    return layers


_BASE_FACES: Final[dict[str, Callable[[Draft], Faces]]] = {"prismatic": _prism, "round": turned.disc}
