"""What a chat model reads: the task, the catalogue, the conventions, worked examples, and its failures.

All of it is one system message and plain text, with nothing fetched for the
request: documentation added by retrieval is known to make first answers worse.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from mayfly.cad.parts import Part, catalogue
from mayfly.contracts import Requirements
from mayfly.planning.chat.examples import Example, examples
from mayfly.planning.planner import Attempt

_TASK = """\
You are the designer of Mayfly, which turns a request into one STEP file. CadQuery builds your answer in
a sealed process, and the written file is measured against the request.

Answer in exactly one of three ways, for the whole request:
1. use_part: one part of the catalogue is all that is asked for. Give only the sizes that the request gives.
2. write_script: anything else that can be modelled. Give the whole script and what must be measured.
3. ask: the request contradicts itself, is impossible, or leaves out a size that nothing below settles.
   One question, naming the values. Its reason: conflict, impossible, missing or unsupported.
Never guess a shape. Never leave out or change in silence what was asked for."""

_MOST_HOLES, _MOST_PLACES = 10, 20
_MOST_MISMATCHES, _MISMATCH_LIMIT = 20, 300

_AS_TOOLS = "Call exactly one of the three tools, once."

_AS_TEXT = """\
Write no tool calls. Write one of these and nothing else:
1. ```json
{"part": "plate", "parameters": {"length": 80}}
```
2. ```json
{"title": "...", "requirements": {...}, "assumptions": []}
```
```python
the whole script
```
3. ```json
{"question": "...", "reason": "missing", "suggestions": []}
```"""

_SCRIPT_RULES = """\
SCRIPT (CadQuery 2, CQGI)
- First `import cadquery as cq`; besides it only math and numpy. No files, no network, no printing.
- Every size of the request is a parameter at the top: `name = number  # mm`. Work with the names below that.
- It ends with `show_object(result)`; result is a Workplane with solids. No export.
- Fillets and chamfers come last. Select by direction ("|Z", ">Z"), not by index.

REQUIREMENTS (millimetres)
- solids, bounding_box_mm [X, Y, Z], and each kind of round hole: diameter_mm, count, axis, kind (through or
  blind), depth_mm. A counterbored or countersunk through hole is through, with the small diameter.
- lowest_z_mm and wall_mm where the request states them.
- Only what the request says or what follows from it without doubt; nothing that you have to estimate."""

_CATALOGUE_HEAD = """\
CATALOGUE: name(sizes, "?" marks one that may be left out | other ways to give them). Lengths in mm, angles in
degrees; for X_diameter also X_radius; size is a standard one: "M8", "HEA 100", "6205"; steps are "diameter x
length, ..." from below. What the request leaves open is a question; only a request with no size at all takes
a part without parameters.
"""

_USUAL = re.compile(
    r", the first one standing on Z=0|,? (?:standing|lying|that lies) on Z=0|(?<=\w) on Z=0\b|, its axis on Z"
    r"|, centred in X and Y|, (?:two|one) corners? on [^,]*"
    r"|, (?:the first one|the first bolt hole|one tooth) on \+X"
)
"""What the conventions say of every part already."""

_CONVENTIONS = """\
CONVENTIONS
- Millimetres unless a unit is given; 1 in = 25.4 mm; a decimal comma is a point.
- L x W x H = X x Y x Z. The lowest point is on Z=0; the bounding box is centred in X and Y. Front -Y,
  back +Y, left -X, right +X. "From a corner" counts from (-X, -Y), anything else from the centre.
- Round parts: axis Z, a bare size is a diameter. Hexagons: across flats, a corner on +X.
- Holes: through, along Z, centred when no place is given. Inset = edge to the hole's centre. Corner holes
  without an inset: 2 x the diameter, say so. Bolt circle: its diameter, first hole on +X. Slots: overall
  length, round ends, along X.
- Walls: the outer size stays, the wall goes inside, floor = wall. Cups, trays, enclosures open at +Z.
- Fillet or chamfer on a plate or box: the vertical outer edges; on a round part: the outer rims; "all edges":
  all of them. What does not fit is a question, never made smaller.
- Metric screws, clearance hole: M3 3.4, M4 4.5, M5 5.5, M6 6.6, M8 9, M10 11, M12 13.5. Tapped, core hole:
  2.5, 3.3, 4.2, 5, 6.8, 8.5, 10.2. Threads are not modelled; say so.
- Name every size that you assume in assumptions, one sentence each."""


@lru_cache(maxsize=2)
def system_prompt(*, tools: bool) -> str:
    """Return the system message.

    Args:
        tools: The model answers by tool calls; else the prompt says how to write its answer as text.
    """
    return "\n\n".join(
        [
            _TASK,
            _AS_TOOLS if tools else _AS_TEXT,
            _SCRIPT_RULES,
            _CONVENTIONS,
            _CATALOGUE_HEAD + "\n".join(_listed(part) for part in catalogue().values()),
            "EXAMPLES\n" + "\n\n".join(_shown(example, tools) for example in examples()),
        ]
    )


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
    lines = [f"Made before in this conversation: {previous.plan.title}", _fenced(previous.plan.script)]
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
    return f"{kind}{plan.title}, requirements {json.dumps(stated(plan.requirements))}\n{_fenced(plan.script)}"


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


def _listed(part: Part) -> str:
    """Return a part in one line: its sizes, those with "?" may be left out, and what it is."""
    sizes = [name if each.required else f"{name}?" for name, each in part.parameters.items()]
    radii = {name.replace("diameter", "radius") for name in part.parameters if "diameter" in name}
    other = [*(name for name in part.aliases if name not in radii), *(["size"] if part.standard else [])]
    also = f" | {', '.join(other)}" if other else ""
    return f"- {part.name}({', '.join(sizes)}{also}): {_brief(part.description)}"


def _brief(description: str) -> str:
    """Return a description's first sentence, without what the conventions say of every part."""
    return _USUAL.sub("", description.split(". ")[0].rstrip("."))


def _shown(example: Example, tools: bool) -> str:
    return f"Request: {example.request}\n{written(example.tool, example.arguments, tools=tools)}"


def written(tool: str, arguments: Mapping[str, Any], *, tools: bool) -> str:
    """Write an answer out; the script apart, so that its lines stay lines."""
    rest = {key: value for key, value in arguments.items() if key != "script"}
    script = arguments.get("script")
    if tools:
        return f"{tool} {json.dumps(rest)}" + (f", script:\n{_fenced(script)}" if script else "")
    return f"```json\n{json.dumps(rest)}\n```" + (f"\n{_fenced(script)}" if script else "")


def _fenced(script: str) -> str:
    return f"```python\n{script.rstrip()}\n```"


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
