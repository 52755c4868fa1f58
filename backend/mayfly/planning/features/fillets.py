"""Fillets and chamfers: what was said of them, as values of the feature language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features import Chamfer, Edges, Fillet
from mayfly.design.features._edge_cut import Cut, EdgeCutKind
from mayfly.design.features._edge_cuts import check_hollow, cut_edges
from mayfly.design.features._edges import Choice, choose, named_edges
from mayfly.design.features._turned_edges import is_turned
from mayfly.design.surfaces.part_edges import edges_of
from mayfly.language.english import a_or_an
from mayfly.language.nodes import Attribute, Mention
from mayfly.language.weighing.topics import CUBE
from mayfly.planning.features.asymmetric_chamfers import chamfer_by_two, two_sizes
from mayfly.planning.features.turned_edges import add_turned_edges
from mayfly.planning.questions import about, edges_miscounted, missing, unsupported
from mayfly.planning.surfaces.select_edges import choose_edges, only_length, place_words, words_of_mention

#: Words that choose edges by the faces they belong to, or by where they lie in a bent part.
_BY_FACE: Final = frozenset(
    [
        "left",
        "right",
        "front",
        "back",
        "long",
        "short",
        "long_side",
        "short_side",
        "inner",
        "slope",
        "bend",
        "horizontal_leg",
        "vertical_leg",
        "leg",
    ]
)
_BY_HEIGHT: Final = {
    "all": Edges(),
    "vertical": Edges(along="z"),
    "top": Edges(of=("top",)),
    "bottom": Edges(of=("bottom",)),
    "both": Edges(of=("bottom", "top")),
}
_OF_FEATURES: Final = frozenset({"hole", "bore", "slot", "pocket", "boss", "groove"})


def add_edge_treatment(draft: Draft, mention: Mention) -> None:
    """Round or chamfer what a mention asks for, and keep it as a value of the feature language.

    Raises:
        NeedsClarification: Unknown edges, or no size.
        DoesNotFit: The size does not fit, or the edges are rounded or chamfered already.
    """
    for attribute in mention.take("place"):
        if attribute.words & (_OF_FEATURES - ({"bore"} if is_turned(draft) else set())):
            raise unsupported(
                f"Only the part's own edges can be chosen, not {attribute.text!r}. Does a countersink do?",
                about("edges", mention, words=[attribute.text]),
            )
    if is_turned(draft):
        add_turned_edges(draft, mention)
        return
    two = two_sizes(mention)
    if two is not None:
        chamfer_by_two(draft, mention, *two)
        return
    kind: EdgeCutKind = "fillet" if mention.kind == "fillet" else "chamfer"
    check_hollow(draft, Cut(kind, 0.0, mention.label))
    cut = Cut(kind, one_size(mention), mention.label, mention.text)
    picks = _choose(draft, mention)
    choice = choose(draft, picks, kind, mention.label)
    _check_count(draft, mention, choice)
    _ask_about_bosses(draft, mention, choice)
    cut_edges(draft, cut, choice)
    draft.features.append(
        Fillet(radius=cut.size, edges=picks) if kind == "fillet" else Chamfer(size=cut.size, edges=picks)
    )


def one_size(mention: Mention) -> float:
    """Return the radius of a fillet, or the distance of a chamfer of 45°.

    Raises:
        NeedsClarification: There is none, or more than one.
    """
    for measure in mention.measures:
        quantity = measure.quantity
        if quantity.form != "angle":
            continue
        if mention.kind != "chamfer" or quantity.value != 45:
            raise unsupported(
                f"Between which faces does the {quantity.text} chamfer lie? Please give its distance on each"
                ' of the two, as in "2 mm on the top face and 1 mm on the front face".',
                about("size", mention, values=[quantity]),
            )
        measure.used = True
    return only_length(mention, "For an asymmetric chamfer, please say which size is on which face.")


def _check_count(draft: Draft, mention: Mention, choice: Choice) -> None:
    """Check how many were asked for against how many edges were chosen.

    Raises:
        NeedsClarification: "Two rounded corners" of a box, which has four.
    """
    count, chosen = mention.count, len(choice.edges)
    if count is None or not chosen or count == chosen:
        return
    raise edges_miscounted(mention, f"The {draft.part_label} has {chosen} {choice.words} edges", chosen)


def _ask_about_bosses(draft: Draft, mention: Mention, choice: Choice) -> None:
    """Ask whose edges are meant where a boss on the same face was described before.

    Raises:
        NeedsClarification: "The top edges" can be those of the boss.
    """
    spoken = any(
        ref.noun == "part"
        for attribute in mention.attributes
        if attribute.kind == "place" and attribute.ref
        for ref in attribute.ref.chain()
    )
    sides = {word for edge in choice.edges for word in edge.words} if len(choice.edges) < 12 else set()
    for support in draft.supports:
        near = [side for side in support.face.keys & sides if side in choice.words.split()]
        if support.kind == "boss" and mention.order > support.order and near and not spoken:
            raise missing(
                f"Are {named_edges(choice.words)} those of the {draft.part_label} or of the boss?",
                about("edges", mention, others=["boss"]),
            )


#: What a hole's edges may be called, and all those of a round part.
_CIRCULAR: Final = "circular"

# --- which edges -----------------------------------------------------------------------------------


def _choose(draft: Draft, mention: Mention) -> tuple[Edges, ...]:
    """Return which edges are meant.

    Raises:
        NeedsClarification: It is open, or the part has none like that.
    """
    attributes = mention.take("place")
    _name_corners_as_drawn(draft, attributes)
    words = set().union(*(attribute.words for attribute in attributes)) if attributes else set()
    flags = mention.flags()
    if draft.form.kind != "prismatic" and not edges_of(draft) and draft.form.kind != "open":
        raise unsupported(
            f"{a_or_an(draft.part_label)} takes no {mention.kind} here.",
            about("feature", mention),
        )
    sides = words & {"top", "bottom", "front", "back", "left", "right"}
    bent = any("bend" in edge.words for edge in edges_of(draft))
    named = words & _BY_FACE or (words & {"outer", "corner"} and bent) or len(sides) > 2
    one_of_many = any(
        m.ref and m.ref.noun == "edge" and not m.ref.plural and not m.ref.traits & {"all", "each", "every"}
        and m.ref.of is not None for m in attributes
    )  # fmt: skip
    if (
        named
        or one_of_many
        or (edges_of(draft) and not draft.is_box and (sides or words & {"vertical", "horizontal"}))
    ):
        if "vertical" in flags and not words & {"vertical"}:
            mention.take_flag("vertical")
        if not edges_of(draft):
            raise unsupported(
                f"Only vertical, top, bottom or all edges can be chosen here, not {attributes[0].text!r}.",
                about("edges", mention, words=[attributes[0].text]),
            )
        return choose_edges(draft, attributes)
    which = _simple(mention)
    if which == "vertical" and _is_cube(draft) and "edge" in words and "vertical" not in words | flags:
        which = "all"  # a cube has no upright edges that differ from the others
    if draft.form.kind == "open" and which != "bottom":
        raise unsupported(
            f"{a_or_an(draft.part_label)} takes a {mention.kind} on its bottom edges only; which ones?",
            about("edges", mention),
        )
    if not draft.is_box and draft.form.kind not in {"prismatic", "open"} and which != "all":
        raise missing(
            f"Which edges of the {draft.part_label} get the {mention.kind}?", about("edges", mention)
        )
    return (_BY_HEIGHT[which],)


#: The sides of a plate as its drawing shows them from above.
_DRAWN: Final = {"top": "back", "bottom": "front"}
#: A box so much lower than it is wide is drawn from above.
_FLAT: Final = 1 / 3


def _name_corners_as_drawn(draft: Draft, attributes: Sequence[Attribute]) -> None:
    """Take "the top left corner" of a plate as a drawing shows it: it is an upright edge.

    Raises:
        NeedsClarification: The part is no plate, so the words may also mean the edge between two faces.
    """
    for attribute in attributes if draft.is_box else ():
        ref = attribute.ref
        if ref is None or ref.noun != "corner" or not ref.traits & _DRAWN.keys():
            continue
        if draft.box[2] > min(draft.box[:2]) * _FLAT:
            raise missing(
                f"Which edges are meant by {attribute.text!r}: upright ones, or those of the face?",
                about("edges", draft.form.part or draft.part_label, words=[attribute.text]),
            )
        attribute.ref = replace(ref, traits=frozenset(_DRAWN.get(word, word) for word in ref.traits))


def _is_cube(draft: Draft) -> bool:
    return draft.form.part is not None and draft.form.part.name == CUBE


def _simple(mention: Mention) -> str:
    """Return which edges are meant where only their height is described: "top", "vertical", "all"."""
    words = words_of_mention(mention)
    for attribute in mention.take("place"):
        words |= place_words(attribute)
    words |= {"vertical"} if "vertical" in mention.text else set()
    if _CIRCULAR in words:  # those of a hole, which are no edges of the body
        raise unsupported(f"Which edges get the {mention.kind}?", about("edges", mention, words=[_CIRCULAR]))
    if "one_end" in words and not words & {"top", "bottom"}:
        raise unsupported(
            f"Only vertical, top, bottom or all edges can get the {mention.kind}, not those of one end. Which"
            " ones?",
            about("edges", mention),
        )
    if "all" in words and not words & {"top", "bottom", "vertical", "outer"}:
        return "all"
    if {"top", "bottom"} <= words:
        return "both"
    if "vertical" in words and words & {"top", "bottom"}:
        raise unsupported(
            f"Please give the {mention.kind} for the vertical and the top edges one by one.",
            about("edges", mention),
        )
    for which in ("top", "bottom"):
        if which in words:
            return which
    outer = "outer" in words and "edge" in words and "corner" not in words
    if "horizontal" not in words and (words & _NOT_UPRIGHT or outer or words >= _CORNERS_AND_EDGES):
        raise missing(
            f"Which edges get the {mention.kind}: the vertical ones, those of the top or the bottom, or all?",
            about("edges", mention),
            ("the vertical edges", "the top edges", "all edges"),
        )
    return "both" if "horizontal" in words else "vertical"


#: Words for something else than the upright edges, which are meant where only "the edges" are spoken of.
_NOT_UPRIGHT: Final = frozenset({"side", "side_face", "end", "face"})
_CORNERS_AND_EDGES: Final = frozenset({"corner", "edge", "all"})
