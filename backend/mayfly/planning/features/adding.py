"""Puts the features that were asked for on a model, each kind by its own module."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features._edge_cuts import check_walls
from mayfly.language.chunks import Quantity
from mayfly.language.english import and_list, one, the
from mayfly.language.nodes import Attribute, Label, Measure, Mention
from mayfly.planning.features.bosses import add_boss
from mayfly.planning.features.fillets import add_edge_treatment
from mayfly.planning.features.flats import add_flat
from mayfly.planning.features.grooves import add_groove
from mayfly.planning.features.holes import add_holes
from mayfly.planning.features.keyways import add_keyway
from mayfly.planning.features.ribs_steps import add_rib, add_step
from mayfly.planning.features.slots_pockets import add_pocket, add_slot
from mayfly.planning.placement.place import leftover
from mayfly.planning.questions import about, missing, unsupported

_CUTS: Final = {
    "slot": add_slot,
    "pocket": add_pocket,
    "boss": add_boss,
    "groove": add_groove,
    "keyway": add_keyway,
    "rib": add_rib,
    "step": add_step,
    "flat": add_flat,
}

#: Where the mouth of a hole is, and what else may be said of its edge.
_MOUTH: Final = frozenset({"top", "top_face", "mouth", "entry"})
_OF_MOUTHS: Final = frozenset({"hole", "edge", "rim", "outer", "all", "each", "every", "the"})


def add_features(draft: Draft, features: Sequence[Mention]) -> None:
    """Put everything that was asked for on a model, bosses first.

    Args:
        draft: The model so far.
        features: What was said, in the order of speech.

    Raises:
        NeedsClarification: A size or place is open, or something can't be made.
        DoesNotFit: A wall would be cut through.
    """
    heads: dict[int, list[Mention]] = {}
    last: Mention | None = None
    _turn_into_countersinks(features)
    for mention in features:
        if mention.kind in {"counterbore", "countersink"}:
            if last is None and any(m.quantity.form == "thread" for m in mention.measures):
                mention.attributes.append(Attribute("flag", mention.kind, text=mention.text))
                mention.kind, last = "hole", mention
                continue
            if last is None:
                raise missing(
                    f"Which hole has the {mention.kind}?", about("feature", mention, others=["hole"])
                )
            heads.setdefault(id(last), []).append(mention)
            last.attributes += [attribute for attribute in mention.attributes if attribute.kind != "flag"]
            mention.attributes = [attribute for attribute in mention.attributes if attribute.kind == "flag"]
        elif mention.kind in {"hole", "bore"}:
            last = mention
    # bosses first: a hole in the same place goes through them
    for mention in sorted(features, key=lambda one: one.kind != "boss"):
        if mention.kind in {"fillet", "chamfer"}:
            add_edge_treatment(draft, mention)
        elif mention.kind in {"hole", "bore"}:
            add_holes(draft, mention, heads.get(id(mention), []))
        elif mention.kind in _CUTS:
            _CUTS[mention.kind](draft, mention)
        elif mention.kind in {"counterbore", "countersink"}:
            continue
        else:
            raise unsupported(
                f"{one(mention.label)} can't be made yet. What else could do?",
                about("feature", mention),
            )
    check_walls(draft)


def _turn_into_countersinks(features: Sequence[Mention]) -> None:
    """Read a chamfer at the mouth of a hole as the countersink of 90° that it is.

    Only where it says which end: "chamfer the hole edges" leaves open whether both are meant.
    """
    last: Mention | None = None
    for mention in features:
        if mention.kind == "hole":
            last = mention
        places = mention.take("place")
        words = set().union(*(place.words for place in places))
        plain = all(m.quantity.form != "angle" or m.quantity.value == 45 for m in mention.measures)
        at_mouth = words & {"hole"} and words & _MOUTH and words <= _MOUTH | _OF_MOUTHS
        if mention.kind != "chamfer" or last is None or not at_mouth or not plain:
            continue
        lengths = [measure for measure in mention.measures if measure.quantity.form != "angle"]
        if len(lengths) != 1 or lengths[0].label.role is not None:
            continue
        mention.kind = "countersink"
        angle = Quantity(90.0, "90°", "angle", "deg")
        mention.measures = [Measure(lengths[0].quantity, Label((), "depth")), Measure(angle)]
        for place in places:
            place.used = True


def ask_about_leftovers(mentions: Sequence[Mention]) -> None:
    """Ask about everything that was read and found no use."""
    for mention in mentions:
        rest = [text for text in leftover(mention) if text]
        if rest:
            named = and_list([f'"{text[:60]}"' for text in rest])
            raise unsupported(
                f"What {'do' if len(rest) > 1 else 'does'} {named} mean for"
                f" {the(mention.text or mention.name)}?",
                about("meaning", mention, words=[text[:60] for text in rest]),
            )
