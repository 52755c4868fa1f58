"""Chamfers that are not of 45°, given by a distance on each of the two faces."""

from __future__ import annotations

from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features import Chamfer, Edges
from mayfly.design.features._edge_cut import Cut
from mayfly.design.features._edges import choose
from mayfly.design.features._two_sizes import (
    FaceDistance,
    TwoSizes,
    TwoSizesFace,
    check_takes_two,
    cut_by_two,
)
from mayfly.design.surfaces.part_edges import edges_of
from mayfly.language.nodes import Attribute, Mention
from mayfly.planning.questions import about, conflict, length_of, missing, unsupported
from mayfly.planning.surfaces.select_edges import choose_edges

_SIDES: Final[tuple[TwoSizesFace, ...]] = ("top", "bottom", "front", "back", "left", "right")


def two_sizes(mention: Mention) -> tuple[dict[TwoSizesFace, float], list[Attribute]] | None:
    """Read "2 mm on the top face and 1 mm on the front face": distance by face, and the other places.

    Raises:
        NeedsClarification: Only one of them has its face.
    """
    if mention.kind != "chamfer":
        return None
    tied = [m for m in mention.attributes if m.kind == "place" and m.measure is not None and not m.used]
    tied = [m for m in tied if m.measure and m.measure.quantity.form == "plain"]
    faces: dict[TwoSizesFace, float] = {}
    lengths = [m for m in mention.measures if m.quantity.form == "plain"]
    if len(lengths) != 2 or len(tied) != 2:
        return None
    for attribute in tied:
        words = attribute.words
        sides: set[TwoSizesFace] = {side for side in _SIDES if side in words}
        if "top_face" in words or "underside" in words:
            sides.add("top" if "top_face" in words else "bottom")
        if "side" in words or "side_face" in words:
            sides = sides or {"sides"}
        if len(sides) != 1 or attribute.measure is None:
            raise unsupported(
                f"On which face is the distance in {attribute.text!r}?",
                about("face", mention, words=[attribute.text]),
            )
        attribute.used = attribute.measure.used = True
        faces[next(iter(sides))] = length_of(attribute.measure.quantity, "chamfer", mention)
    if len(faces) != 2:
        raise conflict("On which two faces are the distances of the chamfer?", about("face", mention))
    return faces, mention.take("place")


def chamfer_by_two(
    draft: Draft, mention: Mention, faces: dict[TwoSizesFace, float], attributes: list[Attribute]
) -> None:
    """Chamfer edges of a box by a distance on each of their faces, and keep that as a value.

    Raises:
        NeedsClarification: It is open which edges are meant.
        DoesNotFit: The part is no box, or the distances do not fit.
    """
    check_takes_two(draft, mention.label)
    picks = choose_edges(draft, attributes) if attributes else _between(draft, mention, list(faces))
    cut = Cut("chamfer", max(faces.values()), mention.label)
    cut_by_two(
        draft,
        TwoSizes(
            cut,
            {str(face): size for face, size in faces.items()},
            choose(draft, picks, "chamfer", mention.label),
        ),
    )
    distances = tuple(FaceDistance(face=face, size=size) for face, size in faces.items())
    draft.features.append(Chamfer(distances=distances, edges=picks))


def _between(draft: Draft, mention: Mention, sides: list[TwoSizesFace]) -> tuple[Edges, ...]:
    """Return the edges between two faces.

    Raises:
        NeedsClarification: There are none.
    """
    of = tuple(side for side in sides if side != "sides")
    if len(of) < 2 or not any(set(of) <= edge.words for edge in edges_of(draft)):
        raise missing("Which edges get the chamfer?", about("edges", mention))
    pick, called = Edges(of=of), " ".join(of)
    return (pick if pick.words == called else pick.model_copy(update={"called": called}),)
