"""What a chat model reads and sees of its model before it is published, and answers to what it asks."""

from __future__ import annotations

import ast
import base64
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from langchain_core.messages import HumanMessage

from mayfly.contracts import Plan, PointRequirement, Requirements
from mayfly.errors import BuildError, InvalidParameter, RequirementsNotMet, ScriptError
from mayfly.planning.chat.feedback import compared, cut, measured_part
from mayfly.planning.chat.reply import QueryReply
from mayfly.planning.drafts import Draft, DraftingTable

MOST_LOOKS: Final = 3
_MOST_FACES: Final = 30
_MOST_SOLIDS: Final = 12
_LONGEST: Final = 4000
_SELECTOR: Final = re.compile(r"\s*(?:(faces?|edges?|vertices|solids?)\s*[:(]?)?\s*[\"']?(.*?)[\"']?\)?\s*$")
_FOUND: Final = "found: "
_LISTED_BY: Final = """
for _each in {shown}.{kind}({selector!r}).vals():
    _box = _each.BoundingBox()
    _sizes = [_box.xmin, _box.ymin, _box.zmin, _box.xmax, _box.ymax, _box.zmax]
    print({mark!r} + _each.geomType() + " " + " ".join("%.3f" % _size for _size in _sizes))
"""


def look_message(
    draft: Draft, *, left: int, lost: Sequence[str] = (), before: Mapping[str, Any] | None = None
) -> HumanMessage:
    """Return what a model reads, and sees where it takes pictures, of what it made.

    Args:
        draft: What it made.
        left: How many looks are left after this one.
        lost: Numbers of the request that were found nowhere.
        before: What was measured on the model that this one changes.
    """
    lines = [
        "Built as a draft and measured, not published yet. Compare it with the request: each size, count, "
        "side and direction."
    ]
    if draft.picture is not None:
        lines.append("The picture shows it from the front, the top and the right, cut through its middle.")
    lines.append("Measured: " + json.dumps(measured_part(draft.report)))
    lines += solid_lines(draft) if len(draft.solids) > 1 else []
    lines += ["Faces:", *face_lines(draft.faces)]
    if before is not None:
        lines += compared(before, draft.report)
    if lost:
        lines.append(f"Numbers of the request that were found nowhere: {', '.join(lost)}.")
    more = f", or query it ({left} more)" if left else ""
    lines.append(f'If it is right, publish ({{"publish": true}}). Else answer again, the whole answer{more}.')
    text = "\n".join(lines)
    if draft.picture is None:
        return HumanMessage(text)
    picture = base64.b64encode(draft.picture).decode()
    return HumanMessage(
        content=[
            {"type": "text", "text": text},
            {"type": "image", "base64": picture, "mime_type": "image/png"},
        ]
    )


def face_lines(faces: Sequence[Mapping[str, Any]], most: int = _MOST_FACES) -> list[str]:
    """Return a line for each face, with its number: what it is, where, how large."""
    lines = [f"{number}. {_face(face)}" for number, face in enumerate(faces[:most], 1)]
    return [*lines, f"and {len(faces) - most} more"] if len(faces) > most else lines


def solid_lines(draft: Draft) -> list[str]:
    """Return a line for each solid, with its box and volume."""
    lines = [
        f"Solid {number}: {_bounds(solid['low'], solid['high'])}, {solid['volume_mm3']:.6g} mm³"
        for number, solid in enumerate(draft.solids[:_MOST_SOLIDS], 1)
    ]
    more = len(draft.solids) - _MOST_SOLIDS
    return [*lines, f"and {more} more solids"] if more > 0 else lines


def answered(query: QueryReply, plan: Plan, draft: Draft, table: DraftingTable) -> str:
    """Return the answers to what a model asks about the model that it was shown.

    Raises:
        BuildCancelled: Nobody waits for the model any more.
    """
    found: list[str] = []
    if query.faces:
        found += _looking(query.faces, draft)
    if query.distance:
        found.append(_distance(query.distance, draft.faces))
    if query.points:
        found.append(_in_material(query.points, plan, table))
    if query.selects:
        found.append(_selected(query.selects, plan, table))
    return cut("\n".join(found), _LONGEST) or "Nothing was asked."


def _face(face: Mapping[str, Any]) -> str:
    low, high = face["bounds"]
    if face["kind"] == "flat":
        openings = f", {face['openings']} openings" if face["openings"] else ""
        return f"flat, looks {face['looks']}: {_bounds(low, high)}, {face['area']:.6g} mm²{openings}"
    round_ = (
        f", axis {face['axis']} at {_point(face['at'])}, radius {face['radius']:.6g}"
        if "axis" in face
        else ""
    )
    return f"{face['kind']}{round_}: {_bounds(low, high)}"


