"""New features on the model at hand: "add a 6 mm hole in the vertical leg, 10 mm from the top"."""

from __future__ import annotations

import re
from typing import Final, cast

from mayfly.design import Body, CataloguePart, Design
from mayfly.design.builder import Draft
from mayfly.design.compile import draft_of
from mayfly.design.edits import AddFeature, Edit, SetValue
from mayfly.design.errors import DoesNotFit
from mayfly.design.features import AnyFeature, Hole, OnFace
from mayfly.language.chunks import read_terms
from mayfly.language.nodes import Mention, Request
from mayfly.language.reader import Reader
from mayfly.language.weighing.topics import BLOCK, ROUND_BAR
from mayfly.planning.features.adding import add_features, ask_about_leftovers
from mayfly.planning.parts.names import part_words, words
from mayfly.planning.questions import asked

STARTS: Final = re.compile(
    r"(?:add|put|drill|insert|include|cut|bore|mill|machine|place|attach|give it|give the \w+|provide|another"
    r"|with|there (?:should|shall) be|i need|we need|it needs|make|round|fillet|chamfer|bevel|break)\b"
)
"""Words with which something new is asked for."""
_SURELY: Final = re.compile(r"(?:add|put|drill|insert|include|attach|another)\b")
_THERE: Final = re.compile(
    r"\b(?:there|in (?:its|their|the same) place|at the same (?:place|position|spot)|instead)\b"
)
_SAME_KIND: Final = {"bore": "hole"}


def surely_adds(text: str) -> bool:
    """Return whether a clause can only ask for something more."""
    return bool(_SURELY.match(text))


def additions(text: str, design: Design, *, vacated: AnyFeature | None = None) -> list[Edit] | None:
    """Return the edits that add what a clause asks for; None where it asks for something else.

    Args:
        text: The clause.
        design: The model at hand.
        vacated: A feature that was just taken away, for "there instead".

    Raises:
        NeedsClarification: A size or place of the new feature is open, or it does not fit.
    """
    body = design.bodies[0]
    if len(design.bodies) != 1:
        return None
    there = vacated is not None and bool(_THERE.search(text))
    plain = _THERE.sub("", text) if there else text
    if surely_adds(plain) and "hub" not in getattr(body.base, "part", ""):
        plain = re.sub(r"\bhub\b", "boss", plain)
    reading = Reader(read_terms(plain, words()), part_words).read(onto=_mention(body))
    if not _only_adds(reading, body):
        return None
    bore = getattr(body.base, "sizes", {}).get("bore") if _closes_bore(reading) else None
    solid = _without_bore(body) if bore else body
    draft = draft_of(solid)
    try:
        _put(draft, reading)
    except DoesNotFit as error:
        raise asked(error) from error
    new = cast("list[AnyFeature]", draft.features[len(body.features) :])
    features = [_at_place_of(feature, vacated) if there else feature for feature in new]
    if not isinstance(bore, int | float) or not bore:
        return [AddFeature(feature=feature) for feature in features]
    through = Hole(name="bore", face="top", diameter=float(bore))
    closed: list[Edit] = [SetValue(path="bodies[0].base.sizes.bore", value=0)]
    return [*closed, *(AddFeature(feature=feature) for feature in (*features, through))]


def _mention(body: Body) -> Mention:
    """Return the model itself as the reader takes it for a follow-up; a profile as a box or a cylinder."""
    like = ROUND_BAR if body.base.form().kind == "round" else BLOCK
    return Mention("part", name=getattr(body.base, "part", like), text=body.name)


def _only_adds(reading: Request, body: Body) -> bool:
    """Return whether a reading has new features and nothing else."""
    base = reading.parts[0]
    if reading.unknown or reading.unsupported or reading.doubts or reading.negated or reading.replaced:
        return False
    if len(reading.parts) > 1 or base.measures or base.count or not reading.features:
        return False
    kinds: set[str] = {feature.kind for feature in body.features}
    return all(_is_new(mention, kinds) for mention in reading.features)


def _is_new(mention: Mention, kinds: set[str]) -> bool:
    kind = _SAME_KIND.get(mention.kind, mention.kind)
    if kind not in kinds or kind in {"fillet", "chamfer"}:
        return kind not in {"counterbore", "countersink"}
    placed = any(
        m.kind in {"points", "circle", "grid", "place", "offset", "spacing"} for m in mention.attributes
    )
    return not mention.definite and (placed or not mention.plural)


def _put(draft: Draft, reading: Request) -> None:
    """Put the features of a reading on a draft.

    Raises:
        NeedsClarification: A size or place is open.
        DoesNotFit: One does not fit.
    """
    features = sorted(reading.features, key=lambda mention: mention.order)
    add_features(draft, features)
    ask_about_leftovers([reading.parts[0], *features])


def _at_place_of(feature: AnyFeature, vacated: AnyFeature | None) -> AnyFeature:
    """Return a feature in the place of one that was taken away."""
    if isinstance(feature, OnFace) and isinstance(vacated, OnFace):
        moved: AnyFeature = feature.model_copy(update={"at": vacated.at, "face": vacated.face})
        return moved
    return feature


def _closes_bore(reading: Request) -> bool:
    """Return whether what is added stands in the middle, where a part may have its bore."""
    kinds = [mention.kind for mention in reading.features]
    placed = any(mention.take("points") or mention.take("offset") for mention in reading.features)
    return kinds == ["boss"] and not placed


def _without_bore(body: Body) -> Body:
    """Return the body before it is bored; the bore then goes through what is added, too."""
    assert isinstance(body.base, CataloguePart)  # noqa: S101 - asked by those who know
    sizes = {**body.base.sizes, "bore": 0}
    return body.model_copy(update={"base": body.base.model_copy(update={"sizes": sizes})})
