"""The face that a direction names: "along x", "lengthwise", "in all three directions"."""

from __future__ import annotations

from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.features.hole import through_both
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.tolerance import ROUNDING_MM
from mayfly.language.english import a_or_an, inverted, or_list
from mayfly.language.nodes import Attribute, Mention, Reference
from mayfly.language.units import number
from mayfly.language.vocabulary import word_set
from mayfly.planning.questions import about, missing, unsupported

_LONG: Final = frozenset({"long", "longest", "longer", "longitudinal"})
_IN_A_ROW: Final = frozenset({"equally", "row", "row_of"})
_WAY_WORDS: Final = frozenset({"dimension", "direction", "way", "length"})


def face_named(faces: dict[str, Face], name: str, draft: Draft, mention: Mention) -> Face:
    """Return a face by its name.

    Raises:
        NeedsClarification: The part has none of that name.
    """
    if name not in faces:
        where = name.replace("_", " ")
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no flat {where} for the {mention.label}.",
            about("face", mention, words=[where]),
        )
    return faces[name]


def in_all_directions(mention: Mention) -> bool:
    """Return whether a hole goes through a part in all three directions."""
    found = False
    for attribute in mention.take("place"):
        for ref in attribute.ref.chain() if attribute.ref else ():
            three = ref.noun == "direction" and (ref.count == 3 or "all" in ref.traits)
            each = (
                ref.noun in {"face", "side", "axis"}
                and ref.traits & {"each", "every", "all"}
                and attribute.name == "through"
            )
            if three or (each and not ref.traits - {"each", "every", "all"} and ref.count in {None, 6}):
                attribute.used = found = True
    return found


def axis_named(mention: Mention, draft: Draft) -> str | None:
    """Find "along x", "in the y direction", "along the width".

    Raises:
        NeedsClarification: Several holes can lie in a row along an axis, or be drilled along it.
    """
    several = (mention.count or 1) > 1 and not mention.take("circle")
    of_a_row = several and bool(mention.flags() & _IN_A_ROW or mention.take("spacing"))
    for attribute in mention.take("place"):
        if of_a_row and attribute.name == "along":
            _check_is_row(mention, attribute, draft)
            continue  # "equally spaced along the length", "along Y at 15 mm pitch"
        for ref in attribute.ref.chain() if attribute.ref else ():
            words = (ref.noun, *sorted(ref.traits))
            letter = next((w for w in words if w in {"x", "y", "z"}), None)
            if letter and (
                attribute.name in {"along", "in", "parallel", "through", "on"}
                or ref.noun in {"axis", "direction"}
            ):
                attribute.used = True
                return letter
            length = next((w for w in words if w in {"length", "width", "height"}), None)
            spread = mention.take("spacing") or any(m.name == "either_side" for m in mention.take("offset"))
            if length and attribute.name in {"along", "through"} and not spread:
                attribute.used = True
                return _axis_of(draft, length, mention)
    if not mention.flags() & {"row", "row_of"} and mention.take_flag("vertical"):
        return "z"
    return None


def _axis_of(draft: Draft, length: str, mention: Mention) -> str:
    """Return the axis of a part's length, width or height: a standing bar has its length along Z.

    Raises:
        NeedsClarification: The length of a box is shorter than its height, and may be either.
    """
    axis = {"length": "x", "width": "y", "height": "z"}[length]
    if draft.form.kind == "round" and length == "length":
        return "z"
    size = draft.size(length)
    along = [one for one, extent in zip("xyz", draft.box, strict=True) if abs(extent - size) < ROUNDING_MM]
    if along and axis not in along:
        return along[0]
    x, y, z = draft.box
    if length == "length" and draft.is_box and z > max(x, y) + ROUNDING_MM:
        raise missing(
            f"Which way {inverted('does', mention.name)} run: along the {number(x)} mm or along the"
            f" {number(z)} mm?",
            about("direction", mention, values=[x, z]),
            ("along X", "along Z"),
        )
    return axis


def long_axis(mention: Mention, draft: Draft) -> str | None:
    """Find "lengthwise", "through the long axis", "parallel to the long side" of one hole: the longest way.

    Raises:
        NeedsClarification: Two ways are equally long.
    """
    said = [
        attribute
        for attribute in mention.take("place")
        if attribute.ref is not None and mention.count in {None, 1} and _is_long_way(attribute, attribute.ref)
    ]
    if not said and not mention.take_flag("lengthwise"):
        return None
    longest = max(draft.box)
    axes = [axis for axis, size in zip("xyz", draft.box, strict=True) if abs(size - longest) < ROUNDING_MM]
    if len(axes) > 1:
        raise missing(
            f"Along which axis {inverted('does', mention.name)} run: {or_list(axes)}?",
            about("direction", mention),
            axes,
        )
    for attribute in said:
        attribute.used = True
    return axes[0]


def _is_long_way(attribute: Attribute, ref: Reference) -> bool:
    """Return whether a place names the longest way through a part, and not a side that is long."""
    if ref.noun in {"axis", "direction"}:
        return bool(ref.traits & _LONG)
    worded = bool(_WAY_WORDS & set(attribute.text.lower().split())) or attribute.name == "parallel"
    return ref.noun == "long_side" and worded


def _check_is_row(mention: Mention, attribute: Attribute, draft: Draft) -> None:
    """Check that holes "along Y, 30 apart" can't be drilled along Y as well: nobody does that in a plate."""
    x, y, z = draft.box
    words = attribute.words & {"x", "y"}
    faces = {word for one in mention.take("place") if one is not attribute for word in one.words} & _FACES
    if not words or faces or mention.flags() & _IN_A_ROW or not draft.is_box or z < min(x, y) / 2:
        return
    axis = words.pop()
    raise missing(
        f"Do the {mention.text} lie in a row along {axis.upper()}, or are they drilled along it?",
        about("place", mention, words=[attribute.text]),
        (f"a row along {axis.upper()}", f"in the {_FACING[axis]} face"),
    )


_FACES: Final = word_set("top bottom front back left right top_face underside")
_FACING: Final = {"x": "right", "y": "front"}


def along_axis(faces: dict[str, Face], axis: str, draft: Draft, mention: Mention) -> Face:
    """Return the face that a hole along an axis starts from; in a hollow part it must say through what."""
    names = {"x": ("right", "left"), "y": ("front", "back"), "z": ("top", "bottom")}[axis]
    face = face_named(faces, next((name for name in names if name in faces), names[0]), draft, mention)
    whole = draft.box["xyz".index(axis)]
    if abs(face.depth - whole) < ROUNDING_MM or (axis == "z" and draft.shell is None):
        return face
    walls = [
        m
        for m in mention.take("place")
        if m.ref and m.ref.noun in {"wall", "side"} and m.ref.traits & {"both", "all"}
    ]
    if walls or mention.flags() & {"through", "everything"}:
        for attribute in walls:
            attribute.used = True
        return through_both(draft, face)
    raise missing(
        f"{inverted('does', mention.name)} along {axis} go through one wall or through both?",
        about("count", mention),
    )
