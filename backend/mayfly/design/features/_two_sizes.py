"""Chamfers that are not of 45°, with a distance of their own on each of two faces of a box."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._edge_cut import Cut
from mayfly.design.features._edge_cuts import side_by_side
from mayfly.design.features._edge_volumes import occupied_at_edges
from mayfly.design.features._edges import Choice, named_edges
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_edges import Edge
from mayfly.design.values import Length, Value
from mayfly.language.english import a_or_an
from mayfly.language.units import number
from mayfly.subject import Subject, lengths

TwoSizesFace = Literal["top", "bottom", "front", "back", "left", "right", "sides"]
#: Coordinate and sign of each face of a box.
_FACES: Final = {
    "left": (0, -1), "right": (0, 1), "front": (1, -1), "back": (1, 1), "bottom": (2, -1), "top": (2, 1),
}  # fmt: skip


class FaceDistance(Value):
    """How far a chamfer reaches on one face."""

    face: Annotated[TwoSizesFace, Field(description='"sides": whichever upright face it is')]
    size: Length


@dataclass(frozen=True, slots=True)
class TwoSizes:
    """A chamfer by two distances.

    Attributes:
        cut: Its kind and what it is called.
        sizes: Distance on each face, in mm.
        choice: The edges.
    """

    cut: Cut
    sizes: Mapping[str, float]
    choice: Choice


#: Distances of one edge on the faces next to it.
_Sizes = dict[str, float]


def check_takes_two(draft: Draft, label: str) -> None:
    """Check that a body takes chamfers by two distances.

    Raises:
        DoesNotFit: It is no box.
    """
    if not draft.is_box:
        raise DoesNotFit(
            f"{a_or_an(draft.part_label)} takes no asymmetric chamfer.",
            "Does one of 45° do?",
            fix="One of 45° does.",
            reason="unsupported",
            subject=Subject(kind="feature", feature="chamfer", name=label),
            field="distances",
        )


def cut_by_two(draft: Draft, one: TwoSizes) -> None:
    """Chamfer edges of a box by a distance on each of their faces.

    Raises:
        DoesNotFit: The edges are treated already, lie between other faces, or the distances do not fit.
    """
    cut, choice = one.cut, one.choice
    places = {edge.middle for edge in choice.edges}
    if places & draft.treated:
        raise DoesNotFit(
            f"Some of {named_edges(choice.words)} are rounded or chamfered already.",
            "Which size is right?",
            fix="Leave them out here, or there.",
            reason="conflict",
            subject=cut.about("size", others=("fillet", "chamfer")),
            field="edges",
        )
    sizes = [_sizes_at(one, edge) for edge in choice.edges]
    for edge, of_edge in zip(choice.edges, sizes, strict=True):
        _check_room(draft, one, edge, of_edge)
    draft.treated |= places
    names = {
        side: draft.parameter(f"chamfer_on_{side}", size, f"distance of the chamfer on the {side}")
        for side, size in one.sizes.items()
    }
    lines = [f"# chamfer on the {choice.words} edges"]
    total = 0.0
    at: dict[int, list[tuple[Edge, _Sizes]]] = {}
    for edge, of_edge in zip(choice.edges, sizes, strict=True):
        lines += _piece(draft, edge, of_edge, names)
        total += math.prod(of_edge.values()) / 2 * edge.length
        for end in edge.ends:
            at.setdefault(end, []).append((edge, of_edge))
    draft.edge_steps.append("\n".join(lines))
    overlap = _overlap(at)
    known = overlap is not None and draft.shell is None
    free = draft.occupy(occupied_at_edges(draft, cut, choice))
    draft.take_volume(total - (overlap or 0.0) if known and free else None)


def _sizes_at(one: TwoSizes, edge: Edge) -> _Sizes:
    """Return the distance on each of the two faces of an edge, those across X, Y and Z in this order.

    Raises:
        DoesNotFit: The distances are those of other faces.
    """
    pair = sorted((word for word in edge.words if word in _FACES), key=lambda word: _FACES[word][0])
    sizes = {
        word: one.sizes.get(word, one.sizes.get("sides") if _FACES[word][0] != 2 else None) for word in pair
    }
    found = {word: size for word, size in sizes.items() if size is not None}
    if len(found) != 2:
        raise DoesNotFit(
            f"On which faces of {named_edges(one.choice.words)} are the distances of the chamfer?",
            fix="Give them on the two faces that each of these edges belongs to.",
            reason="conflict",
            subject=Subject(
                kind="face", feature="chamfer", name=one.cut.label, words=(one.choice.words,)
            ),
            field="distances",
        )  # fmt: skip
    return found


def _piece(draft: Draft, edge: Edge, sizes: _Sizes, names: Mapping[str, str]) -> list[str]:
    """Return the lines that cut a wedge off an edge."""
    across, along, up = draft.side_names()
    first, second = sizes
    texts = []
    # the distance on one face is measured away from the other one
    for face, other in ((first, second), (second, first)):
        place, sign = _FACES[face]
        reach = names.get(other, names.get("sides", ""))
        minus = "-" if sign < 0 else ""
        edge_at = (f"{minus}{across} / 2", f"{minus}{along} / 2", up if sign > 0 else "0")[place]
        texts.append((edge_at, f"{edge_at} {'-' if sign > 0 else '+'} {reach}"))
    (a, a_in), (b, b_in) = texts
    plane, way = {"X": ("YZ", across), "Y": ("XZ", along), "Z": ("XY", up)}[edge.axis]
    return [
        f"corner = [({a}, {b}), ({a_in}, {b}), ({a}, {b_in})]",
        f'piece = cq.Workplane("{plane}").polyline(corner).close().extrude({way}, both=True)',
        "result = result.cut(piece)",
    ]


def _check_room(draft: Draft, one: TwoSizes, edge: Edge, sizes: _Sizes) -> None:
    first, second = sizes
    for face, other in ((first, second), (second, first)):
        size, long = sizes[other], draft.box[_FACES[face][0]]
        opposite = sum(
            another.axis == edge.axis and another is not edge and side_by_side(edge, another)
            for another in one.choice.edges
        )
        if size * (2 if opposite else 1) >= long - SAME_MM:
            raise DoesNotFit(
                f"A chamfer of {number(size)} mm does not fit a side of {number(long)} mm.",
                "Which size?",
                fix=f"Less than {number(long / (2 if opposite else 1))} mm fits.",
                subject=Subject(
                    kind="size", feature="chamfer", name=one.cut.label, sizes=("size",),
                    values=lengths(size, long),
                ),
                field="distances",
            )  # fmt: skip


def _overlap(at: Mapping[int, list[tuple[Edge, _Sizes]]]) -> float | None:
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
        on, down = sizes[face], next(size for word, size in sizes.items() if word != face)
        if (on, down) != (others[face], next(size for word, size in others.items() if word != face)):
            return None
        total += on**2 * down / 3
    return total
