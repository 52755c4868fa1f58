"""The operation that draws a picture of a model for a chat model that can see."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mayfly.async_twins import Step, Steps, step
from mayfly.cad.picture_options import USUAL_VIEWS
from mayfly.errors import ModelNotFound
from mayfly.operations.arguments import ToolInput
from mayfly.operations.definition import Answer, Call, Operation
from mayfly.operations.results import PictureResult
from mayfly.storage_text import quoted

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


def model_meant(call: Call, name: str | None) -> str:
    """Return the name of the model that a call is about: the given one, or the one made last.

    Raises:
        ModelNotFound: None is named, and none was made in this conversation.
    """
    meant = name or call.last_name()
    if meant is None:
        raise ModelNotFound("No model was made in this conversation; name one, as list_temp_models gives it.")
    return meant


def _show(call: Call, given: ShowInput) -> Steps[Answer]:
    meant = model_meant(call, given.name)
    seen = list(dict.fromkeys([*(given.views or USUAL_VIEWS)]))
    generator = yield from Step(call.workplace.bound_generator)
    section = given.section or None
    picture = yield from step(
        generator.picture,
        generator.apicture,
        meant,
        views=seen,
        section=section,
        cancel=call.cancel,
        client=call.client,
    )
    cut = f", cut at {section}" if section else ""
    shown = {"name": meant, "views": seen, "section": section, "size_bytes": len(picture)}
    return Answer(
        text=f"{quoted(meant)} from {', '.join(seen)}{cut}.",
        data={"picture": shown},
        result=PictureResult(name=meant, views=list(seen), section=section, size_bytes=len(picture)),
        picture=picture,
    )


SHOW = Operation(
    name="show_temp_model",
    title="Look at a model",
    description=(
        "Look at a model that was made: one picture with several views, on demand a section. Use it to check "
        "what was made against what the person asked for."
    ),
    arguments=ShowInput,
    output=PictureResult,
    run=_show,
    reads_only=True,
    builds=True,
)
