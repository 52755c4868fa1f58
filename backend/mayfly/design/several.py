"""Several bodies in one model: one script that shows each of them, and what all of them must measure."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.contracts import Axis, HoleRequirement, Plan, Requirements
from mayfly.design.body import Body, Compilable
from mayfly.design.builder import Draft
from mayfly.design.copies import placements_of
from mayfly.design.draft_holes import merged
from mayfly.design.geometry.faces import Box3, Point, Vector, literal
from mayfly.design.geometry.occupied import ANYWHERE, holes_left
from mayfly.design.placement import box_around, placed, placing_steps, size_of_box
from mayfly.design.scripts import identifier, printable, range_text, renamed_script
from mayfly.design.solids import Solid, common_volume, solid_of
from mayfly.errors import InvalidDesign

#: Bodies that share less than this, in mm³, touch.
_TOUCH_MM3: Final = 1e-6


def plan_of_bodies(design: Compilable, drafts: Sequence[Draft]) -> Plan:
    """Return the plan that builds several bodies, each where it stands.

    Raises:
        InvalidDesign: Two bodies certainly overlap.
    """
    plans = [draft.plan() for draft in drafts]
    solids = [_solids(body, draft) for body, draft in zip(design.bodies, drafts, strict=True)]
    _check_apart(design, solids)
    lines = ["import math", "", "import cadquery as cq", ""]
    taken: list[str] = []
    for body, plan in zip(design.bodies, plans, strict=True):
        prefix = identifier(body.name, taken)
        taken.append(prefix)
        lines += [f"# --- {printable(body.name)}", *renamed_script(plan.script, prefix), ""]
        lines += _shown(body, prefix)
    title = printable(design.title or "A model of several bodies")
    return Plan(
        script="\n".join([f'"""{title}."""', "", *lines]),
        requirements=_sum([plan.requirements for plan in plans], solids),
        title=design.title or title_of_bodies(design.bodies),
        assumptions=tuple(dict.fromkeys(a for plan in plans for a in plan.assumptions)),
        trusted=all(plan.trusted for plan in plans),
    )


def title_of_bodies(bodies: Sequence[Body]) -> str:
    """Return a title for several bodies: their names."""
    return " and ".join(dict.fromkeys(body.name for body in bodies))[:60]


def _shown(body: Body, prefix: str) -> list[str]:
    """Return the lines that put a body and its copies in their places and show them."""
    variable = f"{prefix}_result"
    lines = []
    moves = placing_steps(body.at, body.turn)
    if moves:
        lines += [f"{variable} = {variable}{''.join(moves)}"]
    options = f', options={{"color": "{body.color}"}}' if body.color else ""
    lines += [f"show_object({variable}, name={_quoted(body.name)}{options})"]
    if body.copies is None:
        return [*lines, ""]
    parameters: list[str] = []
    name_of = _quoted(f"{body.name} ")

    def name(key: str, value: float, what: str, unit: str) -> str:
        text = str(int(value)) if unit == "count" else repr(float(value))
        parameters.append(f"{key} = {text}  # {unit}, {range_text(unit, value)}: {what}")
        return key

    def show(made: str, number: str) -> str:
        named = _quoted(f"{body.name} {number}") if number.isdigit() else f"{name_of} + str({number})"
        return f"show_object({made}, name={named}{options})"

    steps = body.copies.steps(variable, prefix, name, show)
    return [*parameters, *lines, *steps, ""]


def _quoted(name: str) -> str:
    """Return a name as text of Python."""
    return json.dumps(name, ensure_ascii=False)


def _solids(body: Body, draft: Draft) -> list[Solid]:
    first = placed(body.at, body.turn)
    return [solid_of(draft, first.then(copy)) for copy in placements_of(body.copies)]


def _check_apart(design: Compilable, solids: Sequence[Sequence[Solid]]) -> None:
    """Refuse bodies that certainly share material; what is in doubt is left to the inspection.

    Raises:
        InvalidDesign: Two of them do.
    """
    before: list[tuple[str, Solid]] = []
    for index, (body, placed_copies) in enumerate(zip(design.bodies, solids, strict=True)):
        for name, solid in zip(body.names, placed_copies, strict=True):
            for other_name, other in before:
                shared = common_volume(other, solid)
                if shared is not None and shared > _TOUCH_MM3:
                    field = "at" if other_name not in body.names else "copies"
                    text = (
                        f"{name!r} and {other_name!r} overlap by {literal(round(shared, 3))} mm³; move one of"
                        " them, or join them with `add`"
                    )
                    raise InvalidDesign([(f"bodies[{index}].{field}", text)])
            before.append((name, solid))


def _sum(parts: Sequence[Requirements], solids: Sequence[Sequence[Solid]]) -> Requirements:
    """Return what all bodies together must measure; they must not overlap."""
    every = [solid for placed_copies in solids for solid in placed_copies]
    volumes = [solid.volume for solid in every]
    box = _box(every)
    return Requirements(
        solids=sum(
            (found.solids or 1) * len(placed_copies)
            for found, placed_copies in zip(parts, solids, strict=True)
        ),
        bounding_box_mm=None if box is None else size_of_box(box),
        lowest_mm=None if box is None else box[0],
        centre_mm=_centre(every),
        volume_mm3=None if None in volumes else math.fsum(v for v in volumes if v is not None),
        holes=_holes(every),
        exact_holes=all(
            solid.exact_holes and (solid.placement.is_straight or not solid.holes) for solid in every
        ),
        length_tolerance_mm=max(found.length_tolerance_mm for found in parts),
        volume_tolerance=max(found.volume_tolerance for found in parts),
    )


def _holes(solids: Sequence[Solid]) -> tuple[HoleRequirement, ...]:
    """Return the holes of all bodies; of one that another body may fill or go on in, its diameter and place.

    Holes of one diameter on one line are measured as one, whatever body they are in.
    """
    found: dict[tuple[Axis | None, float, Point | None], HoleRequirement] = {}
    placeless: list[HoleRequirement] = []
    for solid in solids:
        others = [part for other in solids if other is not solid for part in other.parts or (ANYWHERE,)]
        free, _ = holes_left(solid.holes, solid.bound or ANYWHERE, others)
        free_ones = {(hole.axis, hole.diameter_mm, at) for hole in free for at in hole.at or ()}
        for hole in solid.holes:
            placeless += [hole] if hole.at is None else []
            for at in hole.at or ():
                line = (hole.axis, round(hole.diameter_mm, 6), at)
                one = replace(hole, at=(at,), count=1)
                sure = (hole.axis, hole.diameter_mm, at) in free_ones and found.get(line, one) == one
                found[line] = one if sure else _shapeless(one)
    return merged([*found.values(), *placeless])


def _shapeless(hole: HoleRequirement) -> HoleRequirement:
    """Return a hole of which only the wall is certain."""
    return replace(hole, kind=None, depth_mm=None, counterbore_mm=None, countersink=None)


def _box(solids: Sequence[Solid]) -> Box3 | None:
    """Return the box around all bodies, None where one of theirs is not known."""
    boxes = [solid.box for solid in solids]
    if None in boxes:
        return None
    return box_around([corner for box in boxes if box for corner in box])


def _centre(solids: Sequence[Solid]) -> Vector | None:
    """Return the centre of mass of all bodies, None where one of theirs is not known."""
    volume = 0.0
    moment = [0.0, 0.0, 0.0]
    for solid in solids:
        if solid.volume is None or solid.centre is None:
            return None
        volume += solid.volume
        moment = [a + solid.volume * b for a, b in zip(moment, solid.centre, strict=True)]
    return (moment[0] / volume, moment[1] / volume, moment[2] / volume) if volume else None
