"""Fillets and chamfers on the rims of round bodies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from mayfly.cad.parts import read_pairs
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._edge_cut import Cut, too_wide, treated_twice
from mayfly.design.features._edge_cuts import cut_all_at_the_end
from mayfly.design.features._edges import Edges, Rims, named_edges
from mayfly.design.geometry.occupied import OccupiedVolume
from mayfly.design.geometry.tolerance import ROUNDING_MM, SAME_MM
from mayfly.language.english import a_or_an
from mayfly.language.units import number

_RIM: Final = '.edges("%CIRCLE").edges(cq.selectors.RadiusNthSelector({}))'


def is_turned(draft: Draft) -> bool:
    """Return whether the body has round rims at its top and bottom, and no straight edges."""
    surfaces = draft.form.surfaces
    return draft.form.kind == "round" or surfaces.rims is not None or bool(surfaces.steps)


@dataclass(frozen=True, slots=True)
class RimCut:
    """A fillet or chamfer on rims, settled.

    Attributes:
        cut: What is done; its size is measured along the axis.
        radial: Size across the axis.
        rims: Which rims; None for all round edges.
    """

    cut: Cut
    radial: float
    rims: Rims | None

    @property
    def ends(self) -> tuple[str, ...]:
        """At which ends."""
        return (self.rims.end,) if self.rims and self.rims.end != "both" else ("top", "bottom")

    @property
    def inner(self) -> bool:
        """Whether those of the bore are meant."""
        return self.rims is not None and self.rims.inner

    @property
    def words(self) -> str:
        """What they are called, without "inner"."""
        return self.rims.model_copy(update={"inner": False}).words if self.rims else "all"

    @property
    def name(self) -> str:
        """The same, for names of the script."""
        return ("inner_" if self.inner else "") + (self.rims.end if self.rims else "edge")


def rims_of(draft: Draft, picks: tuple[Edges | Rims, ...], cut: Cut) -> Rims | None:
    """Return which rims are meant; None for all round edges.

    Raises:
        DoesNotFit: The body has no such edges.
    """
    first = picks[0]
    if len(picks) == 1 and first == Edges():
        return None
    if len(picks) > 1 or not isinstance(first, Rims):
        raise DoesNotFit(
            f"{a_or_an(draft.part_label)} has no straight edges for the {cut.label}."
            if len(picks) == 1
            else f"The {cut.label} is put on several rims of {a_or_an(draft.part_label)} at once.",
            fix="Choose rims: an end, or both, of the outside or of the bore."
            if len(picks) == 1
            else f"Write one {cut.kind} for each.",
            reason="unsupported",
            subject=cut.about("edges"),
            field="edges",
        )
    if first.inner and bore_of(draft) <= 0:
        raise DoesNotFit(
            f"{a_or_an(draft.part_label)} has no inside edge for the {cut.label}.",
            fix="Leave `inner` out.",
            reason="unsupported",
            subject=cut.about("edges"),
            field="edges",
        )
    return first


def cut_rims(draft: Draft, one: RimCut) -> None:
    """Round or chamfer the rims of a round body: check, write the step, work out the volume.

    Raises:
        DoesNotFit: The size does not fit, or the rims are rounded or chamfered already.
    """
    cut, axial, radial = one.cut, one.cut.size, one.radial
    _check(draft, one)
    rims = {(0.0, float(one.inner), float(end == "top")) for end in one.ends}
    if one.rims is None:
        rims |= {(0.0, 1.0, 0.0), (0.0, 1.0, 1.0)}
    if rims & draft.treated:
        raise treated_twice(cut, one.rims.end if one.rims else "all")
    draft.treated |= rims
    words = ("inner " if one.inner else "") + one.words
    name = draft.parameter(f"{one.name}_{cut.kind}", axial, f"{cut.kind} of the {words} edges")
    lines = [f"# {cut.kind} on the {words} edges"]
    if abs(axial - radial) > ROUNDING_MM:
        angle = draft.parameter(
            f"{one.name}_chamfer_angle",
            math.degrees(math.atan(radial / axial)),
            "angle of the chamfer to the axis",
            "degrees",
        )
        lines += _asymmetric(draft, one, name, angle)
    else:
        lines += [f"result = result{selector}.{cut.kind}({name})" for selector in _selectors(draft, one)]
    step = "\n".join(lines)
    if one.rims is None and draft.steps:
        cut_all_at_the_end(draft, cut, step)
        return
    draft.edge_steps.append(step)
    known = one.rims is not None and draft.shell is None
    taken = _removed(one, _diameters(draft, one)) if known else None
    free = draft.occupy(_occupied(draft, one))
    draft.take_volume(taken if free else None)


def bore_of(draft: Draft) -> float:
    """Return the diameter of a round body's bore, in mm; 0 without one."""
    return max(draft.size("inner_diameter"), draft.size("bore"))


