"""Fillets and chamfers on straight edges: whether they fit, and the step of the script."""

from __future__ import annotations

import math
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._corners import trim_corners
from mayfly.design.features._edge_cut import Cut, too_wide, treated_twice
from mayfly.design.features._edge_volumes import occupied_at_edges, removed
from mayfly.design.features._edges import Choice, named_edges
from mayfly.design.geometry.tolerance import SAME_MM, SAME_RADIANS
from mayfly.design.surfaces.part_edges import Edge, edges_of
from mayfly.language.english import capital, the
from mayfly.language.units import number
from mayfly.subject import Subject, lengths

_RIGHT: Final = math.pi / 2
#: The largest cut around a corner with a chamfer of 1 mm.
_LARGEST_AROUND: Final = math.sqrt(2) / (2 * math.tan(math.pi / 8))


def cut_edges(draft: Draft, cut: Cut, choice: Choice) -> None:
    """Round or chamfer straight edges: check, write the step, work out the volume.

    Raises:
        DoesNotFit: The edges are rounded or chamfered already, or the size does not fit them.
    """
    check_hollow(draft, cut)
    mark_treated(draft, cut, choice)
    check(draft, cut, choice)
    _check_corners_of_block(draft, cut, choice)
    name = draft.parameter(f"{choice.name}_{cut.kind}", cut.size, f"{cut.kind} of the {choice.words} edges")
    step = _step(cut, choice, name, at_once=_meet(cut, choice) or draft.form.part is None)
    if choice.everything and draft.steps and draft.form.part is not None:
        cut_all_at_the_end(draft, cut, step)
        return
    # the kernel rounds upright edges only while the ones they meet are sharp
    drawn = draft.form.drawn
    first = choice.upright
    if drawn is not None and draft.end_cuts:
        first = all(edge.axis == drawn.axis for edge in choice.edges)
    draft.edge_steps.insert(0 if first else len(draft.edge_steps), step)
    occupied = occupied_at_edges(draft, cut, choice)
    if not choice.upright:
        draft.sloped += [(cut.said or cut.label, cut.size, volume) for volume in occupied]
    trim_corners(draft, cut, choice)
    taken = removed(draft, cut, choice)
    free = draft.occupy(occupied)
    draft.take_volume(taken if free else None)


def _check_corners_of_block(draft: Draft, cut: Cut, choice: Choice) -> None:
    """Check that what runs around a block at one height fits the corners that are cut upright.

    A chamfer as large as their radius ends in a point there; across a chamfer of c a cut of s takes
    2 s tan(22.5°) of the side of c √2 that it left. The kernel fails at both.

    Raises:
        DoesNotFit: It does not fit.
    """
    if not draft.is_box:
        return
    draft.box_cuts.append((cut.kind, cut.size, choice.upright))
    radii = [size for kind, size, upright in draft.box_cuts if kind == "fillet" and upright]
    chamfers = [size for kind, size, upright in draft.box_cuts if kind == "chamfer" and not upright]
    if any(abs(a - b) < SAME_MM for a in radii for b in chamfers):
        raise DoesNotFit(
            f"A chamfer of {number(cut.size)} mm around corners of {number(cut.size)} mm radius ends in a"
            " point.",
            "Which size is right?",
            fix="Make one of them a little smaller.",
            subject=cut.about("size", cut.size, others=("fillet", "chamfer")),
            field=cut.asked,
        )
    corners = [size for kind, size, upright in draft.box_cuts if kind == "chamfer" and upright]
    around = [size for _, size, upright in draft.box_cuts if not upright]
    if corners and around and max(around) >= min(corners) * _LARGEST_AROUND - SAME_MM:
        fits = number(round(min(corners) * _LARGEST_AROUND, 3))
        raise DoesNotFit(
            f"A {cut.name} of {number(max(around))} mm does not fit around corners with a chamfer of"
            f" {number(min(corners))} mm.",
            "Which size is right?",
            fix=f"Less than {fits} mm fits around them.",
            subject=cut.about("size", cut.size, others=("chamfer",)),
            field=cut.asked,
        )


