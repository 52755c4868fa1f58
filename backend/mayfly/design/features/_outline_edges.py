"""Fillets and chamfers along the whole outline at an end of what is drawn out, straight or round."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._corners import check_ends
from mayfly.design.features._edge_cut import Cut, treated_twice
from mayfly.design.features._edges import Edges, named_edges
from mayfly.design.forms import Drawn
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.insets import inset, turning
from mayfly.design.outlines import Box2
from mayfly.design.segments import Arc, Segment
from mayfly.design.surfaces.part_edges import edges_of
from mayfly.language.units import number

#: The ends along each axis, that of least coordinate first, and how the script selects them.
_ENDS: Final = {"X": ("left", "right"), "Y": ("front", "back"), "Z": ("bottom", "top")}
_PIECES: Final = 8


@dataclass(frozen=True, slots=True)
class _Ends:
    """Ends of what is drawn out, of which the whole outline is meant."""

    drawn: Drawn
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """What their edges are called."""
        return " and ".join(reversed(self.names))

    @property
    def selector(self) -> str:
        """Step of the script that selects their edges."""
        signs = [f"{'><'[self._low(name)]}{self.drawn.axis}" for name in self.names]
        return f'.faces("{" or ".join(signs)}").edges()'

    def _low(self, name: str) -> bool:
        return name == _ENDS[self.drawn.axis][0]

    def levels(self) -> Iterator[tuple[float, float]]:
        """Return the coordinate of each end, and the sign of the direction in which it looks."""
        for name in self.names:
            yield self.drawn.ends[not self._low(name)], -1.0 if self._low(name) else 1.0


def cut_ends(draft: Draft, cut: Cut, picks: Sequence[Edges]) -> bool:
    """Round or chamfer the outline at an end, or at both; return whether that was meant.

    Raises:
        DoesNotFit: The size does not fit the outline, or its edges are rounded or chamfered already.
    """
    ends = _ends_meant(draft, picks)
    if ends is None:
        return False
    _check(draft, cut, ends)
    marks = {
        edge.middle for edge in edges_of(draft) if "end" in edge.words and edge.words & {*ends.names}
    } | {ends.drawn.place((math.inf, math.inf), level) for level, _ in ends.levels()}
    if marks & draft.treated:
        raise treated_twice(cut, ends.words)
    draft.treated |= marks
    draft.end_cuts.append(cut.size)
    check_ends(draft, cut)
    key = "both" if len(ends.names) == 2 else ends.names[0]
    name = draft.parameter(f"{key}_{cut.kind}", cut.size, f"{cut.kind} of the {ends.words} edges")
    draft.edge_steps.append(
        f"# {cut.kind} on {named_edges(ends.words)}\nresult = result{ends.selector}.{cut.kind}({name})"
    )
    occupied = [volume for level in ends.levels() for volume in _occupied(ends.drawn, cut.size, level)]
    draft.sloped += [(cut.said or cut.label, cut.size, volume) for volume in occupied]
    free = draft.occupy(occupied)
    draft.take_volume(_removed(cut, ends) if free and draft.shell is None else None)
    return True


def _ends_meant(draft: Draft, picks: Sequence[Edges]) -> _Ends | None:
    drawn, pick = draft.form.drawn, picks[0]
    if drawn is None or len(picks) != 1 or not pick.of or pick != Edges(of=pick.of, called=pick.called):
        return None
    if set(pick.of) - {*_ENDS[drawn.axis]}:
        return None
    return _Ends(drawn, tuple(name for name in _ENDS[drawn.axis] if name in pick.of))


def _check(draft: Draft, cut: Cut, ends: _Ends) -> None:
    low, high = ends.drawn.ends
    tall = high - low
    if len(ends.names) * cut.size >= tall - SAME_MM:
        raise DoesNotFit(
            f"A {cut.name} of {number(cut.size)} mm on {named_edges(ends.words)} does not fit a height of"
            f" {number(tall)} mm.",
            f"Which {cut.asked}?",
            fix=f"Less than {number(tall / len(ends.names))} mm fits.",
            subject=cut.about("size", cut.size, tall),
            field=cut.asked,
        )
    outline = ends.drawn.outline
    if turning(outline) is None:
        raise DoesNotFit(
            f"The outline of the {draft.part_label} has a curved side that takes no {cut.kind} along it.",
            fix="Lines and circular arcs do, where the arcs run into their neighbours without a corner.",
            reason="unsupported",
            subject=cut.about("edges"),
            field="edges",
        )
    if inset(outline, cut.size) is None:
        raise DoesNotFit(
            f"A {cut.name} of {number(cut.size)} mm on {named_edges(ends.words)} is too large for the outline"
            f" of the {draft.part_label}.",
            f"Which {cut.asked}?",
            fix=f"At most {number(_largest(ends.drawn, cut.size))} mm fits.",
            subject=cut.about("size", cut.size),
            field=cut.asked,
        )


def _largest(drawn: Drawn, size: float) -> float:
    """Return a size that fits the outline, to 1 % below the largest."""
    low, high = 0.0, size
    while high - low > size / 128:
        middle = (low + high) / 2
        low, high = (middle, high) if inset(drawn.outline, middle) else (low, middle)
    return math.floor(low * 100) / 100


def _removed(cut: Cut, ends: _Ends) -> float | None:
    """Return the volume that is taken, in mm³.

    An outline of length P that is moved inwards by d loses P d - c d², where c is the sum of the tangents of
    half the angles at its corners, and of half the angles of its arcs. Summed up over the height of the cut
    that gives P times the area of its section, less c times what two cuts share at a square corner.
    """
    outline = ends.drawn.outline
    bends = turning(outline)
    if bends is None:
        return None
    border = [outline.segments, *outline.openings]
    long = sum(_length(segment) for loop in border for segment in loop)
    return len(ends.names) * (cut.square_area * long - cut.overlap * bends)


def _length(segment: Segment) -> float:
    return abs(segment.sweep) * segment.radii[0] if isinstance(segment, Arc) else segment.length


def _occupied(drawn: Drawn, size: float, end: tuple[float, float]) -> Iterator[OccupiedVolume]:
    """Return where the cut takes material, piece by piece along the outline."""
    level, sign = end
    between = sorted((level, level - sign * size))
    for loop in (drawn.outline.segments, *drawn.outline.openings):
        for segment in loop:
            if isinstance(segment, Arc) and abs(segment.sweep) > 2 * math.pi - 1e-9:
                inner, outer = sorted(
                    (
                        segment.radii[0],
                        segment.radii[0] + (size if loop is not drawn.outline.segments else -size),
                    )
                )
                u, v = segment.centre
                low, high = drawn.box(((u - outer, v - outer), (u + outer, v + outer)), between)
                yield OccupiedVolume(low, high, drawn.axis, segment.centre, outer, inner)
                continue
            for (u0, v0), (u1, v1) in _boxes(segment):
                box: Box2 = ((u0 - size, v0 - size), (u1 + size, v1 + size))
                yield OccupiedVolume(*drawn.box(box, between))


def _boxes(segment: Segment) -> Iterator[Box2]:
    """Return boxes around pieces of a line or an arc."""
    if isinstance(segment, Arc):
        step = segment.sweep / _PIECES
        ends = [segment.at(segment.begin + step * k) for k in range(_PIECES + 1)]
    else:
        (a, b), (c, d) = segment.start, segment.end
        straight = abs(a - c) < SAME_MM or abs(b - d) < SAME_MM
        count = 1 if straight else _PIECES
        ends = [(a + (c - a) * k / count, b + (d - b) * k / count) for k in range(count + 1)]
    for (a, b), (c, d) in itertools.pairwise(ends):
        yield (min(a, c), min(b, d)), (max(a, c), max(b, d))
