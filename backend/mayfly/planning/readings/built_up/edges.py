"""Fillets and chamfers of turned bodies, and of one edge at a point; all others are read as on a part."""

from __future__ import annotations

import math
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features import Chamfer, Edges, Fillet, Rims
from mayfly.design.features._turned_edges import is_turned
from mayfly.design.features.keyway import bore_of
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_edges import edges_of
from mayfly.design.values import Value
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing import values as said
from mayfly.language.weighing.topics import Topic
from mayfly.planning.questions import about, missing, unsupported
from mayfly.planning.readings.said.locations import edge_words
from mayfly.planning.readings.said.roles import Roles

_ENDS: Final = word_set("top bottom")
#: Features whose edges are not those of the part.
_OF_FEATURES: Final = word_set("boss pocket slot groove keyway rib step recess raised post stud pad")
_EVERY: Final = word_set("all every each")


def edge_cut(draft: Draft, topic: Topic) -> list[Value]:
    """Return the fillet or chamfer that a topic asks for.

    Raises:
        NeedsClarification: Its size or its edges are open.
    """
    roles = Roles.of(topic)
    angles = [size.number.value for size in roles.take_form("angle")]
    size = roles.one("radius", "length", "width", "side") or roles.second()
    if size is None:
        raise missing(f"What size is the {topic.kind}?", about("size", topic.kind))
    roles.check_all_used()
    if any(angle != 45 for angle in angles):
        raise unsupported(f"What does {angles[0]:g}° mean for the {topic.kind}?", about("size", topic.kind))
    edges = _edges(draft, topic)
    return [Fillet(radius=size, edges=edges) if topic.kind == "fillet" else Chamfer(size=size, edges=edges)]


def _edge_at(draft: Draft, topic: Topic, near: tuple[float, ...], words: set[str]) -> Edges:
    """Return the vertical edge at a point of the plan.

    Raises:
        NeedsClarification: There is none.
    """
    if not words & {"vertical", "corner", "upright"} or len(near) < 2:
        raise unsupported(f"Which edges are meant for the {topic.kind}?", about("edges", topic.kind))
    upright = [edge for edge in edges_of(draft) if edge.axis == "Z"]
    here = [edge for edge in upright if math.dist(edge.middle[:2], near[:2]) <= SAME_MM]
    inner = True if "inner" in words else False if "outer" in words else None
    if not here or (inner is not None and here[0].is_inner is not inner):
        raise unsupported(
            f"There is no such edge for the {topic.kind} at ({near[0]:g}, {near[1]:g}).",
            about("edges", topic.kind),
        )
    x, y, z = here[0].middle
    return Edges(along="z", near=(x, y, z))


def _edges(draft: Draft, topic: Topic) -> tuple[Edges | Rims, ...]:
    words, near = _words_and_point(topic)
    if words & _OF_FEATURES:
        raise unsupported(f"Which edges are meant for the {topic.kind}?", about("edges", topic.kind))
    if near:
        return (_edge_at(draft, topic, near, words),)
    if is_turned(draft):
        inner = bool(words & {"inner", "bore", "hole"})
        ends = words & _ENDS
        end = "both" if len(ends) != 1 else next(iter(ends))
        if words & _EVERY and not inner and "outer" not in words and bore_of(draft) is not None:
            return (Rims(end=end), Rims(end=end, inner=True))  # type: ignore[arg-type]
        return (Rims(end=end, inner=inner),)  # type: ignore[arg-type]
    raise missing(f"Which edges are meant for the {topic.kind}?", about("edges", topic.kind))


def _words_and_point(topic: Topic) -> tuple[set[str], tuple[float, ...]]:
    """Return the words that say which edges are meant, and the point at which one is; empty without one.

    Raises:
        NeedsClarification: Something else was said.
    """
    words = set(topic.name.replace("-", " ").split()) | edge_words(topic)
    near: tuple[float, ...] = ()
    for one in topic.said:
        if isinstance(one, said.AtCorners):
            words.add("corner")
        elif isinstance(one, said.OnFace):
            words.add(one.face)
        elif isinstance(one, said.Points) and len(one.points) == 1:
            near = one.points[0]
        elif not isinstance(one, said.EdgesOf | said.Placing | said.Size | said.Group | said.Mark):
            raise unsupported(f"Which edges are meant for the {topic.kind}?", about("edges", topic.kind))
    return words, near
