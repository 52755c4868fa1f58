"""The step of a shaft that a feature is on: "on the 25 dia", "on the middle section"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.forms import Piece
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_faces_turned import pieces_of
from mayfly.language.english import inverted
from mayfly.language.nodes import Attribute, Mention
from mayfly.language.units import number
from mayfly.planning.placement.offsets import EACH
from mayfly.planning.questions import about, length_of, missing

#: Which step a word means, counted from the bottom.
_IN_ORDER: Final = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
#: Words that say which of the ends of a step is meant.
_CLEAR: Final = frozenset({"top", "bottom"}) | EACH
_MIDDLE: Final = frozenset({"middle", "central", "centre", "center"})
_LARGEST: Final = frozenset({"largest", "large", "larger", "big", "biggest", "thick", "thickest"})


def step_place(mention: Mention) -> Attribute | None:
    """Return what says on which step of a shaft a feature is; None where nothing does."""
    found = (one for one in mention.take("place") if one.ref is not None and one.ref.noun == "step")
    return next((one for one in found if one.quantities or (one.ref and one.ref.traits)), None)


def on_step(draft: Draft, mention: Mention, side: Face) -> Face:
    """Return the round side of a shaft between the ends of the step that a feature is on.

    Distances from "the end" count from the free end of the first and of the last step.

    Args:
        draft: The model so far.
        mention: The feature; what it says of its step is consumed.
        side: The side of the whole shaft, which is returned where no step was named.

    Raises:
        NeedsClarification: The shaft has no such step, or several.
    """
    named = step_place(mention)
    if named is None:
        return side
    pieces = pieces_of(draft)
    found = _named(mention, named, pieces)
    if len(found) != 1:
        steps = " and ".join(f"{number(one.wide)} mm" for one in pieces)
        raise missing(
            f"On which step {inverted('is', mention.name)}? The {draft.part_label} has steps of {steps}.",
            about("place", mention, values=[one.wide for one in pieces], words=[named.text]),
        )
    named.used = True
    piece = found[0]
    end = "bottom" if piece is pieces[0] else "top" if piece is pieces[-1] else ""
    for one in mention.take("offset"):
        if one.ref is None or one.ref.noun != "end" or one.ref.traits & _CLEAR:
            continue
        if not end:
            raise missing(
                f"Which end of its step is meant by {one.text!r}: the top or the bottom?",
                about("face", mention, values=[one], words=[one.text]),
                ("the top", "the bottom"),
            )
        one.ref = replace(one.ref, traits=one.ref.traits | {end})
    face = side.settle([(piece.low + piece.high) / 2], 0.0) if side.settle else side
    return replace(face, v=(piece.low, piece.high), clear_v=None, at=None, settle=None)


def _named(mention: Mention, named: Attribute, pieces: list[Piece]) -> list[Piece]:
    if named.quantities:
        wide = length_of(named.quantities[0], "diameter", mention)
        return [one for one in pieces if abs(one.wide - wide) < SAME_MM]
    words = named.words
    for word, index in _IN_ORDER.items():
        if word in words:
            return pieces[index : index + 1 or None]
    if words & _MIDDLE:
        return pieces[len(pieces) // 2 :][:1] if len(pieces) % 2 else []
    wides = [one.wide for one in pieces]
    wide = max(wides) if words & _LARGEST else min(wides)
    return [one for one in pieces if one.wide == wide]
