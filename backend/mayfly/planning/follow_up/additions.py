"""New features on the model at hand: "add a 6 mm hole in the vertical leg, 10 mm from the top"."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from mayfly.design import Body, CataloguePart, Design
from mayfly.design.edits import AddFeature, Edit, SetValue
from mayfly.design.features import AnyFeature, Chamfer, Fillet, Hole, OnFace
from mayfly.language.weighing.values import Coordinate, FromEdges, Placing, Points
from mayfly.planning.questions import about, missing
from mayfly.planning.readings.decide import Decision, decide

STARTS: Final = re.compile(
    r"(?:add|put|drill|insert|include|cut|bore|mill|machine|place|attach|give it|give the \w+|provide|another"
    r"|with|there (?:should|shall) be|i need|we need|it needs|make|round|fillet|chamfer|bevel|break)\b"
)
"""Words with which something new is asked for."""
_SURELY: Final = re.compile(r"(?:add|put|drill|insert|include|attach|another)\b")
_THERE: Final = re.compile(
    r"\b(?:there|in (?:its|their|the same) place|at the same (?:place|position|spot)|instead)\b"
)
_ONE: Final = re.compile(r"(?<=mm )ones?\b|(?<=\d )ones?\b")
#: A place that was pointed at: it is not known which.
_THAT: Final = re.compile(r"\b(?:that|this) (?P<noun>end|side|face)\b")
#: A verb that is a noun elsewhere, and what only stresses how far a hole goes.
_BORES: Final = re.compile(r"^bore (?=(?:an?|one|two|three|four|six|\d))")
_THROUGH: Final = re.compile(r"\b(?:right|straight|clean|all the way|completely|clear) (?:through|thru)\b")
#: What is said of a feature that is there: "put the pocket on the bottom", "it must be 15 from the edge".
_OF_THE_LAST: Final = re.compile(
    r"(?:put|place|set|make|have|move) (?:the|this|that|both|these|those|it)\b"
    r"|(?:the |both |each )?(?:[a-z]+ )?(?:holes?|bores?|slots?|pockets?|boss(?:es)?|grooves?|ribs?)"
    r" (?:should|must|shall|ought|(?:has|have|needs?|is|are) to)\b"
)
_INSTEAD: Final = re.compile(r",? (?:instead|rather)(?: of (?:that|it|this))?$")


def surely_adds(text: str) -> bool:
    """Return whether a clause can only ask for something more."""
    return bool(_SURELY.match(text))


def additions(
    text: str, design: Design, *, vacated: AnyFeature | None = None, chosen: Collection[str] = ()
) -> list[Edit] | None:
    """Return the edits that add what a clause asks for; None where it asks for something else.

    Args:
        text: The clause.
        design: The model at hand.
        vacated: A feature that was just taken away, for "there instead".
        chosen: Options that the person chose where the clause could be read in two ways.

    Raises:
        NeedsClarification: A size or place of the new feature is open, or it does not fit.
    """
    body = design.bodies[0]
    if len(design.bodies) != 1:
        return None
    there = vacated is not None and bool(_THERE.search(text))
    plain = _THERE.sub("", text) if there else _INSTEAD.sub("", text)
    plain = _BORES.sub("drill ", _THROUGH.sub("through", plain))
    if vacated is not None:  # "remove the holes and add a 25 mm one"
        plain = _ONE.sub(vacated.label, plain)
    pointed = _THAT.search(plain)
    if pointed:
        raise missing(
            f"Which {pointed['noun']} is meant by {pointed[0]!r}: the top or the bottom?",
            about("face", words=[pointed[0]]),
            ("the top", "the bottom"),
        )
    if surely_adds(plain) and "hub" not in getattr(body.base, "part", ""):
        plain = re.sub(r"\bhub\b", "boss", plain)
    decision, bore = _decided(plain, body, chosen)
    if decision.plan is None or decision.plan.design is None:
        question = decision.question
        not_read = {"change"} if surely_adds(text) else {"change", "words", "part"}
        if question is None or question.subject.kind in not_read:
            return None
        raise question
    features = Design.read(decision.plan.design).bodies[0].features[len(body.features) :]
    if _OF_THE_LAST.match(text) and {one.kind for one in features} & {one.kind for one in body.features}:
        return None  # "put the pocket on the bottom" moves it
    if there and vacated is not None:
        features = tuple(_at_place_of(feature, vacated) for feature in features)
    if not bore:
        return [AddFeature(feature=feature) for feature in features]
    through = Hole(name="bore", face="top", diameter=bore)
    closed: list[Edit] = [SetValue(path="bodies[0].base.sizes.bore", value=0)]
    return [*closed, *(AddFeature(feature=feature) for feature in (*features, through))]


def _decided(text: str, body: Body, chosen: Collection[str]) -> tuple[Decision, float]:
    """Decide what a clause adds; with the part's bore where that is closed first, and goes through the boss.

    A boss that is put on without a place stands in the middle, where a part may have its bore.
    """
    decision = decide(text, onto=body, chosen=chosen)
    bore = getattr(body.base, "sizes", {}).get("bore")
    if not isinstance(bore, int | float) or not bore or not decision.readings:
        return decision, 0.0
    added = decision.readings[0].state.topics[1:]
    if [topic.kind for topic in added] != ["boss"] or any(map(_is_aside, added[0].said)):
        return decision, 0.0
    return decide(text, onto=_without_bore(body), chosen=chosen), float(bore)


def _is_aside(said: object) -> bool:
    """Return whether something that was said of a feature is a place beside the middle."""
    offset = isinstance(said, Placing) and said.kind == "offset"
    return offset or isinstance(said, Points | Coordinate | FromEdges)


def _at_place_of(feature: AnyFeature, vacated: AnyFeature) -> AnyFeature:
    """Return a feature in the place of one that was taken away."""
    if isinstance(feature, OnFace) and isinstance(vacated, OnFace):
        moved: AnyFeature = feature.model_copy(update={"at": vacated.at, "face": vacated.face})
        return moved
    if isinstance(feature, Fillet | Chamfer) and isinstance(vacated, Fillet | Chamfer):
        return feature.model_copy(update={"edges": vacated.edges})
    return feature


def _without_bore(body: Body) -> Body:
    """Return the body before it is bored."""
    assert isinstance(body.base, CataloguePart)  # noqa: S101 - asked by those who know
    sizes = {**body.base.sizes, "bore": 0}
    return body.model_copy(update={"base": body.base.model_copy(update={"sizes": sizes})})
