"""Features on features: a hole in the middle of a boss, in each pocket, "with a hole in it"."""

from __future__ import annotations

from mayfly.design.builder import Draft
from mayfly.design.geometry.occupied import Support
from mayfly.design.places import Pattern, Places
from mayfly.language.english import inverted, plural
from mayfly.language.nodes import Attribute, Mention
from mayfly.planning.questions import about, conflict, missing, unsupported

_KINDS = frozenset({"boss", "pocket"})
#: Components on which a bore goes through what stands on the part.
_HUBS = frozenset({"hub", "head"})
_EACH = frozenset({"each", "every", "all", "both"})
_THEM = frozenset({"it", "them"})
_ELSEWHERE = frozenset({"points", "grid", "circle", "offset", "spacing"})


def _goes_through_hub(draft: Draft, attributes: list[Attribute]) -> bool:
    """Return whether a bore is only said to go through the hub that the part has itself."""
    hub = bool(_HUBS & draft.part.traits.components.keys())
    through = hub and all(attribute.name == "through" for attribute in attributes)
    for attribute in attributes if through else ():
        attribute.used = True
    return through


def place_on_support(draft: Draft, mention: Mention) -> tuple[Places, Support] | None:
    """Place features in the middle of the bosses or pockets that they are said to be in.

    Raises:
        NeedsClarification: It is not clear which boss or pocket is meant, or how many there are.
    """
    attributes = [m for m in mention.take("place") if _kind(m)]
    near = _spoken_of(draft, mention)
    if not attributes and near is None:
        return None
    kinds = {kind for attribute in attributes if (kind := _kind(attribute))}
    supports = [s for s in draft.supports if s.kind in kinds] if attributes else [near] if near else []
    kind = next(iter(kinds), None) or (near.kind if near else "boss")
    if not supports and kind == "boss" and _goes_through_hub(draft, attributes):
        return None
    if not supports:
        raise unsupported(
            f"Which {kind} is meant by {attributes[0].text!r}? None was described before it.",
            about("feature", mention, words=[attributes[0].text], others=[kind]),
        )
    if len(supports) > 1:
        raise conflict(
            f"Which {kind} has the {mention.label}? Several were described.",
            about("feature", mention, others=[kind]),
        )
    support = supports[0]
    many, all_of_them = len(support.points), _means_all(mention, attributes)
    if many > 1 and not all_of_them and mention.count != many:
        raise conflict(
            f"There are {many} {plural(kind)}: does each of them get the {mention.label}, or which one?",
            about("count", mention, values=[many], others=[kind]),
        )
    if mention.count not in {None, 1, many} or (mention.count == 1 and many > 1 and not all_of_them):
        raise conflict(
            f"{mention.count} {mention.name} in {many} {plural(kind) if many > 1 else kind}: how many in"
            " each?",
            about("count", mention, values=[mention.count, many], others=[kind]),
        )
    if any(attribute.kind in _ELSEWHERE for attribute in mention.attributes):
        raise unsupported(
            f"Where in the {kind} {inverted('is', mention.label)}? Only its middle can be named; please give"
            " coordinates on the face instead.",
            about("place", mention, others=[kind]),
        )
    for attribute in (*attributes, *mention.take("place")):
        refs = attribute.refs
        along = refs[0].noun if refs and refs[0].noun in {"x", "y", "z"} else ""
        if along and along != support.face.axis.lower():
            raise unsupported(
                f"A hole {attribute.text} does not go into the {kind} on the {support.face.name}.",
                about("place", mention, words=[attribute.text], others=[kind]),
            )
        if (
            attribute in attributes
            or along
            or (refs and {r.noun for r in refs} <= {"centre", "axis", *_THEM})
        ):
            attribute.used = True
    mention.take_flag("centred")
    pattern: Pattern = "centre" if many == 1 and support.points[0] == support.face.centre else "points"
    return Places(support.face, list(support.points), pattern), support


def _kind(attribute: Attribute) -> str | None:
    """Return the kind of thing that a place speaks of, if it is a boss or a pocket."""
    refs = attribute.refs
    return next((ref.noun for ref in refs if ref.noun in _KINDS), None)


def _means_all(mention: Mention, attributes: list[Attribute]) -> bool:
    refs = [
        ref
        for attribute in attributes
        if attribute.ref
        for ref in attribute.ref.chain()
        if ref.noun in _KINDS
    ]
    if any(ref.plural or ref.traits & _EACH for ref in refs):
        return True
    return mention.lead.startswith("each") or any(
        attribute.ref and (attribute.ref.noun == "them" or attribute.ref.traits & _EACH)
        for attribute in mention.attributes
        if attribute.kind == "place"
    )


def _spoken_of(draft: Draft, mention: Mention) -> Support | None:
    """Return the boss or pocket spoken of just before, where "it", "them" or "each with" means it.

    Raises:
        NeedsClarification: "It" may be the boss or the whole part.
    """
    before = next((s for s in draft.supports if s.order == mention.order - 1), None)
    if before is None or any(attribute.kind in _ELSEWHERE for attribute in mention.attributes):
        return None
    pronoun = any(m.ref and any(r.noun in _THEM for r in m.ref.chain()) for m in mention.take("place"))
    if mention.lead == "each with" or (pronoun and mention.lead.endswith("with")):
        return before
    if pronoun and before.points != (before.face.centre,):
        raise missing(
            f"{inverted('is', mention.label)} in the {before.kind} or in the {draft.part_label}?",
            about("place", mention, others=[before.kind]),
        )
    return None
