"""Phrases that change no shape and stand in the answer: materials, tolerances, output instructions."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import MATE
from mayfly.language.shape_words import SHAPE_WORDS
from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.names.before_nouns import bears_shape
from mayfly.language.weighing.values import Mark, Placing, Size, Stated


@row(
    "stated",
    "return|export|save|output|write|give (it|a|the|me)? (valid|as|to|in|one)* step|stp|file file?",
    example="export as STEP",
)
@row(
    "stated",
    "single|one (valid|watertight|closed|manifold|connected)* solid|body",
    example="single watertight solid",
)
@row("stated", "from? <:material> aluminium|steel|plastic?", example="aluminium", cost=0.1)
def _stated(found: Found) -> Any:
    return Stated(found.text)


# --- what it is for -----------------------------------------------------------------------------------------

_FOR: Final = "for|fit|suit|fits|suits|suiting|fitting|taking"
_ENDS: Final = word_set(
    "with and to each that which having plus in at on from through into across along near onto around over "
    "parallel between under off by of via using"
)


@row("purposeword", "<w:word>", example="camera")
def _purpose_word(found: Found) -> Any:
    word = found.w.word
    if word in _ENDS or bears_shape(word):
        return None
    if _ends_a_use(found):
        return found.w.text
    for phrase in found.phrases[found.start]:
        senses = phrase.term.senses
        if senses.keys() & {"feature", "role"} or (
            senses.keys() & {"marker", "component"} and "part" not in senses
        ):
            return None
    return found.w.text


def _ends_a_use(found: Found) -> bool:
    """Return whether a word ends a clause behind a word that nobody knows: the "wire" of "for solder wire"."""
    behind = found.terms[found.end].word if found.end < len(found.terms) else "."
    before = found.terms[found.start - 1] if found.start else None
    if behind not in {".", ",", ":", ";"} or before is None or before.kind != "word":
        return False
    return not found.phrases[found.start - 1] and before.word not in HARMLESS | GLUE | _ENDS | SHAPE_WORDS


@row("stated", f"{_FOR} <w+:purposeword> <w+:purposeword>*", example="for a camera", cost=0.1)
@row("stated", f"to {_FOR} <w+:purposeword> <w+:purposeword>*", example="to fit a pipe", cost=0.1)
def _purpose(found: Found) -> Any:
    return Stated(found.text) if len(found.w) <= 4 else None


@row("sized", "for (suit|fit|accept|take|a|an)* <n:thread>", example="for M6", cost=0.0)
@row(
    "sized",
    "(for / to (suit|fit|accept|take)) (suit|fit|accept|take|a|an|the)* <n:thread> bolt|bolts|stud|studs",
    example="to suit an M8 bolt",
    cost=-0.6,
)
def _for_thread(found: Found) -> Any:
    return Size(found.n)


@row(
    "sized",
    "for (suit|fit|accept|take|a|an|the|my|size)* <n:plain> @screw|@cap_screw|@flat_head",
    example="for 8 mm screws",
    cost=-0.6,
)
@row(
    "sized",
    "for|fits|suits (suit|fit|accept|take|a|an|the|my|size)* <n:thread> @screw|@cap_screw|@flat_head",
    example="for an M10 bolt",
    cost=-0.3,
)
def _for_screws(found: Found) -> Any:
    """Read "for 8 mm screws": the thread of the screws, which pass through no hole of 8 mm."""
    if found.n.form not in {"plain", "thread"}:
        return None
    words = set(found.senses())
    mark = next((one for one in (Mark.CAP_SCREW, Mark.FLAT_HEAD) if one.value in words), Mark.SCREW)
    return Size(found.n if found.n.form == "thread" else found.n.as_thread()), mark


@row(
    "sized",
    "for (suit|fit|accept|take|a|an|the|use|with|mounting|holding)* <n:designated> <:purposeword>*",
    example="for a NEMA 17 motor",
    cost=-0.1,
)
def _for_designation(found: Found) -> Any:
    return Size(found.n, MATE)


@row("place", "(to|per|of|according|acc)* <n:norm>", example="DIN 125", cost=-0.3)
def _norm(found: Found) -> Any:
    return Placing("norm", found.n, text=found.text)


@row(
    "stated",
    "with? <n:plain> (of|long)? thread|threaded (length|long)?",
    example="with 30 mm thread",
    cost=0.2,
)
@row("stated", "thread length|long? (of|=|:)? <n:plain>", example="thread length 30 mm", cost=0.2)
def _thread_length(found: Found) -> Any:
    return Stated(found.text)


@row("stated", "but with|has|having|also", example="but with", cost=0.1)
@row(
    "stated",
    "pl|pls|plz|please .? kindly|prepare|provide|make|model|send|supply|quote|give|do",
    example="Pl. make",
    cost=-0.2,
)
@row("stated", "(which|that|is|are|have|,)* on order", example="on order")
@row(
    "stated",
    "{? (only|just)? (<:lone> / single) (piece|pc|model|part|copy|off)? in the? step|stp|cad? file|model "
    "(is|will|would|be|should|do)* (enough|sufficient|ok|fine|required|needed)? }?",
    example="(one in the file is enough)",
    cost=-1.2,
)
@row("stated", "(do|doing)? the? needful (for|of|to)?", example="do the needful for", cost=-0.2)
@row("stated", "only", example="only", cost=0.4)
@row("stated", "can|could|would|will|did|do|if|thank u", example="can u")
def _linking(found: Found) -> Any:
    return Stated(found.text)


@row(
    "stated",
    "(,|and)* leaving|keeping (behind|standing|only)*",
    example="hollowed out || leaving … 3 mm walls",
    cost=0.2,
)
def _leaving(found: Found) -> Any:
    """Return what is said before the thickness of walls that remain."""
    behind = {term.word for term in found.terms[found.end : found.end + _NEAR_WALLS]}
    return Stated(found.text) if behind & _WALLS else None


_NEAR_WALLS: Final = 5
_WALLS: Final = word_set("wall walls shell skin sides")


@row(
    "stated",
    "end? cap|cover|lid|blank|plug|closure for|of (a|an|the|my|our)* <n:plain> (x|×|by <:plain>)? (od|id|dia|bore)? tube|pipe|hole|bore|duct|hose :",
    example="End cap for 50mm tube: … disc 50 mm",
    cost=-0.6,
)
def _for_tube(found: Found) -> Any:
    """Return a title that names what the part goes on, where the part has that size."""
    sizes = {term.quantity.value for term in found.terms[found.end :] if term.quantity is not None}
    return Stated(found.text) if found.n.value in sizes else None


@row(
    "stated",
    "(from|in|of|,)* <n:alloy> aluminium|aluminum|steel|stainless|alloy",
    example="5052 aluminium",
    cost=-0.6,
)
@row(
    "stated",
    "stainless|steel|aluminium|aluminum|brass|bronze <n:alloy>",
    example="aluminium 5052",
    cost=-0.6,
)
@row(
    "stated",
    "(surface|finish|roughness|all|over|colour|color|white|black|grey)* ra|rz|ral <n:plain> (in|on (the)? <:feature> (face|faces|surface|surfaces)?)?",
    example="surface Ra 1.6",
    cost=-0.3,
)
@row(
    "stated",
    "(hardened|hardness|tempered|heat|treated|and|,)* (to|of)? <n:plain> hrc|hb|hv|hrb",
    example="hardened to 50 HRC",
    cost=-0.3,
)
def _material(found: Found) -> Any:
    return Stated(found.text)


@row("alloy", "<n:remark>", example="5052")
def _known_alloy(found: Found) -> Any:
    return found.n


@row("alloy", "<n:plain>", example="5182")
def _alloy(found: Found) -> Any:
    return (
        found.n
        if found.n.unit is None and (found.n.value >= 1000 or found.n.text.startswith("1.4"))
        else None
    )


@row("norm", "<n:normed>", example="DIN 125")
def _norm_number(found: Found) -> Any:
    return found.n


@row(
    "stated",
    "(tolerance|tolerances|general|to|acc|according|per|as|with|,)* iso|din <n:number> (m|f|c|v|mk|fh|medium|fine|-)*",
    example="tolerance ISO 2768-m",
    cost=0.1,
)
def _general_tolerance(found: Found) -> Any:
    return Stated(found.text) if found.n.text.startswith("2768") else None


@row(
    "stated",
    "concentric|coaxial with the|its|each (end|ends)? radius|radii|end|ends|rounding",
    example="concentric with the radius",
)
def _as_drawn(found: Found) -> Any:
    return Stated(found.text)
