"""Fillets and chamfers on the rims of round parts."""

from __future__ import annotations

from typing import Final, Literal

from mayfly.design.builder import Draft
from mayfly.design.features import Chamfer, Edges, Fillet, Rims
from mayfly.design.features._edge_cut import Cut
from mayfly.design.features._turned_edges import RimCut, bore_of, cut_rims
from mayfly.design.features.chamfer import radial_size
from mayfly.design.surfaces.part_faces_turned import pieces_of
from mayfly.language.english import a_or_an
from mayfly.language.nodes import Mention
from mayfly.language.units import number
from mayfly.language.vocabulary import word_set
from mayfly.planning.questions import (
    about,
    conflict,
    degrees,
    edges_miscounted,
    impossible,
    missing,
    unsupported,
)
from mayfly.planning.surfaces.select_edges import KNOWN_WORDS, only_length, place_words, words_of_mention

_ENDS: Final = word_set("top bottom")
_OF_RIMS: Final = word_set("top bottom inner outer all both")
_NOT_ROUND: Final = word_set("left right front back long short long_side short_side slope")
_ROUND: Final = word_set("bore hole one_end round rim")


def add_turned_edges(draft: Draft, mention: Mention) -> None:
    """Round or chamfer the rims of a round part, and keep that as a value of the feature language.

    Raises:
        NeedsClarification: Unknown rims, or no size.
        DoesNotFit: The size does not fit, or the rims are rounded or chamfered already.
    """
    size, angle = _sizes(draft, mention)
    rims = _which(draft, mention)
    _check_count(draft, mention, rims)
    edges = (Edges() if rims is None else rims,)
    if mention.kind == "fillet":
        cut_rims(draft, RimCut(Cut("fillet", size, mention.label), size, rims))
        draft.features.append(Fillet(radius=size, edges=edges))
        return
    cut_rims(draft, RimCut(Cut("chamfer", size, mention.label), radial_size(size, angle), rims))
    draft.features.append(Chamfer(size=size, angle=angle, edges=edges))


def _check_count(draft: Draft, mention: Mention, rims: Rims | None) -> None:
    """Check how many were asked for against how many rims were chosen.

    Raises:
        NeedsClarification: There are more rims, or fewer.
    """
    if mention.count is None or (rims is None and len(pieces_of(draft)) > 1):
        return
    ends = 2 if rims is None or rims.end == "both" else 1
    chosen = ends * (2 if rims is None and bore_of(draft) > 0 else 1)
    if mention.count != chosen:
        raise edges_miscounted(mention, f"These are {chosen} edges of the {draft.part_label}", chosen)


def _with_end_of_piece(draft: Draft, mention: Mention, words: set[str]) -> set[str]:
    """Return the words of a place with the end of the part that a piece's free end is: "the rim of the hub".

    Raises:
        NeedsClarification: The edge is not at an end of the part, or it is open which one is meant.
    """
    pieces = pieces_of(draft)
    for index, piece in enumerate(pieces):
        named = words & {*piece.names, f"segment {index + 1}"}
        if not named or named <= KNOWN_WORDS | _ROUND:
            continue
        free = {"bottom"} if index == 0 else set()
        free |= {"top"} if index == len(pieces) - 1 else set()
        ends = words & {"top", "bottom"} or free
        if len(ends) != 1 or not ends <= free:
            name = next(iter(named))
            raise unsupported(
                f"Which edge of the {name} is meant for the {mention.kind}? Only the edges at the ends of the"
                f" {draft.part_label} can be given one in words: at the top or at the bottom.",
                about("edges", mention, words=[name]),
            )
        return (words - named - {"one_end"}) | ends
    return words


def _sizes(draft: Draft, mention: Mention) -> tuple[float, float]:
    """Return the size along the axis and the angle to it; "1 x 30°" is 1 mm along the axis, 30° to it."""
    angles = [m for m in mention.measures if m.quantity.form == "angle"]
    for measure in angles:
        measure.used = True
    size = only_length(
        mention,
        'An asymmetric chamfer is given by its length along the axis and its angle, as in "1 x 30°".',
    )
    if not angles:
        return size, 45.0
    angle = angles[0].quantity.value
    if len({m.quantity.value for m in angles}) > 1 or mention.kind == "fillet":
        raise conflict(
            f"What is {angles[-1].quantity.text} on the {mention.kind}?",
            about("number", mention, values=[angles[-1]]),
        )
    if not 5 <= angle <= 85:
        raise impossible(
            f"A chamfer of {number(angle)}° can't be made. Which angle?",
            about("size", mention, "angle", values=[degrees(angle)]),
        )
    if angle != 45:
        draft.note(
            f"The chamfer of {number(size)} x {number(angle)}° has {number(size)} mm along the axis and"
            f" {number(angle)}° to it."
        )
    return size, angle


def _ask_about_hollow_rim(draft: Draft, mention: Mention, words: set[str]) -> None:
    """Ask which edge is meant by the rim of what is open at the top.

    Raises:
        NeedsClarification: It has two.
    """
    if "rim" in words and not words & _OF_RIMS and draft.size("floor") > 0:
        raise missing(
            f"Which edge of the rim gets the {mention.kind}: the outer one or the inner one?",
            about("edges", mention),
            ("the outer top edge", "the inner top edge"),
        )


def _which(draft: Draft, mention: Mention) -> Rims | None:
    """Return which rims are meant; None for all round edges.

    Raises:
        NeedsClarification: It is open, or the part has none like that.
    """
    words = words_of_mention(mention)
    for attribute in mention.take("place"):
        found = _with_end_of_piece(draft, mention, place_words(attribute))
        if found & _NOT_ROUND or found - KNOWN_WORDS - _ROUND:
            raise unsupported(
                f"{a_or_an(draft.part_label)} has edges at the top and at the bottom, not"
                f" {attribute.text!r}. Which?",
                about("edges", mention, words=[attribute.text]),
            )
        words |= found
    inner = bool(words & {"inner", "bore"})
    if inner and bore_of(draft) <= 0:
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no inside edge for the {mention.text}.",
            about("edges", mention),
        )
    _ask_about_hollow_rim(draft, mention, words)
    if mention.count == 1 and not words & _ENDS:
        words.add("one_end")
    if "one_end" in words and not words & _ENDS:
        if draft.form.kind != "round":
            raise missing(
                f"Which end of the {draft.part_label} gets the {mention.kind}: the top or the bottom?",
                about("edges", mention),
                ("the top", "the bottom"),
            )
        draft.note(f"The {mention.kind} is made at the top end.")
        return Rims(end="top", inner=inner)
    if "all" in words and not words & {"top", "bottom", "vertical", "outer", "inner"}:
        return Rims(inner=inner) if inner or words & {"rim", "end"} else None
    if words >= _ENDS or "both" in words:
        return Rims(inner=inner)
    ends: tuple[Literal["top", "bottom"], ...] = ("top", "bottom")
    for end in ends:
        if end in words and "vertical" not in words:
            return Rims(end=end, inner=inner)
    if "vertical" in words or ("corner" in words and not inner):
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no vertical edges to {mention.kind}.",
            about("edges", mention),
        )
    return Rims(inner=inner)
