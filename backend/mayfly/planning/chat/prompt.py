"""The system message of a chat model: the task, the feature language, scripts, conventions, the catalogue.

All of it is plain text, with nothing fetched for the request: documentation added by retrieval is known to
make first answers worse. What is seldom needed is read on demand (``look_up``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from mayfly.cad.parts import catalogue
from mayfly.design.short_form import short_form
from mayfly.planning.chat.examples import Example, examples

_TASK: Final = """\
You are the designer of Mayfly, which turns a request into one STEP file. Your answer is built in a sealed
process and measured; what misses the request is not published. Answer the whole request in one way:
1. make_design, where DESIGN can say it, with what the request says of the result in `expect`. Prefer it.
2. write_script for anything else that can be modelled: the whole script, and what to measure on the result.
3. ask one question, with the values, where the request contradicts itself (reason conflict), can't be
   (impossible), can't be modelled here (unsupported), lacks a size or has two readings (missing).
Assume what is left to you ("suitable", "about") or is a matter of course, and name it in assumptions. Ask for
a size missing among given ones, and where two readings make different parts ("18 x 32", then "left" and
"top": which lies along X?). Never drop or change in silence what was asked for."""

_AS_TOOLS: Final = "Call one tool, once. look_up first for the sizes of a part or the fields of a kind."

_AS_TEXT: Final = """\
Write no tool calls, but one of these alone:
1. ```json
{"design": {"bodies": [...]}, "assumptions": []}
```
2. ```json
{"title": "...", "requirements": {...}, "assumptions": []}
```
```python
the whole script
```
3. ```json
{"question": "...", "reason": "missing", "suggestions": []}
```
To read about a part or a kind first: {"look_up": ["plate"]}"""

_SCRIPTS: Final = """\
SCRIPT (CadQuery 2)
- Import cadquery as cq, math, numpy; `from mayfly.parts import spacer`: each part is a function that gives a
  Workplane; `from mayfly import standards`: clearance_hole("M6").diameter_mm and other tables.
- Each number of the request is a parameter at the top, `name = number  # mm`; work with the names below.
- End with show_object(result): a Workplane of solids, or a cq.Assembly with names and colours.
- Fillets and chamfers last; chamfer(2) takes 2 mm off both faces; Workplane("XZ") looks along -Y;
  faces(">Z").workplane() has its origin in the middle of that face.
REQUIREMENTS: an object with fields of `expect` for all that the request says or that follows from it: solids,
envelope; in `has` each hole with its places, shafts, bosses, fillets, chamfers; for all else points in the
material (solid) or outside (empty), close to both sides of a wall, a step, a slot's end. Lengths are held to
0.01 mm: calculate (25.981, not 26), and leave out what you can only estimate."""

_CONVENTIONS: Final = """\
CONVENTIONS, where the request says nothing: its own place, axes and names go first.
- mm; 1 in = 25.4; a decimal comma is a point. L x W x H = X x Y x Z; lowest point on Z=0, box centred in X
  and Y; front -Y, left -X. "From a corner" counts from (-X, -Y), all else from the centre.
- Round parts: axis Z, a bare size is a diameter. Hexagons: across flats, a corner on +X.
- Holes: through, along Z, in the middle. Corner holes without an inset: 2 x diameter. First of a bolt circle
  on +X. Slots: length over all, along X.
- Walls go inwards, floor = wall; cups, trays, enclosures are open on top.
- Fillets, chamfers: of plates the vertical outer edges, of round parts the rims. What does not fit is asked.
- Screws pass: M3 3.4, M4 4.5, M5 5.5, M6 6.6, M8 9, M10 11; tapped: 2.5, 3.3, 4.2, 5, 6.8, 8.5, no thread."""


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
            "DESIGN: " + short_form(),
            _SCRIPTS,
            _CONVENTIONS,
            "PARTS (look_up gives sizes): " + " ".join(catalogue()),
            "\n".join(_shown(example, tools) for example in examples()),
        ]
    )


def _shown(example: Example, tools: bool) -> str:
    return f"Request: {example.request}\n{written(example.tool, example.arguments, tools=tools)}"


def written(tool: str, arguments: Mapping[str, Any], *, tools: bool) -> str:
    """Write an answer out; the script apart, so that its lines stay lines."""
    rest = {key: value for key, value in arguments.items() if key != "script"}
    script = arguments.get("script")
    if tools:
        return f"{tool} {json.dumps(rest)}" + (f", script:\n{fenced(script)}" if script else "")
    return f"```json\n{json.dumps(rest)}\n```" + (f"\n{fenced(script)}" if script else "")


def fenced(script: str) -> str:
    """Return a script as a block of Python."""
    return f"```python\n{script.rstrip()}\n```"
