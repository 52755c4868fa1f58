"""Chamfers that are not of 45°, given by a distance on each of the two faces."""

from __future__ import annotations

import math

from mayfly.design.builder import Draft
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_edges import Edge, edges_of
from mayfly.language.english import a_or_an
from mayfly.language.nodes import Attribute, Mention
from mayfly.language.units import number
from mayfly.planning.features.edge_volumes import Cut, occupied_at_edges, side_by_side
from mayfly.planning.questions import (
    about,
    conflict,
    impossible,
    length_of,
    missing,
    named_edges,
    unsupported,
)
from mayfly.planning.surfaces.select_edges import Choice, choose_edges


def two_sizes(mention: Mention) -> tuple[dict[str, float], list[Attribute]] | None:
    """Read "2 mm on the top face and 1 mm on the front face": distance by face, and the other places.

    Raises:
        NeedsClarification: Only one of them has its face.
    """
    if mention.kind != "chamfer":
        return None
    tied = [m for m in mention.attributes if m.kind == "place" and m.measure is not None and not m.used]
    tied = [m for m in tied if m.measure and m.measure.quantity.form == "plain"]
    faces: dict[str, float] = {}
    lengths = [m for m in mention.measures if m.quantity.form == "plain"]
    if len(lengths) != 2 or len(tied) != 2:
        return None
    for attribute in tied:
        words = attribute.words
        sides = words & {"top", "bottom", "front", "back", "left", "right"}
        sides |= {"top"} if "top_face" in words else {"bottom"} if "underside" in words else set()
        if "side" in words or "side_face" in words:
            sides = sides or {"sides"}
        if len(sides) != 1 or attribute.measure is None:
            raise unsupported(
                f"On which face is the distance in {attribute.text!r}?",
                about("face", mention, words=[attribute.text]),
            )
        attribute.used = attribute.measure.used = True
        faces[next(iter(sides))] = length_of(attribute.measure.quantity, "chamfer", mention)
    if len(faces) != 2:
        raise conflict("On which two faces are the distances of the chamfer?", about("face", mention))
    return faces, mention.take("place")


def chamfer_by_two(
    draft: Draft, mention: Mention, faces: dict[str, float], attributes: list[Attribute]
) -> None:
    """Chamfer edges of a box by a distance on each of their faces."""
    if not draft.is_box:
        raise unsupported(
            f"{a_or_an(draft.part_label)} takes no asymmetric chamfer. Does one of 45° do?",
            about("feature", mention),
        )
    choice = choose_edges(draft, attributes) if attributes else _between(draft, mention, list(faces))
    places = {edge.middle for edge in choice.edges}
    if places & draft.treated:
        raise conflict(
            f"Some of {named_edges(choice.words)} are rounded or chamfered already. Which size is right?",
            about("size", mention, others=["fillet", "chamfer"]),
        )
    draft.treated |= places
    names = {
        side: draft.parameter(f"chamfer_on_{side}", size, f"distance of the chamfer on the {side}")
        for side, size in faces.items()
    }
    x, y, z = draft.box
    across, along, up = draft.side_names()
    limits = {"left": (0, -1, x), "right": (0, 1, x), "front": (1, -1, y), "back": (1, 1, y),
              "bottom": (2, -1, z), "top": (2, 1, z)}  # fmt: skip
    lines = [f"# chamfer on the {choice.words} edges"]
    total = 0.0
    at: dict[int, list[tuple[Edge, dict[str, float | None]]]] = {}
    for edge in choice.edges:
        pair = [w for w in edge.words if w in limits]
        sizes = {w: faces.get(w, faces.get("sides") if limits[w][0] != 2 else None) for w in pair}
        if len(pair) != 2 or None in sizes.values():
            raise conflict(
                f"On which faces of {named_edges(choice.words)} are the distances of the chamfer?",
                about("face", mention, words=[choice.words]),
            )
        first, second = sorted(pair, key=lambda w: limits[w][0])
        # the distance on one face is measured away from the other one
        texts, room = [], []
        for face, other in ((first, second), (second, first)):
            place, sign, long = limits[face]
            reach = names.get(other, names.get("sides", ""))
            minus = "-" if sign < 0 else ""
            edge_at = (f"{minus}{across} / 2", f"{minus}{along} / 2", up if sign > 0 else "0")[place]
            texts.append((edge_at, f"{edge_at} {'-' if sign > 0 else '+'} {reach}"))
            room.append((sizes[other] or 0.0, long))
        _check_two(mention, choice, edge, room)
        (a, a_in), (b, b_in) = texts
        plane, way = {"X": ("YZ", across), "Y": ("XZ", along), "Z": ("XY", up)}[edge.axis]
        lines += [
            f"corner = [({a}, {b}), ({a_in}, {b}), ({a}, {b_in})]",
            f'piece = cq.Workplane("{plane}").polyline(corner).close().extrude({way}, both=True)',
            "result = result.cut(piece)",
        ]
        total += math.prod(s for s, _ in room) / 2 * edge.length
        for end in edge.ends:
            at.setdefault(end, []).append((edge, sizes))
    draft.edge_steps.append("\n".join(lines))
    overlap = _asymmetric_overlap(at)
    known = overlap is not None and draft.shell is None
    free = draft.occupy(occupied_at_edges(draft, Cut("chamfer", max(faces.values())), choice))
    draft.take_volume(total - (overlap or 0.0) if known and free else None)


def _between(draft: Draft, mention: Mention, sides: list[str]) -> Choice:
    edges = tuple(edge for edge in edges_of(draft) if set(sides) <= edge.words)
    if not edges:
        raise missing("Which edges get the chamfer?", about("edges", mention))
    return Choice(edges, "", " ".join(sides), "_".join(sides))


def _check_two(mention: Mention, choice: Choice, edge: Edge, room: list[tuple[float, float]]) -> None:
    for size, long in room:
        opposite = sum(
            other.axis == edge.axis and other is not edge and side_by_side(edge, other)
            for other in choice.edges
        )
        if size * (2 if opposite else 1) >= long - SAME_MM:
            raise impossible(
                f"A chamfer of {number(size)} mm does not fit a side of {number(long)} mm. Which size?",
                about("size", mention, "size", values=[size, long]),
            )


def _asymmetric_overlap(at: dict[int, list[tuple[Edge, dict[str, float | None]]]]) -> float | None:
    """Return the overlap of neighbouring asymmetric chamfers: two that share a face, with like distances."""
    total = 0.0
    for meeting in at.values():
        if len(meeting) == 1:
            continue
        (one, sizes), (other, others) = meeting[0], meeting[1]
        shared = one.words & other.words & sizes.keys() & others.keys()
        if len(meeting) > 2 or len(shared) != 1:
            return None
        face = next(iter(shared))
        on, down = sizes[face], next(v for w, v in sizes.items() if w != face)
        if (
            (on, down) != (others[face], next(v for w, v in others.items() if w != face))
            or not on
            or not down
        ):
            return None
        total += on**2 * down / 3
    return total
