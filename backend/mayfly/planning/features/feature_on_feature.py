"""Features on features: a hole in the middle of a boss, in each pocket, "with a hole in it"."""

from __future__ import annotations

from mayfly.language.nodes import Frame, Mark
from mayfly.planning.geometry.occupied import Stand
from mayfly.planning.placement.patterns import Pattern, Places
from mayfly.planning.questions import conflict, missing, unsupported
from mayfly.planning.script.draft import Draft

_KINDS = frozenset({"boss", "pocket"})
_EACH = frozenset({"each", "every", "all", "both"})
_THEM = frozenset({"it", "them"})
_ELSEWHERE = frozenset({"points", "grid", "circle", "offset", "spacing"})


def place_on_stand(draft: Draft, frame: Frame) -> tuple[Places, Stand] | None:
    """Place features in the middle of the bosses or pockets that they are said to be in.

    Raises:
        NeedsClarification: It can't be told which boss or pocket is meant, or how many there are.
    """
    marks = [m for m in frame.take("place") if _kind(m)]
    near = _spoken_of(draft, frame)
    if not marks and near is None:
        return None
    kinds = {_kind(mark) for mark in marks}
    stands = [s for s in draft.stands if s.kind in kinds] if marks else [near] if near else []
    kind = next(iter(kinds), near.kind if near else "boss")
    if not stands:
        raise unsupported(f"Which {kind} is meant by {marks[0].text!r}? None was described before it.")
    if len(stands) > 1:
        raise conflict(f"Which {kind} has the {frame.name or frame.kind}? Several were described.")
    stand = stands[0]
    many, all_of_them = len(stand.points), _means_all(frame, marks)
    if many > 1 and not all_of_them and frame.count != many:
        raise conflict(
            f"There are {many} {'bosses' if kind == 'boss' else 'pockets'}: does each of them get the"
            f" {frame.name or frame.kind}, or which one?"
        )
    if frame.count not in {None, 1, many} or (frame.count == 1 and many > 1 and not all_of_them):
        raise conflict(f"{frame.count} {frame.name} in {many} {kind}: how many has each?")
    if any(mark.kind in _ELSEWHERE for mark in frame.marks):
        raise unsupported(
            f"Where in the {kind} is the {frame.name or frame.kind}? Only its middle can be told; please give"
            " coordinates on the face instead."
        )
    for mark in (*marks, *frame.take("place")):
        refs = list(mark.ref.chain()) if mark.ref else []
        along = refs[0].noun if refs and refs[0].noun in {"x", "y", "z"} else ""
        if along and along != stand.face.axis.lower():
            raise unsupported(f"A hole {mark.text} does not go into the {kind} on the {stand.face.name}.")
        if mark in marks or along or (refs and {r.noun for r in refs} <= {"centre", "axis", *_THEM}):
            mark.used = True
    frame.take_flag("centred")
    pattern: Pattern = "centre" if many == 1 and stand.points[0] == stand.face.centre else "points"
    return Places(stand.face, list(stand.points), pattern), stand


def _kind(mark: Mark) -> str | None:
    """Give the kind of thing that a place speaks of, if it is a boss or a pocket."""
    refs = list(mark.ref.chain()) if mark.ref else []
    return next((ref.noun for ref in refs if ref.noun in _KINDS), None)


def _means_all(frame: Frame, marks: list[Mark]) -> bool:
    refs = [ref for mark in marks if mark.ref for ref in mark.ref.chain() if ref.noun in _KINDS]
    if any(ref.plural or ref.traits & _EACH for ref in refs):
        return True
    return frame.lead.startswith("each") or any(
        mark.ref and (mark.ref.noun == "them" or mark.ref.traits & _EACH)
        for mark in frame.marks
        if mark.kind == "place"
    )


def _spoken_of(draft: Draft, frame: Frame) -> Stand | None:
    """Give the boss or pocket spoken of just before, where "it", "them" or "each with" means it.

    Raises:
        NeedsClarification: "It" may be the boss or the whole part.
    """
    before = next((s for s in draft.stands if s.order == frame.order - 1), None)
    if before is None or any(mark.kind in _ELSEWHERE for mark in frame.marks):
        return None
    pronoun = any(m.ref and any(r.noun in _THEM for r in m.ref.chain()) for m in frame.take("place"))
    if frame.lead == "each with" or (pronoun and frame.lead.endswith("with")):
        return before
    if pronoun and before.points != (before.face.centre,):
        raise missing(
            f"Is the {frame.name or frame.kind} in the {before.kind} or in the {draft.part.title.lower()}?"
        )
    return None


def stand_under(draft: Draft, frame: Frame, places: Places, radius: float) -> Stand | None:
    """Give the boss or pocket that all of some round features lie in.

    Raises:
        NeedsClarification: Some lie on a boss and some don't.
    """
    stands = [s for s in draft.stands if s.face.name == places.face.name]
    for stand in stands:
        if all(stand.holds(u, v, radius) for u, v in places.points):
            return stand
    for stand in stands:
        if stand.kind == "boss" and any(stand.meets(u, v, radius) for u, v in places.points):
            raise unsupported(
                f"Some of the {frame.name or frame.kind} lie on a boss and some don't, or only in part."
                " Please say which."
            )
    return None
