"""How a person lays out a pattern on a workplane: the steps of the script, with named parameters."""

from __future__ import annotations

from mayfly.planning.geometry.faces import literal
from mayfly.planning.geometry.tolerance import ROUNDING_MM
from mayfly.planning.placement.patterns import Places
from mayfly.planning.script.draft import Draft


def layout_steps(draft: Draft, places: Places, prefix: str) -> list[str]:
    """Write the pattern as a person would lay it out, with named parameters."""
    face = places.face
    u, v = face.centre
    local = face.local((u, v))
    centre = (
        []
        if max(abs(c) for c in local) < ROUNDING_MM
        else [f".center({literal(local[0])}, {literal(local[1])})"]
    )
    if places.pattern == "corners":
        inset_u, inset_v = places.numbers
        first = draft.parameter(f"{prefix}_inset", inset_u, "edge to hole centre")
        second = (
            first
            if abs(inset_u - inset_v) < ROUNDING_MM
            else draft.parameter(f"{prefix}_inset_y", inset_v, "edge to hole centre, along the other side")
        )
        sides = (
            f"{face.u_name or literal(face.size[0])} - 2 * {first},"
            f" {face.v_name or literal(face.size[1])} - 2 * {second}"
        )
        return [*centre, f".rect({sides}, forConstruction=True)", ".vertices()"]
    if places.pattern == "circle" and not (places.numbers[2] and face.mirrored):
        diameter, count, start = places.numbers
        circle = draft.parameter("bolt_circle", diameter, "diameter of the circle that the holes lie on")
        number_of = draft.parameter(f"{prefix}s", count, "number of holes on the circle", count=True)
        base = 0.0 if face.local((1.0, 0.0))[0] > 0 else 180.0
        first = f"{base:g}"
        if start:
            first = draft.parameter(f"{prefix}_angle", start, "angle of the first hole from +X")
        return [*centre, f".polarArray({circle} / 2, {first}, 360, {number_of})"]
    if places.pattern == "grid" and not face.mirrored:
        along_u, along_v, columns, rows = places.numbers
        names = []
        if columns > 1:
            names.append(draft.parameter(f"{prefix}_spacing", along_u, "distance between centres"))
        if rows > 1:
            same = names and abs(along_u - along_v) < ROUNDING_MM
            names.append(
                names[0]
                if same
                else draft.parameter(
                    f"{prefix}_spacing_y" if names else f"{prefix}_spacing",
                    along_v,
                    "distance between centres",
                )
            )
        first, second = (
            (names[0], names[-1])
            if columns > 1 and rows > 1
            else (names[0], "1")
            if columns > 1
            else ("1", names[0] if names else "1")
        )
        return [*centre, f".rarray({first}, {second}, {int(columns)}, {int(rows)})"]
    if places.pattern == "centre":
        return centre
    points = ", ".join(f"({literal(a)}, {literal(b)})" for a, b in (face.local(p) for p in places.points))
    return [f".pushPoints([{points}])"]
