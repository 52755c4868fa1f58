"""Bodies that are joined to a body, cut out of it, or intersected with it; and the union of all features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from mayfly.design.bases import Base
from mayfly.design.builder import Draft
from mayfly.design.copies import Copies, placements_of
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import Feature
from mayfly.design.features._nested import Block, Verb, draft_of_nested, write_block
from mayfly.design.features.boss import Boss
from mayfly.design.features.chamfer import Chamfer
from mayfly.design.features.fillet import Fillet
from mayfly.design.features.groove import Groove
from mayfly.design.features.hole import Hole
from mayfly.design.features.keyway import Keyway
from mayfly.design.features.pocket import Pocket, Slot
from mayfly.design.features.rib import Rib
from mayfly.design.features.ring_groove import RingGroove
from mayfly.design.features.shell import Shell
from mayfly.design.features.step import Step
from mayfly.design.geometry.faces import Box3, literal
from mayfly.design.geometry.occupied import Joined, OccupiedVolume
from mayfly.design.geometry.spaces import SweptSpace
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.placement import common_box, holds_box, placed, placing_steps, volume_of_box
from mayfly.design.scripts import printable
from mayfly.design.solids import Solid, are_apart, common_volume, contact, ends_remain, solid_of
from mayfly.design.values import Angle, Point3
from mayfly.language.english import a_or_an, subject
from mayfly.subject import Subject

#: How deep bodies may lie in each other.
_DEEPEST: Final = 4
_COPIES = "repeated in a row, around an axis, or mirrored"


class Nested(Feature):
    """A body that is joined to another, cut out of it, or intersected with it."""

    base: Base
    features: Annotated[tuple[AnyFeature, ...], Field(max_length=100)] = ()
    at: Annotated[Point3, Field(description="where its origin goes, in the body's coordinates")] = (
        0.0,
        0.0,
        0.0,
    )
    turn: Annotated[
        tuple[Angle, Angle, Angle], Field(description="turned about X, Y and Z, before it is moved")
    ] = (0.0, 0.0, 0.0)

    @model_validator(mode="after")
    def _is_not_too_deep(self) -> Self:
        if _depth(self) > _DEEPEST:
            raise ValueError(f"bodies lie more than {_DEEPEST} deep in each other; make it of fewer")
        return self

    @property
    def label(self) -> str:
        """What to call it in a sentence."""
        return self.name or str(getattr(self.base, "part", self.base.kind)).replace("_", " ")

    def draft(self) -> Draft:
        """Return the body with its features, before it is placed.

        Raises:
            DoesNotFit: Its base or one of its features does not fit; ``field`` says which.
        """
        return draft_of_nested(self.base, self.features, self.label)

    def standing(self, draft: Draft, copies: Copies | None = None) -> list[Solid]:
        """Return it and its copies where they stand."""
        first = placed(self.at, self.turn)
        return [solid_of(draft, first.then(copy)) for copy in placements_of(copies)]

    def block(self, comment: str, verb: Verb, copies: Copies | None = None) -> Block:
        """Return how it is written into the script of the other body."""
        return Block(
            label=self.label,
            verb=verb,
            comment=printable(f"{self.name}: {comment}" if self.name else comment),
            moves=placing_steps(self.at, self.turn),
            copies=copies,
        )

    def refuse(self, problem: str, fix: str, field: str = "at") -> DoesNotFit:
        """Return the error that says why it does not fit."""
        return DoesNotFit(
            problem,
            "Where shall it be?",
            fix=fix,
            field=field,
            subject=Subject(kind="place", name=self.label),
        )


class Add(Nested):
    """A body that is joined to this one; it has to touch it."""

    kind: Literal["add"] = "add"
    copies: Annotated[Copies | None, Field(description=_COPIES)] = None

    def apply(self, draft: Draft) -> None:
        """Join it.

        Raises:
            DoesNotFit: It does not fit in itself, or does not touch the body.
        """
        made = self.draft()
        whole = solid_of(draft)
        volume, pieces = draft.volume_mm3, self.standing(made, self.copies)
        for piece in pieces:
            bounded = piece.bound is not None and whole.bound is not None
            if are_apart(whole, piece) or (bounded and contact(whole, piece) < 2):
                raise self.refuse(
                    f"{subject(self.label, 'does')} not touch the {draft.part_label} with a face.",
                    "Move it until it does, or make it a body of its own.",
                )
            shared = common_volume(whole, piece)
            known = volume is not None and piece.volume is not None and shared is not None
            volume = volume + piece.volume - shared if known else None  # type: ignore[operator]
            whole = whole.joined_with(_bound(piece))
        plan = made.plan()
        write_block(draft, plan, self.block(f"{plan.title}, joined{_place(self)}", "union", self.copies))
        draft.volume_mm3 = volume
        draft.moment_taken = None
        for piece in pieces:
            _join(draft, piece)


class Cut(Nested):
    """A body that is cut out of this one."""

    kind: Literal["cut"] = "cut"
    copies: Annotated[Copies | None, Field(description=_COPIES)] = None

    def apply(self, draft: Draft) -> None:
        """Cut it out.

        Raises:
            DoesNotFit: It does not fit in itself, does not reach the body, or cuts it in pieces.
        """
        made = self.draft()
        whole = solid_of(draft)
        volume, pieces = draft.volume_mm3, self.standing(made, self.copies)
        for piece in pieces:
            shared = common_volume(whole, piece)
            if shared == 0.0:
                raise self.refuse(
                    f"{subject(self.label, 'does')} not reach into the {draft.part_label}, and can't be cut"
                    " out of it.",
                    "Move it into the material.",
                )
            self._check_pieces(draft, piece)
            volume = volume - shared if volume is not None and shared is not None else None
            whole = whole.joined_with(_bound(piece))
        plan = made.plan()
        write_block(draft, plan, self.block(f"{plan.title}, cut out{_place(self)}", "cut", self.copies))
        draft.volume_mm3 = volume
        draft.moment_taken = None
        _cut_out(draft, whole, pieces)

    def _check_pieces(self, draft: Draft, piece: Solid) -> None:
        """Refuse a block that certainly takes all of a body, or parts it: each end of its box has material.

        Raises:
            DoesNotFit: It does.
        """
        base, space = draft.extent(), draft.form.space
        if isinstance(space, SweptSpace) and piece.bound and space.is_parted(piece.holds, piece.bound):
            raise self._parts(draft)
        filled = piece.column is not None and piece.column.is_block and not piece.occupied
        if base is None or piece.box is None or not filled or not piece.placement.is_straight:
            return
        spans = [_spans(piece.box, base, axis) for axis in range(3)]
        inside = [axis for axis in range(3) if not spans[axis]]
        if not inside:
            raise self.refuse(f"{subject(self.label, 'takes')} the whole body away.", "Make it smaller.")
        axis = inside[0]
        between = (
            piece.box[0][axis] > base[0][axis] + SAME_MM and piece.box[1][axis] < base[1][axis] - SAME_MM
        )
        if len(inside) == 1 and between:
            raise self._parts(draft)

    def _parts(self, draft: Draft) -> DoesNotFit:
        return self.refuse(
            f"{subject(self.label, 'cuts')} the {draft.part_label} in two.",
            "Make it smaller, or make two bodies.",
        )


class Intersect(Nested):
    """A body of which only what it shares with this one stays."""

    kind: Literal["intersect"] = "intersect"

    def apply(self, draft: Draft) -> None:
        """Intersect the two.

        Raises:
            DoesNotFit: It does not fit in itself, or the two have nothing in common.
        """
        made = self.draft()
        whole, piece = solid_of(draft), self.standing(made)[0]
        shared = common_volume(whole, piece)
        if shared == 0.0:
            raise self.refuse(
                f"{subject(self.label, 'has')} nothing in common with the {draft.part_label}.",
                "Move it into the material.",
            )
        plan = made.plan()
        write_block(draft, plan, self.block(f"intersected with {a_or_an(self.label)}", "intersect"))
        if whole.bound is not None and piece.holds(whole.bound):
            return  # nothing is taken away
        draft.volume_mm3 = shared
        draft.moment_taken = None
        _limit(draft, whole, piece)


def _place(feature: Nested) -> str:
    return f" at ({', '.join(literal(c) for c in feature.at)})" if any(feature.at) else ""


def _bound(piece: Solid) -> Box3:
    """Return the box that holds a body; everything where nothing is known of it."""
    return piece.bound or ((-1e6, -1e6, -1e6), (1e6, 1e6, 1e6))


def _spans(box: Box3, other: Box3, axis: int) -> bool:
    return box[0][axis] <= other[0][axis] + SAME_MM and box[1][axis] >= other[1][axis] - SAME_MM


def _join(draft: Draft, piece: Solid) -> None:
    """Let the model's box and holes be those with a body that was joined."""
    before = draft.extent()
    if piece.box is not None:
        draft.grow(*piece.box)
    elif before is None or not holds_box(before, _bound(piece)):
        draft.box_known = False
    taken = OccupiedVolume(*_bound(piece))
    draft.occupied.append(taken)
    draft.joined.append(Joined(taken, piece.holes))
    draft.exact_holes = draft.exact_holes and piece.exact_holes


