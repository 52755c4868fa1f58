"""Which straight edges are meant: "the top front edge", "the vertical edges of the left face"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_edges import Edge, edges_of
from mayfly.language.english import a_or_an
from mayfly.language.nodes import Attribute, Label, Mention, Reference
from mayfly.language.units import number
from mayfly.language.vocabulary import word_set
from mayfly.planning.questions import about, conflict, length_of, missing, unsupported

_SIDES: Final = {
    **{name: name for name in ("top", "bottom", "front", "back", "left", "right", "slope")},
    "top_face": "top",
    "underside": "bottom",
}
_AXES: Final = {"left": "X", "right": "X", "front": "Y", "back": "Y", "top": "Z", "bottom": "Z", "slope": "/"}
_SELECTORS: Final = {
    "left": "<X", "right": ">X", "front": "<Y", "back": ">Y", "bottom": "<Z", "top": ">Z",
}  # fmt: skip
_LONG: Final = frozenset({"long", "longer", "long_side"})
_SHORT: Final = frozenset({"short", "shorter", "short_side"})
_KNOWN: Final = (
    word_set("edge corner all each every both the four two rim side end face side_face overall outer inner")
    | word_set("vertical horizontal part it bend horizontal_leg vertical_leg leg other")
    | _SIDES.keys() | _LONG | _SHORT
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Edges that were chosen.

    Attributes:
        edges: The edges.
        selector: Steps of the script that select them; empty where they are taken one by one.
        points: Points of the script, each nearest to one edge, where they are taken one by one.
        words: What they are called, for questions and comments.
        name: The same, for names of the script.
    """

    edges: tuple[Edge, ...]
    selector: str
    words: str
    name: str
    points: str = ""


def words_of_mention(mention: Mention) -> set[str]:
    """Consume what a fillet or chamfer itself says of its edges, besides the places; return its words."""
    mention.take_flag("sharp")
    words = {flag for flag in ("vertical", "all_round", "rounded") if mention.take_flag(flag)}
    if "corner" in mention.name or "corner" in mention.text:
        words.add("corner")
    if "top edge" in mention.text:
        words.add("top")
    return words


def only_length(mention: Mention, hint: str) -> float:
    """Consume the one length of a fillet or chamfer and return it; angles are the caller's.

    Args:
        mention: The fillet or chamfer.
        hint: How an asymmetric one would be given, for a person who gave two lengths.

    Raises:
        NeedsClarification: There is none, more than one, or one of something else.
    """
    found: list[float] = []
    for measure in mention.measures:
        quantity = measure.quantity
        if quantity.form == "angle":
            continue
        if quantity.form == "diameter" or measure.label.role == "diameter":
            raise conflict(
                f"Is {quantity.text} the radius of the {mention.name}?",
                about("number", mention, "radius", values=[quantity]),
            )
        if measure.label not in {Label(), Label(role="radius")}:
            raise unsupported(
                f"What is {measure} on the {mention.name}?",
                about("number", mention, str(measure.label), values=[measure]),
            )
        measure.used = True
        found.append(length_of(quantity, mention.kind, mention))
    if not found:
        raise missing(f"What size is the {mention.kind}?", about("size", mention))
    if len(set(found)) > 1:
        sizes = " and ".join(number(size) for size in found)
        raise conflict(
            f"The {mention.kind} has two sizes: {sizes} mm. Which one is right? {hint}",
            about("size", mention, values=found),
        )
    return found[0]


