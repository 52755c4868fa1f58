"""The tools that a chat model answers by, as function schemas that say only what the prompt does not."""

from __future__ import annotations

from typing import Any, Final

Tool = dict[str, Any]

_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"type": "array", "items": {"type": "string"}}
_OBJECT: Final = {"type": "object"}


def _tool(name: str, said: str, needed: tuple[str, ...] = (), **fields: Any) -> Tool:
    parameters = {"type": "object", "properties": fields, "required": list(needed)}
    return {"type": "function", "function": {"name": name, "description": said, "parameters": parameters}}


MAKE_DESIGN: Final = _tool(
    "make_design",
    "A design.",
    ("design",),
    design=_OBJECT,
    assumptions=_TEXTS,
)
WRITE_SCRIPT: Final = _tool(
    "write_script",
    "A CadQuery script.",
    ("script", "requirements"),
    script=_TEXT,
    title=_TEXT,
    requirements=_OBJECT,
    assumptions=_TEXTS,
    not_checked={**_TEXTS, "description": "what is not measured: the shape of the grip"},
)
ASK: Final = _tool(
    "ask",
    "A question.",
    ("question", "reason"),
    question=_TEXT,
    reason={"type": "string", "enum": ["conflict", "missing", "impossible", "unsupported"]},
    suggestions=_TEXTS,
)
LOOK_UP: Final = _tool(
    "look_up",
    "Read about parts, kinds of DESIGN, standards.",
    ("names",),
    names=_TEXTS,
)
PUBLISH: Final = _tool("publish", "The model that you were shown is what was asked for.")
QUERY: Final = _tool(
    "query",
    "Ask about the model that you were shown.",
    faces={**_TEXT, "description": "list the faces that look along +X, -X, ..., or all"},
    selects={**_TEXT, "description": "list what a selector picks: 'faces >Z', 'edges |Z'"},
    distance={**_TEXT, "description": "between two faces of the list: '3 7'"},
    points={
        "type": "array",
        "items": {"type": "array", "items": {"type": "number"}},
        "description": "whether each lies in the material",
    },
)

ANSWERS: Final = (MAKE_DESIGN, WRITE_SCRIPT, ASK, LOOK_UP)
"""What every turn offers."""
LOOKS: Final = (*ANSWERS, PUBLISH, QUERY)
"""What a model is offered that is shown what it made."""


def name_of(tool: Tool) -> str:
    """Return a tool's name."""
    return str(tool["function"]["name"])
