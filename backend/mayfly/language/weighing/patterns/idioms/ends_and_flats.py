"""Chamfers of a bore or at the free end, and what a flat leaves: "at one side internal chamfer 2x45"."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.names.components import IN_PAIRS
from mayfly.language.weighing.values import (
    Head,
    Placing,
    Size,
)

# --- chamfers of a bore ------------------------------------------------------------------------------------

_ENDS: Final = "(on|at|to|of|from|,|the)*"


@row(
    "head",
    f"({_ENDS} <where:chamfer_end> ,?)? <side:ring_side> @chamfer (of|:|=|is|,|with)* <size:bevel> ({_ENDS} <where:chamfer_end>)?",
    example="at one side internal chamfer 2x45",
    cost=-0.5,
)
@row(
    "head",
    f"@chamfer (of|:|=|is|,|with)* <size:bevel> (on|at|the)* <side:ring_side> ({_ENDS} <where:chamfer_end>)?",
    example="chamfer 2x45° inside at one end",
    cost=-0.5,
)
@row(
    "head",
    f"(with|a|and)* <size:bevel> <side:ring_side> @chamfer ({_ENDS} <where:chamfer_end>)?",
    example="2x45° internal chamfer at one end",
    cost=-0.5,
)
def _inside_or_outside(found: Found) -> Any:
    """Return the chamfer of a bore or of an outside, and at which of the ends."""
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if behind in _EDGE_WORDS:
        return None  # "chamfer 1 mm on the outer edges"
    edge = Reference("edge", frozenset({found.side}), None, True, text=found.text)
    places = [Placing("place", "on", ref=edge, text=found.text)]
    if found.where is not None:
        places.append(Placing("place", "at", ref=found.where, text=found.text))
    return Head("chamfer", "chamfer", found.text, plural=True, said=(*found.size, *places))


_EDGE_WORDS: Final = word_set("edge edges corner corners rim rims diameter end ends")


@row("chamfer_end", "<:lone> end|side|face (only)?", example="one side")
def _one_end(found: Found) -> Any:
    return Reference("end", frozenset(), 1, text=found.text)


@row("chamfer_end", "both|each|either end|ends|side|sides|faces", example="both sides")
def _both_ends(found: Found) -> Any:
    return Reference("end", frozenset({"both"}), None, True, text=found.text)


@row(
    "head",
    "@chamfer (of|:|=|is|,|with)* <size:bevel> (on|at|to|of|from|,|the|body|shank|spigot)* lead|leading|entry|entering|insertion|plain|free end|edge",
    example="flanged bushing || chamfer 0.5 x 45° body lead end",
    cost=-0.5,
)
@row(
    "head",
    "(with|a|an|and)* <size:bevel> @chamfer (on|at|to|of|from|,|the|body|shank|spigot)* lead|leading|entry|entering|insertion|plain|free end|edge",
    example="flanged bushing || 0.5 x 45° chamfer on the lead end",
    cost=-0.5,
)
@row(
    "head",
    "(with|a|an|and)* <size:bevel> @chamfer (on|at|the)* outer|outside edge|rim|corner of (the)? lead|leading|entry|plain|free end",
    example="flanged bushing || 1 x 45° chamfer on the outer edge of the plain end",
    cost=-0.5,
)
def _at_lead_end(found: Found) -> Any:
    """Return the chamfer of the outer edge at the end that has no flange; a flange stands below."""
    before = (p.term.sense("component") for one in found.phrases[: found.start] for p in one)
    flanged = any(one in IN_PAIRS and one not in _NO_END for one in before)
    edge = Reference("edge", frozenset({"outer"}), None, True, text=found.text)
    end = Reference("end", frozenset({"top" if flanged else "free"}), 1, text=found.text)
    places = (
        Placing("place", "on", ref=edge, text=found.text),
        Placing("place", "at", ref=end, text=found.text),
    )
    return Head("chamfer", "chamfer", found.text, plural=True, said=(*found.size, *places))


_NO_END: Final = word_set("leg ear wall cheek horizontal_leg vertical_leg")


# --- what is left beside a flat ----------------------------------------------------------------------------


@row(
    "sized",
    "(,|and|so|with|to|it)* remaining|leaving|leaves|left|remainder|residual (@role.thickness|@role.height|height|size|material|dimension|of|is|=|:|a)* <n:plain> mm? (across|thick|over)?",
    example="shaft with a D-cut || remaining thickness 11",
    cost=-0.3,
)
@row(
    "sized",
    "<n:plain> mm? (thickness|thick|height|material)? remaining|left (over|across|at|the|flat)*",
    example="shaft with a D-cut || 11 mm remaining",
    cost=-0.3,
)
def _left_of_flat(found: Found) -> Any:
    """Return how much of a shaft is left beside its flat: what is measured across it."""
    words = {term.word for term in found.terms[: found.start]}
    if not words & {"flat", "cut", "flats"} or found.n.form != "plain":
        return None
    return Size(found.n, Label((), "across_flats"))


@row(
    "sized",
    "<n:plain> mm? across|thick (it|the|flat|flats|there)*",
    example="shaft with a flat || 11 mm across",
    cost=-0.3,
)
@row(
    "sized",
    "(,|and|so|that|the)* thickness|height|section (there|here|is|measures|that|then|=|of|being)* <n:plain> mm? (there|here)? (instead|rather of|than <:plain> mm?)?",
    example="shaft with a flat milled on one side || so the thickness there is 17 mm instead of 20",
    cost=-0.2,
)
def _across_flat(found: Found) -> Any:
    """Return how thick a shaft is across its flat."""
    words = {term.word for term in found.terms[: found.start]}
    if not words & {"flat", "flats"} or found.n.form != "plain":
        return None
    return Size(found.n, Label((), "across_flats"))