def place_words(attribute: Attribute) -> set[str]:
    """Consume a place and return its words, its counts resolved ("12 edges" are all of them)."""
    words: set[str] = set()
    for ref in attribute.ref.chain() if attribute.ref else ():
        words |= {ref.noun, *ref.traits}
        if ref.noun == "end" and (
            ref.count == 1 or not (ref.plural or ref.count or ref.traits & {"both", "all", "each", "every"})
        ):
            words.add("one_end")
        if ref.count is not None and ref.noun in {"edge", "corner"} and ref.count not in {4, 8, 12}:
            raise unsupported(
                f"Which {ref.count} edges are meant by {attribute.text!r}?",
                about("edges", words=[attribute.text]),
            )
        if ref.count == 12:
            words.add("all")
        if ref.count == 8:
            words |= {"top", "bottom"}
    if words & {"x", "y", "opposite"}:
        raise unsupported(
            f"Which edges are meant by {attribute.text!r}?", about("edges", words=[attribute.text])
        )
    attribute.used = True
    if "each" in words or "every" in words:
        words.add("all")
    if "all" in words and "corner" in words:
        words -= {"all"}
    renamed = {"circumference": "rim", "top_face": "top", "underside": "bottom"}
    return {renamed.get(word, word) for word in words}


def choose_edges(draft: Draft, attributes: Sequence[Attribute]) -> Choice:
    """Find the edges that some places mean.

    Raises:
        NeedsClarification: There are none, or it is open which are meant.
    """
    all_edges = edges_of(draft)
    found: dict[Edge, None] = {}
    selectors: list[str] = []
    names: list[str] = []
    for attribute in attributes:
        refs = attribute.refs
        strange = attribute.words - _KNOWN
        if not refs or strange:
            raise unsupported(
                f"Which edges of the {draft.part_label} are meant by {attribute.text!r}? They are named by"
                ' their faces, as in "the top front edge".',
                about("edges", draft.part, words=[attribute.text]),
            )
        edges, selector = _of_place(draft, all_edges, refs, attribute)
        _ask_about_number(refs[0], edges, attribute)
        attribute.used = True
        found |= dict.fromkeys(edges)
        selectors.append(selector)
        names.append(_name(refs))
    chosen = tuple(found)
    selector = selectors[0] if len(selectors) == 1 else ""
    text = " and ".join(dict.fromkeys(name for name in names if name)) or "chosen"
    selector, points = (selector, "") if selector else _one_by_one(chosen)
    return Choice(chosen, selector, text, text.replace(" and ", "_").replace(" ", "_"), points)


def _of_place(
    draft: Draft, edges: list[Edge], refs: list[Reference], attribute: Attribute
) -> tuple[list[Edge], str]:
    """Return the edges of one place, and a short selector for them where there is one."""
    words = {w for ref in refs for w in (ref.noun, *ref.traits)}
    sides = sorted({_SIDES[w] for w in words if w in _SIDES})
    chosen = [e for e in edges if _belongs(e, sides)]
    bent = any("bend" in e.words for e in edges)
    if words & {"horizontal_leg", "vertical_leg"}:
        chosen = _of_leg(draft, chosen, attribute)
    if "inner" in words:
        chosen = [e for e in chosen if e.is_inner]
    elif ("outer" in words or "bend" in words) and bent and refs[0].noun in {"corner", "edge", "bend"}:
        chosen = [e for e in chosen if "bend" in e.words]
    elif bent and refs[0].noun == "corner" and not sides and not words & {"horizontal_leg", "vertical_leg"}:
        raise missing(
            f"Which corners of the {draft.part_label}: the inner or the outer ones?",
            about("edges", draft.part, words=[attribute.text]),
            ("the inner", "the outer ones"),
        )
    upright_corner = refs[0].noun == "corner" and not bent and not words & {"inner", "outer"}
    if "vertical" in words or (upright_corner and len(sides) < 2):
        chosen = [e for e in chosen if e.axis == "Z"]
    if "horizontal" in words:
        chosen = [e for e in chosen if e.axis in {"X", "Y"}]
    if words & (_LONG | _SHORT):
        way = _long_axis(chosen, attribute, longest=bool(words & _LONG))
        chosen = [e for e in chosen if e.axis == way]
    if not chosen:
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no edge that is meant by {attribute.text!r}. Which one?",
            about("edges", draft.part, words=[attribute.text]),
        )
    return chosen, _short_selector(edges, chosen, sides) if draft.is_box else ""


