"""Cards of models for chat pages: LangGraph's UI messages, which agent-chat-ui draws with ``mayfly.ui``."""

from __future__ import annotations

import base64
import logging
from collections.abc import Mapping
from typing import Any, Final

from mayfly.async_twins import Steps, awaited, blocking, step
from mayfly.errors import MayflyError
from mayfly.generator import CADModelGenerator

log = logging.getLogger(__name__)

CARD: Final = "model_card"
"""Name of the component, in the message and in ``model_card.tsx``."""

PICTURE_WIDTH_PX: Final = 480


def model_card(
    model: Mapping[str, Any], *, message_id: str | None, call_id: str | None, picture: bytes | None = None
) -> dict[str, Any]:
    """Return the UI message of a model, to be put into the state's ``ui``.

    Args:
        model: What ``CADModelGenerator.generate_model`` returns.
        message_id: The message under which the page shows it.
        call_id: The tool call that made the model; the card's id comes from it.
        picture: A small PNG, which the card holds itself: a page of another origin could not load it.
    """
    report = model["report"]
    coded = base64.b64encode(picture).decode("ascii") if picture else None
    props = {
        **{key: model[key] for key in ("name", "title", "model_url", "created_at", "expires_at")},
        "sizes_mm": list(report["bounding_box_mm"]),
        "volume_mm3": report["volume_mm3"],
        "solids": report["solids"],
        "assumptions": list(model["assumptions"]),
        "picture": coded and f"data:image/png;base64,{coded}",
    }
    metadata = {"merge": False, **({"message_id": message_id} if message_id else {})}
    return {
        "type": "ui",
        "id": f"card-{call_id or model['name']}",
        "name": CARD,
        "props": props,
        "metadata": metadata,
    }


@blocking
def picture_for_card(generator: CADModelGenerator, name: str) -> Steps[bytes | None]:
    """Draw a small picture; None where it can't be drawn, since a card without one is better than none."""
    draw, adraw = generator.picture, generator.apicture
    try:
        return (yield from step(draw, adraw, name, views=("iso",), width_px=PICTURE_WIDTH_PX))
    except MayflyError as error:
        log.warning("a card has no picture: %s", error.code)
        return None


apicture_for_card = awaited(picture_for_card)
