"""Which face a feature goes on: "on the top face", "through the front wall", "along x", "in each leg"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.contracts import Axis
from mayfly.design.builder import Draft
from mayfly.design.features.hole import through_both
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.tolerance import ROUNDING_MM
from mayfly.design.surfaces.part_faces import faces_of, side_of
from mayfly.language.english import a_or_an, inverted, one, or_list, plural, subject
from mayfly.language.nodes import Attribute, Mention, Reference
from mayfly.language.vocabulary import word_set
from mayfly.planning.questions import about, conflict, face_open, missing, place_unclear, unsupported

_FACE_WORDS: Final = {
    **{name: name for name in ("top", "bottom", "front", "back", "left", "right", "floor")},
    **{name: name for name in ("horizontal_leg", "vertical_leg")},
    "top_face": "top",
    "underside": "bottom",
    "base": "bottom",
    "slope": "slope",
    "upright_face": "left",
}


_FACE_NOUNS: Final = word_set(
    "face side wall surface side_face long_side short_side leg end flange web top bottom front"
    " back left right "
    "top_face underside floor lid horizontal_leg vertical_leg slope upright_face base hub head"
)


_THROUGH: Final = frozenset({"across", "through"})
_AROUND: Final = frozenset({"front", "back", "left", "right"})
_LONG: Final = frozenset({"long", "longest", "longer", "longitudinal"})
_WAY_WORDS: Final = frozenset({"dimension", "direction", "way", "length"})
_WAYS: Final = word_set("length width height x y z direction axis long_side short_side centre_line")


def find_faces(draft: Draft, mention: Mention) -> list[Face]:
    """Find the face that a mention speaks of; several for "in all three directions" or "in each leg".

    Raises:
        NeedsClarification: The part has no such face.
    """
    faces = faces_of(draft)
    around = _sideways(draft, mention)
    if around is not None:
        return [around]
    if not faces:
        raise unsupported(
            f"I can't put {one(mention.label)} on {a_or_an(draft.part_label)}.",
            about("face", mention),
        )
    if _in_all_directions(mention):
        return [_face(faces, name, draft, mention) for name in ("top", "front", "right")]
    axis = (_axis(mention) or _long_axis(mention, draft)) if mention.kind in {"hole", "bore"} else None
    if axis:
        return [_along_axis(faces, axis, draft, mention)]
    named = _named_faces(mention, faces, draft)
    if named:
        return [_face(faces, name, draft, mention) for name in named]
    if len({face.name for face in faces.values()}) == 1:
        return [next(iter(faces.values()))]
    if "front" in faces and not {"left", "right"} & faces.keys() and _is_above_the_base(mention):
        return [faces["front"]]
    if faces.keys() == {"top", "bottom"} and faces["top"].curved and not faces["bottom"].curved:
        return [_flat_or_crest(faces, mention)]
    if draft.is_box and "front" in faces and _is_along_a_post(draft, mention):
        return [faces["front"]]
    first = draft.form.conventions.first_face or "top"
    if first not in faces:
        raise face_open(mention, dict.fromkeys(face.name for face in faces.values()))
    return [faces[first]]


def _is_along_a_post(draft: Draft, mention: Mention) -> bool:
    """Return whether holes count from both ends of a bar that stands: they go across it."""
    x, y, z = draft.box
    ends = [m for m in mention.take("offset") if m.ref is not None and m.ref.noun == "end"]
    return z > 2 * max(x, y) and mention.kind == "hole" and bool(ends)


def _is_above_the_base(mention: Mention) -> bool:
    """Return whether a place is said by its height: only an upright face has one."""
    return any(m.name in {"above", "below"} and m.words & {"base", "bottom"} for m in mention.take("offset"))


def _face(faces: dict[str, Face], name: str, draft: Draft, mention: Mention) -> Face:
    if name not in faces:
        where = name.replace("_", " ")
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no flat {where} for the {mention.label}.",
            about("face", mention, words=[where]),
        )
    return faces[name]


def _in_all_directions(mention: Mention) -> bool:
    found = False
    for attribute in mention.take("place"):
        for ref in attribute.ref.chain() if attribute.ref else ():
            three = ref.noun == "direction" and (ref.count == 3 or "all" in ref.traits)
            each = (
                ref.noun in {"face", "side"}
                and ref.traits & {"each", "every", "all"}
                and attribute.name == "through"
            )
            if three or (each and not ref.traits - {"each", "every", "all"} and ref.count in {None, 6}):
                attribute.used = found = True
    return found


def _sideways(draft: Draft, mention: Mention) -> Face | None:
    """Find a hole across a round part: "cross hole", "through the wall", "radial"."""
    if mention.kind not in {"hole", "bore"} or side_of(draft, one_wall=False) is None:
        return None
    attributes = [
        m
        for m in mention.take("place")
        if m.ref
        and (
            m.ref.noun in {"wall", "side", "diameter", "x", "y"}
            or (m.ref.noun == "shank" and m.name in _THROUGH)
        )
    ]
    across = mention.take_flag("cross", "horizontal")
    across = (
        mention.take_flag("radial") and not any(m.ref and m.ref.noun == "wall" for m in attributes)
    ) or across
    radial = "radial" in mention.flags()
    if not (across or radial or attributes):
        return None
    body = [m for m in mention.take("place") if m.ref and m.ref.noun in {"hub", "flange", "body"}]
    if len(body) > 1:
        raise conflict(
            f"Where {inverted('is', mention.name)}: {or_list([m.text for m in body])}?",
            about("face", mention, words=[each.text for each in body]),
            [each.text for each in body],
        )
    for attribute in body:
        attribute.used = True
    where = body[0].ref.noun if body and body[0].ref else ""
    walls = [m for m in attributes if m.ref and m.ref.noun in {"wall", "side"}]
    both = any(m.ref and (m.ref.traits & {"both", "all"} or m.ref.count == 2) for m in walls)
    one = any(m.ref and (m.ref.count == 1 or "one" in m.ref.text.lower().split()) for m in walls)
    for attribute in attributes:
        attribute.used = True
    hollow = any(draft.values.get(n) for n in ("inner_diameter", "bore", "wall"))
    along: Axis = "Y" if any(m.ref and m.ref.noun == "y" for m in attributes) else "X"
    one_wall = hollow and bool(walls) and not both and (one or not across)
    face = side_of(draft, one_wall=one_wall, along=along, body=where)
    if face is None:
        raise unsupported(
            f"{a_or_an(draft.part_label)} has no round {where} for the {mention.name}.",
            about("face", mention, words=[where]),
        )
    return face


def _axis(mention: Mention) -> str | None:
    """Find "along x", "in the y direction", "along the width"."""
    for attribute in mention.take("place"):
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
                return {"length": "x", "width": "y", "height": "z"}[length]
    if mention.take_flag("vertical"):
        return "z"
    return None


def _long_axis(mention: Mention, draft: Draft) -> str | None:
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


def _along_axis(faces: dict[str, Face], axis: str, draft: Draft, mention: Mention) -> Face:
    """Return the face that a hole along an axis starts from; in a hollow part it must say through what."""
    names = {"x": ("right", "left"), "y": ("front", "back"), "z": ("top", "bottom")}[axis]
    face = _face(faces, next((name for name in names if name in faces), names[0]), draft, mention)
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


def _named_faces(mention: Mention, faces: dict[str, Face], draft: Draft) -> list[str]:
    """Find "on the top face", "through the front wall", "from the underside", "in each leg"."""
    found: dict[str, None] = {}
    for attribute in mention.take("place"):
        refs = attribute.refs
        for ref in refs:
            if attribute.name in {"along", "across", "parallel"} and ref.noun in _WAYS:
                continue
            if ref.noun not in _FACE_NOUNS or (
                ref.noun == "end" and ref is refs[0] and attribute.name == "from"
            ):
                continue
            names = _face_names(ref, faces, mention, draft)
            if not names:
                continue
            found |= dict.fromkeys(names)
            if ref is refs[0]:
                attribute.used = True
            elif refs[0].noun not in {"centre", "corner", "edge"} and not _is_way(attribute.name, refs[0]):
                raise place_unclear(attribute, mention)
    one_each = mention.plural and mention.count is None
    if (
        len(found) > 1
        and not one_each
        and not any(
            ref.traits & {"both", "each", "every", "all"} or ref.plural
            for m in mention.attributes
            if m.kind == "place" and m.ref
            for ref in m.ref.chain()
            if ref.noun in _FACE_NOUNS
        )
    ):
        raise conflict(
            f"The {mention.label} can't be on both: {' and '.join(sorted(found))}. Which one?",
            about("face", mention, words=sorted(found)),
        )
    return list(found)


def _is_way(preposition: str, ref: Reference) -> bool:
    """Return whether a place says which way something runs ("along x on the front face")."""
    return preposition in {"along", "across", "parallel", "in"} and ref.noun in _WAYS


def _face_names(ref: Reference, faces: dict[str, Face], mention: Mention, draft: Draft) -> list[str]:
    """Return the names of the faces that a reference means."""
    several = bool(ref.traits & {"both", "each", "every", "all"}) or ref.count == 2
    if ref.noun in faces and not ref.traits & _FACE_WORDS.keys():
        return [ref.noun]
    if ref.noun == "base" and "bottom" not in faces and "horizontal_leg" in faces:
        return ["horizontal_leg"]
    words = [w for w in (*sorted(ref.traits), ref.noun) if w in _FACE_WORDS]
    names = list(dict.fromkeys(_FACE_WORDS[w] for w in words))
    if ref.noun == "upright_face" and "upright_face" not in faces:
        raise missing(
            f"Which face of the {draft.part_label} is meant by {ref.text!r}?",
            about("face", mention, words=[ref.text]),
        )
    if len(names) == 1:
        return names
    if len(names) > 1:
        raise conflict(f"Which face is meant by {ref.text!r}?", about("face", mention, words=[ref.text]))
    pair = _of_pair(ref, faces, mention, draft, several=several)
    if pair:
        return pair
    if ref.noun == "end" and _has_ends(draft, faces):
        return _ends(ref, draft, mention, several=several)
    alike = {"top", "bottom"} <= faces.keys() and "front" not in faces and draft.form.kind == "round"
    if ref.noun in {"face", "side"} and ref.count == 1 and alike:
        draft.note(f"{subject(mention.label, 'is')} made on the top.")
        return ["top"]
    flat = draft.form.conventions.flat_face
    if ref.noun in {"face", "side"} and "flat" in ref.traits and flat:
        return [flat]
    if (
        ref.noun in {"side", "face", "wall", "side_face", "long_side", "short_side", "end"}
        and {"front", "left"} <= faces.keys()
    ):
        return _long_or_short(draft, ref, faces, mention, several=several)
    if ref.noun in {"leg", "flange", "wall", "web"}:
        raise missing(
            f"Which {plural(ref.noun) if several else ref.noun} {'are' if several else 'is'} meant by"
            f" {ref.text!r}?",
            about("face", mention, words=[ref.text]),
        )
    return []


def _of_pair(
    ref: Reference, faces: dict[str, Face], mention: Mention, draft: Draft, *, several: bool
) -> list[str]:
    """Return both legs or flanges, or one of two that are alike; nothing where one of two has to be named."""
    pair = {"leg": ("horizontal_leg", "vertical_leg"), "flange": ("front", "back")}.get(ref.noun, ())
    if not pair or not set(pair) <= faces.keys():
        return []
    if several:
        return list(pair)
    if ref.count == 1 and _are_alike(faces, pair):
        draft.note(f"{subject(mention.label, 'is')} made in the {faces[pair[0]].name}; both are alike.")
        return [pair[0]]
    return []


def _are_alike(faces: dict[str, Face], names: Sequence[str]) -> bool:
    """Return whether two legs or flanges have the same sizes, so that it does not matter which is meant."""
    if len(names) != 2:
        return False
    sizes = [sorted(faces[name].size) for name in names]
    return all(abs(a - b) < ROUNDING_MM for a, b in zip(*sizes, strict=True))


def _flat_or_crest(faces: dict[str, Face], mention: Mention) -> Face:
    """Return the flat side of a part that is round above, where both sides are the same to a feature."""
    if any(m.label.role in {"deep", "depth"} for m in mention.measures) or mention.kind not in {
        "hole",
        "bore",
    }:
        raise face_open(mention, [face.name for face in faces.values()])
    return faces["bottom"]


def _has_ends(draft: Draft, faces: dict[str, Face]) -> bool:
    between = draft.form.kind == "round" or draft.form.conventions.ends != ""
    return between and {"top", "bottom"} <= faces.keys()


def _ends(ref: Reference, draft: Draft, mention: Mention, *, several: bool) -> list[str]:
    """Read "in each end", "in one end" of a part that stands upright between two of them."""
    if several or ref.plural:
        return ["top", "bottom"]
    if draft.form.conventions.ends == "differ":
        raise missing(
            f"Which end of the {draft.part_label} is meant: the top or the bottom?",
            about("face", mention),
            ("the top", "the bottom"),
        )
    draft.note(f"{subject(mention.label, 'is')} made at the top end.")
    return ["top"]


def _long_or_short(
    draft: Draft, ref: Reference, faces: dict[str, Face], mention: Mention, *, several: bool
) -> list[str]:
    """Read "through the long side", "in both ends"."""
    front, left = faces["front"], faces["left"]
    words = {ref.noun, *ref.traits}
    long_one, short_one = (
        (("front", "back"), ("left", "right"))
        if front.size[0] >= left.size[0]
        else (("left", "right"), ("front", "back"))
    )
    pair = (
        long_one
        if words & {"long_side", "long", "longer"}
        else short_one
        if words & {"short_side", "short", "end", "shorter"}
        else None
    )
    if pair is None and several and ref.noun == "face" and not ref.traits & {"side", "outer"}:
        return _every_face(ref, mention)
    if pair is None and ref.noun in {"side", "wall", "side_face"} and _alike(draft, front, left):
        pair = long_one
        draft.note(f"The sides are alike: {ref.text!r} was taken as the {pair[0]}.")
    if pair is None:
        if ref.noun in {"side", "wall", "side_face"}:
            raise missing(
                f"Which side is meant by {ref.text!r}: front, back, left or right?",
                about("face", mention, words=[ref.text]),
                ("front", "back", "left", "right"),
            )
        return []
    whole = (
        faces[pair[0]].depth > 0
        and not mention.flags() & {"blind"}
        and not any(m.label.role in {"deep", "depth"} for m in mention.measures)
    )
    if several and _is_wall(faces):
        return list(pair)
    if not whole and not several:
        raise missing(
            f"Which one is meant by {ref.text!r}: {pair[0]} or {pair[1]}?",
            about("face", mention, words=[ref.text]),
            pair,
        )
    return list(pair) if several and not whole else [pair[0]]


def _alike(draft: Draft, front: Face, left: Face) -> bool:
    """Return whether the four sides of a part are the same to what is put on one of them first."""
    same = all(abs(a - b) < ROUNDING_MM for a, b in zip(front.size, left.size, strict=True))
    return same and not any(getattr(one, "face", "") in _AROUND for one in draft.features)


def _is_wall(faces: dict[str, Face]) -> bool:
    """Whether there is nothing between the front and the back but two walls."""
    front, back = faces["front"], faces.get("back")
    return back is not None and front.depth < abs(front.level - back.level) / 2


def _every_face(ref: Reference, mention: Mention) -> list[str]:
    """Read "in the middle of each face" of a box: a hole that goes through is one for two faces."""
    if ref.count not in {None, 6}:
        raise missing(
            f"Which {ref.count} faces are meant by {ref.text!r}?", about("face", mention, words=[ref.text])
        )
    headed = mention.flags() & {"counterbore", "countersink", "counterbored", "countersunk", "cap_screw"}
    if mention.kind not in {"hole", "bore"} or any(
        m.label.role in {"deep", "depth"} for m in mention.measures
    ):
        return ["top", "bottom", "front", "back", "left", "right"]
    if headed:
        raise missing(
            f"How deep {inverted('is', mention.name)} in each face? Those of opposite faces would meet.",
            about("size", mention, "depth", words=[ref.text]),
        )
    return ["top", "front", "right"]
