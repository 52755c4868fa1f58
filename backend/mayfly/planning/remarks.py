"""What was said about the part itself besides its sizes: how it stands, what it has, what stays sharp.

Each remark either changes the sizes, agrees with what the part is, or is asked
about; none is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mayfly.planning.language.reading import Frame, Label, Mark, Measure
from mayfly.planning.language.vocabulary import COMPONENTS
from mayfly.planning.language.wording import word_set
from mayfly.planning.naming import size_labels
from mayfly.planning.questions import conflict, impossible, unsupported

#: Remarks that agree with what these parts are anyway.
_AGREES: Final[dict[str, frozenset[str]]] = {
    "open_top": frozenset({"tray", "cup", "u_channel", "clevis"}),
    "open_ended": word_set("tube square_tube elbow spring u_handle spacer bushing"),
    "hollow": word_set("tube square_tube tray cup enclosure_with_lid elbow"),
    "closed": frozenset({"enclosure_with_lid"}),
    "closed_bottom": frozenset({"tray", "cup", "enclosure_with_lid"}),
    "lengths_equal": frozenset({"angle_profile", "l_bracket", "cube", "gusset"}),
    "right_angle": word_set("l_bracket gusset angle_profile wedge elbow"),
    "triangle_shape": frozenset({"gusset", "wedge", "polygon_prism"}),
    "pointed": frozenset({"cone", "pyramid"}),
    "all_round": word_set("tray cup tube square_tube enclosure_with_lid"),
}
_ALWAYS: Final = frozenset(["pose_ok", "everything", "equally", "screw", "centred", "rounded", "through"])
_ROUND_PARTS: Final = frozenset(
    [
        "disc",
        "cylinder",
        "tube",
        "washer",
        "flange",
        "knob",
        "cup",
        "sphere",
        "hemisphere",
        "cone",
        "torus",
        "pulley",
        "spacer",
        "bushing",
        "o_ring",
        "flanged_bushing",
        "flanged_hub",
        "stepped_shaft",
        "spur_gear",
        "spring",
        "elbow",
        "u_handle",
        "half_cylinder",
        "capsule",
    ]
)
_SQUARE_PARTS: Final = frozenset(
    ["plate", "box", "cube", "tray", "square_tube", "pyramid", "enclosure_with_lid", "transition"]
)
_EVERY_PART: Final = word_set("top bottom wall floor base side inner outer end body face underside")
_UPRIGHT: Final = frozenset(["vertical"])
#: Parts that lie by themselves: flat ones, and those that run along X.
_LYING: Final = word_set(
    "plate disc washer flange o_ring torus gusset link_plate spur_gear pulley angle_profile u_channel i_beam"
    " t_profile z_profile trapezoid hinge_leaf ellipse half_cylinder heat_sink hex_nut box"
)
_STANDING: Final = word_set(
    "cylinder tube cone cup tray capsule spacer standoff bushing stepped_shaft square_bar square_tube pyramid"
    " polygon_prism hex_bolt flanged_hub flanged_bushing knob spring u_handle transition wedge l_bracket"
)
_BENT: Final = word_set("elbow u_handle spring l_bracket u_channel z_profile angle_profile clevis hinge_leaf")
#: How many of a component a part has.
_COUNTS: Final[dict[str, dict[str, int]]] = {
    "clevis": {"ear": 2, "leg": 2},
    "l_bracket": {"leg": 2, "horizontal_leg": 1, "vertical_leg": 1},
    "gusset": {"leg": 2},
    "angle_profile": {"leg": 2},
    "u_channel": {"flange": 2, "leg": 2, "web": 1},
    "i_beam": {"flange": 2, "web": 1},
    "t_profile": {"flange": 1, "web": 1},
    "tray": {"wall": 4, "floor": 1},
    "enclosure_with_lid": {"wall": 4, "floor": 1, "lid": 1},
    "flanged_hub": {"flange": 1, "hub": 1},
    "flanged_bushing": {"flange": 1, "body": 1},
    "pulley": {"groove": 1},
    "u_handle": {"leg": 2},
}
#: Where a component of a part lies anyway: (part, component) to the words that may say so.
_LIES: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("pulley", "groove"): frozenset(
        ["centre", "rim", "circumference", "edge", "outer", "side", "part", "it"]
    ),
    ("elbow", "bend"): frozenset({"centre_line", "axis"}),
    ("u_handle", "bend"): frozenset({"centre_line", "axis"}),
    ("transition", "square"): frozenset(["bottom", "base", "end"]),
    ("transition", "circle"): frozenset(["top", "end"]),
    ("transition", "round"): frozenset(["top", "end"]),
    ("cone", "bottom"): frozenset(["bottom", "base", "end"]),
    ("cone", "top"): frozenset(["top", "end"]),
    ("enclosure_with_lid", "lid"): frozenset(["rim", "part", "top", "it", "edge"]),
    ("flanged_bushing", "flange"): frozenset(["bottom", "end"]),
    ("flanged_hub", "flange"): frozenset(["bottom", "end"]),
    ("hex_bolt", "head"): frozenset(["bottom", "end"]),
    ("flanged_hub", "hub"): frozenset(["top", "flange", "it", "part", "centre"]),
    ("i_beam", "flange"): frozenset(["top", "bottom"]),
    ("tray", "wall"): frozenset(["all_round", "all", "side"]),
    ("tray", "floor"): frozenset(["bottom"]),
    ("cup", "wall"): frozenset(["all_round", "all", "side"]),
    ("enclosure_with_lid", "wall"): frozenset(["all_round", "all", "side"]),
    ("square_tube", "wall"): frozenset(["all_round", "all", "side"]),
}


def use_remarks(frame: Frame, has_size: Callable[[Label], bool], solids: int) -> None:
    """Use up the remarks about a part; turn some into sizes.

    Args:
        frame: The part's frame; its measures may grow.
        has_size: Whether the part has a size of a label.
        solids: How many solids the part has.

    Raises:
        NeedsClarification: A remark contradicts the part.
    """
    for mark in frame.marks:
        if mark.used:
            continue
        if mark.kind == "flag":
            _flag(frame, mark)
        elif mark.kind == "count":
            _count(frame, mark, solids)
        elif mark.kind == "mention":
            mark.used = _mentioned(frame, mark, has_size)
        elif mark.kind == "place":
            _place(frame, mark, has_size)
        elif mark.kind == "offset":
            _offset(frame, mark, has_size)


def _flag(frame: Frame, mark: Mark) -> None:
    name = mark.name
    if name == "sharp" or name in _ALWAYS:
        mark.used = True
    elif name == "pose":
        raise unsupported(
            f"The {frame.text} is made in its usual pose; {mark.text!r} would be another one. Is"
            " the usual pose right?"
        )
    elif name == "pointed" and frame.name in _AGREES["pointed"]:
        mark.used = True
        if any(m.label.components == ("top",) and m.quantity.value > 0 for m in frame.measures):
            raise conflict(
                f"The {frame.text} is said to end in a point and to have a size at the top. Which holds?"
            )
    elif name in {"lying", "standing"}:
        mark.used = bool(frame.name in (_LYING if name == "lying" else _STANDING) or mark.about)
        if not mark.used:
            raise unsupported(
                f"The {frame.text} is made in its usual pose, though it is said to be {mark.text}. Right?"
            )
    elif name == "bent":
        mark.used = frame.name in _BENT
    elif name == "vague":
        if any(m.quantity.form == "thread" for m in frame.measures):
            raise unsupported(
                f"The {frame.text} of the usual standard is made; is that right for one called {mark.text}?"
                " If not, which sizes shall it have?"
            )
        mark.used = True
    elif name in _AGREES:
        mark.used = frame.name in _AGREES[name]
    elif name == "round_shape":
        mark.used = frame.name in _ROUND_PARTS
    elif name == "square_shape":
        mark.used = frame.name in _SQUARE_PARTS
    elif name in _UPRIGHT:
        mark.used = frame.name in _ROUND_PARTS | _SQUARE_PARTS
    elif name == "rounded":
        raise unsupported(f"Which edges of the {frame.text} are rounded, and with which radius?")


def _count(frame: Frame, mark: Mark, solids: int) -> None:
    if mark.name == "step":
        return
    expected = {"solid": solids, **_COUNTS.get(frame.name, {})}.get(mark.name)
    said = int(mark.quantities[0].value)
    if expected is None:
        return
    if expected != said:
        raise impossible(
            f"A {frame.text} has {expected} {mark.name.replace('_', ' ')}, not {said}. What shall be made?"
        )
    mark.used = True


def has_component(part: str, name: str) -> bool:
    """Whether a part has a component by its nature ("without a floor" would be another part)."""
    if name in _EVERY_PART or name in _COUNTS.get(part, {}):
        return True
    if name not in COMPONENTS:
        return False
    return any(name in label.components for label in size_labels(part))


def _mentioned(frame: Frame, mark: Mark, has_size: Callable[[Label], bool]) -> bool:
    """A component that the part has anyway may be spoken of."""
    name = mark.name.replace(" ", "_")
    if name in {"end", "body", "overall", "outer", "solid"}:
        return True
    if name in _COUNTS.get(frame.name, {}):
        return True
    if name not in COMPONENTS or name in {"inner", "mean"}:
        return False
    if has_size(Label((name,))):
        return True
    return any(
        has_size(Label((name,), role))
        for role in ("diameter", "thickness", "height", "width", "length", "depth")
    )


def _place(frame: Frame, mark: Mark, has_size: Callable[[Label], bool]) -> None:
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
        allowed = _LIES.get((frame.name, component))
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
