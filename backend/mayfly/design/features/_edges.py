"""Which edges of a body are meant: straight ones by their faces and direction, rims by their end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.geometry.spaces import TurnedSpace
from mayfly.design.surfaces.part_edges import Edge, edges_of
from mayfly.design.values import Point3, Value
from mayfly.language.english import a_or_an
from mayfly.subject import Subject

Side = Literal["top", "bottom", "front", "back", "left", "right", "slope"]
Direction = Literal["", "x", "y", "z", "horizontal", "oblique"]

_AXES: Final = {"left": "X", "right": "X", "front": "Y", "back": "Y", "top": "Z", "bottom": "Z", "slope": "/"}
_SELECTORS: Final = {
    "left": "<X", "right": ">X", "front": "<Y", "back": ">Y", "bottom": "<Z", "top": ">Z",
}  # fmt: skip
_ORDER: Final = ("top", "bottom", "front", "back", "left", "right")
_WORDS: Final = {
    "": "", "x": "along x", "y": "along y", "z": "vertical", "horizontal": "horizontal", "oblique": "oblique",
}  # fmt: skip
_ALONG: Final = {"x": {"X"}, "y": {"Y"}, "z": {"Z"}, "horizontal": {"X", "Y"}, "oblique": {""}}


class Edges(Value):
    """Straight edges; each field narrows the choice, and without any it is all of them."""

    kind: Literal["edges"] = "edges"
    of: Annotated[
        tuple[Side, ...],
        Field(max_length=7, description="faces that each belongs to; of two opposite ones, either"),
    ] = ()
    along: Annotated[Direction, Field(description="their direction")] = ""
    inner: Annotated[
        bool | None, Field(description="true: in an inside corner; false: outside; none: both")
    ] = None
    bend: Annotated[bool, Field(description="only the outer edges of a bend")] = False
    near: Annotated[Point3 | None, Field(description="only the one whose middle is nearest to this")] = None
    called: Annotated[str | None, Field(max_length=60, description="what the script calls them")] = None

    def among(self, edges: Sequence[Edge]) -> list[Edge]:
        """Return those of some edges that are meant."""
        chosen = [edge for edge in edges if _belongs(edge, self.of)]
        if self.along:
            chosen = [edge for edge in chosen if edge.axis in _ALONG[self.along]]
        if self.inner is not None:
            chosen = [edge for edge in chosen if edge.is_inner is self.inner]
        if self.bend:
            chosen = [edge for edge in chosen if "bend" in edge.words]
        if self.near is not None and chosen:
            near = self.near
            chosen = [min(chosen, key=lambda edge: math.dist(edge.middle, near))]
        return chosen

    @property
    def words(self) -> str:
        """What the script calls them; empty where nothing tells them apart."""
        if self.called is not None:
            return self.called
        words = ["inner"] if self.inner else ["outer"] if self.inner is False or self.bend else []
        words += [side for side in _ORDER if side in self.of]
        words += [word for word in (_WORDS[self.along],) if word]
        words += ["slope"] if "slope" in self.of else []
        return " ".join([*words, *(["nearest"] if self.near is not None else [])])

    @property
    def is_plain(self) -> bool:
        """Whether they are chosen by their height alone: all, upright ones, those of the top and bottom."""
        narrowed = self.inner is not None or self.bend or self.near is not None or self.called is not None
        return not narrowed and (frozenset(self.of), self.along) in _PLAIN


class Rims(Value):
    """The round edges at the ends of a turned body."""

    kind: Literal["rims"] = "rims"
    end: Annotated[Literal["top", "bottom", "both"], Field(description="at which end")] = "both"
    inner: Annotated[bool, Field(description="of its bore, not of its outside")] = False

    @property
    def words(self) -> str:
        """What the script calls them."""
        return ("inner " if self.inner else "") + ("top and bottom" if self.end == "both" else self.end)


def _as_tuple(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


AnyEdges = Annotated[Edges | Rims, Field(discriminator="kind")]
EdgeChoice = Annotated[
    tuple[AnyEdges, ...],
    BeforeValidator(_as_tuple, json_schema_input_type=tuple[AnyEdges, ...]),
    Field(min_length=1, max_length=50, description="which edges; all that one of these means"),
]
"""Edges of a body: one choice, or several together."""
ALL: Final = (Edges(),)


@dataclass(frozen=True, slots=True)
class Choice:
    """Straight edges that were chosen.

    Attributes:
        edges: The edges; none where the body has no list of them.
        selector: Steps of the script that select them; empty where they are taken one by one.
        words: What they are called, for questions and comments.
        name: The same, for names of the script.
        points: Points of the script, each nearest to one edge, where they are taken one by one.
        upright: They run along Z.
        levels: At how many of the two ends they lie, where that alone is known of them.
        everything: All edges are meant.
    """

    edges: tuple[Edge, ...]
    selector: str
    words: str
    name: str
    points: str = ""
    upright: bool = False
    levels: int = 0
    everything: bool = False


#: Selector, words, name and number of ends for edges that are chosen by their height alone.
_PLAIN: Final[dict[tuple[frozenset[str], str], tuple[str, str, str, int]]] = {
    (frozenset(), ""): (".edges()", "all", "edge", 2),
    (frozenset(), "z"): ('.edges("|Z")', "vertical", "vertical", 0),
    (frozenset({"top"}), ""): ('.faces(">Z").edges()', "top", "top", 1),
    (frozenset({"bottom"}), ""): ('.faces("<Z").edges()', "bottom", "bottom", 1),
    (frozenset({"top", "bottom"}), ""): ('.faces("<Z or >Z").edges()', "top and bottom", "both", 2),
}


def choose(draft: Draft, picks: Sequence[Edges], kind: str, label: str) -> Choice:
    """Return the edges that are meant, and how the script selects them.

    Args:
        draft: The model so far.
        picks: The choices.
        kind: "fillet" or "chamfer".
        label: What to call the feature.

    Raises:
        DoesNotFit: The body has no such edges.
    """
    every = edges_of(draft)
    if not every and draft.form.kind not in {"prismatic", "open"}:
        raise DoesNotFit(
            f"{a_or_an(draft.part_label)} takes no {kind} here.",
            fix=_of_profile(draft, kind) or "Only bodies with straight edges and round ones with rims do.",
            reason="unsupported",
            subject=Subject(kind="feature", feature=kind, name=label),
        )
    first = picks[0]
    whole = draft.is_box or not every or not first.of
    if len(picks) == 1 and first.is_plain and whole:
        return _plain(draft, first, every, (kind, label))
    if not every:
        raise _no_such(draft, first, (kind, label), "Only vertical, top, bottom or all edges can be chosen.")
    found: dict[Edge, None] = {}
    for pick in picks:
        edges = pick.among(every)
        if not edges:
            raise _no_such(draft, pick, (kind, label), "They are named by their faces and direction.")
        found |= dict.fromkeys(edges)
    chosen = tuple(found)
    text = " and ".join(dict.fromkeys(pick.words for pick in picks if pick.words)) or "chosen"
    selector = _short_selector(every, list(chosen), first.of) if len(picks) == 1 and draft.is_box else ""
    selector, points = (selector, "") if selector else _one_by_one(chosen)
    upright = all(edge.axis == "Z" for edge in chosen)
    name = text.replace(" and ", "_").replace(" ", "_")
    return Choice(chosen, selector, text, name, points, upright=upright)


def named_edges(words: str) -> str:
    """Return which edges are meant: "the top edges", "all edges"."""
    return "all edges" if words == "all" else f"the {words} edges"


def _of_profile(draft: Draft, kind: str) -> str:
    """Return how the rims of a turned profile get a fillet or a chamfer; empty for other bodies."""
    if not isinstance(draft.form.space, TurnedSpace):
        return ""
    way = "`corner_radius`" if kind == "fillet" else "two points for a corner"
    return f"Draw it into the profile that is turned: {way}."


def straight(draft: Draft, picks: Sequence[Edges | Rims], kind: str, label: str) -> list[Edges]:
    """Return choices of straight edges.

    Raises:
        DoesNotFit: Rims are among them.
    """
    found = [pick for pick in picks if isinstance(pick, Edges)]
    if len(found) < len(picks):
        turned = _of_profile(draft, kind)
        raise DoesNotFit(
            f"The rims of {a_or_an(draft.part_label)} take no {kind}."
            if turned
            else f"{a_or_an(draft.part_label)} has no rims for the {label}.",
            fix=turned or "Only round bodies have; choose straight edges.",
            reason="unsupported",
            subject=Subject(kind="edges", feature=kind, name=label),
            field="edges",
        )
    return found


def _plain(draft: Draft, pick: Edges, every: list[Edge], feature: tuple[str, str]) -> Choice:
    """Return edges that are chosen by their height alone."""
    selector, words, name, levels = _PLAIN[frozenset(pick.of), pick.along]
    if draft.form.kind == "open" and name != "bottom":
        only = f"{a_or_an(draft.part_label)} takes a {feature[0]} on its bottom edges only."
        raise _no_such(draft, pick, feature, "", only)
    edges = tuple(pick.among(every))
    if every and not edges:
        raise _no_such(draft, pick, feature, "They are named by their faces and direction.")
    return Choice(
        edges, selector, words, name, upright=name == "vertical", levels=levels, everything=name == "edge"
    )


def _no_such(draft: Draft, pick: Edges, feature: tuple[str, str], fix: str, problem: str = "") -> DoesNotFit:
    kind, label = feature
    return DoesNotFit(
        problem or f"{a_or_an(draft.part_label)} has no {pick.words or 'such'} edges for the {label}.",
        fix=fix,
        reason="unsupported",
        subject=Subject(kind="edges", feature=kind, name=label, words=(pick.words,) if pick.words else ()),
        field="edges",
    )


def _belongs(edge: Edge, sides: Sequence[str]) -> bool:
    """Return whether an edge belongs to all of some faces; to one of two that lie opposite each other."""
    by_axis: dict[str, set[str]] = {}
    for side in sides:
        by_axis.setdefault(_AXES[side], set()).add(side)
    return all(edge.words & group for group in by_axis.values())


def _short_selector(edges: list[Edge], chosen: list[Edge], sides: Sequence[str]) -> str:
    """Return a selector that takes the chosen edges of a box and no others; empty where there is none."""
    axes = {edge.axis for edge in chosen}
    for axis in ("", *sorted(axes if len(axes) == 1 else ())):
        meant = [e for e in edges if _belongs(e, sides) and axis in {"", e.axis}]
        if meant == chosen:
            return _selector(sorted(sides), axis)
    return ""


def _selector(sides: list[str], axis: str) -> str:
    """Write a selector for edges of a box as a person would; empty where no short one fits."""
    if any(side == "slope" for side in sides):
        return ""
    pairs: dict[str, list[str]] = {}
    for side in sides:
        pairs.setdefault(_AXES[side], []).append(_SELECTORS[side])
    single = [group[0] for group in pairs.values() if len(group) == 1]
    double = [" or ".join(group) for group in pairs.values() if len(group) == 2]
    if not sides:
        return f'.edges("|{axis}")' if axis else ""
    if len(single) == 1 and not double:
        return f'.faces("{single[0]}").edges("|{axis}")' if axis else f'.faces("{single[0]}").edges()'
    if len(single) == 2 and not double:
        return f'.faces("{single[0]}").edges("{single[1]}")'
    if len(single) == 1 and len(double) == 1 and not axis:
        return f'.faces("{single[0]}").edges("{double[0]}")'
    return ""


def _one_by_one(edges: Sequence[Edge]) -> tuple[str, str]:
    """Return a selector of one edge by its middle; for more edges, the points that they are nearest to."""
    if len(edges) == 1:
        return f".edges(cq.selectors.NearestToPointSelector({edges[0].middle_text}))", ""
    listed = ",\n    ".join(edge.middle_text for edge in edges)
    return "", f"[\n    {listed},\n]"
