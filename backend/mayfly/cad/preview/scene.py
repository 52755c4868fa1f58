"""A scene, in a few arrays: all triangles and visible edges of a model, whole or cut."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mayfly.cad.preview.mesh import Floats, Integers, Mesh

_EXACT = 1e-9
"""What is nearer to the cutting plane than this part of the model's size lies in it."""


@dataclass(frozen=True)
class Cut:
    """A plane that cuts a model.

    Attributes:
        axis: 0, 1 or 2: it lies across X, Y or Z.
        at: Where, in mm.
        side: 1 if what lies beyond it along the axis is taken away, -1 if what lies before it.
    """

    axis: int
    at: float
    side: int


@dataclass(frozen=True)
class Scene:
    """A model as triangles; places in mm from the middle of the model, so that far ones keep their digits.

    Attributes:
        points: Corners, one row each.
        normals: Unit normals at the corners.
        triangles: Numbers of three corners, counter-clockwise seen from outside.
        faces: The face of each triangle.
        bodies: The body of each triangle.
        closed: Whether a triangle belongs to the skin of a solid, whose inside is never seen.
        colours: Red, green and blue of each face, 0 to 1.
        edges: Straight pieces of the edges that the eye sees: (n, two ends, three places).
        low: The whole model's least corner.
        high: The whole model's greatest corner.
        middle: The middle of the model, in its own coordinates.
        cut: Where it was cut; its place is counted from the middle, too.
    """

    points: Floats
    normals: Floats
    triangles: Integers
    faces: Integers
    bodies: Integers
    closed: npt.NDArray[np.bool_]
    colours: Floats
    edges: Floats
    low: Floats
    high: Floats
    middle: Floats
    cut: Cut | None = None


def scene_of(mesh: Mesh) -> Scene:
    """Gather a mesh."""
    patches = mesh.patches
    middle = (mesh.low + mesh.high) / 2
    shifts = np.cumsum([0, *(len(patch.points) for patch in patches)])
    sizes = [len(patch.triangles) for patch in patches]
    owners = [number for number, part in enumerate(mesh.parts) for _ in part.patches]
    pieces = [np.stack([edge[:-1], edge[1:]], axis=1) for edge in mesh.edges if len(edge) > 1]
    return Scene(
        points=mesh.points - middle,
        normals=np.concatenate([patch.normals for patch in patches]),
        triangles=np.concatenate(
            [patch.triangles + shift for patch, shift in zip(patches, shifts, strict=False)]
        ),
        faces=np.repeat(np.arange(len(patches)), sizes),
        bodies=np.repeat(owners, sizes),
        closed=np.repeat([patch.closed for patch in patches], sizes),
        colours=np.array([patch.colour[:3] for patch in patches]),
        edges=(np.concatenate(pieces) if pieces else np.zeros((0, 2, 3))) - middle,
        low=mesh.low - middle,
        high=mesh.high - middle,
        middle=middle,
    )


def cut_scene(scene: Scene, cut: Cut) -> Scene:
    """Return what a cut leaves, open where it was cut.

    Args:
        scene: The whole model.
        cut: Where, counted from the model's middle.
    """
    near = _EXACT * float(np.linalg.norm(scene.high - scene.low))
    beyond = cut.side * (scene.points[:, cut.axis] - cut.at)
    beyond[np.abs(beyond) <= near] = 0.0
    of_corners = beyond[scene.triangles]
    outside = (of_corners > 0).sum(axis=1)
    inside = (of_corners < 0).any(axis=1)
    whole = (outside == 0) & (inside | _faces_the_eye(scene, cut))
    points, normals, triangles, owners = _cut_triangles(scene, of_corners, (outside > 0) & inside)
    kept = np.concatenate([np.flatnonzero(whole), owners])
    return replace(
        scene,
        points=np.concatenate([scene.points, points]),
        normals=np.concatenate([scene.normals, normals]),
        triangles=np.concatenate([scene.triangles[whole], triangles + len(scene.points)]),
        faces=scene.faces[kept],
        bodies=scene.bodies[kept],
        closed=scene.closed[kept],
        edges=_cut_edges(scene.edges, cut, near),
        cut=cut,
    )


def _faces_the_eye(scene: Scene, cut: Cut) -> npt.NDArray[np.bool_]:
    """Return which triangles look to where the cut takes away."""
    a, b, c = (scene.points[scene.triangles[:, k]] for k in range(3))
    return np.asarray(np.cross(b - a, c - a)[:, cut.axis] * cut.side > 0)


def _cut_triangles(
    scene: Scene, beyond: Floats, crossing: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats, Integers, Integers]:
    """Return what is left of triangles that the plane crosses: points, normals, triangles, their owners."""
    points: list[Floats] = []
    owners: list[Integers] = []
    for many in (1, 2):  # corners beyond the plane
        chosen = np.flatnonzero(crossing & ((beyond > 0).sum(axis=1) == many))
        lone = (beyond[chosen] > 0) if many == 1 else (beyond[chosen] <= 0)
        turned = (lone.argmax(axis=1)[:, None] + np.arange(3)) % 3
        corners = np.take_along_axis(scene.triangles[chosen], turned, axis=1)
        heights = np.take_along_axis(beyond[chosen], turned, axis=1)
        both = np.concatenate([scene.points, scene.normals], axis=1)[corners]
        tip, left, right = both[:, 0], both[:, 1], both[:, 2]
        if many == 1:
            one = _between(left, tip, heights[:, 1], heights[:, 0])
            other = _between(right, tip, heights[:, 2], heights[:, 0])
            points += [np.stack([one, left, right], axis=1), np.stack([one, right, other], axis=1)]
            owners += [chosen, chosen]
        else:
            one = _between(tip, left, heights[:, 0], heights[:, 1])
            other = _between(tip, right, heights[:, 0], heights[:, 2])
            points.append(np.stack([tip, one, other], axis=1))
            owners.append(chosen)
    rows = np.concatenate(points).reshape(-1, 6)
    return rows[:, :3], rows[:, 3:], np.arange(len(rows)).reshape(-1, 3), np.concatenate(owners)


def _between(inside: Floats, outside: Floats, below: Floats, above: Floats) -> Floats:
    """Return where lines meet the plane, always from the inside, so that neighbours agree."""
    part = below / (below - above)
    return np.asarray(inside + (outside - inside) * part[:, None])


def _cut_edges(edges: Floats, cut: Cut, near: float) -> Floats:
    """Return what is left of straight pieces of edges."""
    beyond = cut.side * (edges[:, :, cut.axis] - cut.at)
    beyond[np.abs(beyond) <= near] = 0.0
    whole = (beyond <= 0).all(axis=1)
    crossing = (beyond > 0).any(axis=1) & (beyond < 0).any(axis=1)
    pieces, heights = edges[crossing], beyond[crossing]
    swapped = heights[:, 0] > 0
    pieces[swapped], heights[swapped] = pieces[swapped, ::-1], heights[swapped, ::-1]
    ends = _between(pieces[:, 0], pieces[:, 1], heights[:, 0], heights[:, 1])
    return np.concatenate([edges[whole], np.stack([pieces[:, 0], ends], axis=1)])
