"""What a chat model reads after the system message: the request, and what became of its earlier answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from mayfly.contracts import Requirements
from mayfly.planning.chat import prompt
from mayfly.planning.planner import Attempt

NO_REQUIREMENTS: Final = (
    "Your script came without requirements, so nothing of the request would be measured on it. Send it again "
    "with the requirements: solids, envelope, and what the request says of holes, shafts, edges and points."
)
"""What a model reads that sends a script with nothing to measure."""
_MOST_HOLES, _MOST_PLACES = 10, 20
_MOST_MISMATCHES, _MISMATCH_LIMIT = 20, 300


def request_text(request: str, background: str, attempts: Sequence[Attempt], certain: Requirements) -> str:
    """Return the request, the model that it wants changed, and what became of earlier answers to it.

    Args:
        request: What is asked for.
        background: From ``made_before``, if the request continues a conversation.
        attempts: Earlier answers to this request, oldest first.
        certain: What the request says beyond doubt; added only when an answer has failed, so
            that the first one is the model's own reading.
    """
    parts = [background] if background else []
    parts.append(
        f"Now asked for, as a change of it unless it is clearly something else:\n{request}"
        if background
        else f"Request: {request}"
    )
    for number, attempt in enumerate(attempts, 1):
        parts.append(f"Your answer {number}:\n{_answered(attempt)}")
        parts.append(_failure(attempt))
    if attempts:
        fixed = stated(certain)
        if fixed:
            parts.append("The request itself fixes: " + json.dumps(fixed))
        parts.append("Answer again, the whole answer, for the same request.")
    return "\n\n".join(parts)


def made_before(previous: Attempt) -> str:
    """Describe the model that a request may want changed: its script and its measurements."""
    lines = [f"Made before in this conversation: {previous.plan.title}", prompt.fenced(previous.plan.script)]
    fixed = stated(previous.plan.requirements)
    if fixed:
        lines.append("It was asked for with: " + json.dumps(fixed))
    if previous.report:
        lines.append("Measured: " + json.dumps(_measured(previous.report)))
    return "\n".join(lines)


def usage_note(reason: str) -> str:
    """Write why an answer could not be used at all."""
    return (
        f"That answer could not be used: {cut(reason)}\n"
        "Answer again, the whole answer, in exactly one of the three ways."
    )


def numbers_note(lost: Sequence[str]) -> str:
    """Write which numbers of the request were found nowhere in an answer."""
    return (
        f"Not found in your answer, neither as a size nor as what follows from one: {', '.join(lost)}. Check "
        "what the request says with these numbers. Then answer again, the whole answer: with what was "
        "missing, or as it was if nothing is."
    )


def quoted(text: str, calls: Sequence[Mapping[str, Any]]) -> str:
    """Return the model its own answer back as text, whatever form it had."""
    pieces = [text] if text.strip() else []
    pieces += [f"{call['name']} {json.dumps(call['args'])}" for call in calls]
    return cut("\n".join(pieces), 6000) or "(nothing)"


def cut(text: str, longest: int = 1500) -> str:
    """Shorten a text that others wrote to what a prompt or a message can bear."""
    return text if len(text) <= longest else text[:longest] + " …"


def _answered(attempt: Attempt) -> str:
    """Write an attempt's plan as an answer: the script, and what it was held against."""
    plan = attempt.plan
    kind = f"the catalogue's {plan.part}: " if plan.part else ""
    wanted = json.dumps(stated(plan.requirements))
    return f"{kind}{plan.title}, requirements {wanted}\n{prompt.fenced(plan.script)}"


def _failure(attempt: Attempt) -> str:
    """Write why it was not published: the error with line and hint, or expected against measured."""
    error = attempt.error or {}
    rows = error.get("mismatches")
    if rows:
        lines = ["It was built, but the written file does not measure what is required:"]
        lines += [cut(_mismatch(row), _MISMATCH_LIMIT) for row in rows[:_MOST_MISMATCHES]]
        if len(rows) > _MOST_MISMATCHES:
            lines.append(f"- and {len(rows) - _MOST_MISMATCHES:,} more")
        if attempt.report:
            lines.append("All that was measured: " + json.dumps(_measured(attempt.report)))
        return "\n".join(lines)
    lines = [f"It could not be built. {error.get('code', 'error')}: {cut(str(error.get('message', '')))}"]
    if error.get("output"):
        lines.append("It printed: " + cut(str(error["output"]), 500))
    return "\n".join(lines)


def stated(requirements: Requirements) -> dict[str, Any]:
    """Return the requirements that say something, as the model writes them."""
    said: dict[str, Any] = {}
    if requirements.solids is not None:
        said["solids"] = requirements.solids
    if requirements.bounding_box_mm is not None:
        said["bounding_box_mm"] = list(requirements.bounding_box_mm)
        if requirements.any_orientation:
            said["any_orientation"] = True
    if requirements.volume_mm3 is not None:
        said["volume_mm3"] = requirements.volume_mm3
    if requirements.holes:
        said["holes"] = [
            {key: value for key, value in asdict(hole).items() if value is not None and value is not False}
            for hole in requirements.holes
        ]
    if requirements.lowest_mm is not None and requirements.lowest_mm[2] is not None:
        said["lowest_z_mm"] = requirements.lowest_mm[2]
    if requirements.wall_mm is not None:
        said["wall_mm"] = requirements.wall_mm
    return said


def _measured(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a build report that a designer works with; of many kinds of holes the first ones."""
    keys = ("solids", "bounding_box_mm", "lowest_mm", "volume_mm3")
    shown = {key: _rounded(report[key]) for key in keys if key in report}
    holes = report.get("holes", ())
    if "holes" in report:
        shown["holes"] = [_hole(hole) for hole in holes[:_MOST_HOLES]]
    if len(holes) > _MOST_HOLES:
        shown["more_kinds_of_holes"] = len(holes) - _MOST_HOLES
    return shown


def _hole(hole: Mapping[str, Any]) -> dict[str, Any]:
    """Return one kind of hole with the first of its places."""
    shown: dict[str, Any] = _rounded(hole)
    places = shown.get("at", [])
    if len(places) > _MOST_PLACES:
        shown |= {"at": places[:_MOST_PLACES], "more_places": len(places) - _MOST_PLACES}
    return shown


def _mismatch(row: Mapping[str, Any]) -> str:
    within = f", tolerance {row['tolerance']:g}" if row.get("tolerance") else ""
    asked = f", asked for by the {row['by']}" if row.get("by") else ""
    instead = f"; there is {row['instead']}" if row.get("instead") else ""
    return f"- {row['check']}: expected {row['expected']}, measured {row['measured']}{within}{asked}{instead}"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
