"""Ribs that stand on a face, and steps along an edge of a block: what was said of them, as values."""

from __future__ import annotations

from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import Rib, Step
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.language.chunks import Quantity
from mayfly.language.labels import role_of
from mayfly.language.nodes import Label, Measure, Mention
from mayfly.planning.features.profile_sizes import run_of
from mayfly.planning.placement.patterns import take_centre
from mayfly.planning.questions import (
    about,
    asked,
    conflict,
    length_of,
    missing,
    run_open,
    side_open,
    sizes_open,
)
from mayfly.planning.surfaces.select_faces import find_faces

#: Words before "the full width", over which a step runs anyway.
_OVER_ALL: Final = frozenset({"over", "along", "across", "in", ""})
_SIDES: Final = ("left", "right", "front", "back")


def _sizes(mention: Mention, roles: dict[str, str], bare: tuple[str, ...]) -> dict[str, float]:
    """Return the sizes of a feature by their names; numbers without one take the names that are left."""
    sizes: dict[str, float] = {}
    open_ = []
    for measure in mention.measures:
        role = roles.get(role_of(measure.label) or "")
        if role is None or role in sizes:
            open_.append(measure)
            continue
        sizes[role] = length_of(measure.quantity, role, mention, named=True)
        measure.used = True
    free = [name for name in bare if name not in sizes]
    for measure, name in zip(open_, free, strict=False):
        if role_of(measure.label) is not None:
            raise side_open(mention, measure)
        sizes[name] = length_of(measure.quantity, name, mention, named=True)
        measure.used = True
    return sizes


def add_rib(draft: Draft, mention: Mention) -> None:
    """Put one rib on a face, along its middle.

    Raises:
        NeedsClarification: Its thickness, its height or its place is open.
    """
    names = {"thickness": "thickness", "width": "thickness", "height": "height", "length": "length"}
    sizes = _sizes(mention, names, ("thickness", "height"))
    for name in ("thickness", "height"):
        if name not in sizes:
            raise sizes_open(mention, name)
    if mention.count not in {None, 1} or mention.plural:
        raise missing(f"Where do the {mention.name}s stand?", about("place", mention))
    face = find_faces(draft, mention)[0]
    mention.take_flag("everything", "through", "centred", "vertical")
    crossing = any(
        one.name == "across" and one.ref is not None and one.ref.noun == "centre"
        for one in mention.take("place")
    )
    run = run_of(mention, face, default="" if crossing else "u")
    if not run:
        raise run_open(mention, face.name, ("X", "Y"))
    middle = take_centre(mention)
    along = [
        a for a in mention.take("place") if a.ref and a.ref.noun in {"centre_line", "everything", "length"}
    ]
    for attribute in along:
        attribute.used = True
    if not (middle or along or "length" not in sizes):
        raise missing(f"Where does the {mention.name} stand?", about("place", mention))
    reach = sizes.get("length", face.size["uv".index(run)]) / 2
    (u, v) = (reach, 0.0) if run == "u" else (0.0, reach)
    rib = Rib(
        face=face.key or face.name,
        start=(-u, -v),
        end=(u, v),
        thickness=sizes["thickness"],
        height=sizes["height"],
        shape="rectangle",
    )
    _put(draft, rib)


#: The size of what a step leaves below it: "leaving 15 mm".
_LEFT: Final = "left_height"


def _left_as_depth(draft: Draft, mention: Mention, left: Measure) -> None:
    """Write how high a block is left below a step as the depth of the step.

    Raises:
        NeedsClarification: The depth was said besides, or the block is no higher than that.
    """
    high, below = draft.box[2], length_of(left.quantity, "height", mention, named=True)
    deep = [one.quantity.value for one in mention.measures if role_of(one.label) in {"depth", "height"}]
    if deep and abs(deep[0] + below - high) <= SAME_MM:
        left.used = True
        mention.measures.remove(left)
        return
    if deep or below >= high:
        raise conflict(
            f"The {mention.name} leaves {below:g} mm of a height of {high:g} mm. How deep is it?",
            about("size", mention, "depth", values=[below, high]),
        )
    depth = high - below
    left.quantity = Quantity(depth, f"{depth:g}", unit="mm")
    left.label = Label((), "depth")


#: Where no step can be cut.
_BELOW: Final = frozenset({"bottom", "underside"})


def add_step(draft: Draft, mention: Mention) -> None:
    """Cut a step along an edge of a block.

    Raises:
        NeedsClarification: Its width, its depth or its side is open.
    """
    names = {"width": "width", "depth": "depth", "height": "depth"}
    if not any(role_of(measure.label) == "width" for measure in mention.measures):
        names["length"] = "width"  # "30 long and 15 deep" from an end
    left = next((measure for measure in mention.measures if role_of(measure.label) == _LEFT), None)
    if left is not None:
        _left_as_depth(draft, mention, left)
    sizes = _sizes(mention, names, ("width", "depth"))
    for name in ("width", "depth"):
        if name not in sizes:
            raise sizes_open(mention, name)
    sides = []
    both = False
    above = [one for one in mention.take("place") if not one.words & _BELOW]
    for attribute in above:  # what is left is asked about, as a step is cut from above
        words = attribute.words
        found = [side for side in _SIDES if side in words]
        if found or words <= {"top", "top_face", "edge", "side", "end", "face"}:
            attribute.used = True
            sides += found
        elif "end" in words and words & {"both", "each", "either", "every"} and draft.box[0] >= draft.box[1]:
            attribute.used = True
            both = True
        elif words & {"everything", "width", "length"} and attribute.name in {
            "over",
            "along",
            "across",
            "in",
            "",
        }:
            attribute.used = True
    mention.take_flag("everything", "through")
    if both and not sides:
        for side in ("left", "right"):
            _put(draft, Step(face="top", side=side, width=sizes["width"], depth=sizes["depth"]))
        return
    if len(set(sides)) != 1:
        raise missing(
            f"Along which side does the {mention.name} run: front, back, left or right?",
            about("place", mention),
            _SIDES,
        )
    _put(draft, Step(face="top", side=sides[0], width=sizes["width"], depth=sizes["depth"]))


def _put(draft: Draft, feature: Rib | Step) -> None:
    try:
        feature.apply(draft)
    except DoesNotFit as error:
        raise asked(error) from error
    draft.features.append(feature)
