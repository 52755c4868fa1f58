"""Which part is meant when the noun does not tell: a box with walls is a tray, a hollow cylinder a tube."""

from __future__ import annotations

from collections.abc import Sequence

from mayfly.contracts import ParameterValue
from mayfly.planning.language.cursor import role_of
from mayfly.planning.language.reading import Frame, Label, Measure
from mayfly.planning.language.units import number
from mayfly.planning.questions import conflict, missing, unsupported


def settle_shape(base: Frame) -> None:
    """Replace the part of a frame by the one that its other words ask for.

    Raises:
        NeedsClarification: Hollow, but it is open how.
    """
    components = {c for m in base.measures for c in m.label.components}
    mentions = {mark.name for mark in base.marks if mark.kind == "mention"}
    flags = base.flags()
    walls = "wall" in components or "wall" in mentions or "floor" in components
    if base.name in {"box", "cube", "plate", "tray"} and ("lid" in components or "lid" in mentions):
        _become(base, "enclosure_with_lid")
        base.take_flag("open_top")
    elif base.name in {"box", "cube"} and (walls or flags & {"open_top", "hollow"}):
        if "open_top" not in flags and not mentions & {"open top"} and "floor" not in components:
            raise missing(f"Is the hollow {base.text} open at the top, or closed with a lid?")
        if base.name == "cube":
            base.measures = [_side(m) for m in base.measures]
        _become(base, "tray")
    elif base.name == "cylinder" and (
        (components | mentions) & {"step", "first", "second"} or _counts(base, "step") or _is_stepped(base)
    ):
        _become(base, "stepped_shaft")
    elif base.name == "cylinder" and (walls or "hollow" in flags or "inner" in components):
        closed = (
            "floor" in components
            or "bottom" in components
            or "closed_end" in components
            or "closed_bottom" in flags
        )
        _become(base, "cup" if closed or flags & {"open_top"} else "tube")
    elif base.name == "cup" and "hollow" in flags:
        base.take_flag("hollow")
    elif base.name == "enclosure_with_lid" and base.take_flag("open_top"):
        if not ("lid" in components | mentions or "lid" in base.text or "cover" in base.text):
            _become(base, "tray")
    elif base.name == "standoff" and "round_shape" in flags:
        _become(base, "spacer")
    elif base.name == "box" and base.text == "bar" and _is_round(base):
        _become(base, "cylinder")
    elif base.name == "box" and base.text.endswith(("bar", "rod")):
        _stand_up(base)
    elif base.name == "bushing" and "flange" in components | mentions:
        _become(base, "flanged_bushing")
    elif base.name == "flange" and "hub" in components | mentions:
        _become(base, "flanged_hub")
    elif base.name == "plate" and "round_shape" in flags:
        _become(base, "disc")
    elif base.name == "plate" and "triangle_shape" in flags:
        _become(base, "gusset")


def _counts(base: Frame, name: str) -> bool:
    return any(mark.kind == "count" and mark.name == name for mark in base.marks)


def _is_stepped(base: Frame) -> bool:
    """Whether a shaft was given several diameters, each with a length."""
    diameters = {
        m.quantity.value
        for m in base.measures
        if role_of(m.label) == "diameter" or (m.quantity.form == "diameter" and m.label == Label())
    }
    lengths = [m for m in base.measures if role_of(m.label) == "length"]
    return base.text.endswith("shaft") and len(diameters) > 1 and len(lengths) > 1


def _stand_up(base: Frame) -> None:
    """A bar stands: "25 x 50 x 300 long" is 300 high."""
    for measure in base.measures:
        if measure.group and role_of(measure.label) == "length":
            measure.label = Label(measure.label.components, "height")


def _is_round(base: Frame) -> bool:
    return any(
        m.quantity.form == "diameter" or role_of(m.label) in {"diameter", "radius"} for m in base.measures
    )


def _become(base: Frame, name: str) -> None:
    base.name = name
    base.text = name.replace("_", " ")


def _side(measure: Measure) -> Measure:
    if measure.label == Label() and not measure.group and measure.quantity.form == "plain":
        measure.label = Label((), "side")
    return measure


def check_sides(base: Frame, values: dict[str, ParameterValue]) -> None:
    """Hold "square", "equal" and sizes that follow from others against the settled sizes.

    Raises:
        NeedsClarification: They contradict each other.
    """
    for mark in base.marks:
        if mark.kind == "flag" and mark.name == "square_shape" and {"length", "width"} <= values.keys():
            one, other = float(values["length"]), float(values["width"])
            if abs(one - other) > 1e-6:
                raise conflict(
                    f"A square {base.text} can't be {number(one)} mm long and {number(other)} mm"
                    " wide. Which holds?"
                )
        if mark.kind == "flag" and mark.name == "lengths_equal" and base.name == "angle_profile":
            one, other = float(values["width"]), float(values["height"])
            if abs(one - other) > 1e-6:
                raise conflict(
                    f"An equal angle can't have legs of {number(one)} mm and {number(other)} mm. Which holds?"
                )


def take_checks(base: Frame) -> list[Measure]:
    """Take out the measures that only repeat what follows from others ("so R8 inside").

    Raises:
        NeedsClarification: Such a measure has no corner radius to follow from.
    """
    inner = [
        m
        for m in base.measures
        if m.label.components == ("inner",) and (m.quantity.form == "radius" or role_of(m.label) == "radius")
    ]
    if inner and base.name not in {"tray", "square_tube", "enclosure_with_lid"}:
        return []
    base.measures = [m for m in base.measures if m not in inner]
    return inner


def check_inner_radius(inner: Sequence[Measure], values: dict[str, ParameterValue]) -> None:
    """Hold "R8 inside" against the outer radius and the wall.

    Raises:
        NeedsClarification: They contradict each other.
    """
    for measure in inner:
        outer, wall = float(values.get("corner_radius", 0.0)), float(values["wall"])
        if outer == 0:
            raise unsupported(
                f"What is the outer corner radius that goes with {measure.quantity.text} inside?"
            )
        if abs(max(outer - wall, 0.0) - measure.quantity.value) > 1e-6:
            raise conflict(
                f"An outer radius of {number(outer)} mm and a wall of {number(wall)} mm give"
                f" {number(max(outer - wall, 0))} mm inside,"
                f" but {measure.quantity.text} was given. Which values hold?"
            )