def _hollow(draft: Draft, one: RimCut) -> float:
    """Return the diameter of what is hollow behind a rim."""
    rims = draft.form.surfaces.rims
    if rims is None or rims.inside is None:
        return bore_of(draft)
    top, bottom = rims.inside(draft.part.known(draft.values))
    return float(bottom if one.ends == ("bottom",) else top)


def _diameters(draft: Draft, one: RimCut) -> list[float]:
    """Return the diameters of the rims."""
    if one.inner:
        return [bore_of(draft)] * len(one.ends)
    by_end = dict(zip(("top", "bottom"), _ends(draft), strict=True))
    return [by_end[end] for end in one.ends]


def _ends(draft: Draft) -> tuple[float, float]:
    """Return the diameters of the rims at the top and at the bottom."""
    surfaces = draft.form.surfaces
    if surfaces.steps:
        steps = read_pairs(str(draft.values[surfaces.steps]))
        return steps[-1][0], steps[0][0]
    if surfaces.rims is not None:
        top, bottom = surfaces.rims.ends(draft.part.known(draft.values))
        return float(top), float(bottom)
    return draft.box[0], draft.box[0]


def _selectors(draft: Draft, one: RimCut) -> list[str]:
    if one.rims is None:
        return ['.edges("%CIRCLE")']
    rim = _RIM.format(0 if one.inner else -1)
    if len(one.ends) == 2 and not one.inner and draft.form.kind == "round":
        return [rim]  # both rims have the largest diameter
    return [f'.faces("{">Z" if end == "top" else "<Z"}"){rim}' for end in one.ends]


def _check(draft: Draft, one: RimCut) -> None:
    cut, both = one.cut, len(one.ends) == 2
    top, bottom = _ends(draft)
    narrow = min(top, bottom) if both else top if one.ends == ("top",) else bottom
    free = narrow - _hollow(draft, one)
    if one.rims is None and bore_of(draft) > 0:
        free /= 2  # those of the outside and of the bore meet in the wall
    if 2 * one.radial >= free - SAME_MM:
        raise too_wide(cut, one.radial, one.words, free)
    z = draft.box[2]
    if (2 if both else 1) * cut.size >= z - SAME_MM:
        raise DoesNotFit(
            f"A {cut.name} of {number(cut.size)} mm on {named_edges(one.words)} does not fit a height of"
            f" {number(z)} mm.",
            "Which size?",
            fix=f"Less than {number(z / (2 if both else 1))} mm fits.",
            subject=cut.about("size", cut.size, z),
            field=cut.asked,
        )


def _asymmetric(draft: Draft, one: RimCut, name: str, angle: str) -> list[str]:
    """Write a chamfer that is not of 45° as a cut of a ring of triangular section."""
    if one.rims is None:
        raise DoesNotFit(
            "Which edges get the asymmetric chamfer: the top, the bottom or both?",
            fix="Choose the rims.",
            reason="missing",
            subject=one.cut.about("edges"),
            field="edges",
        )
    z = draft.box[2]
    up = draft.name_for(z, "length", "height", "thickness", "width")
    lines = [f"inset = {name} * math.tan(math.radians({angle}))"]
    for end, wide in zip(one.ends, _diameters(draft, one), strict=True):
        across = draft.name_for(
            wide, "inner_diameter", "bore", "outer_diameter", "diameter", "hub_diameter", "flange_diameter"
        )
        level, below = (up, f"{up} - {name}") if end == "top" else ("0", name)
        inwards = "+" if one.inner else "-"
        lines += [
            f"rim = {across} / 2",
            f"corners = [(rim, {level}), (rim {inwards} inset, {level}), (rim, {below})]",
            'ring = cq.Workplane("XZ").polyline(corners).close().revolve(360, (0, 0, 0), (0, 1, 0))',
            "result = result.cut(ring)",
        ]
    return lines


def _removed(one: RimCut, rims: list[float]) -> float:
    """Volume that is taken from rims of some diameters, in mm³, after Pappus."""
    axial, radial = one.cut.size, one.radial
    if one.cut.kind == "chamfer":
        area, off = axial * radial / 2, radial / 3
    else:
        area = (1 - math.pi / 4) * axial**2
        # first moment of the corner piece about the outer line: r³ (5/6 - pi/4)
        off = axial**3 * (5 / 6 - math.pi / 4) / area
    return sum(2 * math.pi * (d / 2 + (off if one.inner else -off)) * area for d in rims)


def _occupied(draft: Draft, one: RimCut) -> list[OccupiedVolume]:
    found: list[OccupiedVolume] = []
    axial, radial, z = one.cut.size, one.radial, draft.box[2]
    for end, wide in zip(("top", "bottom"), _ends(draft), strict=True):
        if end not in one.ends:
            continue
        bore = bore_of(draft)
        reach, hollow = (bore / 2 + radial, bore / 2) if one.inner else (wide / 2, wide / 2 - radial)
        low, high = (z - axial, z) if end == "top" else (0.0, axial)
        found.append(
            OccupiedVolume((-reach, -reach, low), (reach, reach, high), "Z", (0.0, 0.0), reach, hollow)
        )
    return found
