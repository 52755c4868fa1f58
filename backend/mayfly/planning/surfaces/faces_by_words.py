"""The faces that words name: "on the top face", "in each leg", "through the long side"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mayfly.design.builder import Draft
from mayfly.design.geometry.faces import Face
from mayfly.design.geometry.tolerance import ROUNDING_MM
from mayfly.language.english import inverted, plural, subject
from mayfly.language.nodes import Attribute, Mention, Reference
from mayfly.language.vocabulary import word_set
from mayfly.planning.questions import about, conflict, missing, place_unclear

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
_AROUND: Final = frozenset({"front", "back", "left", "right"})
_WAYS: Final = word_set("length width height x y z direction axis long_side short_side centre_line")


def named_faces(mention: Mention, faces: dict[str, Face], draft: Draft) -> list[str]:
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
            if ref.noun == "end" and attribute.name in _NEAR and _counts_from_end(mention):
                continue  # "at one end, 8 mm from the end" lies on no end face
            names = _of_size(attribute, ref, faces, mention) or _face_names(ref, faces, mention, draft)
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


_NEAR: Final = frozenset({"at", "near"})


def _counts_from_end(mention: Mention) -> bool:
    """Return whether the distance of something from an end was said."""
    return any(one.ref is not None and one.ref.noun == "end" for one in mention.take("offset"))


def _is_way(preposition: str, ref: Reference) -> bool:
    """Return whether a place says which way something runs ("along x on the front face")."""
    return preposition in {"along", "across", "parallel", "in"} and ref.noun in _WAYS


_LEGS: Final = ("horizontal_leg", "vertical_leg")
_FLANGES: Final = ("front", "back")


def _of_size(attribute: Attribute, ref: Reference, faces: dict[str, Face], mention: Mention) -> list[str]:
    """Return the leg of an angle that is called by its size ("the 80 leg"), or "the long leg".

    Raises:
        NeedsClarification: Neither leg has that size, or both have the same and "the long" one is meant.
    """
    if ref.noun == "face" and len(attribute.quantities) == 2:
        return _of_two_sizes(attribute, faces, mention)
    if ref.noun in _PLAIN_FACES and ref.traits & {_LARGEST, _SMALLEST}:
        return _by_area(attribute, faces, mention, largest=_LARGEST in ref.traits)
    if not set(_LEGS) <= faces.keys() or ref.noun not in {"leg", *_LEGS}:
        return []
    reach = {name: faces[name].size[1] for name in _LEGS}
    if ref.noun == "leg" and len(attribute.quantities) == 1 and attribute.quantities[0].unit != "deg":
        asked = attribute.quantities[0].value
        fits = [name for name in _LEGS if abs(reach[name] - asked) < ROUNDING_MM]
        if not fits:
            raise conflict(
                f"Neither leg measures {attribute.quantities[0].text}. Which leg is meant?",
                about("face", mention, values=[attribute.quantities[0]]),
            )
        return fits[:1]
    if ref.traits & {"long", "short"}:
        first, second = sorted(_LEGS, key=lambda name: reach[name])
        if abs(reach[first] - reach[second]) < ROUNDING_MM:
            return [_LEGS[0]] if ref.noun == _LEGS[0] else [_LEGS[1]]
        return [second if "long" in ref.traits else first]
    return []


_PLAIN_FACES: Final = word_set("face side surface side_face")
_LARGEST: Final = "largest"
_SMALLEST: Final = "smallest"


def _by_area(attribute: Attribute, faces: dict[str, Face], mention: Mention, *, largest: bool) -> list[str]:
    """Return the largest or the smallest face of a block; of two opposite ones the first.

    Raises:
        NeedsClarification: Several are equally large that are not opposite each other.
    """
    areas = {name: faces[name].size[0] * faces[name].size[1] for name in _OPPOSITE if name in faces}
    if not areas:
        return []
    most = (max if largest else min)(areas.values())
    fits = [name for name, area in areas.items() if abs(area - most) < ROUNDING_MM]
    if not set(fits[1:]) <= {_OPPOSITE[fits[0]]}:
        raise missing(
            f"Which face is meant by {attribute.text!r}?", about("face", mention, words=[attribute.text])
        )
    return fits[:1]


def _of_two_sizes(attribute: Attribute, faces: dict[str, Face], mention: Mention) -> list[str]:
    """Return the face called by its two sizes ("the 60 x 40 face"); of two opposite ones the first.

    Raises:
        NeedsClarification: No face has these sizes, or several have that are not opposite each other.
    """
    wanted = sorted(one.value for one in attribute.quantities)
    fits: list[str] = [
        name
        for name in ("top", "front", "right", "bottom", "back", "left")
        if name in faces
        and all(abs(a - b) < ROUNDING_MM for a, b in zip(sorted(faces[name].size), wanted, strict=True))
    ]
    alike = len(fits) == len(_OPPOSITE)  # of a cube
    if not fits or not (alike or set(fits[1:]) <= {_OPPOSITE[fits[0]]}):
        raise missing(
            f"Which face is meant by {attribute.text!r}?", about("face", mention, words=[attribute.text])
        )
    return fits[:1]


#: The face across from each.
_OPPOSITE: Final = {
    "top": "bottom",
    "front": "back",
    "right": "left",
    "bottom": "top",
    "back": "front",
    "left": "right",
}


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
    pair = {"leg": _LEGS, "flange": _FLANGES}.get(ref.noun, ())
    if ref.noun == "leg" and not set(pair) <= faces.keys() and _has_flanges(faces):
        pair = _FLANGES  # those of a channel
    if not pair or not set(pair) <= faces.keys():
        return []
    if several:
        return list(pair)
    if ref.count == 1 and _are_alike(faces, pair):
        draft.note(f"{subject(mention.label, 'is')} made in the {faces[pair[0]].name}; both are alike.")
        return [pair[0]]
    return []


def _has_flanges(faces: dict[str, Face]) -> bool:
    """Return whether the front and the back of a part are its flanges."""
    return all(name in faces and "flange" in faces[name].name for name in _FLANGES)


def _are_alike(faces: dict[str, Face], names: Sequence[str]) -> bool:
    """Return whether two legs or flanges have the same sizes, so that it does not matter which is meant."""
    if len(names) != 2:
        return False
    sizes = [sorted(faces[name].size) for name in names]
    return all(abs(a - b) < ROUNDING_MM for a, b in zip(*sizes, strict=True))


_OPPOSITE_ENDS: Final = {"top": "bottom", "bottom": "top"}


def _has_ends(draft: Draft, faces: dict[str, Face]) -> bool:
    between = draft.form.kind == "round" or draft.form.conventions.ends != ""
    return between and {"top", "bottom"} <= faces.keys()


def _ends(ref: Reference, draft: Draft, mention: Mention, *, several: bool) -> list[str]:
    """Read "in each end", "in one end" of a part that stands upright between two of them."""
    if several or ref.plural:
        return ["top", "bottom"]
    if ref.traits & {"other", "opposite"}:
        before = [getattr(one, "face", "") for one in draft.features]
        taken = [face for face in before if face in _OPPOSITE_ENDS]
        if not taken:
            raise missing(
                f"Which end of the {draft.part_label} is {ref.text!r}: the top or the bottom?",
                about("face", mention, words=[ref.text]),
                ("the top", "the bottom"),
            )
        return [_OPPOSITE_ENDS[taken[-1]]]
    if draft.form.conventions.ends == "differ":
        raise missing(
            f"Which end of the {draft.part_label} is meant: the top or the bottom?",
            about("face", mention),
            ("the top", "the bottom"),
        )
    draft.note(f"{subject(mention.label, 'is')} made at the top end.")
    return ["top"]


_ALL_OF_THEM: Final = frozenset({"all", "each", "every"})


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
    in_all = bool((ref.traits | set(ref.text.lower().split())) & _ALL_OF_THEM)
    if (
        pair is None
        and not in_all
        and ref.noun in {"side", "wall", "side_face"}
        and _alike(draft, front, left)
    ):
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
