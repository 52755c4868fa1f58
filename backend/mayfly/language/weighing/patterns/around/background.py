"""What people tell besides the request: what they have, what broke, how large that is, and how they ask."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.values import Head, Mark, OnFace, Size, Stated

_ASK: Final = "(can|could|would|will) (you|u|ya|someone|anyone|anybody|we|i) (please|kindly|maybe|just|possibly|now|have|get|do)* (make|model|draw|design|create|print|build|give|do|get|help|cad|sketch|generate)?"
_ASKS: Final = (
    "({ASK} / (i|we|he|she|they)? (just|only|really|now|so|also|then|would|'d)* (want|wants|need|needs|require|like|looking|after|print|make)"
    " / (please|so|,|just|now|then)* (make|print|model|draw|design|create|build) (me|us|it|one|a|an|the|this|that))"
).replace("{ASK}", _ASK)


# --- ways of asking -------------------------------------------------------------------------------------


@row(
    "stated",
    f"{_ASK} (me|us|it|that|this|one|up)* (a|the|favour|favor|big|small)* (and|for (me|us))? (make|model|draw|design|create|print|build)?",
    example="could you draw that for me",
    cost=0.05,
)
@row(
    "stated",
    "(that|which|it|this|would|should|will|could|might|ought|to|just)* (do|work|be|is|suffice|does) (for|the|a|me|us|just|already)* (trick|job|fine|great|perfect|nice|enough|ok|okay|good|lovely|it|all|now)",
    example="would do the trick",
    cost=0.1,
)
@row(
    "stated",
    "(and|so|,)* that's|that|it's (is|about|basically|really)* it|all|everything (i|we)? (need|want|really)* (for)? (now|that|it|lol|basically|thanks)?",
    example="that's all I need",
    cost=0.3,
)
@row(
    "stated",
    "something|anything|sth|smth like|similar|along (to|as|the lines of)?",
    example="something like",
    cost=0.1,
)
@row("stated", "it's|its|it basically|simply|just|really|only", example="its basically", cost=0.05)
@row(
    "stated",
    "(it's|its|this|is|my|the|a|very|am|i'm)* first (ever)? time|timer|post|try|attempt|go|request (here|trying|using|user|doing|making|on|with|at|this|it|that|one|of|these|tool|thing|site|program|so|ever|anything|something|like|for|me)*",
    example="first time trying this",
    cost=-0.2,
)
@row(
    "stated",
    "(i|we|just|so|please|me|need|want|make|get|like|do|print|have)* a|another brand|new|replacement|spare|fresh (new)? <:lone> (made|printed|please|that's|thats|which|is|it's)*",
    example="need a new one",
    cost=-0.1,
)
@row(
    "stated",
    "need|want|make|get|print|give|do (me|us)? another <:lone> (made|printed|please)*",
    example="make me another one",
    cost=-0.1,
)
@row(
    "stated",
    "for (the|some|my|a|any|its|all)* (power|charging|usb|signal|loose|led)* wires|wire|wiring|cords|leads|cabling|plugs|hoses|fingers|airflow|ventilation|drainage|draining",
    example="for wires",
    cost=0.1,
)
def _asking(found: Found) -> Any:
    before = found.terms[max(0, found.start - 1) : found.start]
    if any(term.quantity is not None for term in before):
        return None
    return Stated(found.text)


@row(
    "stated",
    "(it's|its|it|is|basically|just|simply|a|an|in|the|as|of|shaped|like|simple)* l|ell (shape|shaped|profile|section|form)?",
    example="bracket || an L",
    cost=0.1,
)
def _angle(found: Found) -> Any:
    """Return that an angle is an L, as it is anyway."""
    before = {term.word for term in found.terms[max(0, found.start - 4) : found.start]}
    behind = found.terms[found.end : found.end + 1]
    ends = not behind or behind[0].kind == "mark" or behind[0].word in {"with", "made", "of", "and"}
    return Stated(found.text) if before & {"bracket", "angle", "brackets"} and ends else None


@row(
    "stated",
    "(from)? <a:plain> (mm)? to <b:plain> (mm)? (reducer|reducing)? (,|-|:)*",
    example="coupling || 5 mm to 8 mm, … 20 od, 5 mm bore, 8 mm bore",
    cost=0.2,
)
def _from_bore_to_bore(found: Found) -> Any:
    """Return between which shafts a coupling goes, where both of its bores are described as well."""
    before = [phrase.term.sense("part") for phrases in found.phrases[: found.start] for phrase in phrases]
    bores = {
        term.quantity.value
        for at, term in enumerate(found.terms[found.end :], found.end)
        if term.quantity is not None and _is_bore(found, at + 1)
    }
    coupled = [name for name in before if name][-1:] == [_COUPLING]
    return Stated(found.text) if coupled and {found.a.value, found.b.value} == bores else None


_COUPLING: Final = "shaft_coupling"


def _is_bore(found: Found, at: int) -> bool:
    """Return whether a bore or hole is named right behind a number."""
    phrases = found.phrases[at] if at < len(found.terms) else ()
    return any(phrase.term.sense("feature") in {"bore", "hole"} for phrase in phrases)


@row(
    "stated",
    "{? (is|this|that|which|being|it's|,)* part|included|counted|inclusive|contained of|in|within (the|that|this)* <n:plain> (mm)? (total|overall|length|height|long|tall|high|,|and)* <:samebore>? }?",
    example="tube 50 long with a flange || (part of the 50)",
    cost=-0.3,
)
def _counted_in(found: Found) -> Any:
    """Return that a flange is counted into the length that was said, as it is anyway."""
    numbers = {
        term.quantity.value
        for at, term in enumerate(found.terms[: found.start])
        if term.quantity is not None and _is_length(found, at + 1)
    }
    components = [
        phrase.term.sense("component") for phrases in found.phrases[: found.start] for phrase in phrases
    ]
    return Stated(found.text) if "flange" in components and found.n.value in numbers else None


@row(
    "stated",
    "on (the)? bottom|base|lower (end|side)?",
    example="tube with a flange || on the bottom",
    cost=-0.2,
)
def _flange_below(found: Found) -> Any:
    """Return that a flange is at the bottom, as it is made."""
    before = found.terms[found.start - 1].word if found.start else ""
    return Stated(found.text) if before == "flange" else None


@row(
    "samebore",
    "(with|and|the|,)* same|identical id|bore|inside|inner|@inner_diameter|@bore|@inner (diameter|dia|hole)?",
    example="same ID",
)
def _samebore(found: Found) -> Any:
    return found.text


_LENGTHS: Final = frozenset({"long", "high", "length", "height"})


def _is_length(found: Found, at: int) -> bool:
    """Return whether a number is a length by the word behind it."""
    phrases = found.phrases[at] if at < len(found.terms) else ()
    return any(phrase.term.sense("role") in _LENGTHS for phrase in phrases)


#: Tables with words of what can be made: what stands between two of these has a place or a size.
_MADE: Final = frozenset({"feature", "component", "role", "marker", "part"})


@row(
    "stated",
    "(to|that|which|it|goes|go|sits|sit|fits|fit|used|placed|mounted|for|use)* between (the|my|our|both)* <n:count> <w:word>",
    example="spacer || between 2 bearings",
    cost=0.1,
)
def _between_others(found: Found) -> Any:
    """Return between how many things that are not made here a part goes."""
    behind = found.terms[found.end] if found.end < len(found.terms) else None
    tables = {name for phrase in found.phrases[found.end - 1] for name in phrase.term.senses}
    plural = found.w.word.endswith("s")
    if (behind is not None and behind.kind != "mark") or tables & _MADE or not plural:
        return None
    before = {name for one in found.phrases[: found.start] for phrase in one for name in phrase.term.senses}
    return Stated(found.text) if "part" in before and "feature" not in before else None


# --- what somebody has -------------------------------------------------------------------------------------


@row("tale", "<w:word>", example="table")
def _tale_word(found: Found) -> Any:
    return found.w.text


@row("tale", "<n:number>", example="750 mm")
def _tale_number(found: Found) -> Any:
    return found.n.text


@row("tale", ",|-|/", example=",")
def _tale_mark(found: Found) -> Any:
    return found.text


@row(
    "stated",
    f"(i|we|he|she|they) (have|has|got|own|bought|found|lost|broke|use|ve|'ve|already|just|still|also|recently)* (have|has|got|own|bought|found|lost|broke|use) (got)? <tale:tale> <:tale>* <:tale>* (,|and|so|but|.|;|&) {_ASKS}",
    example="I have a 20 mm rod and want",
    cost=0.9,
)
@row(
    "stated",
    f"my|our|his|her|their <tale:tale> <:tale>* is|are|was|has|have|broke|wobbles|measures|got|needs <:tale>* <:tale>* (,|and|so|but|.|;|&) {_ASKS}",
    example="my table is 750 mm high and wobbles, can you make",
    cost=0.9,
)
def _has(found: Found) -> Any:
    terms = found.terms[found.start : found.end]
    needs = next((at for at, term in enumerate(terms, found.start) if term.word in {"needs", "need"}), None)
    wanted = found.phrases[needs : found.end] if needs is not None else ()
    if any(phrase.term.sense("part") for phrases in wanted for phrase in phrases):
        return None  # "my truck needs a new wheel": that is what is wanted
    return Stated(found.text)


@row(
    "stated",
    "{ they're|they|it's|its|it|that's|thats|these|those|mine|which|who (are|is|being|measure|measures|has|have)* <:tale> <:tale>* }",
    example="(they're 80 mm wide)",
    cost=0.5,
)
@row(
    "stated",
    "(the|my|our|its)? <w:taleword> (is|are|has|measures|being) <:number> (mm|wide|high|long|thick|tall|deep|across|diameter|in|dia|round|on|each|outside|inside)* (,|and|.|which|that)* so|means|therefore|hence (the|its|a|i|we|make|need)?",
    example="the shaft is 12 mm so the",
    cost=0.6,
)
def _aside(found: Found) -> Any:
    return Stated(found.text)


@row("taleword", "<w:word>", example="shaft")
def _taleword(found: Found) -> Any:
    return found.w.text


@row(
    "stated",
    "to|for|that|which|will|should (cover|covers|covering|close|closes|closing|hide|hides|plug|plugs|seal|seals|fit|fits|go|goes)* (over|in|into|on|through)? <hole:feature> in|of|on my|the|our|a <:taleword> (<:taleword>)? (. <:feature> (is|are|was|measures) <:number> (wide|round|across|diameter|dia|in|big)* (and <:number> (deep|wide|long|high))? .)?",
    example="to cover the hole in my wall. the hole is 70mm round.",
    cost=0.3,
)
def _covers(found: Found) -> Any:
    return Stated(found.text)


# --- sizes as they are described ---------------------------------------------------------------------------------


@row(
    "head",
    "(so|and|then|,)* <noun:feature> (itself)? (should|must|has|have|needs|need|shall|is|ought|to|be|will|would|of|at)* (be|to) (about|exactly|around)? <n:plain> (in diameter|across|wide|dia|diameter)?",
    example="so the bore should be 20.3",
    cost=-0.1,
)
def _shall_be(found: Found) -> Any:
    noun = found.noun
    kind = noun.sense("feature")
    if kind not in {"hole", "bore"} or found.n.form == "word":
        return None
    size = Size(found.n, Label((), "diameter"))
    return Head(kind, noun.word, noun.text, plural=noun.plural, definite=True, said=(size,))


@row(
    "mark",
    "half|halfway|midway (way)? (in|into|through|up|deep|down|of|the|depth)* (from (the)? @bottom|@underside|@top|bottom|top|below)?",
    example="halfway in from the bottom",
    cost=-0.2,
)
@row("mark", "to half (of)? (its|the)? depth", example="to half its depth", cost=-0.1)
def _half_way(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if not words & {"in", "into", "deep", "depth"}:
        return None
    below = words & {"bottom", "underside", "below"}
    return (Mark.HALF_DEEP, OnFace("bottom")) if below else Mark.HALF_DEEP


@row(
    "stated",
    "for|of|under|on <a:word> <b:word>? <c:word>? <d:word>? <:beside>",
    example="for a walnut side table",
    cost=0.3,
)
def _for_what(found: Found) -> Any:
    """Return what a part is for, where the words before the thing say nothing of a shape: "for a brass train"."""
    between = range(found.start + 1, found.end - 1)
    plane = found.terms[found.end - 1].word == "plane"
    links = {found.terms[at].word for at in between} & (_LINKS | (_PLANES if plane else set()))
    shapes = any(phrase.term.sense("feature") for at in between for phrase in found.phrases[at])
    return None if links or shapes else Stated(found.text)


#: Words before the plane of a sketch, which is no aeroplane.
_PLANES: Final = frozenset(
    {"xy", "xz", "yz", "yx", "zx", "zy", "x", "y", "z", "ground", "same", "parallel", "datum", "horizontal"}
    | {"vertical", "front", "top", "side", "right", "left", "symmetry", "reference", "work"}
)
#: Words that join what is not one thing.
_LINKS: Final = frozenset(
    {"in", "with", "of", "and", "on", "at", "to", "for", "by", "from", "through", "or", "that"}
)
