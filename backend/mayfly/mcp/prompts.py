"""Prompts that a person picks in a client: design a part, review a part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    GetPromptResult,
    Prompt,
    PromptArgument,
    PromptMessage,
    TextContent,
)

_DESIGN: Final = """\
Design this part and make its STEP file with Mayfly: {description}

1. Collect every size that is given. Do not invent sizes: what is missing and matters, ask me.
2. Call generate_step_model once, with the whole request in words, or with a design if words are not enough.
3. If it answers 'needs_clarification', put its question to me as it is.
4. Look at it with show_temp_model (a section where there is something inside), and measure with
   measure_temp_model what I asked for.
5. Tell me what was made, what was assumed, and until when the file exists. Ask whether to change, keep or
   fetch it.
"""
_REVIEW: Final = """\
Review the model {name} as a mechanical engineer.

1. Look at it with show_temp_model: iso, front, top, right, and a section through the middle.
2. Measure it with measure_temp_model: the whole model, then the faces and edges that matter (holes, bores,
   mating faces).
3. Report what it is, its main sizes, its holes with places and depths, thin walls, sharp inner corners, and
   what could not be made or assembled as drawn. Say for each finding what you measured.
4. Propose changes as single sentences that change_step_model takes ("10 mm thick", "fillet the top edges
   2 mm"). Change nothing before I agree.
"""

PROMPTS: Final = (
    Prompt(
        name="design_part",
        title="Design a part",
        description="Make a STEP file of a description: ask what is missing, make, look, measure.",
        arguments=[
            PromptArgument(name="description", description="What the part is, with its sizes.", required=True)
        ],
    ),
    Prompt(
        name="review_part",
        title="Review a part",
        description="Look at a model, measure it, and say what is wrong with it.",
        arguments=[
            PromptArgument(name="name", description="File name of the model; the last one if not given.")
        ],
    ),
)


def prompt_text(name: str, arguments: Mapping[str, str]) -> GetPromptResult:
    """Return a prompt with its arguments filled in.

    Raises:
        MCPError: There is no such prompt, or an argument is missing.
    """
    if name == "design_part":
        if not arguments.get("description", "").strip():
            raise MCPError(INVALID_PARAMS, "The prompt 'design_part' needs a description.")
        text = _DESIGN.format(description=arguments["description"])
    elif name == "review_part":
        text = _REVIEW.format(name=arguments.get("name") or "that was made last")
    else:
        raise MCPError(INVALID_PARAMS, f"There is no prompt {name!r}.")
    described = next(prompt.description for prompt in PROMPTS if prompt.name == name)
    message = PromptMessage(role="user", content=TextContent(text=text))
    return GetPromptResult(description=described, messages=[message])
