"""What may stand before a noun: sizes, sides, materials, what it is used for."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.nodes import Label, Reference
from mayfly.language.shape_words import FORMS
from mayfly.language.stopwords import GLUE, HARMLESS, MATERIALS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.matching import ARTICLES
from mayfly.language.weighing.topics import TURNING
from mayfly.language.weighing.values import Group, Mark, Placing, Size, Stated

#: Endings of words that describe a shape ("tapered", "conical"), unlike purposes ("camera", "mounting").
_SHAPE_ENDINGS = ("ed", "al", "ic", "ar", "oid", "less", "wise")
_SHAPES = word_set("half quarter semi double triple twin split thin fat small big large tiny huge mini giant")
_NO_SHAPE = word_set(
    "general electrical mechanical metal original optical medical special final identical wear gear rear linear bear"
)


_SHAPE_WORDS = FORMS | _SHAPES
_SHAPELESS = _NO_SHAPE | HARMLESS
#: Words that say where one thing is against another: "where the boss meets the disc".
_MEETS = word_set("meets meet meeting joins touches touch touching reaches enters adjoins")
#: Words that are no purpose.
_NO_PURPOSE = GLUE | HARMLESS | TURNING | _MEETS


def bears_shape(word: str) -> bool:
    """Return whether a word that is not known may describe a shape."""
    return word in _SHAPE_WORDS or (word.endswith(_SHAPE_ENDINGS) and word not in _SHAPELESS)


@row("pre", "<said:dims>", example="100 x 60 x 8 mm")
@row("pre", "<said:sized>", example="6 mm")
@row("pre", "<said:sized> ,", example="6 mm ,", cost=0.3)
@row("pre", "<said:mark>", example="counterbored")
def _said(found: Found) -> Any:
    return found.said


@row("pre", "<said:dims> ,", example="100 x 60 x 8 mm ,", cost=0.3)
def _said_before_a_comma(found: Found) -> Any:
    """Return the sizes before a comma, which are no feature's where they are those of a block."""
    three = isinstance(found.said, Group) and len(found.said.sizes) > _OF_A_FACE
    at = found.end
    while at < len(found.terms) and found.terms[at].word in ARTICLES | {"one"}:
        at += 1
    behind = found.phrases[at] if at < len(found.terms) else ()
    feature = any("feature" in p.term.senses and "part" not in p.term.senses for p in behind)
    return None if three and feature else found.said


#: Sizes that a feature has on its face.
_OF_A_FACE: Final = 2


@row("pre", "<size:number>", example="6 mm", cost=0.3)
def _number(found: Found) -> Any:
    if found.size.form in {"diameter", "plusminus", "word"} or found.size.can_count:
        return None
    return Size(found.size, Label((), "radius") if found.size.form == "radius" else Label())


@row("pre", "@vertical|@horizontal", example="vertical")
def _upright(found: Found) -> Any:
    return Mark.VERTICAL if "vertical" in set(found.senses()) else Mark.HORIZONTAL


@row("pre", "@corner", example="corner")
def _corner(found: Found) -> Any:
    """Return the corners; not those of sides that are named before: the row below takes both together."""
    if found.start and any(_SIDES & set(p.term.senses.values()) for p in found.phrases[found.start - 1]):
        return None
    return Placing("place", "", ref=Reference("corner", plural=True, text=found.text), text=found.text)


_SIDES: Final = frozenset({"top", "bottom", "front", "back", "left", "right"})


@row(
    "pre",
    "@top|@bottom|@front|@back|@left|@right (@top|@bottom|@front|@back|@left|@right)? @corner",
    example="lower left corner",
    cost=0.1,
)
def _one_corner(found: Found) -> Any:
    sides = frozenset(_SIDES & set(found.senses()))
    several = found.terms[found.end - 1].word.endswith("s")
    return Placing(
        "place", "", ref=Reference("corner", sides, plural=several, text=found.text), text=found.text
    )


@row("pre", "@marker.centre", example="central")
def _central(found: Found) -> Any:
    return Placing("place", "", ref=Reference("centre", text=found.text), text=found.text)


@row("pre", "@top|@bottom|@front|@back|@left|@right|@outer|@inner|@marker.edge", example="left", cost=0.1)
def _on_side(found: Found) -> Any:
    sides = {"top", "bottom", "front", "back", "left", "right", "outer", "inner", "edge"}
    side = next(s for s in found.senses() if s in sides)
    behind = [term.word for term in found.terms[found.end : found.end + 2]]
    if behind and behind[0] in _SIDES and behind[-1] == "corner":
        return None  # "top left corner" is one place
    return Placing("place", "", ref=Reference(side, text=found.text), text=found.text)


