"""The tool that shows a model to the one who made it: a picture, for chat models that can see."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from typing import Any, Literal

from langchain_core.tools.base import ArgsSchema
from langgraph.prebuilt import ToolRuntime
from pydantic import Field

from mayfly.cad.pictures import USUAL_VIEWS
from mayfly.cad.workshop import in_own_thread
from mayfly.errors import ModelNotFound
from mayfly.rendering import quoted
from mayfly.tools.arguments import ToolInput
from mayfly.tools.base import NO_RUNTIME, Answer, MayflyTool, answers_errors, answers_errors_awaited
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
        order = _Order.of(name, views, section, runtime)
        picture = self.bound_generator().picture(order.name, views=order.views, section=order.section)
        return order.answer(picture)

    @answers_errors_awaited
    async def _arun(
        self,
        name: str | None = None,
        views: list[View] | None = None,
        section: str | None = None,
        runtime: ToolRuntime[Any, Any] = NO_RUNTIME,
    ) -> Answer:
        order = _Order.of(name, views, section, runtime)
        generator = await in_own_thread(self.bound_generator)
        picture = await generator.apicture(order.name, views=order.views, section=order.section)
        return order.answer(picture)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be shown: a model, its views, and a cut."""

    name: str
    views: tuple[str, ...]
    section: str | None

    @classmethod
    def of(
        cls,
        name: str | None,
        views: list[View] | None,
        section: str | None,
        runtime: ToolRuntime[Any, Any] | None,
    ) -> _Order:
        """Read a call; without a name the conversation's last model is meant.

        Raises:
            ModelNotFound: No model was made in the conversation.
        """
        meant = name or last_model_name(runtime)
        if meant is None:
            raise ModelNotFound(
                "No model was made in this conversation; name one, as list_temp_models gives it."
            )
        chosen: list[str] = [*(views or USUAL_VIEWS)]
        return cls(meant, tuple(dict.fromkeys(chosen)), section or None)

    def answer(self, picture: bytes) -> Answer:
        """Return words and picture as standard content blocks, and what is shown as plain data."""
        cut = f", cut at {self.section}" if self.section else ""
        text = f"{quoted(self.name)} from {', '.join(self.views)}{cut}."
        coded = base64.b64encode(picture).decode("ascii")
        block = {"type": "image", "base64": coded, "mime_type": "image/png"}
        shown = {**asdict(self), "views": list(self.views), "size_bytes": len(picture)}
        return [{"type": "text", "text": text}, block], {"picture": shown}
