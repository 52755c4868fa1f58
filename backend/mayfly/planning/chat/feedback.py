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
NO_EXPECTATIONS: Final = (
    "Your design expects nothing, so a slip in its numbers would be seen by nobody. Send it again with "
    "`expect`: solids, envelope, and in `has` the holes with their places and what else can be measured, "
    "taken from the request and not from the design."
)
"""What a model reads whose design says nothing of the result, where the rules can't read the request."""
_MOST_HOLES, _MOST_PLACES = 10, 20
_MOST_MISMATCHES, _MISMATCH_LIMIT, _MOST_ROWS = 20, 300, 30


def request_text(
    request: str,
    background: str,
    attempts: Sequence[Attempt],
    certain: Requirements,
    before: Mapping[str, Any] | None = None,
) -> str:
    """Return the request, the model that it wants changed, and what became of earlier answers to it.

    Args:
        request: What is asked for.
        background: From ``made_before``, if the request continues a conversation.
        attempts: Earlier answers to this request, oldest first.
        certain: What the request says beyond doubt; added only when an answer has failed, so
            that the first one is the model's own reading.
        before: What was measured on the model that the request wants changed.
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
        if before is not None and attempts[-1].report:
            parts.append("\n".join(compared(before, attempts[-1].report)))
        fixed = stated(certain)
        if fixed:
            parts.append("The request itself fixes: " + json.dumps(fixed))
        parts.append(
            "Answer again, the whole answer, for the same request. Keep the assumptions that still hold. What"
            " the request fixes stays; of what you stated yourself, correct the model or the statement, "
            "whichever is wrong."
        )
    return "\n\n".join(parts)


def made_before(previous: Attempt) -> str:
    """Describe the model that a request may want changed: its script and its measurements."""
    lines = [f"Made before in this conversation: {previous.plan.title}", prompt.fenced(previous.plan.script)]
    fixed = stated(previous.plan.requirements)
    if fixed:
        lines.append("It was asked for with: " + json.dumps(fixed))
    if previous.report:
        lines.append("Measured: " + json.dumps(measured_part(previous.report)))
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


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return what two reports have in common and what not, a line for each measure that changed."""
    old, new = measured_part(before), measured_part(after)
    changed = [
        f"- {name}: {json.dumps(old.get(name))} before, {json.dumps(new.get(name))} now"
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]
    same = [name for name in old if old[name] == new.get(name)]
    head = "Compared with the model before" + (f" (the same: {', '.join(same)})" if same else "")
    return [f"{head}:", *changed] if changed else [f"{head}: nothing changed."]


def _answered(attempt: Attempt) -> str:
    """Write an attempt's plan as an answer: design or script, what it was held against, what it assumed."""
    plan = attempt.plan
    kind = f"the catalogue's {plan.part}: " if plan.part else ""
    assumed = f", assumptions {json.dumps(plan.statements)}" if plan.statements else ""
    head = f"{kind}{plan.title}, requirements {json.dumps(stated(plan.requirements))}{assumed}"
    if plan.design is not None:
        head = f"{head}\nthe design {json.dumps(plan.design)}\nand the script that is made of it"
    return f"{head}\n{prompt.fenced(plan.script)}"


def _failure(attempt: Attempt) -> str:
    """Write why it was not published: the error with line and hint, or expected against measured."""
    error = attempt.error or {}
    rows = error.get("mismatches")
    if rows:
        return "\n".join(_missed(rows, attempt.report))
    lines = [f"It could not be built. {error.get('code', 'error')}: {cut(str(error.get('message', '')))}"]
    if error.get("line") and error.get("code") == "invalid_geometry":
        lines.append(_first_faulty(int(error["line"]), attempt.plan.script))
    if error.get("output"):
        lines.append("It printed: " + cut(str(error["output"]), 500))
    return "\n".join(lines)


def _first_faulty(line: int, script: str) -> str:
    """Write which line made the first faulty object."""
    lines = script.splitlines()
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return f"The first faulty object is made in line {line}: {cut(text, 200)}"


def _missed(rows: Sequence[Mapping[str, Any]], report: Mapping[str, Any] | None) -> list[str]:
    """Write which requirements were missed: the request's first, then those that the model stated itself."""
    lines = ["It was built, but the written file does not measure what is required."]
    shown = rows[:_MOST_MISMATCHES]
    for own, head in ((False, "Asked for by the request:"), (True, "Stated by you:")):
        missed = [row for row in shown if (row.get("by") == "model") is own]
        lines += [head, *(cut(_mismatch(row), _MISMATCH_LIMIT) for row in missed)] if missed else []
    if len(rows) > _MOST_MISMATCHES:
        lines.append(f"- and {len(rows) - _MOST_MISMATCHES:,} more")
    if report:
        lines.append("All that was measured: " + json.dumps(measured_part(report)))
    return lines


def stated(requirements: Requirements) -> dict[str, Any]:
    """Return the requirements that say something, as results have them; nothing for what is left open."""
    said: dict[str, Any] = {}
    for name in ("solids", "bounding_box_mm", "sides_mm", "volume_mm3", "wall_mm"):
        value = getattr(requirements, name)
        if value is not None:
            said[name] = list(value) if isinstance(value, tuple) else value
    if requirements.bounding_box_mm is not None and requirements.any_orientation:
        said["any_orientation"] = True
    if requirements.lowest_mm is not None and requirements.lowest_mm[2] is not None:
        said["lowest_z_mm"] = requirements.lowest_mm[2]
    for name in ("holes", "cylinders", "edges", "points"):
        rows = getattr(requirements, name)
        if rows:
            said[name] = [
                {key: value for key, value in asdict(row).items() if value is not None and value is not False}
                for row in rows[:_MOST_ROWS]
            ]
    return said


def measured_part(report: Mapping[str, Any]) -> dict[str, Any]:
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