def _cut_out(draft: Draft, whole: Solid, pieces: Sequence[Solid]) -> None:
    """Let the model's box and holes be those without what was cut out."""
    bounds = [_bound(piece) for piece in pieces]
    stands_out = any(common_box(grown, bound, -SAME_MM) for grown in draft.grown for bound in bounds)
    cuts = [*whole.occupied]
    base = draft.limits or draft.base_box
    remains = (
        draft.form.material is not None
    )  # then the box is held against the cuts each time it is asked for
    if stands_out or base is None or not (remains or ends_remain(base, cuts, whole.column)):
        draft.box_known = False
    for bound, piece in zip(bounds, pieces, strict=True):
        taken = OccupiedVolume(*bound)
        draft.occupied.append(taken)
        draft.joined.append(Joined(taken))
        flat = piece.column is not None and piece.column.has_flat_sides and not piece.occupied
        draft.exact_holes = draft.exact_holes and flat


def _limit(draft: Draft, whole: Solid, piece: Solid) -> None:
    """Let the model's box be that of an intersection, of whose holes nothing is known."""
    box = None
    if piece.bound is not None and whole.holds(piece.bound):
        box = piece.box
    elif _is_plain_block(whole) and _is_plain_block(piece) and whole.base and piece.base:
        box = common_box(whole.base, piece.base)
    draft.grown.clear()
    draft.trimmed.clear()
    draft.limits, draft.box_known = box, box is not None
    if box is not None and _is_plain_block(whole) and _is_plain_block(piece):
        draft.volume_mm3 = volume_of_box(box)
        draft.moment_taken = None
    draft.requirements = replace(draft.requirements, holes=())
    draft.holes.clear()
    draft.shaped.clear()
    draft.joined.clear()
    taken = OccupiedVolume(*(whole.bound or _bound(piece)))
    draft.occupied.append(taken)
    draft.joined.append(Joined(taken))
    draft.exact_holes = False


def _is_plain_block(solid: Solid) -> bool:
    return (
        solid.column is not None
        and solid.column.is_block
        and solid.placement.is_straight
        and not solid.occupied
    )


def _depth(feature: Nested) -> int:
    return 1 + max((_depth(one) for one in feature.features if isinstance(one, Nested)), default=0)


AnyFeature = Annotated[
    Hole
    | Slot
    | Pocket
    | Boss
    | Groove
    | RingGroove
    | Keyway
    | Fillet
    | Chamfer
    | Shell
    | Rib
    | Step
    | Add
    | Cut
    | Intersect,
    Field(discriminator="kind"),
]
"""Any feature, told apart by ``kind``."""

for _kind in (Nested, Add, Cut, Intersect):
    _kind.model_rebuild()
