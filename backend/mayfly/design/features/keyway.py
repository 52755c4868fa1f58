"""Keyways on the +X side: through the bore in the middle of a body, or as a keyseat in a shaft."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from mayfly.cad.standards import parallel_keys
from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import Feature
from mayfly.design.features._keyseat import KeySize, Seat, about, cut_open_seat, cut_seat, is_whole_shaft
from mayfly.design.geometry.faces import Face, literal, room
from mayfly.design.geometry.tolerance import LEAST_WALL_MM, ROUNDING_MM, SAME_MM
from mayfly.design.surfaces.part_faces import faces_of, side_of
from mayfly.design.values import Coordinate, Length
from mayfly.language.english import a_or_an, and_list, one
from mayfly.language.units import number
from mayfly.subject import Subject, lengths


class Keyway(Feature):
    """A keyway for a parallel key, on the +X side; sizes left out are those of DIN 6885-1."""

    kind: Literal["keyway"] = "keyway"
    within: Annotated[
        Literal["bore", "shaft"],
        Field(description="through the bore in the middle of the body, or in its round outside"),
    ]
    width: Length | None = None
    depth: Annotated[
        Length | None, Field(description="from the wall of the bore, or from the shaft's surface")
    ] = None
    length: Annotated[
        Length | None, Field(description="of one in a shaft, tip to tip; none: over its full length")
    ] = None
    z: Annotated[Coordinate | None, Field(description="height of the middle of one with a length")] = None

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        if self.within == "bore" and not self.length is self.z is None:
            raise ValueError("a keyway in a bore runs through all of it; leave out length and z")
        if (self.length is None) != (self.z is None):
            raise ValueError(
                "a keyway with a length needs z, the height of its middle, and the other way round"
            )
        return self

    def apply(self, draft: Draft) -> None:
        """Cut it.

        Raises:
            DoesNotFit: There is no such bore or shaft, or it does not fit there.
        """
        if self.within == "bore":
            bore = bore_of(draft)
            if bore is None:
                raise self._has_none(draft, "round bore through its middle")
            cut_in_bore(draft, self.label, bore, self._key(draft, bore.diameter))
            return
        side = side_of(draft, one_wall=True)
        if side is None:
            raise self._has_none(draft, "round outside")
        if self.length is None or self.z is None:
            if not is_whole_shaft(side):
                raise DoesNotFit(
                    f"{a_or_an(draft.part_label)} has no round outside that reaches from end to end.",
                    fix="Give the keyway's length, and the height z of its middle.",
                    reason="unsupported",
                    subject=about("place", self.label, "length"),
                    field="length",
                )
            cut_open_seat(draft, self.label, side, self._key(draft, 2 * side.level))
            return
        face = side.settle([self.z], self.length / 2) if side.settle else side
        cut_seat(draft, Seat(self.label, face, self._key(draft, 2 * face.level), self.length, self.z))

    def _has_none(self, draft: Draft, what: str) -> DoesNotFit:
        return DoesNotFit(
            f"{a_or_an(draft.part_label)} has no {what} for the {self.label}.",
            reason="unsupported",
            subject=Subject(kind="feature", feature="keyway", name=self.label, others=("bore",)),
            field="within",
        )

    def _key(self, draft: Draft, diameter: float) -> KeySize:
        """Return width and depth; what is left out follows from the diameter.

        Raises:
            DoesNotFit: The table has no key for the diameter, or another one.
        """
        if self.width is not None and self.depth is not None:
            return KeySize(self.width, self.depth)
        row = parallel_keys.keyway_for(diameter)
        absent = [name for name in ("width", "depth") if getattr(self, name) is None]
        if row is None or self.depth is not None or self.width not in {None, row.width_mm}:
            raise DoesNotFit(
                f"{parallel_keys.STANDARD} does not give the {and_list(absent)} of this {self.label} for"
                f" {number(diameter)} mm.",
                fix="Give its width and its depth.",
                reason="missing",
                subject=Subject(
                    kind="size", feature="keyway", name=self.label, sizes=tuple(absent),
                    values=lengths(diameter),
                ),
                field=absent[0],
            )  # fmt: skip
        return standard_size(draft, row, diameter, in_bore=self.within == "bore")


@dataclass(frozen=True, slots=True)
class Bore:
    """A round hole through the middle of a body, around the Z axis.

    Attributes:
        diameter: In mm.
        name: Script expression for it.
    """

    diameter: float
    name: str


def bore_of(draft: Draft) -> Bore | None:
    """Return the round through hole in the middle of a body, its own or one drilled before."""
    for hole in (*draft.requirements.holes, *draft.holes):
        if hole.axis == "Z" and hole.kind == "through" and (0.0, 0.0) in (hole.at or ()):
            name = draft.name_for(hole.diameter_mm, "inner_diameter", "bore")
            return Bore(hole.diameter_mm, name)
    return None


def standard_size(draft: Draft, row: parallel_keys.Keyway, diameter: float, *, in_bore: bool) -> KeySize:
    """Return the sizes that DIN 6885-1 has, and note them in the answer."""
    depth = row.hub_depth_mm if in_bore else row.shaft_depth_mm
    draft.note(
        f"Keyway for {number(diameter)} mm: {number(row.width_mm)} mm wide, {number(depth)} mm deep"
        f" ({parallel_keys.STANDARD}{', in the hub' if in_bore else ', in the shaft'})."
    )
    return KeySize(row.width_mm, depth)


# --- in a bore --------------------------------------------------------------------------------------


def cut_in_bore(draft: Draft, label: str, bore: Bore, size: KeySize) -> None:
    """Cut a keyway through a bore.

    Raises:
        DoesNotFit: It is wider than the bore, or breaks through the body.
    """
    width, depth, radius = size.width, size.depth, bore.diameter / 2
    low, up = draft.corner[2], draft.box[2]
    if width >= bore.diameter - SAME_MM:
        raise DoesNotFit(
            f"{one(label)} {number(width)} mm wide does not fit a bore of {number(bore.diameter)} mm.",
            fix=f"Less than {number(bore.diameter)} mm does.",
            subject=about("size", label, "width", values=(width, bore.diameter), others=("bore",)),
            field="width",
        )
    top = _check_wall(draft, label, bore, size)
    wide = draft.parameter("keyway_width", width, "width of the keyway")
    deep = draft.parameter("keyway_depth", depth, "depth of the keyway, from the wall of the bore")
    height = top.level_name if not low else literal(up)
    origin = f"origin=(0, 0, {literal(low)})" if low else ""
    draft.steps.append(
        "\n".join(
            [
                f"# keyway of {number(width)} x {number(depth)} mm in the bore",
                "keyway = (",
                f"    cq.Workplane({origin})",
                f"    .center(({bore.name} / 2 + {deep}) / 2, 0)",
                f"    .rect({bore.name} / 2 + {deep}, {wide})",
                f"    .extrude({height})",
                ")",
                "result = result.cut(keyway)",
            ]
        )
    )
    draft.note("The keyway is on the +X side.")
    inside = width / 2 * math.sqrt(radius**2 - width**2 / 4) + radius**2 * math.asin(width / 2 / radius)
    area = width * (radius + depth) - inside
    near = math.sqrt(radius**2 - width**2 / 4)
    across = Face("bore", "Z", -1, low, (0, 0), (0, 0), up)
    extent = (radius + depth - near, width + ROUNDING_MM)
    besides = [
        r for r in draft.occupied if r.axis == "Z" and r.centre == (0.0, 0.0) and r.radius <= radius + SAME_MM
    ]
    occupied = draft.occupied_below(across, [((radius + depth + near) / 2, 0.0)], extent, (0.0, up))
    free = draft.occupy(occupied, besides) and not draft.supports and draft.shell is None
    solid = _is_solid(top, up, (near, radius + depth), width)
    draft.take_volume(area * up if free and solid else None)


def _check_wall(draft: Draft, label: str, bore: Bore, size: KeySize) -> Face:
    """Return the top face, on which the keyway has to stay inside the body.

    Raises:
        DoesNotFit: It breaks through the body, or the body has no top face.
    """
    face = faces_of(draft).get("top")
    if face is None or draft.form.material is not None:
        raise DoesNotFit(
            f"{one(label)} can't be cut into {a_or_an(draft.part_label)}.",
            fix="Use `cut` with a block that stands where the keyway shall be.",
            reason="unsupported",
            subject=about("feature", label),
        )
    reach = bore.diameter / 2 + size.depth
    if room(replace(face, inner=0.0), reach / 2, 0.0, (reach, size.width)) < LEAST_WALL_MM:
        raise DoesNotFit(
            f"{one(label)} {number(size.depth)} mm deep in a bore of {number(bore.diameter)} mm breaks"
            f" through the {draft.part_label}.",
            "Which depth?",
            fix="Make it less deep, or less wide.",
            subject=about("size", label, "depth", values=(size.depth, bore.diameter), others=("bore",)),
            field="depth",
        )
    return face


def _is_solid(top: Face, up: float, reach: tuple[float, float], width: float) -> bool:
    """Return whether there is material over the whole height where a keyway in a bore is cut."""
    if top.layers is None:
        return abs(top.depth - up) < SAME_MM
    near, far = reach
    spots = [
        (near + (far - near) * a / 8, width * b / 8)
        for a in range(1, 9)
        for b in range(-4, 5)
    ]  # fmt: skip
    return all(
        len(layers := top.behind(u, v)) == 1 and layers[0][0] < SAME_MM and abs(layers[0][1] - up) < SAME_MM
        for u, v in spots
    )
