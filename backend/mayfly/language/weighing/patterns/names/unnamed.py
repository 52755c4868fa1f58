"""Parts without a noun: three sizes are a block, a standard names what follows it, a title says nothing."""

from __future__ import annotations

from typing import Any, Final

from mayfly.language.stopwords import GLUE, HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.grammar import Found, row
from mayfly.language.weighing.layout import BREAK
from mayfly.language.weighing.patterns.names.before_nouns import bears_shape
from mayfly.language.weighing.patterns.names.head_of import said_of
from mayfly.language.weighing.topics import BLOCK, PLATE, ROUND_BAR, TURNING
from mayfly.language.weighing.values import Group, Head, Placing, Stated

#: What may stand before the sizes of a part that is not named.
_BEFORE: Final = HARMLESS | frozenset(
    {BREAK, ":", ".", "need", "want", "make", "please", "part", "piece", "hi", "hello", ","}
)
_FORMS: Final = frozenset({"plain", "word"})
#: What stands in no title.
_NO_TITLE_WORD: Final = TURNING | word_set("hole holes with and from diameter")
_NO_TITLE: Final = GLUE | _NO_TITLE_WORD


@row("head", "<size:dims>", example="100 x 50 x 20", cost=1.2)
def _implied(found: Found) -> Any:
    """Read sizes at the very beginning: those of a block, or with Ø of a round bar."""
    before = [term.word for term in found.terms[: found.start]]
    if any(word not in _BEFORE for word in before) or not isinstance(found.size, Group):
        return None
    sizes = found.size.sizes
    forms = [size.number.form for size in sizes]
    if any(size.label.components for size in sizes):
        return None
    if len(sizes) == 3 and set(forms) <= _FORMS:
        return Head("part", BLOCK, BLOCK, said=(found.size,), implied=True)
    if len(sizes) == 2 and forms[0] == "diameter" and forms[1] in _FORMS:
        return Head("part", ROUND_BAR, ROUND_BAR, said=(found.size,), implied=True)
    return None


@row(
    "head",
    "key|keys :|,|-? <size:dims> (long|lg)? (with|,|and|both)* sq|square|squared|flat end|ends",
    example="key 8 x 7 x 40, square ends",
    cost=-0.8,
)
def _square_key(found: Found) -> Any:
    """Return a key with square ends, a block; other keys have round ends (DIN 6885, form A)."""
    sizes = found.size.sizes if isinstance(found.size, Group) else ()
    plain = all(size.number.form in _FORMS and not size.label.components for size in sizes)
    return Head("part", BLOCK, "key", said=(found.size,)) if len(sizes) == 3 and plain else None


@row(
    "head",
    "<:lone>? <said+:pre>* stiffener (plate)?",
    example="stiffener … 200 x 120 rectangular",
    cost=0.1,
)
def _stiffener(found: Found) -> Any:
    """Return a stiffener that is said to be rectangular; other ones are triangles."""
    words = {term.word for term in found.terms}
    return (
        Head("part", PLATE, "stiffener", said=said_of(found.said or ())) if "rectangular" in words else None
    )


#: What is a plate where its third size is far smaller than the others.
_FLAT_USES: Final = "cover|lid|base|pad|shim|spacer|packer|blank|panel|bracket|mount|part|piece|item|backing|backplate|tab|strap|strip|guard|door|baseplate|insert|nameplate|label|liner|shelf|tray"
_THINNEST: Final = 5.0


@row("head", f"{_FLAT_USES} :|,|-? <size:dims>", example="cover 90 x 70 x 5", cost=0.6)
def _flat_use(found: Found) -> Any:
    """Read what is called by its use, at the very beginning, as the plate that its sizes are of."""
    before = [term.word for term in found.terms[: found.start]]
    if any(word not in _BEFORE | HARMLESS for word in before) or not isinstance(found.size, Group):
        return None
    sizes = found.size.sizes
    plain = all(size.number.form in _FORMS and not size.label.components for size in sizes)
    if len(sizes) != 3 or not plain:
        return None
    thin, width, length = sorted(size.number.value for size in sizes)
    if thin * _THINNEST > width or length <= 0:
        return None  # "lid 60 x 60 x 20" may be hollow
    return Head("part", BLOCK, found.terms[found.start].text, said=(found.size,), implied=True)


@row("head", "<n:norm>", example="DIN 125", cost=0.4)
def _by_standard(found: Found) -> Any:
    """Read a standard at the very beginning as the name of the part."""
    if any(term.word not in _BEFORE for term in found.terms[: found.start]):
        return None
    return Head("part", "", found.text, said=(Placing("norm", found.n, text=found.text),))


@row("title_word", "<w:word>", example="Levelling")
def _title_word(found: Found) -> Any:
    """Return a word of a title that says nothing of a shape by itself."""
    word = found.w.word
    if word in _NO_TITLE_WORD or bears_shape(word):
        return None
    senses = {table for phrase in found.phrases[found.start] for table in phrase.term.senses}
    return None if senses & {"feature", "marker", "role"} and "part" not in senses else word


@row(
    "head",
    "<t+:title_word> <t+:title_word>* :|-|– <said+:pre>* <noun:part>",
    example="Levelling foot pad: a disc",
    cost=0.2,
)
def _behind_a_title(found: Found) -> Any:
    """Read the part behind a title, which says only what it is for."""
    before = [term.word for term in found.terms[: found.start]]
    if (
        any(word not in _BEFORE | HARMLESS for word in before)
        or len(found.t) > 6
        or found.noun.sense("component")
    ):
        return None
    marks = [at for at in range(found.start, found.end) if found.terms[at].word in {":", "-", "–"}]
    colon = next((at for at in marks if found.terms[at].word == ":" or found.terms[at].spaced), -1)
    if colon < 0 or (found.start and len(found.t) < 2):
        return None
    if any(phrase.end == colon and phrase.term.sense("part") for phrase in found.phrases[found.start]):
        return None  # "flanged hub: Ø80 x 10 flange" names the part before the colon
    said = tuple(one for one in found.said or () if type(one) is not str and not isinstance(one, Stated))
    flat = tuple(each for one in said for each in (one if isinstance(one, tuple) else (one,)))
    noun = found.noun
    return Head("part", noun.sense("part") or "", noun.word, plural=noun.plural, said=flat, lead=":")


# --- titles ---------------------------------------------------------------------------------------------


@row("title_name", "<w:word>", example="pillow")
def _title_name(found: Found) -> Any:
    word = found.w.word
    if any(phrase.term.senses.keys() - {"size"} for phrase in found.phrases[found.start]):
        return None
    return None if word in _NO_TITLE or bears_shape(word) else found.w.text


@row("stated", "<w+:title_name> <w+:title_name>* :|-|–", example="pillow:", cost=0.5)
def _title(found: Found) -> Any:
    """Read a name of our own before a colon: what follows says what it is."""
    before = [term.word for term in found.terms[: found.start]]
    last = found.terms[found.end - 1]
    if len(found.w) > 3 or any(word not in _BEFORE for word in before):
        return None
    if last.word != ":" and not last.spaced:
        return None
    return Stated(found.text)