def _bounds(low: Sequence[float], high: Sequence[float]) -> str:
    """Return a box in words: "x -40..40, y -30..30, z 10"."""
    sides = [
        f"{axis} {_number(a)}" if abs(a - b) < 1e-6 else f"{axis} {_number(a)}..{_number(b)}"
        for axis, a, b in zip("xyz", low, high, strict=True)
    ]
    return ", ".join(sides)


def _point(point: Sequence[float]) -> str:
    return f"({', '.join(_number(value) for value in point)})"


def _number(value: float) -> str:
    return f"{round(value, 3) + 0.0:g}"


def _looking(way: str, draft: Draft) -> list[str]:
    """Return the faces that look one way, with their numbers; all of them for any other word."""
    wanted = way.strip().upper()
    numbered = list(enumerate(draft.faces, 1))
    chosen = [(n, face) for n, face in numbered if face.get("looks") == wanted]
    if re.fullmatch(r"[+-][XYZ]", wanted):
        if not chosen:
            return [f"No flat face looks along {wanted}."]
        return [f"{number}. {_face(face)}" for number, face in chosen]
    return face_lines(draft.faces, 200)


def _distance(asked: str, faces: Sequence[Mapping[str, Any]]) -> str:
    """Return the least distance between the boxes of two faces, along each axis and straight."""
    numbers = [int(each) for each in re.findall(r"\d+", asked)][:2]
    if len(numbers) < 2 or not all(1 <= number <= len(faces) for number in numbers):
        return f"There are faces 1 to {len(faces)}; give two of their numbers."
    (low, high), (other_low, other_high) = (faces[number - 1]["bounds"] for number in numbers)
    gaps = [max(c - b, a - d, 0.0) for a, b, c, d in zip(low, high, other_low, other_high, strict=True)]
    along = ", ".join(f"{axis} {_number(gap)}" for axis, gap in zip("xyz", gaps, strict=True))
    apart = _number(math.hypot(*gaps))
    return f"Between the boxes of faces {numbers[0]} and {numbers[1]}: {apart} mm ({along})."


def _in_material(points: Sequence[tuple[float, float, float]], plan: Plan, table: DraftingTable) -> str:
    """Return of each point whether it lies in the material."""
    asked = tuple(PointRequirement(at=point, solid=True) for point in points)
    try:
        table.draft(replace(plan, requirements=Requirements(points=asked)))
        outside: set[tuple[float, ...]] = set()
    except RequirementsNotMet as missed:
        report = missed.report
        solid = (report.on_request and report.on_request.solid) if report else None
        measured = report.measures.points if report else ()
        outside = {point for point, inside in zip(measured, solid or (), strict=False) if not inside}
    except (BuildError, InvalidParameter) as error:
        return f"It could not be measured: {cut(str(error), 300)}"
    return "; ".join(
        f"{_point(point)} {'outside' if point in outside else 'in the material'}" for point in points
    )


def _selected(asked: str, plan: Plan, table: DraftingTable) -> str:
    """Return what a selector picks of the model, by a run of its script that prints it."""
    match = _SELECTOR.match(asked)
    shown = _shown(plan.script)
    if match is None or shown is None:
        return "Write a selector as in a script: faces >Z, edges |Z."
    kind = {"f": "faces", "e": "edges", "v": "vertices", "s": "solids"}[(match[1] or "faces")[0]]
    lines = _LISTED_BY.format(shown=shown, kind=kind, selector=match[2] or None, mark=_FOUND)
    try:
        draft = table.draft(
            replace(
                plan, script=plan.script + lines, requirements=Requirements(), trusted=False, explicit=True
            )
        )
    except ScriptError as error:
        return f"The selector failed: {cut(error.message, 300)}"
    except (BuildError, InvalidParameter) as error:
        return f"It could not be tried: {cut(str(error), 300)}"
    rows = [line.removeprefix(_FOUND) for line in str(draft.report.get("output", "")).splitlines()]
    picked = [_picked(row) for row in rows if len(row.split()) == 7]
    return f"{asked} picks {len(picked)}: " + "; ".join(picked[:_MOST_FACES])


def _picked(row: str) -> str:
    kind, *numbers = row.split()
    values = [float(number) for number in numbers]
    return f"{kind.lower()} {_bounds(values[:3], values[3:])}"


def _shown(script: str) -> str | None:
    """Return the expression that a script shows last; None where it shows none."""
    try:
        tree = ast.parse(script)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    shown = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "show_object"
        and node.args
    ]
    return f"({ast.unparse(shown[-1])})" if shown else None
