"""Steps: rectangular rebates along an edge of a block."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import Feature
from mayfly.design.geometry.faces import Box3, literal
from mayfly.design.geometry.occupied import Joined, OccupiedVolume
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.placement import size_of_box, volume_of_box
from mayfly.design.solids import ends_remain, solid_of
from mayfly.design.values import Length
from mayfly.language.english import a_or_an, subject
from mayfly.language.units import number
from mayfly.subject import Subject, lengths

Side = Literal["top", "bottom", "front", "back", "left", "right"]
#: Axis, and which of its ends, by the name of the face.
_ENDS: Final[dict[Side, tuple[int, int]]] = {
    "left": (0, 0), "right": (0, 1), "front": (1, 0), "back": (1, 1), "bottom": (2, 0), "top": (2, 1),
}  # fmt: skip


class Step(Feature):
    """A rectangular step cut along an edge of a block, over its whole length."""

    kind: Literal["step"] = "step"
    face: Annotated[Side, Field(description="the face that is lowered")] = "top"
    side: Annotated[Side, Field(description="the side of that face along which it runs")] = "right"
    width: Annotated[Length, Field(description="from that side inwards")]
    depth: Annotated[Length, Field(description="below the face")]

    def apply(self, draft: Draft) -> None:
        """Cut it.

        Raises:
            DoesNotFit: The body is no block, the two faces have no edge in common, or nothing is left.
        """
        base = self._block(draft)
        (down, face_end), (across, side_end) = _ENDS[self.face], _ENDS[self.side]
        if down == across:
            raise self._refuse(
                f"The {self.face} and the {self.side} of a block have no edge in common.",
                f"Sides of the {self.face}: {', '.join(_sides(down))}.",
                "side",
            )
        size = size_of_box(base)
        for field, value, most in (("width", self.width, size[across]), ("depth", self.depth, size[down])):
            if value >= most - SAME_MM:
                raise self._refuse(
                    f"{subject(self.label, 'is')} {number(value)} mm in {field}, but the block only"
                    f" {number(round(most, 3))} mm.",
                    f"Less than {number(round(most, 3))} mm does.",
                    field,
                )
        low, high = (list(corner) for corner in base)
        for axis, end, value in ((down, face_end, self.depth), (across, side_end, self.width)):
            if end:
                low[axis] = high[axis] - value
            else:
                high[axis] = low[axis] + value
        taken = OccupiedVolume((low[0], low[1], low[2]), (high[0], high[1], high[2]))
        self._write(draft, taken.box)
        free = draft.occupy((taken,))
        draft.joined.append(Joined(taken))
        whole = solid_of(draft)
        if not ends_remain(base, whole.occupied, whole.column):
            draft.box_known = False
        draft.take_volume(volume_of_box(taken.box) if free and whole.column else None)

    def _block(self, draft: Draft) -> Box3:
        """Return the box of the block.

        Raises:
            DoesNotFit: The body is none.
        """
        base, column = draft.base_box, solid_of(draft).column
        rounded = bool(draft.edge_steps) and draft.is_box
        if base is None or draft.shell_steps or not ((column is not None and column.is_block) or rounded):
            raise self._refuse(
                f"A step is cut along an edge of a block; {a_or_an(draft.part_label)} is none.",
                "Use `cut` with a block that stands where the step shall be.",
                "face",
            )
        return base

    def _refuse(self, problem: str, fix: str, field: str) -> DoesNotFit:
        return DoesNotFit(
            problem,
            "Which size or edge is right?",
            fix=fix,
            field=field,
            subject=Subject(kind="size", name=self.label, values=lengths(self.width, self.depth)),
        )

    def _write(self, draft: Draft, box: Box3) -> None:
        """Write the step: a box that is cut away, its width and depth by name."""
        wide = draft.parameter("step_width", self.width, "width of the step")
        deep = draft.parameter("step_depth", self.depth, "depth of the step")
        corner = [literal(c) for c in box[0]]
        sides = [literal(c) for c in size_of_box(box)]
        for side, name in ((self.face, deep), (self.side, wide)):
            axis, end = _ENDS[side]
            sides[axis] = name
            if end:
                corner[axis] = f"{literal(box[1][axis])} - {name}"
        variable = draft.variable("step")
        draft.steps.append(
            f"# step of {number(self.width)} x {number(self.depth)} mm, {self.side} edge of the {self.face}\n"
            f"{variable} = cq.Solid.makeBox({', '.join(sides)}, cq.Vector({', '.join(corner)}))\n"
            f"result = result.cut({variable})"
        )


def _sides(down: int) -> list[str]:
    return [name for name, (axis, _) in _ENDS.items() if axis != down]
