"""What was said about the part itself besides its sizes: how it stands, what it has, what stays sharp.

Each remark either changes the sizes, agrees with what the part is, or is asked
about; none is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mayfly.cad.parts import Part, Traits
from mayfly.language.nodes import Frame, Label, Mark, Measure
from mayfly.language.vocabulary import COMPONENTS
from mayfly.language.wording import word_set
from mayfly.planning.parts.names import size_labels
from mayfly.planning.questions import conflict, impossible, unsupported

_ALWAYS: Final = frozenset(["pose_ok", "everything", "equally", "screw", "centred", "rounded", "through"])
_EVERY_PART: Final = word_set("top bottom wall floor base side inner outer end body face underside")


def use_remarks(frame: Frame, part: Part) -> None:
    """Use up the remarks about a part; turn some into sizes.

    Args:
        frame: The part's frame; its measures may grow.
        part: The part.

    Raises:
        NeedsClarification: A remark contradicts the part.
    """
    has_size = size_labels(part.name).__contains__
    for mark in frame.marks:
        if mark.used:
            continue
        if mark.kind == "flag":
            _flag(frame, mark, part.traits)
        elif mark.kind == "count":
            _count(frame, mark, part)
        elif mark.kind == "mention":
            mark.used = _mentioned(mark, part, has_size)
        elif mark.kind == "place":
            _place(frame, mark, part.traits, has_size)
        elif mark.kind == "offset":
            _offset(frame, mark, has_size)


def _flag(frame: Frame, mark: Mark, traits: Traits) -> None:
    name = mark.name
    if name == "sharp" or name in _ALWAYS:
        mark.used = True
    elif name == "pose":
        raise unsupported(
            f"The {frame.text} is made in its usual pose; {mark.text!r} would be another one. Is"
            " the usual pose right?"
        )
    elif name == "pointed" and name in traits.agrees:
        mark.used = True
        if any(m.label.components == ("top",) and m.quantity.value > 0 for m in frame.measures):
            raise conflict(
                f"The {frame.text} is said to end in a point and to have a size at the top. Which holds?"
            )
    elif name in {"lying", "standing"}:
        mark.used = bool(name in traits.pose or mark.about)
        if not mark.used:
            raise unsupported(
                f"The {frame.text} is made in its usual pose, though it is said to be {mark.text}. Right?"
            )
    elif name == "vague":
        if any(m.quantity.form == "thread" for m in frame.measures):
            raise unsupported(
                f"The {frame.text} of the usual standard is made; is that right for one called {mark.text}?"
                " If not, which sizes shall it have?"
            )
        mark.used = True
    elif name == "vertical":
        mark.used = bool({"round_shape", "square_shape"} & traits.agrees)
    else:
        mark.used = name in traits.agrees


def _count(frame: Frame, mark: Mark, part: Part) -> None:
    component = part.traits.components.get(mark.name)
    expected = part.solids if mark.name == "solid" else component.count if component else None
    if expected is None:
        return
    said = int(mark.quantities[0].value)
    if expected != said:
        raise impossible(
            f"A {frame.text} has {expected} {mark.name.replace('_', ' ')}, not {said}. What shall be made?"
        )
    mark.used = True


def has_component(part: Part, name: str) -> bool:
    """Whether a part has a component by its nature ("without a floor" would be another part)."""
    if name in _EVERY_PART or _is_counted(part, name):
        return True
    if name not in COMPONENTS:
        return False
    return any(name in label.components for label in size_labels(part.name))


def _is_counted(part: Part, name: str) -> bool:
    component = part.traits.components.get(name)
    return component is not None and component.count is not None


def _mentioned(mark: Mark, part: Part, has_size: Callable[[Label], bool]) -> bool:
    """A component that the part has anyway may be spoken of."""
    name = mark.name.replace(" ", "_")
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


def _place(frame: Frame, mark: Mark, traits: Traits, has_size: Callable[[Label], bool]) -> None:
    refs = list(mark.ref.chain()) if mark.ref else []
    words = {w for r in refs for w in (r.noun, *r.traits)}
    if mark.measure is not None and _name_by_place(mark, words, has_size):
        return
    if words <= {"part", "it", "everything", "whole", "entire", "plane", "x", "y", "z"} and mark.name in {
        "on",
        "in",
        "of",
        "from",
    }:
        mark.used = not words & {"x", "y", "z"} or "plane" in words
        return
    for component in mark.about:
        known = traits.components.get(component)
        allowed = known.places if known else None
        if allowed is not None:
            single = any(r.noun == "side" and not (r.plural or r.traits or r.count) for r in refs)
            if words <= allowed | {"both", "each", "all", "the"} and not single:
                mark.used = True
                return
            raise unsupported(
                f"The {component.replace('_', ' ')} of a {frame.text} lies elsewhere: what does"
                f" {mark.text!r} mean?"
            )
    if words <= {"all_round", "all", "overall", "outer"}:
        mark.used = True


def _name_by_place(mark: Mark, words: set[str], has_size: Callable[[Label], bool]) -> bool:
    """Read "80 mm at the bottom, 40 mm at the top": the place is the size's name."""
    measure = mark.measure
    end = next((w for w in ("top", "bottom", "base") if w in words), None)
    if measure is None or end is None or measure.label.components or mark.name not in {"at", "on"}:
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
            mark.used = True
            return True
    return False


def _offset(frame: Frame, mark: Mark, has_size: Callable[[Label], bool]) -> None:
    """Read "comes to a point 60 mm above the base", "a hub standing 20 mm above it" as a height."""
    refs = list(mark.ref.chain()) if mark.ref else []
    if (
        mark.name != "above"
        or not refs
        or refs[0].noun not in {"base", "it", "bottom", "flange", "part", "floor"}
    ):
        return
    component = mark.about
    label = (
        Label(component, "height")
        if component and has_size(Label(component, "height"))
        else Label((), "height")
    )
    if has_size(label):
        frame.measures.append(Measure(mark.quantities[0], label))
        mark.used = True
