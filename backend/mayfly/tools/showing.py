"""The tool that shows a model to the one who made it: a picture, for chat models that can see."""

from __future__ import annotations

import base64
from typing import Any, Literal

from langchain_core.tools.base import ArgsSchema
from langgraph.prebuilt import ToolRuntime
from pydantic import Field

from mayfly.answers import quoted
from mayfly.cad.pictures import USUAL_VIEWS
from mayfly.errors import ModelNotFound
from mayfly.tools.arguments import ToolInput
from mayfly.tools.base import NO_RUNTIME, Answer, MayflyTool, answers_errors
from mayfly.tools.calls import last_model_name

View = Literal["iso", "front", "back", "left", "right", "top", "bottom"]


class ShowInput(ToolInput):
    """Arguments of ``show_temp_model``."""

    name: str | None = Field(
        default=None,
        description="File name of the model, as list_temp_models gives it; null for the one made last.",
    )
    views: list[View] | None = Field(
        default=None, description=f"From where it is shown; null for {', '.join(USUAL_VIEWS)}."
    )
    section: str | None = Field(
        default=None,
        description=(
            "To see inside: the axis across which it is cut in the middle ('x', 'y', 'z'), or the place of "
            "the cut in mm ('x=12.5'). null to show it whole."
        ),
    )


class ShowModelTool(MayflyTool):
    """A picture of a model."""

    name: str = "show_temp_model"
    description: str = (
        "Look at a model that was made: one picture with several views, on demand a section. Use it to check "
        "what was made against what the person asked for."
    )
    args_schema: ArgsSchema | None = ShowInput

    @answers_errors
    def _run(
        self,
        name: str | None = None,
        views: list[View] | None = None,
        section: str | None = None,
        runtime: ToolRuntime[Any, Any] = NO_RUNTIME,
    ) -> Answer:
        name = _meant(name, runtime)
        chosen: list[str] = [*(views or USUAL_VIEWS)]
        shown, cut = tuple(dict.fromkeys(chosen)), section or None
        picture = self.bound_generator().picture(name, views=shown, section=cut)
        return _picture_answer(name, shown, cut, picture)


def _meant(name: str | None, runtime: ToolRuntime[Any, Any] | None) -> str:
    """Return the name of the model to show: the one given, or the conversation's last."""
    meant = name or last_model_name(runtime)
    if meant is None:
        raise ModelNotFound("No model was made in this conversation; name one, as list_temp_models gives it.")
    return meant


def _picture_answer(name: str, views: tuple[str, ...], section: str | None, picture: bytes) -> Answer:
    """Return words and picture as standard content blocks, and what is shown as plain data."""
    cut = f", cut at {section}" if section else ""
    text = f"{quoted(name)} from {', '.join(views)}{cut}."
    block = {"type": "image", "base64": base64.b64encode(picture).decode("ascii"), "mime_type": "image/png"}
    shown = {"name": name, "views": list(views), "section": section, "size_bytes": len(picture)}
    return [{"type": "text", "text": text}, block], {"picture": shown}
