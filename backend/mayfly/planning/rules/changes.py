"""Changes to what was asked for before: "the same, but 20 mm thick", "make the holes 6 mm"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mayfly.contracts import Plan
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.language.chunks import Quantity
from mayfly.language.cursor import role_of
from mayfly.language.lexer import tokenize
from mayfly.language.nodes import Attribute, Label, Mention, Request
from mayfly.language.vocabulary import word_set
from mayfly.planning.parts.names import size_labels
from mayfly.planning.questions import about, conflict, missing, unsupported

#: A new size has to be given as such: "2 mm thicker" is read by nobody as 2 mm thick.
_RELATIVE: Final = word_set(
    "longer shorter wider narrower higher taller lower thicker thinner deeper bigger larger"
    " smaller twice double half"
    " triple scale scaled percent more less further closer"
)
_STEPS: Final = word_set(
    "increase increased decrease decreased reduce reduced enlarge enlarged raise lower widen shorten lengthen"
)
_FEATURE_KINDS: Final = word_set("hole slot pocket boss groove keyway fillet chamfer counterbore countersink")
#: What the numbers of "A x B x C" are, by the kind of feature.
_ORDERS: Final = {
    "slot": ("length", "width", "depth"),
    "pocket": ("length", "width", "depth"),
    "boss": ("length", "width", "height"),
    "groove": ("width", "depth"),
    "keyway": ("length", "width", "depth"),
}
_PLACES: Final = word_set("corner centre circle bolt_circle row grid top bottom left right front back")
_PATTERNS: Final = word_set("points circle grid spacing offset")
_SAME_KIND: Final = {"bore": "hole"}
_AGAIN: Final = word_set("same again another once repeat copy duplicate redo rebuild remake")
_ONE_MORE: Final = (["one", "more"], ["once", "more"])
_STORAGE: Final = word_set(
    "delete remove discard erase drop trash keep extend store save show list open download"
)


def ask_about_relative_sizes(text: str) -> None:
    """Ask for the new size where only a difference is given.

    Raises:
        NeedsClarification: "2 mm thicker", "increase the length by 10".
    """
    words = [token.lemma for token in tokenize(text) if token.kind == "word"]
    found = next(
        (word for i, word in enumerate(words) if word in _RELATIVE and not _is_absolute(words, i)), None
    )
    if found is None and _STEPS & set(words) and ("by" in words or "to" not in words):
        found = next(word for word in words if word in _STEPS)
    if found:
        raise missing(
            f'What is the new size? I can\'t work with "{found}"; please give it in full.',
            about("change", words=[found]),
        )


def _is_absolute(words: Sequence[str], at: int) -> bool:
    """Return whether "half an inch" is a size, and "one more" another model."""
    half = words[at] == "half" and words[at + 1 : at + 2] in (["an"], ["a"], ["inch"], ["of"])
    return half or (words[at] == "more" and list(words[at - 1 : at + 1]) in _ONE_MORE)


def wants_again(text: str) -> bool:
    """Return whether a message asks for the last model once more."""
    words = [token.lemma for token in tokenize(text) if token.kind == "word"]
    return bool(_AGAIN & set(words)) or any(words[i : i + 2] in _ONE_MORE for i in range(len(words)))


def ask_about_same_model(text: str, plan: Plan, last: Plan) -> None:
    """Ask what shall change where a follow-up leaves the last model as it was and wants no second one.

    Args:
        text: The follow-up, in words.
        plan: What it would make.
        last: The last model.

    Raises:
        NeedsClarification: "keep the holes", or a size that the model has already.
    """
    unchanged = (plan.script, plan.parameters) == (last.script, last.parameters)
    if unchanged and not wants_again(text):
        raise missing(
            f'"{text.strip()[:60]}" is true of the last model already. What shall change about it? "the same'
            ' again" makes it once more.',
            about("change", words=[text.strip()[:60]]),
        )


def ask_about_no_change(text: str, change: Request) -> None:
    """Ask what shall change where a follow-up names no size, feature or part and wants no second one.

    Args:
        text: The follow-up, in words.
        change: The same, read on top of the last model's part.

    Raises:
        NeedsClarification: "thanks", "ok", "delete it", "show it", "make it red".
    """
    words = {token.lemma for token in tokenize(text) if token.kind == "word"}
    base = change.parts[0]
    kinds = {_SAME_KIND.get(name, name) for names in change.negated for name in names}
    said = bool(base.measures or base.attributes or base.count or change.features or change.replaced)
    said = said or bool(kinds & _FEATURE_KINDS)
    open_words = change.unknown or change.unsupported or change.doubts or len(change.parts) > 1
    if words & _STORAGE and not (
        base.measures or base.attributes or change.features or kinds & _FEATURE_KINDS
    ):
        raise missing(
            "What shall change about the last model? To list, keep, download or delete it as a file, use the"
            ' storage: "list the models" here, `mayfly --help` on the command line, the tools'
            " `list_temp_models`, `keep_temp_model` and `delete_temp_model`.",
            about("change", words=sorted(words & _STORAGE)),
        )
    if not said and not open_words and not wants_again(text):
        raise missing(
            "What shall change about the last model? Name a size, a feature, or another part;"
            ' "the same again" makes it once more.',
            about("change"),
        )


def is_change(reading: Request, alone: Request) -> bool:
    """Return whether a message changes the last model rather than asking for a new one.

    Args:
        reading: The message, read on top of the last model's part.
        alone: The message, read by itself.
    """
    if "same" in reading.parts[0].flags():
        return True
    named = alone.parts[0]
    if not named.name:
        return True
    return named.name == reading.parts[0].name and named.definite


def replace_numbers(mentions: Sequence[Mention], change: Request) -> None:
    """Put new numbers in the place of old ones: "R8 instead of R5".

    Args:
        mentions: What was said so far; changed in place.
        change: The follow-up.

    Raises:
        NeedsClarification: The old number is not there, or stands for several sizes.
    """
    for new, old in change.replaced:
        sizes = [m for f in mentions for m in f.measures if _is_said(m.quantity, old)]
        places = [m for f in mentions for m in f.attributes if any(_is_said(q, old) for q in m.quantities)]
        if len(sizes) + len(places) != 1:
            what = "has several sizes of" if sizes or places else "has no size of"
            raise missing(
                f"The last model {what} {old.text}. Which size shall be {new.text}?",
                about("change", values=[old, new]),
            )
        for measure in sizes:
            measure.quantity = _in_place_of(measure.quantity, new)
        for attribute in places:
            attribute.quantities = tuple(
                _in_place_of(q, new) if _is_said(q, old) else q for q in attribute.quantities
            )


def _is_said(quantity: Quantity, old: Quantity) -> bool:
    """Return whether a number of the last model is meant; "8" may stand for Ø8, and "R8" only for R8."""
    same = quantity.form == old.form or (old.form == "plain" and quantity.form in {"diameter", "radius"})
    return same and abs(quantity.value - old.value) < SAME_MM


def _in_place_of(old: Quantity, new: Quantity) -> Quantity:
    return replace(new, form=old.form) if new.form == "plain" else new


def apply_change(features: list[Mention], change: Request) -> list[Mention]:
    """Merge the features of a change into those there are; return the new ones.

    Args:
        features: What there is; changed in place.
        change: The follow-up.

    Raises:
        NeedsClarification: It is not clear which feature is meant.
    """
    for names in change.negated:
        _take_away(features, names)
    added: list[Mention] = []
    for mention in change.features:
        target = _target(features, mention)
        if target is None:
            mention.order = len(features) + len(added)
            added.append(mention)
        else:
            _change(target, mention)
    features += added
    return added


def _take_away(features: list[Mention], names: Sequence[str]) -> None:
    """Take away "the corner holes": features of the kind, and of the place where one is named."""
    kinds = [_SAME_KIND.get(name, name) for name in names if _SAME_KIND.get(name, name) in _FEATURE_KINDS]
    if not kinds:
        return
    places = set(names) & _PLACES
    gone = [f for f in features if _SAME_KIND.get(f.kind, f.kind) == kinds[-1]]
    gone = [f for f in gone if not places or places & _place_words(f.attributes)]
    if not gone:
        raise unsupported(
            f"The last model has no such {kinds[-1]} to take away: {' '.join(names).replace('_', ' ')}.",
            about("feature", kinds[-1], words=names),
        )
    features[:] = [f for f in features if f not in gone]


def move_count_to_holes(base: Mention, features: Sequence[Mention]) -> None:
    """Return "n = 4", said among the sizes of the part, to its holes."""
    counts = [m for m in base.measures if m.label == Label((), "number") and m.quantity.can_count]
    open_ones = [f for f in features if f.kind == "hole" and f.count is None]
    part = size_labels(base.name)
    if len(counts) == len(open_ones) == 1 and not {Label((), "number"), Label((), "turns")} & part.keys():
        open_ones[0].count, open_ones[0].plural = int(counts[0].quantity.value), True
        base.measures = [m for m in base.measures if m is not counts[0]]


def move_circle_to_holes(base: Mention, features: Sequence[Mention]) -> None:
    """Return a bolt circle that was named before its holes ("PCD 80, 4 holes 9 mm") to them."""
    for attribute in base.take("spacing"):
        holes = [f for f in features if f.kind == "hole" and (f.plural or f.count)]
        if len(holes) == 1 and not holes[0].take("spacing"):
            holes[0].attributes.append(attribute)
            base.attributes = [m for m in base.attributes if m is not attribute]
    circles = base.take("circle")
    if not circles:
        _move_angle_to_circle(base, features)
        return
    holes = [f for f in features if f.kind == "hole" and (f.plural or f.count)]
    open_ones = [f for f in holes if not any(m.kind in _PATTERNS - {"circle"} for m in f.attributes)]
    if len(open_ones) != 1:
        raise missing(
            f"Which holes lie on the bolt circle ({circles[0].text}), how many, and of which diameter?",
            about("feature", "hole", "diameter", words=[circles[0].text]),
        )
    attributes = [m for m in open_ones[0].attributes if m.kind != "circle"]
    open_ones[0].attributes = [*attributes, *circles]
    base.attributes = [m for m in base.attributes if m.kind != "circle"]


def _move_angle_to_circle(base: Mention, features: Sequence[Mention]) -> None:
    """Return "first hole at 45°", said about the last model, to its one bolt circle."""
    starts = base.take("start")
    turned = [f for f in features if any(m.kind == "circle" for m in f.attributes)]
    if starts and len(turned) == 1:
        turned[0].attributes = [m for m in turned[0].attributes if m.kind != "start"] + starts
        base.attributes = [m for m in base.attributes if m.kind != "start"]


def _target(features: Sequence[Mention], mention: Mention) -> Mention | None:
    """Find the feature that a mention speaks of again; None if it is a new one."""
    kind = _SAME_KIND.get(mention.kind, mention.kind)
    same = [f for f in features if _SAME_KIND.get(f.kind, f.kind) == kind]
    placed = [m for m in mention.attributes if m.kind in {"points", "circle", "grid"}]
    unsized = len(same) == 1 and not any(
        m.label.role in {None, "diameter", "radius"} for m in mention.measures
    )
    if not same or (not mention.definite and not unsized and (placed or not mention.plural)):
        return None
    words = _place_words(mention.attributes)
    near = (
        [f for f in same if words and words & _place_words(f.attributes)]
        or [f for f in same if f.kind == mention.kind]
        or same
    )
    if len(near) > 1:
        raise conflict(
            f"Which of the {len(near)} {mention.name} features is meant?",
            about("feature", mention, values=[len(near)]),
        )
    return near[0]


def _place_words(attributes: Sequence[Attribute]) -> set[str]:
    words = {
        ref.noun
        for attribute in attributes
        if attribute.kind == "place" and attribute.ref
        for ref in attribute.ref.chain()
    }
    words |= {
        "corner" for attribute in attributes if attribute.kind == "offset" and attribute.name == "inset"
    }
    return words | {attribute.kind for attribute in attributes if attribute.kind in {"circle", "grid"}}


def _name_sizes(target: Mention) -> None:
    """Return the numbers of "A x B x C" their names, so that a change replaces the one that it names."""
    order = _ORDERS.get(target.kind, ())
    group = [m for m in target.measures if m.group and m.label == Label()]
    if not order or len({m.group for m in group}) != 1:
        return
    if any(m.quantity.form == "diameter" for m in group):
        order = ("diameter", order[-1])
    elif target.kind == "keyway" and len(group) == 2:
        order = ("width", "depth")
    for role, measure in zip(order, group, strict=False):
        measure.label, measure.group = Label((), role), 0


def _change(target: Mention, mention: Mention) -> None:
    """Replace what a mention says again: sizes of the same kind, the count, places of the same kind."""
    depth = {"deep", "depth"}
    _name_sizes(target)
    for new in mention.measures:
        is_depth = new.label.role in depth
        if target.kind in _ORDERS:
            role = role_of(new.label) or {"diameter": "diameter", "radius": "radius"}.get(new.quantity.form)
            target.measures = [m for m in target.measures if role_of(m.label) not in {role, None} or m.group]
            continue
        target.measures = [m for m in target.measures if (m.label.role in depth) != is_depth]
    target.measures += mention.measures
    target.count = mention.count or target.count
    kinds = {attribute.kind for attribute in mention.attributes if attribute.kind != "flag"} - {"place"}
    pattern = {"points", "circle", "grid", "spacing", "offset"}
    if kinds & pattern:
        target.attributes = [
            m
            for m in target.attributes
            if m.kind not in (kinds if kinds <= {"spacing", "offset"} else pattern)
        ]
    if "through" in mention.flags():
        target.attributes = [m for m in target.attributes if m.name not in {"blind", "flat_bottom"}]
        target.measures = [m for m in target.measures if m.label.role not in depth]
    target.attributes += mention.attributes