def check_hollow(draft: Draft, cut: Cut) -> None:
    """Check that no chamfer is put on a hollow body, whose cavity the kernel would chamfer too.

    Raises:
        DoesNotFit: It is a chamfer, and the body is hollow.
    """
    if draft.shell is not None and cut.kind == "chamfer":
        raise DoesNotFit(
            f"The hollow {draft.part_label} can't be chamfered here.",
            "Does a fillet do?",
            fix="A fillet can be made.",
            reason="unsupported",
            subject=cut.about("feature", others=("fillet",)),
        )


def cut_all_at_the_end(draft: Draft, cut: Cut, step: str) -> None:
    """Write the step of a cut on all edges that comes after holes: their rims are among the edges.

    Raises:
        DoesNotFit: A boss stands there: it is open whether its edges are meant.
    """
    if draft.grown:
        raise DoesNotFit(
            f"All edges include those of the boss, which a {cut.kind} of one size seldom fits.",
            "Are they meant, too, or only those of the part?",
            fix="Put it before the boss, or name the edges.",
            reason="conflict",
            subject=cut.about("edges", others=("boss",)),
            field="edges",
        )
    draft.steps.append(step)
    draft.take_volume(None)
    draft.note(f"The {cut.kind} on all edges includes the rims of the holes named before it.")


def mark_treated(draft: Draft, cut: Cut, choice: Choice) -> None:
    """Note which edges are rounded or chamfered now.

    Raises:
        DoesNotFit: One of them was before: two sizes for one edge.
    """
    places = {edge.middle for edge in choice.edges}
    if places & draft.treated:
        raise treated_twice(cut, choice.words)
    _check_neighbours(draft, cut, choice)
    draft.treated |= places


def _check_neighbours(draft: Draft, cut: Cut, choice: Choice) -> None:
    """Check that no edge of a part ends where one was rounded or chamfered: the kernel often fails there.

    Boxes and extrusions are apart: their edges are cut face by face, with all that lies in between. Only two
    neighbours around one end of an extrusion are not.

    Raises:
        DoesNotFit: One does.
    """
    if draft.is_box:
        return
    around = draft.form.drawn is not None
    treated = [edge for edge in edges_of(draft) if edge.middle in draft.treated]
    before = {end for edge in treated if not around or "end" in edge.words for end in edge.ends}
    after = [edge for edge in choice.edges if not around or "end" in edge.words]
    if any(before & {*edge.ends} for edge in after):
        raise DoesNotFit(
            f"{capital(named_edges(choice.words))} of the {draft.part_label} meet others that are rounded or"
            " chamfered already.",
            "Which other edges are meant?",
            fix="Choose edges that do not meet them.",
            reason="unsupported",
            subject=cut.about("edges", cut.size, others=("fillet", "chamfer")),
            field="edges",
        )


def check_walls(draft: Draft) -> None:
    """Check that no pocket runs into the rounded or chamfered edges around it.

    Raises:
        DoesNotFit: Too little of the wall between them is left.
    """
    for support in draft.supports:
        for words, size, sloped in draft.sloped:
            if support.kind == "pocket" and any(sloped.meets(volume) for volume in support.occupied):
                raise DoesNotFit(
                    f"The pocket runs into {the(words)} next to it: the wall between them would be cut away.",
                    "Which size or place is right?",
                    fix="Make the pocket smaller, or move it away from the edge.",
                    subject=Subject(
                        kind="size", feature="pocket", name="pocket", values=lengths(size), words=(words,),
                        others=("fillet", "chamfer"),
                    ),
                )  # fmt: skip


