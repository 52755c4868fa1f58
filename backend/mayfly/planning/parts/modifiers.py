"""What was said about the part itself besides its sizes: how it stands, what it has, what stays sharp.

Each remark either changes the sizes, agrees with what the part is, or is asked
about; none is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mayfly.cad.parts import Part, Traits
from mayfly.language.english import a_or_an, subject
from mayfly.language.nodes import Attribute, Label, Measure, Mention
from mayfly.language.vocabulary import COMPONENTS, word_set
from mayfly.planning.parts.names import size_labels
from mayfly.planning.questions import about, conflict, impossible, unsupported

_ALWAYS: Final = frozenset(["pose_ok", "everything", "equally", "screw", "centred", "through"])
#: Components that are round: a part that has them may be called rounded.
_ROUND: Final = frozenset({"round_end", "round_ends", "dome"})
_BOTH: Final = word_set("both each")
_EVERY_PART: Final = word_set("top bottom wall floor base side inner outer end body face underside")


def use_modifiers(mention: Mention, part: Part) -> None:
    """Consume what was said about the part besides its sizes; turn some of it into sizes.

    Args:
        mention: The part's mention; its measures may grow.
        part: The part.

    Raises:
        NeedsClarification: A remark contradicts the part.
    """
    has_size = size_labels(part.name).__contains__
    for attribute in mention.attributes:
        if attribute.used:
            continue
        if attribute.kind == "flag":
            _flag(mention, attribute, part.traits)
        elif attribute.kind == "count":
            _count(mention, attribute, part)
        elif attribute.kind == "mention":
            attribute.used = _mentioned(attribute, part, has_size)
        elif attribute.kind == "place":
            _place(mention, attribute, part.traits, has_size)
        elif attribute.kind == "offset":
            _offset(mention, attribute, has_size)


def _flag(mention: Mention, attribute: Attribute, traits: Traits) -> None:
    name = attribute.name
    if name == "sharp" or name in _ALWAYS:
        attribute.used = True
    elif name == "rounded":
        attribute.used = bool(_ROUND & traits.components.keys()) or bool(
            {"round_shape", "rounded"} & traits.agrees
        )
    elif name == "pose":
        raise unsupported(
            f"{subject(mention.text, 'is')} made in its usual pose; {attribute.text!r} would be another one."
            " Is the usual pose right?",
            about("direction", mention, words=[attribute.text]),
        )
    elif name == "pointed" and name in traits.agrees:
        attribute.used = True
        if any(m.label.components == ("top",) and m.quantity.value > 0 for m in mention.measures):
            raise conflict(
                f"{subject(mention.text, 'is')} said to end in a point and to have a size at the top. Which"
                " is right?",
                about("size", mention),
            )
    elif name in {"lying", "standing"}:
        attribute.used = bool(name in traits.pose or attribute.about)
        if not attribute.used:
            raise unsupported(
                f"{subject(mention.text, 'is')} made in its usual pose, though it is said to be"
                f" {attribute.text}. Is that right?",
                about("direction", mention, words=[attribute.text]),
            )
    elif name == "vague":
        if any(m.quantity.form == "thread" for m in mention.measures):
            raise unsupported(
                f"The {mention.text} of the usual standard is made; is that right for one called"
                f" {attribute.text}?"
                " If not, which sizes shall it have?",
                about("part", mention, words=[attribute.text]),
            )
        attribute.used = True
    elif name == "vertical":
        attribute.used = bool({"round_shape", "square_shape"} & traits.agrees)
    else:
        attribute.used = name in traits.agrees


def _count(mention: Mention, attribute: Attribute, part: Part) -> None:
    component = part.traits.components.get(attribute.name)
    expected = part.solids if attribute.name == "solid" else component.count if component else None
    if expected is None:
        return
    said = int(attribute.quantities[0].value)
    if expected != said:
        raise impossible(
            f"{a_or_an(mention.text)} has {expected} {attribute.name.replace('_', ' ')}, not"
            f" {said}. What"
            f" shall be made?",
            about("count", mention, attribute.name, values=[expected, said]),
        )
    attribute.used = True


def has_component(part: Part, name: str) -> bool:
    """Return whether a part has a component by its nature ("without a floor" would be another part)."""
    if name in _EVERY_PART or _is_counted(part, name):
        return True
    if name not in COMPONENTS:
        return False
    return any(name in label.components for label in size_labels(part.name))


def _is_counted(part: Part, name: str) -> bool:
    component = part.traits.components.get(name)
    return component is not None and component.count is not None


def _mentioned(attribute: Attribute, part: Part, has_size: Callable[[Label], bool]) -> bool:
    """Return whether a component is one that the part has anyway, so that naming it says nothing new."""
    name = attribute.name.replace(" ", "_")
    if name in {"end", "body", "overall", "outer", "solid"}:
        return True
    if _is_counted(part, name):
        return True
    if name not in COMPONENTS or name in {"inner", "mean"}:
        return False
    if has_size(Label((name,))):
        return True
    return any(
        has_size(Label((name,), role))
        for role in ("diameter", "thickness", "height", "width", "length", "depth")
    )


def _place(mention: Mention, attribute: Attribute, traits: Traits, has_size: Callable[[Label], bool]) -> None:
    refs = attribute.refs
    words = attribute.words
    if attribute.measure is not None and _name_by_place(attribute, words, has_size):
        return
    if words <= {
        "part",
        "it",
        "everything",
        "whole",
        "entire",
        "plane",
        "x",
        "y",
        "z",
    } and attribute.name in {
        "on",
        "in",
        "of",
        "from",
    }:
        attribute.used = not words & {"x", "y", "z"} or "plane" in words
        return
    for component in attribute.about:
        known = traits.components.get(component)
        allowed = known.places if known else None
        if allowed is not None:
            if known is not None and known.count == 1 and words & _BOTH:
                raise unsupported(
                    f"{a_or_an(mention.text)} has one {component.replace('_', ' ')}: what does"
                    f" {attribute.text!r} mean?",
                    about("place", mention, words=[attribute.text]),
                )
            single = any(r.noun == "side" and not (r.plural or r.traits or r.count) for r in refs)
            if words <= allowed | {"both", "each", "all", "the"} and not single:
                attribute.used = True
                return
            raise unsupported(
                f"The {component.replace('_', ' ')} of {a_or_an(mention.text)} lies elsewhere: what does"
                f" {attribute.text!r} mean?",
                about("place", mention, words=[attribute.text]),
            )
    if words <= {"all_round", "all", "overall", "outer"}:
        attribute.used = True


def _name_by_place(attribute: Attribute, words: set[str], has_size: Callable[[Label], bool]) -> bool:
    """Read "80 mm at the bottom, 40 mm at the top": the place is the size's name."""
    measure = attribute.measure
    end = next((w for w in ("top", "bottom", "base") if w in words), None)
    if measure is None or end is None or measure.label.components or attribute.name not in {"at", "on"}:
        return False
    role = measure.label.role if measure.label.role in {"radius", "diameter"} else None
    for label in (
        Label((end,), role or "diameter"),
        Label(("bottom" if end == "base" else end,), role or "diameter"),
        Label((end,), "side"),
        Label((end,), None),
    ):
        if has_size(label):
            measure.label = label
            attribute.used = True
            return True
    return False


def _offset(mention: Mention, attribute: Attribute, has_size: Callable[[Label], bool]) -> None:
    """Read "comes to a point 60 mm above the base", "a hub standing 20 mm above it" as a height."""
    refs = attribute.refs
    if (
        attribute.name != "above"
        or not refs
        or refs[0].noun not in {"base", "it", "bottom", "flange", "part", "floor"}
    ):
        return
    component = attribute.about
    label = (
        Label(component, "height")
        if component and has_size(Label(component, "height"))
        else Label((), "height")
    )
    if has_size(label):
        mention.measures.append(Measure(attribute.quantities[0], label))
        attribute.used = True
