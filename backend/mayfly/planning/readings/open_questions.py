"""Asks about a request of which nothing is built: what was not understood, or is open, or doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from mayfly.cad.parts import catalogue
from mayfly.errors import NeedsClarification
from mayfly.language.english import a_or_an, and_list
from mayfly.language.nodes import Mention
from mayfly.language.weighing.grammar import text_of
from mayfly.language.weighing.text import Text
from mayfly.planning.parts.names import offered
from mayfly.planning.questions import about, unsupported
from mayfly.planning.readings.construction.construct import STEPS
from mayfly.planning.readings.foreign import is_foreign
from mayfly.planning.readings.reader import Reading
from mayfly.planning.readings.said.mentions import mention_of

#: Ends a question about a shape that isn't known.
_WHAT_THERE_IS: Final = "`mayfly parts` lists what can be made."
#: What it costs that a question is about this: a number without a use was more likely said of something else.
_UNLIKELY: Final = {
    ("conflict", "number"): 2.0,
    ("missing", "number"): 1.0,
    ("missing", "part"): 1.5,
    ("unsupported", "face"): -1.6,
    ("unsupported", "feature"): -1.0,
    ("unsupported", "direction"): -1.0,
}
#: What it costs that a size would be given twice, or that something would be extruded of which nobody spoke.
_TWICE: Final = 1.2
#: What it costs that a hole would have two depths: two numbers in a row are more likely where holes go.
_TWO_DEPTHS: Final = 0.6
#: What it costs that a part always has what was ruled out: that is sure, however it was read.
_RULED_OUT: Final = -1.6
#: Words that are quoted, and characters of each.
_MOST_WORDS: Final = 8
_LONGEST_WORD: Final = 40


def question(text: Text, found: Sequence[Reading]) -> NeedsClarification:
    """Return what has to be asked about a request that is not built.

    Args:
        text: The request, cut into terms.
        found: Its readings, the likeliest first.
    """
    if not found:
        return _no_part(text)
    best = min(found, key=_far_fetched)
    if best.state.broken_off >= 0:
        return _read_up_to(text, best.state.broken_off)
    unread = [one.start for one in best.state.evidence if one.value is None]
    never_made = list(dict.fromkeys(_unsupported(text, unread)))
    if never_made:
        return unsupported(
            f"I can't make this: {and_list(never_made)}. Could a plain mechanical part do? {_WHAT_THERE_IS}",
            about("part", words=never_made),
            suggestions=offered(),
        )
    base = mention_of(best.state.topics[best.state.base]) if best.state.base >= 0 else None
    shaped = base is not None or any(topic.kind in STEPS for topic in best.state.topics)
    strange = [at for at in unread if shaped or _is_strange(text, at)]
    if strange:
        return _not_understood([_quoted(text, at) for at in strange], base, foreign=is_foreign(text))
    if not shaped:
        return _no_part(text)
    if isinstance(best.open, NeedsClarification):
        return best.open
    return _doubtful(text, best, base)


def _far_fetched(reading: Reading) -> float:
    """Return the cost of a reading for a question: that a number finds no use speaks against the reading."""
    if not isinstance(reading.open, NeedsClarification):
        return reading.cost
    subject = reading.open.subject
    extra = _UNLIKELY.get((reading.open.reason, subject.kind), 0.0)
    is_twice = (reading.open.reason, subject.kind) == ("conflict", "size") and reading.open.options
    of_part = (reading.open.reason, subject.kind, subject.feature) == ("unsupported", "number", "part")
    if is_twice or of_part or subject.feature == "extrusion":
        extra = _TWICE
    elif (reading.open.reason, subject.kind, subject.feature) == ("conflict", "size", "hole"):
        extra = _TWO_DEPTHS
    if (reading.open.reason, subject.kind, subject.feature) == ("unsupported", "part", "part"):
        extra = _RULED_OUT
    return reading.cost + extra


def _unsupported(text: Text, unread: Sequence[int]) -> Iterator[str]:
    """Yield the names of what is known not to be made: "spring", "thread"."""
    for at in unread:
        phrase = next((one for one in text.phrases[at] if one.term.sense("unsupported")), None)
        if phrase is not None:
            yield phrase.term.text


def _is_strange(text: Text, at: int) -> bool:
    """Return whether a term is a word that the vocabulary does not have."""
    return text.terms[at].kind == "word" and not text.phrases[at]


def _quoted(text: Text, at: int) -> str:
    """Return a word as it is quoted; the name of a standard or a code with its number: "DIN 980"."""
    term, behind = text.terms[at], text.terms[at + 1 : at + 2]
    if term.text.isupper() and behind and behind[0].quantity is not None:
        return f"{term.text} {behind[0].text}"
    return term.text


def _not_understood(strange: Sequence[str], base: Mention | None, *, foreign: bool) -> NeedsClarification:
    shown = list(dict.fromkeys(word[:_LONGEST_WORD] for word in strange[:_MOST_WORDS]))
    named = ", ".join(f'"{word}"' for word in shown)
    rest = "" if base is not None else f" {_WHAT_THERE_IS}"
    other = "in English, which is the only language that I read" if foreign else "in other words"
    return unsupported(
        f"I don't understand {named}. Can you say it {other}?{rest}",
        about("words", base if base is not None else "", words=shown),
        suggestions=offered(),
    )


def _no_part(text: Text) -> NeedsClarification:
    """Return the question which part is meant; one of a standard size is proposed ("6205": a ring)."""
    for term in text.terms:
        table = term.quantity.table if term.quantity is not None else ""
        part = next((one for one in catalogue().values() if table and one.standard == table), None)
        if part is not None:
            return unsupported(
                f"Shall {term.text} be {a_or_an(part.label)}? {part.description[:1].upper()}"
                f"{part.description[1:]}",
                about("part", words=[term.text]),
                suggestions=[part.label],
            )
    return unsupported(
        f"Which part shall I make? I found no shape in the request. {_WHAT_THERE_IS}",
        about("part"),
        suggestions=offered(),
    )


def _read_up_to(text: Text, at: int) -> NeedsClarification:
    """Return the question for fewer words where a request was too much to be weighed to its end."""
    words = text_of(text.terms[max(0, at - 6) : at])
    return unsupported(
        f'The request holds too much to be weighed at once: I read it up to "{words}". Can you use fewer'
        " words, or begin with the part and its first features?",
        about("words", words=[words]),
    )


def _doubtful(text: Text, best: Reading, base: Mention | None) -> NeedsClarification:
    """Return the question what the phrase means that was the hardest to read."""
    dearest = max(best.state.evidence, key=lambda one: one.cost)
    words = text_of(text.terms[dearest.start : dearest.end])[:60]
    noun = (base.text or base.label) if base is not None else "model"
    subject = about("meaning", base if base is not None else "", words=[words])
    return unsupported(f'What does "{words}" mean for the {noun}?', subject)