def check(draft: Draft, cut: Cut, choice: Choice) -> None:
    """Check that the cuts fit on the faces next to their edges.

    Raises:
        DoesNotFit: They don't, or they would change the size of the part.
    """
    if not choice.edges:  # rounded outlines and trays, which have no list of edges
        _check_roughly(draft, cut, choice)
        return
    for edge in choice.edges:
        oblique = abs(edge.angle - _RIGHT) > SAME_RADIANS and not edge.is_inner
        oblique = oblique and abs(edge.angle - 3 * _RIGHT) > SAME_RADIANS
        if oblique and draft.form.drawn is None and _shapes_box(draft, edge):
            raise DoesNotFit(
                f"A {cut.kind} on {named_edges(choice.words)}, which are not square, would change the size of"
                f" the {draft.part_label}.",
                "Which other edges are meant?",
                fix="Choose other edges, or draw the profile with its corners rounded.",
                reason="unsupported",
                subject=cut.about("edges"),
                field="edges",
            )
        for other in choice.edges:
            if other is edge or other.axis != edge.axis or not edge.faces & other.faces:
                continue
            apart = math.dist(edge.middle, other.middle)
            if cut.reach(edge) + cut.reach(other) >= apart - SAME_MM and (
                draft.form.drawn is not None or side_by_side(edge, other)
            ):
                raise too_wide(cut, cut.size, choice.words, apart)
        if cut.reach(edge) >= min(edge.sides) - SAME_MM:
            room = round(min(edge.sides), 3)
            raise DoesNotFit(
                f"A {cut.name} of {number(cut.size)} mm on {named_edges(choice.words)} does not fit next to"
                f" {number(room)} mm.",
                f"Which {cut.asked}?",
                fix=cut.fits(edge, room),
                subject=cut.about("size", cut.size, room),
                field=cut.asked,
            )


def side_by_side(edge: Edge, other: Edge) -> bool:
    """Return whether two parallel edges lie across one face from each other."""
    return sum(abs(a - b) > SAME_MM for a, b in zip(edge.middle, other.middle, strict=True)) == 1


def _shapes_box(draft: Draft, edge: Edge) -> bool:
    """Return whether an edge is what gives the part its size in some direction."""
    limits = [(low, low + side) for low, side in zip(draft.corner, draft.box, strict=True)]
    way = "XYZ".find(edge.axis) if edge.axis else -1
    on = [
        i
        for i, at in enumerate(edge.middle)
        if i != way and min(abs(at - limit) for limit in limits[i]) < SAME_MM
    ]
    outline = draft.form.surfaces.outline
    regular = outline is not None and outline.regular is not None
    return len(on) > 1 or (bool(on) and edge.angle < _RIGHT - SAME_RADIANS) or regular


def _check_roughly(draft: Draft, cut: Cut, choice: Choice) -> None:
    x, y, z = draft.box
    narrow = min(x, y)
    if draft.form.kind == "open":
        narrow = 2 * min(draft.size("wall"), draft.part.floor_mm(draft.values))
    if 2 * cut.size >= narrow - SAME_MM:
        raise too_wide(cut, cut.size, choice.words, narrow)
    high = choice.levels * cut.size
    if high >= z - SAME_MM:
        raise DoesNotFit(
            f"A {cut.name} of {number(cut.size)} mm on {named_edges(choice.words)} does not fit a height of"
            f" {number(z)} mm.",
            f"Which {cut.asked}?",
            fix=f"Less than {number(z / choice.levels)} mm fits.",
            subject=cut.about("size", cut.size, z),
            field=cut.asked,
        )


def _meet(cut: Cut, choice: Choice) -> bool:
    """Return whether fillets meet at a corner: one by one the kernel does not mitre them."""
    ends = [end for edge in choice.edges for end in edge.ends]
    return cut.kind == "fillet" and len(set(ends)) < len(ends)


def _step(cut: Cut, choice: Choice, name: str, *, at_once: bool) -> str:
    title = f"# {cut.kind} on the {choice.words} edges"
    if choice.points and at_once:  # edges that meet are mitred
        nearest = "result.edges(cq.selectors.NearestToPointSelector(point)).val()"
        return "\n".join(
            [
                title,
                f"points = {choice.points}",
                f"edges = [{nearest} for point in points]",
                f"result = result.newObject(edges).{cut.kind}({name})",
            ]
        )
    if not choice.points:
        return f"{title}\nresult = result{choice.selector}.{cut.kind}({name})"
    return "\n".join(
        [
            title,
            f"for point in {choice.points}:",
            f"    result = result.edges(cq.selectors.NearestToPointSelector(point)).{cut.kind}({name})",
        ]
    )
