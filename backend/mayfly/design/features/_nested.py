"""A body within a body: its base and features, and its block of the script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mayfly.contracts import Plan
from mayfly.design.bases import Base
from mayfly.design.builder import Draft
from mayfly.design.copies import Copies
from mayfly.design.errors import DoesNotFit
from mayfly.design.features._base import Feature
from mayfly.design.features._edge_cuts import check_walls
from mayfly.design.scripts import identifier, names_of, parameters_and_steps, renamed_script
from mayfly.errors import InvalidParameter, UnknownPart
from mayfly.subject import Subject

Verb = Literal["union", "cut", "intersect"]


def draft_of_nested(base: Base, features: Sequence[Feature], label: str) -> Draft:
    """Return a body within a body, before it is placed.

    Raises:
        DoesNotFit: Its base or one of its features does not fit; ``field`` says which.
    """
    try:
        draft = Draft.start(base.form())
    except (InvalidParameter, UnknownPart) as error:
        raise DoesNotFit(str(error), field="base", subject=Subject(kind="feature", name=label)) from error
    put_on(draft, features)
    return draft


def put_on(draft: Draft, features: Sequence[Feature]) -> None:
    """Put features on a body, one after the other.

    Raises:
        DoesNotFit: One does not fit; its ``field`` begins with the place in the list.
    """
    for index, feature in enumerate(features):
        try:
            feature.apply(draft)
            check_walls(draft)
            draft.features.append(feature)
        except DoesNotFit as error:
            where = f"features[{index}].{getattr(feature, 'kind', '')}"
            error.field = f"{where}.{error.field}" if error.field else where
            raise


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """How a nested body is written into the script of the other.

    Attributes:
        label: What to call it; its names in the script begin with that.
        verb: The method of the other body that takes it.
        comment: What happens, in words.
        moves: The steps that put it in its place.
        copies: Its copies.
    """

    label: str
    verb: Verb
    comment: str
    moves: Sequence[str]
    copies: Copies | None = None


def write_block(draft: Draft, plan: Plan, block: Block) -> None:
    """Write a nested body and what is done with it, its parameters at the top of the script."""
    prefix, lines = _named_block(draft, block.label, plan)
    parameters, steps = parameters_and_steps(lines)
    draft.names |= names_of(lines)
    draft.parameters += parameters
    body = f"{prefix}_result"
    if block.moves:
        steps.append(f"{body} = {body}{''.join(block.moves)}")
    steps.append(f"result = result.{block.verb}({body})")
    if block.copies is not None:
        draft.names.add("index")
        steps += block.copies.steps(
            body, prefix, draft.parameter, lambda made, _: f"result = result.{block.verb}({made})"
        )
    draft.steps.append("\n".join([f"# {block.comment}", *steps]))
    draft.assumptions += plan.assumptions


def _named_block(draft: Draft, label: str, plan: Plan) -> tuple[str, list[str]]:
    """Return a prefix whose names are all free, and the script's lines with it."""
    tried: list[str] = []
    while True:
        prefix = identifier(label, tried)
        lines = renamed_script(plan.script, prefix)
        if not names_of(lines) & draft.names:
            return prefix, lines
        tried.append(prefix)