def _of_leg(draft: Draft, edges: list[Edge], attribute: Attribute) -> list[Edge]:
    """Return the edges at the end of a leg.

    Raises:
        NeedsClarification: The leg's faces leave open which edges are its own.
    """
    end = "right" if "horizontal_leg" in attribute.words else "top"
    outline = draft.part.surfaces.outline
    if outline is not None and outline.axis == "X" and _has_legs(draft):
        raise unsupported(
            f"Which edges of the leg are meant by {attribute.text!r}?",
            about("edges", draft.part, words=[attribute.text]),
        )
    return [e for e in edges if end in e.words and e.words & {"front", "back"}]


def _short_selector(edges: list[Edge], chosen: list[Edge], sides: list[str]) -> str:
    """Return a selector that takes the chosen edges of a box and no others; empty where there is none."""
    axes = {edge.axis for edge in chosen}
    for axis in ("", *sorted(axes if len(axes) == 1 else ())):
        meant = [e for e in edges if _belongs(e, sides) and axis in {"", e.axis}]
        if meant == chosen:
            return _selector(sides, axis)
    return ""


def _has_legs(draft: Draft) -> bool:
    """Return whether its two legs are faces of the part."""
    return any("horizontal_leg" in face.keys for face in draft.part.surfaces.faces)


def _belongs(edge: Edge, sides: list[str]) -> bool:
    """Return whether an edge belongs to all of some faces; to one of two that lie opposite each other."""
    by_axis: dict[str, set[str]] = {}
    for side in sides:
        by_axis.setdefault(_AXES[side], set()).add(side)
    return all(edge.words & group for group in by_axis.values())


def _long_axis(edges: list[Edge], attribute: Attribute, *, longest: bool) -> str:
    """Return the direction of the longer or shorter edges among some.

    Raises:
        NeedsClarification: They are all of one length.
    """
    lengths = {e.axis: e.length for e in edges if e.axis in {"X", "Y"}} or {e.axis: e.length for e in edges}
    if len(lengths) < 2 or max(lengths.values()) - min(lengths.values()) < SAME_MM:
        raise missing(
            f"Which edges are meant by {attribute.text!r}? They are all of one length.",
            about("edges", words=[attribute.text]),
        )
    pick = max if longest else min
    return pick(lengths, key=lambda axis: lengths[axis])


def _ask_about_number(ref: Reference, edges: Sequence[Edge], attribute: Attribute) -> None:
    """Ask where one edge is spoken of and there are several, or another number of them."""
    every = ref.traits & {"all", "each", "every", "both"}
    if ref.count is not None and ref.count != len(edges):
        raise conflict(
            f"There are {len(edges)} edges that {attribute.text!r} could mean. Which ones?",
            about("edges", values=[len(edges)], words=[attribute.text]),
        )
    if "both" in ref.traits and len(edges) != 2:
        raise conflict(
            f"There are {len(edges)} edges that {attribute.text!r} could mean. Which ones?",
            about("edges", values=[len(edges)], words=[attribute.text]),
        )
    if (
        ref.noun in {"edge", "corner"}
        and not ref.plural
        and not every
        and ref.count is None
        and len(edges) > 1
    ):
        raise missing(
            f"There are {len(edges)} edges that {attribute.text!r} could mean: all of them, or which"
            f" one (top,"
            " bottom, front, back, left, right)?",
            about("edges", values=[len(edges)], words=[attribute.text]),
        )


def _name(refs: list[Reference]) -> str:
    """Return the words that tell edges apart, in the order of a sentence."""
    words = {w for ref in refs for w in (ref.noun, *ref.traits)}
    order = ("inner", "outer", "long", "short", "top", "bottom", "front", "back", "left", "right", "vertical",
             "horizontal", "slope")  # fmt: skip
    named = {_SIDES.get(w, w) for w in words}
    return " ".join(word for word in order if word in named)


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