METALS = word_set("al alum aluminium aluminum steel stainless ss brass bronze copper titanium")
#: Words before a noun that say which features the part has, where these are described as well.
_DESCRIBED = {
    "slotted": "slot",
    "ventilated": "slot",
    "vented": "slot",
    "pocketed": "pocket",
    "recessed": "pocket",
    "keyed": "keyway",
    "ribbed": "rib",
    "notched": "pocket",
    "drilled": "hole",
    "bored": "bore",
    "grooved": "groove",
    "punched": "hole",
    "boss": "boss",
    "slot": "slot",
    "stud": "boss",
}


@row("pre", "|".join(_DESCRIBED), example="slotted … plate with a slot", cost=0.25)
def _described(found: Found) -> Any:
    """Return "slotted" before a plate of which a slot is described."""
    kind = _DESCRIBED[found.terms[found.end - 1].word]
    behind = [phrase.term for phrases in found.phrases[found.end + 1 :] for phrase in phrases]
    return found.text if any(term.sense("feature") == kind for term in behind) else None


@row("pre", "al|alum|ms|ss", example="MS", cost=0.05)
def _metal(found: Found) -> Any:
    return Stated(found.text)


@row(
    "pre",
    "housing|support|carrier|frame|mount|fixture|machine|bracket|cover|cap|pump|motor|valve",
    example="housing",
    cost=0.25,
)
def _use(found: Found) -> Any:
    return found.text


@row("pre", "<:remark>", example="42CrMo4")
@row("pre", "stainless|steel|aluminium|aluminum|brass|bronze <:alloy>", example="aluminum 6061")
@row(
    "pre",
    "<:alloy> chromoly|chrome-moly|chrome|cromo|steel|aluminium|aluminum|stainless|ht|alloy|brass (steel)?",
    example="4130 chromoly",
    cost=-0.3,
)
def _material(found: Found) -> Any:
    return Stated(found.text)


@row("titleword", "<w:word>", example="polished")
def _titleword(found: Found) -> Any:
    return found.w.text if found.w.word in MATERIALS else None


@row("pre", "<word:harmless>", example="new", cost=0.05)
def _harmless(found: Found) -> Any:
    behind = found.terms[found.end : found.end + 1]
    if any(term.word in ARTICLES for term in behind):
        return None  # "in the upright a 13 mm hole"
    return Stated(found.text)


@row("pre", "<purpose:unknown>", example="camera", cost=0.2)
def _purpose(found: Found) -> Any:
    word = found.purpose.word
    if word in _NO_PURPOSE or len(word) == 1 or bears_shape(word):
        return None  # a letter is a shape: "u bolt"
    return found.purpose.text


@row("pre", "<beside:beside> <:use>?", example="engine", cost=0.3)
@row("pre", "<room:room> <:use>?", example="wall hook", cost=0.35)
def _of_its_use(found: Found) -> Any:
    """Return "engine" or "wall" before a plate: what that is for."""
    before = found.terms[found.start - 1] if found.start else None
    sized = before is not None and before.quantity is not None
    wall = found.room is not None and (sized or found.terms[found.start].plural)
    return None if wall else found.text  # "2 mm wall tube" has walls


@row(
    "room",
    "wall|door|shelf|desk|window|gate|drawer|cabinet|ceiling|floor|kitchen|garden|bathroom",
    example="wall",
)
def _room(found: Found) -> Any:
    return found.text


@row("use", "hook|mount|mounting|support|fixing|stop|holder|cover|rest|stand|end|leg", example="hook")
def _use_of(found: Found) -> Any:
    return found.text


@row("pre", "sheet metal|steel|aluminium", example="sheet metal")
@row("pre", "reamed|honed|drilled|machined|milled|punched|precision|dowel", example="reamed", cost=0.05)
def _sheet(found: Found) -> Any:
    if found.terms[found.start].word in {"drilled", "punched"}:  # a drilled block has holes
        behind = found.phrases[found.end] if found.end < len(found.phrases) else ()
        return Stated(found.text) if any(phrase.term.sense("feature") for phrase in behind) else None
    return Stated(found.text)
