"""What all features share: a name, and how they are put onto a body that takes shape."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from mayfly.design.builder import Draft
from mayfly.design.errors import DoesNotFit
from mayfly.design.geometry.faces import Face, Point, literal, room
from mayfly.design.geometry.occupied import Support
from mayfly.design.geometry.tolerance import SAME_MM
from mayfly.design.places import Centre, Place, Places
from mayfly.design.surfaces.part_faces import faces_of, side_of
from mayfly.design.surfaces.part_faces_turned import WAYS, Seen
from mayfly.design.values import Name, Value
from mayfly.language.english import a_or_an, is_plural, plural
from mayfly.language.units import number
from mayfly.subject import Subject, lengths

_SAME_MM = 1e-9
_LEAST_RIM_MM = 0.005
#: Faces that an error lists; the rest is counted.
_LISTED = 40


class Feature(Value):
    """Something that is done to a body."""

    name: Annotated[Name | None, Field(description="what other features call it")] = None

    @property
    def label(self) -> str:
        """What to call it in a sentence."""
        return self.name or str(getattr(self, "kind", "feature")).replace("_", " ")

    @abstractmethod
    def apply(self, draft: Draft) -> None:
        """Check that it fits, write its steps, and work out what must be measured afterwards.

        Raises:
            DoesNotFit: It can't be made as it is described; nothing was written then.
        """


class OnFace(Feature):
    """A feature that begins on a face of the body."""

    face: Annotated[
        str,
        Field(
            description="top, bottom, front, back, left, right or another face; of a round body also side",
            max_length=60,
        ),
    ] = ""
    at: Place = Centre()

    def on(self, draft: Draft) -> Face:
        """Return the face that it begins on.

        Raises:
            DoesNotFit: The body has no such face; the text names those it has.
        """
        return face_of(draft, self.face, self.label)


def through_all(draft: Draft, face: Face, reach: float) -> str:
    """Return the script's expression for how far a cut goes that comes out everywhere.

    Args:
        draft: The model so far.
        face: Where it begins.
        reach: How deep the material is below it, in mm, as far as that was looked at.
    """
    if draft.form.material is not None or (face.layers is not None and reach > face.depth + SAME_MM):
        return literal(math.ceil(sum(draft.box)))
    return face.depth_name or literal(face.depth)


def _seen_from(name: str) -> tuple[str, Seen | None]:
    """Return the name of a face without what says from where it is seen, "side from the left", and that."""
    for seen, way in WAYS.items():
        if way and name.endswith(way):
            return name.removesuffix(way), seen
    key, _, way = name.partition(" along ")
    return key, "right" if way in {"", "x"} else None


def face_of(draft: Draft, name: str, label: str, *, one_wall: bool = False) -> Face:
    """Return a face of a body by its name; without one, the face that features usually go on.

    Raises:
        DoesNotFit: The body has no such face; the text names those it has.
    """
    faces = faces_of(draft)
    key, seen = _seen_from(name.strip().lower())
    if not key:
        first = draft.form.conventions.first_face or "top"
        if first in faces:
            return faces[first]
        if len({face.name for face in faces.values()}) == 1:
            return next(iter(faces.values()))
    for known, face in faces.items():
        if key in {known, known.replace("_", " "), face.name}:
            return face
    body, _, last = key.rpartition(" ")
    if last == "side" and seen is not None:
        side = side_of(draft, one_wall=one_wall, seen=seen, body=body)
        if side is not None:
            return side
    names = list(dict.fromkeys(known.replace("_", " ") for known in faces))
    if side_of(draft, one_wall=False) is not None:
        names.append("side")
    there = ", ".join(names[:_LISTED]) or "none that takes features"
    there += f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    raise DoesNotFit(
        f"{a_or_an(draft.part_label)} has no face {name!r} for the {label}."
        if name
        else f"The {label} needs a face.",
        fix=f"Its faces: {there}.",
        reason="unsupported" if name else "missing",
        subject=Subject(kind="face", name=label, words=(name,) if name else ()),
        field="face",
    )


def check_room(
    places: Places,
    width: Point,
    label: str,
    *,
    apart: float | None = None,
    said: str = "",
    feature: str = "hole",
) -> None:
    """Check that every feature lies inside the free part of its face and that none touches another.

    Args:
        places: Where they go.
        width: Their extent along u and v; equal ones are taken as round.
        label: What to call them.
        apart: Least distance between two of them; None to hold their extents against each other.
        said: The words that placed them, for the question.
        feature: The feature's term.

    Raises:
        DoesNotFit: One runs over the edge of its face, or into another.
    """
    what = plural(label) if len(places.points) > 1 else label
    size = number(max(width))
    if width[0] != width[1] and min(width) > 0:
        size = f"{number(width[0])} x {number(width[1])}"
    named = _Named(title=f"{what} of {size} mm", label=label, feature=feature)
    _check_rims(places, width, named, said)
    _check_distances(places, width, named, apart)


@dataclass(frozen=True, slots=True)
class _Named:
    """What features are called in an error: with their sizes, without, and by their kind."""

    title: str
    label: str
    feature: str

    def subject(self, *values: float) -> Subject:
        """Return what the question about their place is about."""
        return Subject(kind="place", feature=self.feature, name=self.label, values=lengths(*values))


def _check_rims(places: Places, width: Point, named: _Named, said: str) -> None:
    """Refuse features that run over the edge of their face; arguments as for ``check_room``."""
    face = places.face
    for u, v in places.points:
        if room(face, u, v, width) >= _LEAST_RIM_MM:
            continue
        where = "" if places.pattern == "centre" else f" at {_point(u, v)}"
        sides = " x ".join(number(s) for s in (face.size[:1] if face.outline == "circle" else face.size))
        inner = f" with a hole of {number(face.inner)} mm" if face.inner else ""
        several = len(places.points) > 1 or is_plural(named.label)
        fit = "do not fit" if several else "does not fit"
        raise DoesNotFit(
            f"The {named.title}{where} {fit} on the {face.name} of {sides} mm{inner}{said}.",
            "Which size or place is right?",
            fix=f"At least {number(round(max(width) / 2 + 0.01, 3))} mm to the edge are needed.",
            subject=named.subject(*width, *face.size, face.inner, round(u, 3), round(v, 3)),
            field="at.corners.inset" if places.pattern == "corners" else "at",
        )


def _check_distances(places: Places, width: Point, named: _Named, apart: float | None) -> None:
    """Refuse features that run into each other; arguments as for ``check_room``."""
    round_or_apart = width[0] == width[1] or apart is not None
    least = width[0] if apart is None else apart
    in_order = sorted(places.points)
    for i, (u, v) in enumerate(in_order):
        for other_u, other_v in in_order[i + 1 :]:
            apart_u, apart_v = other_u - u, abs(v - other_v)
            if apart_u > least + _SAME_MM:
                break  # so are all that follow
            distance = math.hypot(apart_u, apart_v)
            close = distance <= least + _SAME_MM if round_or_apart else apart_v <= width[1]
            if close:
                raise DoesNotFit(
                    f"The {named.title} at {_point(u, v)} and {_point(other_u, other_v)}, "
                    f"{number(round(distance, 3))} mm apart, run into each other.",
                    "Which size or place is right?",
                    fix="Put them further apart.",
                    subject=named.subject(
                        *width, *(round(at, 3) for at in (u, v, other_u, other_v)), round(distance, 3)
                    ),
                    field="at",
                )


def _point(u: float, v: float) -> str:
    return f"({number(round(u, 3))}, {number(round(v, 3))})"


def support_under(draft: Draft, places: Places, radius: float, label: str) -> Support | None:
    """Return the boss or pocket that all of some round features lie in.

    Raises:
        DoesNotFit: Some lie on a boss and some don't.
    """
    supports = [s for s in draft.supports if s.face.name == places.face.name]
    for support in supports:
        if all(support.holds(u, v, radius) for u, v in places.points):
            return support
    for support in supports:
        if support.kind == "boss" and any(support.meets(u, v, radius) for u, v in places.points):
            raise DoesNotFit(
                f"Some of the {label} lie on a boss and some don't, or only in part.",
                "Please say which.",
                fix="Put them wholly on the boss, or wholly beside it.",
                subject=Subject(kind="place", feature="hole", name=label, others=("boss",)),
                reason="unsupported",
                field="at",
            )
    return None
