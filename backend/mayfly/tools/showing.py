"""The tool that shows a picture of a model to a chat model that can see."""

from __future__ import annotations

import base64
from typing import Any, Literal

from langchain_core.tools.base import ArgsSchema
from langgraph.prebuilt import ToolRuntime
from pydantic import Field

from mayfly.async_twins import Step, Steps, blocking, step
from mayfly.cad.picture_options import USUAL_VIEWS
from mayfly.errors import ModelNotFound
from mayfly.storage_text import quoted
from mayfly.tools.arguments import ToolInput
from mayfly.tools.base import NO_RUNTIME, Answer, MayflyTool
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
    """Shows a picture of a model."""

    name: str = "show_temp_model"
    description: str = (
        "Look at a model that was made: one picture with several views, on demand a section. Use it to check "
        "what was made against what the person asked for."
    )
    args_schema: ArgsSchema | None = ShowInput

    @blocking
    def _run(
        self,
        name: str | None = None,
        views: list[View] | None = None,
        section: str | None = None,
        runtime: ToolRuntime[Any, Any] = NO_RUNTIME,
    ) -> Steps[Answer]:
        meant = name or last_model_name(runtime)
        if meant is None:
            raise ModelNotFound(
                "No model was made in this conversation; name one, as list_temp_models gives it."
            )
        seen = list(dict.fromkeys([*(views or USUAL_VIEWS)]))
        generator = yield from Step(self.bound_generator)
        section = section or None
        picture = yield from step(generator.picture, generator.apicture, meant, views=seen, section=section)
        cut = f", cut at {section}" if section else ""
        text = f"{quoted(meant)} from {', '.join(seen)}{cut}."
        coded = base64.b64encode(picture).decode("ascii")
        image = {"type": "image", "base64": coded, "mime_type": "image/png"}
        shown = {"name": meant, "views": seen, "section": section, "size_bytes": len(picture)}
        return [{"type": "text", "text": text}, image], {"picture": shown}
