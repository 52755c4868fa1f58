"""The face of a hole across a round part: "cross hole", "through the wall", "radial"."""

from __future__ import annotations

from typing import Final

from mayfly.contracts import Axis
from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face
from mayfly.design.surfaces.part_faces import side_of
from mayfly.language.english import a_or_an, inverted, or_list
from mayfly.language.nodes import Mention
from mayfly.planning.questions import about, conflict, unsupported

_THROUGH: Final = frozenset({"across", "through"})


def sideways(draft: Draft, mention: Mention) -> Face | None:
    """Find a hole across a round part: "cross hole", "through the wall", "radial"."""
    if mention.kind not in {"hole", "bore"} or side_of(draft, one_wall=False) is None:
        return None
    attributes = [
        m
        for m in mention.take("place")
        if m.ref
        and (
            m.ref.noun in {"wall", "side", "diameter", "x", "y"}
            or (m.ref.noun == "shank" and m.name in _THROUGH)
        )
    ]
    across = mention.take_flag("cross", "horizontal")
    across = (
        mention.take_flag("radial") and not any(m.ref and m.ref.noun == "wall" for m in attributes)
    ) or across
    radial = "radial" in mention.flags()
    if not (across or radial or attributes):
        return None
    body = [m for m in mention.take("place") if m.ref and m.ref.noun in {"hub", "flange", "body"}]
    if len(body) > 1:
        raise conflict(
            f"Where {inverted('is', mention.name)}: {or_list([m.text for m in body])}?",
            about("face", mention, words=[each.text for each in body]),
            [each.text for each in body],
        )
    for attribute in body:
        attribute.used = True
    where = body[0].ref.noun if body and body[0].ref else ""
    walls = [m for m in attributes if m.ref and m.ref.noun in {"wall", "side"}]
    both = any(m.ref and (m.ref.traits & {"both", "all"} or m.ref.count == 2) for m in walls)
    one = any(m.ref and (m.ref.count == 1 or "one" in m.ref.text.lower().split()) for m in walls)
    for attribute in attributes:
        attribute.used = True
    hollow = any(draft.values.get(n) for n in ("inner_diameter", "bore", "wall"))
    along: Axis = "Y" if any(m.ref and m.ref.noun == "y" for m in attributes) else "X"
    one_wall = hollow and bool(walls) and not both and (one or not across)
    face = side_of(draft, one_wall=one_wall, along=along, body=where)
    if face is None:
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no round {where} for the {mention.name}.",
            about("face", mention, words=[where]),
        )
    return face
