"""Hollow bodies: "shelled to 2 mm, open at the bottom", "hollow cube, 2 mm walls, closed"."""

from __future__ import annotations

from typing import Final

from mayfly.cad.parts import Part, said
from mayfly.design.features import Shell
from mayfly.design.features.shell import OpenSide
from mayfly.language.english import a_or_an
from mayfly.language.nodes import Attribute, Label, Measure, Mention
from mayfly.planning.parts.names import choose_part
from mayfly.planning.questions import about, conflict, length_of, missing, unsupported

_OPEN_SIDES: Final[tuple[OpenSide, ...]] = ("top", "bottom", "front", "back", "left", "right")
_SIDES: Final[dict[str, OpenSide]] = {
    **{name: name for name in _OPEN_SIDES},
    "top_face": "top",
    "underside": "bottom",
    "base": "bottom",
    "floor": "bottom",
}


def take_hollow(base: Mention) -> Shell | None:
    """Take out what makes a part a hollow body that is no tray, cup or tube; None where nothing does.

    Raises:
        NeedsClarification: It is open how it is open, or how thick its walls are.
    """
    flags = base.flags()
    places = [
        attribute for attribute in base.attributes if attribute.kind == "flag" and attribute.name == "open_at"
    ]
    closed = "closed" in flags
    spoken = {c for m in base.measures for c in m.label.components} | {
        attribute.name for attribute in base.attributes if attribute.kind == "mention"
    }
    part = choose_part(base)
    kind = part.conventions.hollow
    if "lid" in spoken or not kind or not (places or closed or flags & {"hollow"}):
        return None
    opened: set[OpenSide] = {side for attribute in places for side in _sides(base, part, attribute)}
    if ("open_top" in flags and not places) or (
        "open_top" in flags and any(attribute.ref and attribute.ref.noun == "top" for attribute in places)
    ):
        opened.add("top")
    if kind == "ball" and not opened:
        closed = True
    if closed and opened:
        raise conflict(
            f"Is the {base.text} closed, or open at the {' and the '.join(sorted(opened))}?",
            about("face", base, words=sorted(opened)),
        )
    usual = {"top"} if _opens_to_another(part) else set()
    if opened == usual and usual:
        for attribute in places:
            attribute.used = True
        return None  # a tray or a cup
    if not closed and not opened:
        if usual:
            return None  # asked about, or a tube
        raise missing(f"Is the hollow {base.text} closed, or which side of it is open?", about("face", base))
    if kind == "round" and opened == {"top", "bottom"}:
        raise unsupported(
            f"{a_or_an(base.text)} that is open at both ends is a tube; shall it be one?",
            about("part", base),
        )
    wall = _wall(base, part)
    base.take_flag("hollow", "closed", "open_at", "open_top")
    for attribute in base.attributes:
        if attribute.kind == "mention" and attribute.name in {"wall", "sides", "side", "shell"}:
            attribute.used = True
    return Shell(wall=wall, open=tuple(sorted(opened)))


def _opens_to_another(part: Part) -> bool:
    """Return whether the part is another one when it is open at the top: a tray, a cup."""
    return any(one.part != "?" and said("open_top") in one.words for one in part.header.becomes)


def _sides(base: Mention, part: Part, attribute: Attribute) -> set[OpenSide]:
    """Return the faces that are said to be open."""
    words = attribute.ref.traits | {attribute.ref.noun} if attribute.ref else frozenset()
    found = {_SIDES[word] for word in words if word in _SIDES}
    upright = part.conventions.hollow == "round" or part.conventions.ends == "alike"
    if "end" in words and upright and not found:
        found = {"top", "bottom"} if words & {"both", "each"} else set()
    if not found:
        raise missing(
            f"Which side of the {base.text} is open? {attribute.text!r} could be several.",
            about("face", base, words=[attribute.text]),
        )
    return found


def _wall(base: Mention, part: Part) -> float:
    """Take out the thickness of the walls: "2 mm walls", or the bare number of "shelled to 2 mm"."""
    named = [m for m in base.measures if m.label.components == ("wall",)]
    bare = [m for m in base.measures if _is_bare(m)]
    one_size = len(part.sizes[0]) == 1 if part.sizes else False
    if one_size and len(bare) == 2 and 2 * bare[1].quantity.value < bare[0].quantity.value:
        bare = bare[1:]  # the first is the part's own size
    given = named or (bare if len(bare) == 1 and "hollow" in base.flags() else [])
    if not given:
        raise missing(f"How thick are the walls of the hollow {base.text}?", about("size", base, "wall"))
    sizes = {length_of(m.quantity, "wall", part) for m in given}
    if len(sizes) > 1:
        raise conflict(
            f"The wall is given twice: {' and '.join(m.quantity.text for m in given)}. Which is right?",
            about("size", base, "wall", values=given),
        )
    base.measures = [m for m in base.measures if not any(m is other for other in given)]
    return sizes.pop()


def _is_bare(measure: Measure) -> bool:
    return (
        measure.label in {Label(), Label((), "thickness"), Label((), "thick")}
        and not measure.group
        and measure.quantity.form == "plain"
    )
