"""Publishes a finished model: its file name, its recipe, its record and its description in words."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import TypeAdapter

from mayfly.cad.messages.plain_text import one_line
from mayfly.cad.row_matching import hole_text
from mayfly.cad.script_header import header_of
from mayfly.cad.workshop import CancelToken
from mayfly.contracts import BuildReport, Plan, StoredModel, iso_time
from mayfly.errors import ModelExpired, ModelNotFound
from mayfly.generator.reuse import recipe_of
from mayfly.number_text import decimal_text
from mayfly.storage_text import span_text
from mayfly.stores.store import HalfWritten, Store

CHANGES_LISTED: Final = 10
"""Changes that a text lists; the rest is counted."""

HOLES_LISTED: Final = 10
"""Kinds of holes that a text lists; the rest is counted."""

MODEL_URL_PREFIX: Final = "/temp_models/"

_TITLE_LIMIT: Final = 300
_REPORT: Final = TypeAdapter(BuildReport)


def named(plan: Plan, code: str, once: str | None = None) -> tuple[str, str]:
    """Return the stem of a new model's file name, and its recipe.

    Args:
        plan: What will be built.
        code: Identifies the code that builds it (``Workshop.code``).
        once: Names the step of a run that builds it; the same step gets the same name again. A random
            name if it is not given.
    """
    ending = secrets.token_hex(4) if once is None else hashlib.sha256(once.encode()).hexdigest()[:16]
    return f"{_head(plan)}-{ending}", recipe_for(plan, code)


def recipe_for(plan: Plan, code: str) -> str:
    """Return the digest of all that the plan's model follows from; ``code`` as for ``named``."""
    return recipe_of(plan, _head(plan), code)


def publish(
    partial: HalfWritten, stem: str, recipe: str, made: tuple[Plan, BuildReport], cancel: CancelToken
) -> dict[str, Any]:
    """Publish and register a finished file, and return the model as plain data.

    Args:
        partial: The file.
        stem: The model's file name without ``.step``.
        recipe: Its recipe, as ``named`` returns it.
        made: The plan as its script was read, and what was measured.
        cancel: Can no longer cancel once the file is being published.

    Raises:
        BuildCancelled: The token was cancelled before that.
        StorageError: It could not be stored.
    """
    plan, report = made
    card = _card_of(plan, report)
    cancel.seal()
    stored = partial.publish(f"{stem}.step", report={**card, "trusted": plan.trusted}, recipe=recipe)
    return {**card, **_place_of(stored), "text": _describe(plan, report, stored)}


def published_before(service: Store, stem: str, plan: Plan) -> dict[str, Any] | None:
    """Return the model that the same step has published already, as ``publish`` did; None without one.

    Args:
        service: Where it would be.
        stem: Its file name without ``.step``, as ``named`` returns it for a step.
        plan: What the step builds.
    """
    name = f"{stem}.step"
    try:
        stored, kept = service.get_model(name), service.get_report(name)
    except (ModelNotFound, ModelExpired):
        return None
    if kept is None:
        return None
    report = _REPORT.validate_python(kept["report"])
    read = replace(plan, script=kept["script"], parameters=kept["parameters"])
    return {**_card_of(read, report), **_place_of(stored), "text": _describe(read, report, stored)}


def _head(plan: Plan) -> str:
    """Return the part of a model's file name that is not random."""
    return _slug(plan.part or plan.title)


def _place_of(stored: StoredModel) -> dict[str, Any]:
    """Return where a published model is, and until when, as plain data."""
    return {
        "model_url": MODEL_URL_PREFIX + stored.name,
        "step_path": stored.place,
        "model_id": stored.name.removesuffix(".step"),
        "name": stored.name,
        "size_bytes": stored.size_bytes,
        "created_at": iso_time(stored.created_at),
        "expires_at": iso_time(stored.expires_at),
    }


def _card_of(plan: Plan, report: BuildReport) -> dict[str, Any]:
    """Return what is known of the model itself, wherever it is stored."""
    details = [line.to_dict() for line in header_of(plan.script)]
    return {
        "title": plan.title,
        "part": plan.part,
        "design": None if plan.design is None else dict(plan.design),
        "changes": [change.to_dict() for change in plan.changes],
        "script": plan.script,
        "parameters": {**{each["name"]: each["value"] for each in details}, **plan.parameters},
        "parameter_details": details,
        "assumptions": plan.statements,
        "usage": plan.drafting.to_dict() if plan.drafting else None,
        "report": report.to_dict(),
    }


def _describe(plan: Plan, report: BuildReport, stored: StoredModel) -> str:
    """Return in a few lines what was made, what was assumed, and when it expires."""
    box = " × ".join(f"{side:g}" for side in (round(s, 3) for s in report.bounding_box_mm))
    volume = decimal_text(report.volume_mm3, 2, grouped=True)
    solids = "1 solid" if report.solids == 1 else f"{report.solids} solids"
    lines = [
        f"Made {stored.name}: {one_line(plan.title, _TITLE_LIMIT)}.",
        f"Measured: {box} mm, {volume} mm³, {solids}{_holes(report)}.",
        *_changes(plan),
        *plan.statements,
        *report.notes,
    ]
    lines.append(deadline_text(stored.created_at, stored.expires_at))
    return "\n".join(lines)


def deadline_text(created_at: float, expires_at: float) -> str:
    """Return until when a model lives, as the last line of its text has it; both in epoch seconds."""
    when = datetime.fromtimestamp(expires_at, UTC)
    return (
        f"It will be deleted at {when:%H:%M:%S} UTC, {span_text(expires_at - created_at)} after it was made."
    )


def _changes(plan: Plan) -> list[str]:
    """Return what a follow-up changed, a sentence for each of the first changes."""
    more = len(plan.changes) - CHANGES_LISTED
    rest = [f"{more:,} more values changed with these."] if more > 0 else []
    return [*(change.sentence for change in plan.changes[:CHANGES_LISTED]), *rest]


def _holes(report: BuildReport) -> str:
    """Return the first kinds of holes and the number of others, each with a comma before it."""
    listed = "".join(f", {hole_text(hole)}" for hole in report.holes[:HOLES_LISTED])
    more = len(report.holes) - HOLES_LISTED
    return f"{listed} and {more:,} more kinds of holes" if more > 0 else listed


def _slug(text: str) -> str:
    """Turn a title into the head of a file name: at most 40 of a-z, 0-9 and dashes."""
    first = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return first[:40].strip("-") or "model"
