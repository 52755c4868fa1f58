"""Which straight edges are meant: "the top front edge", "the vertical edges of the left face"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features import Edges
from mayfly.design.features._edges import Direction, Side
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.surfaces.part_edges import Edge, edges_of
from mayfly.language.english import a_or_an
from mayfly.language.nodes import Attribute, Label, Mention, Reference
from mayfly.language.units import number
from mayfly.language.vocabulary import word_set
from mayfly.planning.questions import about, conflict, length_of, missing, unsupported

_FACES: Final[tuple[Side, ...]] = ("top", "bottom", "front", "back", "left", "right", "slope")
_SIDES: Final[dict[str, Side]] = {
    **{name: name for name in _FACES},
    "top_face": "top",
    "underside": "bottom",
}
_DIRECTIONS: Final[dict[str, Direction]] = {"X": "x", "Y": "y", "Z": "z", "": "oblique"}
_LONG: Final = frozenset({"long", "longer", "long_side"})
_SHORT: Final = frozenset({"short", "shorter", "short_side"})
KNOWN_WORDS: Final = (
    word_set("edge corner all each every both the four two rim side end face side_face overall outer inner")
    | word_set("vertical horizontal part it bend horizontal_leg vertical_leg leg other")
    | _SIDES.keys() | _LONG | _SHORT
)  # fmt: skip
"""Words that say which edges are meant; any other one is asked about."""


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
        if ref.noun in {"side", "face"} and ref.count == 1:
            words.add("one_end")  # "chamfer on one side" of something round is at one of its ends
        if ref.count is not None and ref.noun in {"edge", "corner"} and ref.count not in {4, 8, 12}:
            which = "Which edge is" if ref.count == 1 else f"Which {ref.count} edges are"
            raise unsupported(
                f"{which} meant by {attribute.text!r}?",
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


def choose_edges(draft: Draft, attributes: Sequence[Attribute]) -> tuple[Edges, ...]:
    """Return the edges that some places mean.

    Raises:
        NeedsClarification: There are none, or it is open which are meant.
    """
    all_edges = edges_of(draft)
    picks: list[Edges] = []
    for attribute in attributes:
        refs = attribute.refs
        strange = attribute.words - KNOWN_WORDS
        if not refs or strange:
            raise unsupported(
                f"Which edges of the {draft.part_label} are meant by {attribute.text!r}? They are named by"
                ' their faces, as in "the top front edge".',
                about("edges", draft.form.part or draft.part_label, words=[attribute.text]),
            )
        pick = _of_place(draft, all_edges, refs, attribute)
        _ask_about_number(refs[0], pick.among(all_edges), attribute)
        attribute.used = True
        called = _name(refs, upright=pick.along == "z" and bool(pick.of))
        picks.append(pick if pick.words == called else pick.model_copy(update={"called": called}))
    return tuple(picks)


def _of_place(draft: Draft, edges: list[Edge], refs: list[Reference], attribute: Attribute) -> Edges:
    """Return the edges that one place means."""
    words = {w for ref in refs for w in (ref.noun, *ref.traits)}
    sides = sorted({_SIDES[w] for w in words if w in _SIDES})
    bent = any("bend" in e.words for e in edges)
    leg = bool(words & {"horizontal_leg", "vertical_leg"})
    if leg:
        sides = _of_leg(draft, sides, attribute)
    inner, bend = "inner" in words, False
    if inner:
        pass
    elif ("outer" in words or "bend" in words) and bent and refs[0].noun in {"corner", "edge", "bend"}:
        bend = True
    elif bent and refs[0].noun == "corner" and not sides and not leg:
        raise missing(
            f"Which corners of the {draft.part_label}: the inner or the outer ones?",
            about("edges", draft.form.part or draft.part_label, words=[attribute.text]),
            ("the inner", "the outer ones"),
        )
    along: Direction = ""
    upright_corner = refs[0].noun == "corner" and not bent and not words & {"inner", "outer"}
    if "vertical" in words or (upright_corner and len(sides) < 2):
        along = "z"
    if "horizontal" in words and not along:
        along = "horizontal"
    pick = Edges(of=tuple(sides), along=along, inner=inner or None, bend=bend)
    if words & (_LONG | _SHORT):
        way = _long_axis(pick.among(edges), attribute, longest=bool(words & _LONG))
        pick = pick.model_copy(update={"along": _DIRECTIONS[way]})
    if not pick.among(edges):
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no edge that is meant by {attribute.text!r}. Which one?",
            about("edges", draft.form.part or draft.part_label, words=[attribute.text]),
        )
    return pick


def _of_leg(draft: Draft, sides: list[Side], attribute: Attribute) -> list[Side]:
    """Return the faces that the edges at the end of a leg belong to.

    Raises:
        NeedsClarification: The leg's faces leave open which edges are its own.
    """
    end: Side = "right" if "horizontal_leg" in attribute.words else "top"
    outline = draft.form.surfaces.outline
    if outline is not None and outline.axis == "X" and _has_legs(draft):
        raise unsupported(
            f"Which edges of the leg are meant by {attribute.text!r}?",
            about("edges", draft.form.part or draft.part_label, words=[attribute.text]),
        )
    across: set[Side] = {"front", "back"}
    return sorted({*sides, end} | (set() if across & set(sides) else across))


def _has_legs(draft: Draft) -> bool:
    """Return whether its two legs are faces of the part."""
    return any("horizontal_leg" in face.keys for face in draft.form.surfaces.faces)


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


def _name(refs: list[Reference], *, upright: bool) -> str:
    """Return the words that tell edges apart, in the order of a sentence."""
    words = {w for ref in refs for w in (ref.noun, *ref.traits)} | ({"vertical"} if upright else set())
    order = ("inner", "outer", "long", "short", "top", "bottom", "front", "back", "left", "right", "vertical",
             "horizontal", "slope")  # fmt: skip
    named = {str(_SIDES.get(w, w)) for w in words}
    return " ".join(word for word in order if word in named)
