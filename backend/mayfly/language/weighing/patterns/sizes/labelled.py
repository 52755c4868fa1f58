"""Sizes: a number with the name of what it measures, before or behind it."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.labels import spread_unit
from mayfly.language.nodes import Label, Measure
from mayfly.language.vocabulary import ADJECTIVES, COMPOSITES, word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.patterns.names.components import says_where
from mayfly.language.weighing.patterns.sizes.dimensions import label_leads, may_lead
from mayfly.language.weighing.values import Context, Mark, Size

_AXES = {"x": "along_length", "y": "along_width", "z": "along_height"}
#: Words that a counted noun does not begin with.
_NO_NOUNS = word_set(
    "with and in at on from to by for of mm or x y z is are but then through along over under as"
)
#: Words that say something of a part as a whole, which are not counted.
_OF_THE_WHOLE = frozenset({"hollow", "closed", "open_top", "open_ended", "pointed", "lying", "standing"})
#: Letters of the names of sizes that stand behind their number as often as before: "40 OD", "28 dia".
_ABBREVIATED = {2, 3}


@row(
    "sized",
    "(with|,|its|and)* <number:plain> (long|short|longer|shorter)? side|edge|dimension|sides|edges (is|are|runs|running|lies|lying|being|goes|oriented|aligned|directed)* along|parallel|in (to)? <axis:letter> (axis|direction)?",
    example="with its 24 side along X",
    cost=-0.3,
)
def _side_along(found: Found) -> Any:
    """Return a side of a rectangle by its direction."""
    return Size(found.number, Label((), _AXES[found.axis])) if found.number.form == "plain" else None


@row("noun", "<role:role>", example="length")
def _role(found: Found) -> Any:
    return None if found.role in ADJECTIVES else _composite((), found.role)


@row("noun", "<one:component> <role:role>", example="flange thickness")
@row("noun", "<role:role> of <one:component>", example="thickness of the flange")
@row("noun", "<one:component> <two:component> <role:role>", example="inner wall thickness")
def _component_role(found: Found) -> Any:
    if found.role in ADJECTIVES:
        return None
    return _composite(tuple(c for c in (found.one, found.two) if c), found.role)


@row("noun", "<one:component>", cost=0.1, example="wall")
@row("noun", "<one:component> <two:component>", cost=0.1, example="outer flange")
def _component(found: Found) -> Any:
    return Label(tuple(c for c in (found.one, found.two) if c))


@row("noun", "<size:size>", example="leg centres")
def _own_size(found: Found) -> Any:
    return Label((found.size,))


@row("own", "<size:size>", example="centre to centre")
def _own(found: Found) -> Any:
    return Label((found.size,))


@row("adjective", "<role:role>", example="long")
def _adjective(found: Found) -> Any:
    return Label((), found.role) if found.role in ADJECTIVES | {"thk"} else None


def _composite(components: tuple[str, ...], role: str) -> Label:
    if role in COMPOSITES:
        composite, role = COMPOSITES[role]
        return Label((*components, *composite), role)
    return Label(components, role)


# --- a number with its name ---------------------------------------------------------------------------


@row(
    "sized",
    "<label:noun> of|is|are|=|:|at|to|be|was|should|must|therefore|then|hence|shall|has|about|approximately|exactly|everywhere|throughout|uniformly|-|–|—* <number:plain>",
    example="wall thickness of 3 mm",
)
@row("sized", "<label:noun> of|is|are|=|:* <number:angle>", example="pressure angle 20°")
def _named_before(found: Found) -> Any:
    if found.number.form == "word" and found.terms[found.end - 2].word == "at":
        return None  # "a lip at one end"
    if found.label.role is None and says_where(found):
        return None  # "in the upright a 13 mm hole"
    return Size(found.number, found.label)


@row(
    "sized",
    "(,|and|with|a|the|its|whose|height|thickness|which|it|that|going|goes|tapering|tapers|tapered|sloping|slopes|running|runs|falling|falls|decreasing|decreases|down)* from <a:plain>"
    " (mm|at|on|the|its|a|thick|thicker|high|higher|tall|one|back|left|rear|end|side|edge|of|,)* (down)? to"
    " (<z:plain> / nothing|zero / a|the? knife|sharp|feather? edge|point)"
    " (mm|at|on|the|its|a|thin|thinner|low|lower|other|front|right|end|side|edge|tip|opposite)*",
    example="going from 6 mm at the thick end down to 0",
    cost=-0.4,
)
@row(
    "sized",
    "(,|and|which|it|that|going|goes|tapering|tapers|tapered|sloping|slopes|rising|rises|running|runs|up)* from (<z:number> / nothing|zero)"
    " (mm|high|at|on|the|its|a|thin|thinner|low|lower|one|front|left|end|side|edge|tip|point|,)* (up)? to <a:plain>"
    " (mm|at|on|the|its|a|thick|thicker|high|higher|tall|other|back|rear|right|end|side|edge|opposite)*",
    example="goes from 0 at the thin tip to 30 mm high at the back",
    cost=-0.4,
)
def _down_to_nothing(found: Found) -> Any:
    """Return the height of what slopes down to nothing."""
    if found.a.form != "plain" or (found.z is not None and found.z.value):
        return None
    return Size(found.a, Label((), "height"))


@row("sized", "(size)? <a:plain> and <b:plain> (dia|diam|diameter)?", example="80/60 … of a ring", cost=0.1)
def _outer_and_inner(found: Found) -> Any:
    """Return the diameters of a ring that stand with a stroke between them, which is read as "and"."""
    stroke = next(term for term in found.terms[found.start : found.end] if term.word == "and")
    plain = {found.a.form, found.b.form} <= {"plain", "diameter"}
    if stroke.spaced or not plain or found.a.value <= found.b.value:
        return None
    a, b = (measure.quantity for measure in spread_unit([Measure(found.a), Measure(found.b)]))
    return Size(a, Label(("outer",), "diameter")), Size(b, Label(("inner",), "diameter"))


@row("sized", "<a:plain> and <b:plain> (dia|diam|diameter)?", example="60/30 … of a cone", cost=0.2)
def _base_and_top(found: Found) -> Any:
    """Return the diameters of a cone that stand with a stroke between them: its base is wider."""
    return None if _outer_and_inner(found) is None else _ends_of_taper(found.a, found.b)


def _ends_of_taper(base: Any, top: Any) -> tuple[Size, Size]:
    a, b = (measure.quantity for measure in spread_unit([Measure(base), Measure(top)]))
    return Size(a, Label(("bottom",), "diameter")), Size(b, Label(("top",), "diameter"))


_TAPERS: Final = "(tapering|tapers|tapered|reducing|reduces|narrowing|narrows|going|goes|from|down)*"


@row(
    "sized",
    f"{_TAPERS} <a:plain> (dia|diam|diameter|mm)* (down)? to <b:plain> (mm)? @role.diameter|across (at|on)? (the)? (tip|top)?",
    example="40 -> 20 dia … of a cone",
    cost=-0.1,
)
@row(
    "sized",
    f"@role.diameter {_TAPERS} <a:plain> (mm)? (down)? to <b:plain> (mm)? (dia|diameter)?",
    example="dia 40 to 20 … of a cone",
    cost=-0.1,
)
@row("sized", f"{_TAPERS} <a:plain> (mm)? (down)? to <b:plain>", example="40 to 20 … of a cone", cost=0.2)
def _from_base_to_top(found: Found) -> Any:
    """Return the diameters of what is wider at one end: that of its base comes first."""
    behind = found.terms[found.end] if found.end < len(found.terms) else None
    if "word" in {found.a.form, found.b.form} or {found.a.form, found.b.form} & {"radius"}:
        return None
    if behind is not None and behind.word in {"×", "x", "by", "from"}:
        return None  # "Ø60 to Ø30 x 50", "10 to 20 from the edge"
    return _ends_of_taper(found.a, found.b)


@row("sized", "<label:noun> (of|are|is|=|:)* <a:plain> and|& <b:plain>", example="legs 60 and 45", cost=0.1)
@row("sized", "<a:plain> and|& <b:plain> <label:noun>", example="60 and 45 mm legs", cost=0.2)
def _pair(found: Found) -> Any:
    return Size(found.a, found.label), Size(found.b, found.label)


@row(
    "sized",
    "(with|its|the|a|of)* circumscribed|circumscribing|outer circle|diameter (diameter)? (of|is|=|:)* <n:plain> (mm|diameter)?",
    example="circumscribed circle diameter 40 mm",
    cost=-0.3,
)
@row(
    "sized",
    "(with|its|the|a|of)* inscribed circle|diameter (diameter)? (of|is|=|:)* <n:plain> (mm|diameter)?",
    example="inscribed circle diameter 40 mm",
    cost=-0.3,
)
def _circle_of_polygon(found: Found) -> Any:
    words = {term.word for term in found.terms[found.start : found.end]}
    if "circle" not in words:
        return None
    return Size(found.n, Label((), "across_flats" if "inscribed" in words else "across_corners"))


@row(
    "sized",
    "plate|disc|disk|body|base|part|block|ring|main|cylinder <label:noun> =|: <number:plain>",
    example="plate thickness = 8",
    cost=0.1,
)
def _of_the_whole(found: Found) -> Any:
    return None if found.label.components else Size(found.number, found.label)


@row(
    "sized",
    "sunk|sunken|recessed|milled|machined (to|by|down)? <n:plain> deep? (into (the)?)?",
    example="sunk 12 deep",
    cost=-0.1,
)
def _sunk(found: Found) -> Any:
    return Size(found.n, Label((), "depth"))


@row("sized", "<label:noun> , <number:plain>", example="length - 100", cost=0.1)
def _dashed(found: Found) -> Any:
    dash = any(term.text in {"-", "–", "—"} for term in found.terms[found.start : found.end])
    return Size(found.number, found.label) if dash else None


@row("sized", "run (of|is|=|:)* <number:plain>", example="run 120 … of a tee")
@row("sized", "<number:plain> run", example="120 run … of a tee")
def _run(found: Found) -> Any:
    """Return how long the straight pipe of a tee is; elsewhere it is a verb."""
    return Size(found.number, Label(("run",))) if found.number.form == "plain" else None


@row("sized", "dp|dpt|dpth <number:plain>", example="DP 9", cost=0.1)
@row("sized", "<number:plain> dp|dpt|dpth", example="9 DP", cost=0.1)
def _deep(found: Found) -> Any:
    return Size(found.number, Label((), "depth"))


@row("sized", "m =|: <number:plain>", example="m = 2")
def _module(found: Found) -> Any:
    return Size(found.number, Label((), "module"))


@row("sized", "<number:plain> <label:adjective> @inner|@outer", example="40 wide inside", cost=-0.1)
def _inside(found: Found) -> Any:
    side = "inner" if "inner" in set(found.senses()) else "outer"
    return Size(found.number, Label((side,), found.label.role))


@row(
    "sized",
    "cut|sawn|saw|cropped|trimmed|parted (off)? to|at (a|the)? (length)? (of)? <number:plain> mm? (long|lg|length)?",
    example="cut to 150 mm",
    cost=-0.2,
)
@row("sized", "<number:plain> cut length|len|lg", example="150 mm cut length", cost=-0.2)
def _cut_to(found: Found) -> Any:
    """Return the length to which a bar or section is cut."""
    before = [phrase.term for phrases in found.phrases[: found.start] for phrase in phrases]
    named = [term for term in before if term.sense("feature") or term.sense("part")]
    behind = found.terms[found.end].word if found.end < len(found.terms) else ""
    if found.number.form != "plain" or behind in {"deep", "depth", "dp", "wide", "thick"}:
        return None
    if named and not named[-1].sense("part"):
        return None  # "a slot cut to 10 mm"
    return Size(found.number, Label((), "length"))


@row("sized", "<number:plain> <label:noun>", example="40 mm outer diameter", cost=0.1)
@row("sized", "<number:plain> <label:adjective>", example="12 mm long")
@row("sized", "<number:plain> { <label:noun> }", example="120 mm (length)")
@row("sized", "<number:angle> <label:noun>", example="20° pressure angle")
@row("sized", "<number:plain> long <label:own>", example="80 mm long centre to centre", cost=-0.1)
@row("sized", "<number:plain> between|over <label:noun>", example="100 mm between the leg centres")
@row(
    "sized",
    "<label:noun> (of|is|=|:)* <number:plain> to|on|at|along @centre_line",
    example="bend radius 76 mm to the centreline",
    cost=-0.2,
)
def _named_behind(found: Found) -> Any:
    if _names_lead(found) or label_leads(found.terms, found.start, found.end):
        return None
    return None if may_lead(found.terms, found.end - 1) else Size(found.number, found.label)


@row("sized", "<number:plain> <label:adjective>", example="rod || 20 long … 200", cost=0.4)
def _between_two(found: Found) -> Any:
    if not may_lead(found.terms, found.end - 1) or label_leads(found.terms, found.start, found.end):
        return None
    return Size(found.number, found.label)


def _names_lead(found: Found) -> bool:
    """Return whether names stand before their numbers here: "OD 32 wall 2.5 run 120 branch 60".

    That holds where names and numbers take turns, a name comes first, and a number last.
    """
    first, last = found.start, found.end - 1
    while first > 0 and _takes_turns(found, first - 1, first):
        first -= 1
    while last + 1 < len(found.terms) and _takes_turns(found, last + 1, last):
        last += 1
    return _names_a_size(found, first) and found.terms[last].quantity is not None


def _takes_turns(found: Found, at: int, beside: int) -> bool:
    """Return whether a term goes on with a chain of names and numbers beside another one of it."""
    if found.terms[at].quantity is not None:
        return found.terms[beside].quantity is None
    return _names_a_size(found, at) or found.terms[at].word in ADJECTIVES


def _names_a_size(found: Found, at: int) -> bool:
    """Return whether a word alone names a size."""
    senses = {sense for phrase in found.phrases[at] if phrase.end == at + 1 for sense in phrase.term.senses}
    word = found.terms[at].word
    named = senses & {"role", "component", "size"} and not senses & {"part", "feature"}
    return word == "run" or (bool(named) and word not in ADJECTIVES)


@row(
    "sized",
    "@hollow|shelled to|with|at|by? a? <number:plain> thick|wall|walls|thickness?",
    example="shelled to 2 mm",
    cost=-0.1,
)
def _shelled(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 1]
    if found.number.form != "plain" or any(t.word in {"×", "x", "by"} for t in behind):
        return None
    if "hollow" not in set(found.senses()):
        return None
    return Mark.HOLLOW, Size(found.number, Label(("wall",)))


@row("sized", "<number:plain> round? bar|rod|wire stock|material?", example="12 mm bar", cost=0.1)
def _stock(found: Found) -> Any:
    return Size(found.number, Label(("bar",)))


@row("sized", "<n:bare> <number:plain> <one:component>", example="two 12 mm ears", cost=0.1)
def _counted_components(found: Found) -> Any:
    if not found.n.can_count:
        return None
    return Context(found.one, found.n, found.text), Size(found.number, Label((found.one,)))


@row("sized", "<number:plain> <label:adjective> <component:component>", example="4 mm thick bottom", cost=0.2)
def _component_behind(found: Found) -> Any:
    return Size(found.number, Label((found.component,), found.label.role))


@row("sized", "<number:plain> <label:noun> <component:component>", example="12 mm dia head", cost=0.1)
@row("sized", "<number:diametral> <component:component>", example="Ø12 head", cost=0.2)
def _diameter_of_component(found: Found) -> Any:
    label = found.label or Label((), "diameter")
    return (
        None
        if label.components or label.role is None
        else Size(found.number, Label((found.component,), label.role))
    )


@row("sized", "<number:plain> in|along the? x|y|z", example="60 along X", cost=0.2)
@row("sized", "<number:plain> { x|y|z } mm?", example="60 mm (X)")
@row("sized", "<number:plain> along|in x|y|z direction|axis|dir?", example="40 along Y")
def _axis(found: Found) -> Any:
    axis = next((t.word for t in reversed(found.terms[found.start : found.end]) if t.word in _AXES), "")
    named = axis and found.number.form != "diameter"
    return Size(found.number, Label((), _AXES[axis])) if named else None


@row("sized", "<number:diametral>", example="Ø40")
def _diameter(found: Found) -> Any:
    if _is_crossed(found) and found.terms[found.end].word == "to":
        return None
    return Size(found.number, Label((), "diameter"))


@row("sized", "<number:diametral> <label:noun>", example="Ø40 outer diameter")
def _diameter_named(found: Found) -> Any:
    role = found.label.role or "diameter"
    return Size(found.number, Label(found.label.components, role))


@row("sized", "<number:number>", example="8 mm", cost=0.3)
def _alone(found: Found) -> Any:
    if _counts_on(found) or _is_crossed(found) or _is_named_before(found) or _is_of_a_feature(found):
        return None
    return _bare(found)


@row("sized", "<number:number>", example="8 mm … holes", cost=1.5)
def _behind_a_name(found: Found) -> Any:
    doubtful = _is_named_before(found) or _is_of_a_feature(found)
    return _bare(found) if doubtful and not _counts_on(found) and not _is_crossed(found) else None


def _is_of_a_feature(found: Found) -> bool:
    """Return whether a feature is named right behind a number: "4 mm fillets"."""
    if found.end >= len(found.terms) or found.number.form in {"angle", "thread"}:
        return False
    return any(phrase.term.sense("feature") for phrase in found.phrases[found.end])


def _is_crossed(found: Found) -> bool:
    """Return whether a number is one of a row: "120 by 60"."""
    if found.start and found.terms[found.start - 1].word == "by":
        return True
    behind = found.terms[found.end : found.end + 2]
    return (
        len(behind) == 2 and behind[0].word in {"by", "×", "x", "to", "/"} and behind[1].quantity is not None
    )


def _is_named_before(found: Found) -> bool:
    """Return whether the name of a size stands right before a number, which then belongs to it."""
    at = found.start - 1
    role = (
        next((p.term.sense("role") for p in found.phrases[at] if p.end == found.start), None)
        if at >= 0
        else None
    )
    return role is not None and role not in ADJECTIVES and len(found.terms[at].word) not in _ABBREVIATED


@row("sized", "<number:count>", example="20 … steel", cost=1.1)
def _before_one(found: Found) -> Any:
    quantity = found.terms[found.end - 1].quantity
    if quantity is None or quantity.form == "word":  # "one base plate": nobody writes a bare size as a word
        return None
    return Size(quantity) if _counts_on(found) and not _before_several(found) else None


@row("sized", "<number:count>", example="4 … holes", cost=1.8)
def _uncounted(found: Found) -> Any:
    quantity = found.terms[found.end - 1].quantity
    if quantity is None or quantity.form == "word":
        return None
    return Size(quantity) if _counts_on(found) and _before_several(found) else None


def _before_several(found: Found) -> bool:
    """Return whether the next feature that is named behind a number is one of several: "4 M6 holes"."""
    for phrases in found.phrases[found.end : found.end + 4]:
        for phrase in phrases:
            if phrase.term.sense("feature"):
                return phrase.term.plural
    return False


def _counts_on(found: Found) -> bool:
    """Return whether a whole number stands right before a word or a marked size: "4 M6 holes"."""
    quantity = found.terms[found.end - 1].quantity
    if quantity is None or not quantity.can_count or found.end >= len(found.terms):
        return False
    if found.start and found.terms[found.start - 1].word == "=":
        return False  # "bore=20 holes=6"
    behind = found.terms[found.end]
    if any(phrase.term.sense("marker") in _OF_THE_WHOLE for phrase in found.phrases[found.end]):
        return False  # "cube 50 hollow"
    if any(phrase.term.sense("role") for phrase in found.phrases[found.end]):
        return False  # "bore 12 od 18"
    return behind.quantity is not None or (behind.kind == "word" and behind.word not in _NO_NOUNS)


def _bare(found: Found) -> Any:
    if found.number.form in {"diameter", "plusminus"}:
        return None
    if found.number.form == "radius":
        return Size(found.number, Label((), "radius"))
    return Size(found.number)
