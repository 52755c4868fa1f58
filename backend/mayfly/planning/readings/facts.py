"""What is certain in a request, even where it can't be built from its words: holes, box and number of solids.

A fact is certain where the likeliest reading has it and no close one contradicts it. A chat model's work is
held against these, so a false one would refuse a right model: what may be read in two ways is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from mayfly.cad import standards
from mayfly.cad.parts import catalogue
from mayfly.contracts import HoleRequirement, Requirements
from mayfly.errors import InvalidParameter
from mayfly.language.nodes import Label
from mayfly.language.units import LARGEST_MM, SMALLEST_MM
from mayfly.language.vocabulary import ROLE_OF, word_set
from mayfly.language.weighing.index import ENDS
from mayfly.language.weighing.text import Text
from mayfly.language.weighing.topics import TURNING, State, Topic
from mayfly.language.weighing.values import Absent, Group, Head, Mark, Placing, Points, Size, Stated
from mayfly.planning.readings.reader import MARGIN, weighed

#: Words that multiply all that was said: how many holes there are in the end is open then.
_REPEATING: Final = word_set(
    "repeat repeats repeated mirror mirrored mirrors mirroring copy copies copied array instances instance"
    " sets twice duplicate duplicated symmetric symmetrical symmetrically likewise"
)
#: Words that multiply what is said in their own sentence, or in the one before.
_ONCE_MORE: Final = word_set("same another further second third more other again identical pattern similar")
#: Words that multiply, or turn around, what is said in their own sentence.
_LOCAL: Final = word_set("each every both per ea opposite") | TURNING
_INNER: Final = ("inner",)
_EACH: Final = frozenset({"each", "every", "both"})
#: Marks of holes that a screw passes.
_FOR_SCREWS: Final = frozenset({Mark.CLEARANCE, Mark.COUNTERBORED, Mark.COUNTERSUNK})
_OF_RECESSES: Final = frozenset({"diameter", "in_diameter", "depth", "deep"})
_BORED: Final = frozenset({"hole", "bore"})
_DIAMETERS: Final = frozenset({"diameter", "in_diameter", "radius"})

Holes = Counter[float]


def facts(request: str) -> Requirements:
    """Return what a request states beyond doubt.

    Args:
        request: What is asked for, in words.

    Returns:
        Holes with their diameters in mm and how many there are of each, the box in mm and the number of
        solids; empty where nothing is certain.
    """
    text, states = weighed(request)
    if not states:
        return Requirements()
    close = [state for state in states if state.cost - states[0].cost < MARGIN and _counts_in_words(state)]
    if not close:
        return Requirements()
    return Requirements(
        solids=_agreed(_expected(state, "solids") for state in close),
        bounding_box_mm=_box(close),
        holes=_holes(text, close),
    )


def _counts_in_words(state: State) -> bool:
    """Return whether numbers written as words count things: "four" is no size."""
    sizes = [
        one
        for topic in state.topics
        for one in topic.said
        if isinstance(one, Size) and (topic.kind in _BORED or topic.plural)
    ]
    return not any(size.number.form == "word" and size.label == Label() for size in sizes)


def _agreed(values: Iterable[float | None]) -> int | None:
    found = set(values)
    value = found.pop() if len(found) == 1 else None
    return None if value is None else int(value)


def _expected(state: State, name: str) -> float | None:
    """Return what a reading expects of the whole model; None where it says nothing, or two things."""
    found = {
        value
        for one in state.stated
        if isinstance(one, Stated)
        for expected, value in one.expect
        if expected == name
    }
    return found.pop() if len(found) == 1 else None


def _box(close: Sequence[State]) -> tuple[float, float, float] | None:
    boxes = {tuple(_expected(state, axis) for axis in ("x", "y", "z")) for state in close}
    if len(boxes) != 1:
        return None
    x, y, z = boxes.pop()
    return None if x is None or y is None or z is None else (x, y, z)


def _holes(text: Text, close: Sequence[State]) -> tuple[HoleRequirement, ...]:
    """Return the holes of the likeliest reading that no close one contradicts.

    A reading that only leaves one open (its place may be several) contradicts nothing; one that counts others
    of that diameter does. None where words may multiply or deny them.
    """
    inches = any(term.quantity is not None and term.quantity.unit in {"in", "ft"} for term in text.terms)
    counted = [_counted(text, state, inches=inches) for state in close]
    first = counted[0]
    agreed = {d: n for d, n in first.items() if all(other.get(d, n) == n for other in counted)}
    return tuple(HoleRequirement(diameter_mm=d, count=n) for d, n in sorted(agreed.items()))


def _counted(text: Text, state: State, *, inches: bool) -> Holes:
    """Return the holes of a reading that have both a diameter and a count; of others nothing of that size."""
    found, open_ = Holes(), set[float]()
    known = _spoken_of_before(state)
    disturbed = _disturbed(text, state)
    twice = _said_once(text, state)
    for topic in state.topics:
        if topic.kind not in _BORED and not _is_round_recess(topic):
            continue
        diameter = _diameter(topic, state, inches=inches)
        if disturbed is None or (diameter is None and topic.sizes and not _is_threaded(topic)):
            return Holes()  # one that is not understood may be one more of any size
        if diameter is None:
            continue
        alone = not (topic.plural or _is_at_several(topic) or _is_threaded(topic))
        count = topic.count or (1 if alone else None)
        count = None if count is None else count * _times(topic, state)
        is_open = count is None or Mark.EACH in topic.marks or topic.words in known  # "the hole in my table"
        is_open = is_open or topic.words in twice or _may_be_of_mouth(topic, state)
        if is_open or topic.words in disturbed:
            open_.add(diameter)
        else:
            found[diameter] += count or 0
    for diameter in open_:
        del found[diameter]
    found.update(_inner_diameters(state, inches=inches) - found)
    return found


def _spoken_of_before(state: State) -> set[str]:
    """Return the words of heads that are spoken of as known where they first come: "the hole in my table"."""
    first: dict[str, bool] = {}
    for one in state.evidence:
        if isinstance(one.value, Head):
            first.setdefault(one.value.kind, one.value.definite)
    return {
        one.value.words
        for one in state.evidence
        if isinstance(one.value, Head)
        and one.value.definite
        and (first[one.value.kind] or bool(one.value.said))
    }


def _is_round_recess(topic: Topic) -> bool:
    """Return whether a pocket is round: its diameter was said, and no side of it."""
    roles = {size.label.role for size in topic.sizes}
    return topic.kind == "pocket" and bool(roles & _DIAMETERS) and not topic.groups and roles <= _OF_RECESSES


def _said_once(text: Text, state: State) -> set[str]:
    """Return the words of holes that are several topics in a reading, but stand in the text only once."""
    words = [topic.words for topic in state.topics if topic.kind in _BORED]
    spoken = " ".join(term.text for term in text.terms).lower()
    return {one for one in words if words.count(one) > max(1, spoken.count(one.lower()))}


def _may_be_of_mouth(topic: Topic, state: State) -> bool:
    """Return whether the diameter of a countersunk or counterbored hole may be that of its mouth."""
    if not topic.marks & {Mark.COUNTERBORED, Mark.COUNTERSUNK} or _is_threaded(topic):
        return False
    own = [
        one.value.said
        for one in state.evidence
        if isinstance(one.value, Head) and one.value.words == topic.words
    ]
    return not any(isinstance(each, Size | Group) for said in own for each in said)


def _times(topic: Topic, state: State) -> int:
    """Return in how many pieces of the part a hole is said to be: two legs, for "in each leg"."""
    return max((_pieces(one, state) for one in topic.said if isinstance(one, Placing)), default=1)


def _pieces(place: Placing, state: State) -> int:
    """Return how many pieces of the part a place names: 2 for "each leg" of an angle, 1 for any other."""
    base = state.topics[state.base] if state.base >= 0 else None
    part = catalogue().get(base.name) if base is not None else None
    ref = place.ref
    if part is None or ref is None or place.kind != "place" or not ref.traits & _EACH:
        return 1
    piece = part.traits.components.get(ref.noun)
    return (piece.count if piece is not None else None) or 1


def _inner_diameters(state: State, *, inches: bool) -> Holes:
    """Return the hole along the axis of a part of which an inner diameter was said: "ring 40 OD, 30 ID"."""
    base = state.topics[state.base] if state.base >= 0 else None
    part = catalogue().get(base.name) if base is not None else None
    if base is None or part is None or part.base != "round" or base.plural or base.count not in {None, 1}:
        return Holes()
    inner = {
        round(size.number.value * (2 if size.label.role == "radius" else 1), 6)
        for size in base.sizes
        if size.label.components == _INNER
        and size.label.role in {"diameter", "radius", None}
        and not size.number.doubt
        and not (inches and size.number.unit is None)
    }
    bored = any(topic.kind in {"hole", "bore"} for topic in state.topics)
    return Holes(inner) if len(inner) == 1 and not bored else Holes()


def _disturbed(text: Text, state: State) -> set[str] | None:
    """Return the words of the heads that stand in a sentence with a word that may multiply or deny them.

    None where a word may multiply all that was said.
    """
    settled = {
        at
        for one in state.evidence
        if isinstance(one.value, Stated | Absent)
        or (isinstance(one.value, Placing) and one.value.kind == "offset")
        or (isinstance(one.value, Placing) and _pieces(one.value, state) > 1)
        for at in range(one.start, one.end)
    }
    sentences, sentence = list[int](), 0
    disturbed = set[int]()
    for at, term in enumerate(text.terms):
        sentences.append(sentence)
        sentence += term.word in ENDS
        if at in settled:
            continue
        if term.word in _REPEATING:
            return None
        if term.word in _LOCAL:
            disturbed.add(sentences[at])
        if term.word in _ONCE_MORE:
            disturbed |= {sentences[at] - 1, sentences[at]}
    return {
        one.value.words
        for one in state.evidence
        if isinstance(one.value, Head) and sentences[one.start] in disturbed
    }


def _is_at_several(topic: Topic) -> bool:
    """Return whether a place that was said of a hole is several: "in the corners"."""
    return any(
        (isinstance(one, Placing) and one.ref is not None and any(ref.plural for ref in one.ref.chain()))
        or (isinstance(one, Points) and len(one.points) > 1)
        for one in topic.said
        if not (isinstance(one, Placing) and one.kind == "offset")
    )


def _is_threaded(topic: Topic) -> bool:
    return any(size.number.form == "thread" for size in topic.sizes)


def _diameter(topic: Topic, state: State, *, inches: bool) -> float | None:
    """Return the diameter of a hole that is written out with a sign, a name or a unit, or by a standard."""
    if _is_threaded(topic):
        return _of_standard(topic)
    found: set[float] = set()
    for one in topic.said:
        sizes = one.sizes if isinstance(one, Group) else (one,) if isinstance(one, Size) else ()
        for size in sizes:
            role = ROLE_OF.get(size.label.role, size.label.role) if size.label.role else None
            quantity = size.number
            if quantity.form in {"thread", "angle"} or quantity.doubt:
                return None
            marked = role in _DIAMETERS or quantity.form in {"diameter", "radius"}
            plain = role is None and quantity.unit is not None and _is_beside(size, topic, state)
            if not (marked or plain):
                continue
            if quantity.unit is None and inches:
                return None
            double = 2 if role == "radius" or quantity.form == "radius" else 1
            found.add(round(double * quantity.value, 6))
    value = found.pop() if len(found) == 1 else None
    return value if value is not None and SMALLEST_MM <= value <= LARGEST_MM else None


def _of_standard(topic: Topic) -> float | None:
    """Return the diameter that a standard gives a hole for a screw, where it is said what that is for."""
    threads = {size.number.text for size in topic.sizes if size.number.form == "thread"}
    tapped = Mark.TAPPED in topic.marks  # modelled by its drill or by its thread: not certain
    if len(threads) != 1 or len(topic.sizes) > 2 or tapped or not topic.marks & _FOR_SCREWS:
        return None
    try:
        row = standards.clearance_hole(threads.pop())
    except InvalidParameter:
        return None
    return row.diameter_mm


def _is_beside(size: Size, topic: Topic, state: State) -> bool:
    """Return whether a number without a name stands in the noun of a hole, or right behind it."""
    before: object = None
    for one in state.evidence:
        if isinstance(one.value, Head) and one.value.words == topic.words and size in one.value.said:
            return True
        if one.value == size and isinstance(before, Head):
            return before.words == topic.words
        before = one.value
    return False
