"""Middleware that brings Mayfly's tools into an agent, remembers the last model, and sends pictures on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, NotRequired

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain.agents.middleware.types import OmitFromInput, PrivateStateAttr
from langchain_core.messages import ToolMessage
from langgraph.graph.ui import AnyUIMessage, ui_message_reducer
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.types import Command

from mayfly.middleware.cards import apicture_for_card, model_card, picture_for_card
from mayfly.middleware.pictures_sent import PictureForm, form_for, sent
from mayfly.tools import MayflyToolkit
from mayfly.tools.calls import LAST_ATTEMPT, LAST_MODEL, MAKER, newest

ToolAnswer = ToolMessage | Command[Any]


class CadState(AgentState[Any]):
    """What an agent remembers of models.

    Attributes:
        cad_model: The last model that was made, as ``CADModelGenerator.generate_model`` returns it.
        cad_attempt: Its plan and report, on which the next change is read ("10 mm thick").
    """

    cad_model: NotRequired[Annotated[dict[str, Any] | None, OmitFromInput, newest]]
    cad_attempt: NotRequired[Annotated[dict[str, Any] | None, PrivateStateAttr, newest]]


class CardState(CadState):
    """What an agent remembers where a chat page draws cards.

    Attributes:
        ui: LangGraph's UI messages; one for each model that was made.
    """

    ui: NotRequired[Annotated[list[AnyUIMessage], OmitFromInput, ui_message_reducer]]


class CadMiddleware(AgentMiddleware[Any, Any]):
    """Brings Mayfly's tools, and puts the last model into the agent's state (``cad_model``).

    There it stays when messages are trimmed or summarised, and the next request may change it.
    Put it first: the middleware after it sees the tools' plain answers.

    Attributes:
        tools: The toolkit's tools.
    """

    state_schema = CadState

    def __init__(self, toolkit: MayflyToolkit | None = None, *, cards: bool = False) -> None:
        """Take the tools of a toolkit.

        Args:
            toolkit: The tools; those on the process's own generator if not given.
            cards: Put a card of each model, with a small picture, into the state's ``ui``, for
                agent-chat-ui and other pages that draw LangGraph's UI messages.
        """
        super().__init__()
        self._toolkit = toolkit or MayflyToolkit()
        self.tools = self._toolkit.get_tools()
        self._cards = cards
        if cards:
            self.state_schema = CardState

    def wrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], ToolAnswer]
    ) -> ToolAnswer:
        """Put a model that was made into the state."""
        answer = handler(request)
        made = _made(answer)
        if made is None or not self._cards:
            return _noted(answer)
        return _noted(
            answer, _card(request, made, picture_for_card(self._toolkit.bound_generator(), made["name"]))
        )

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[ToolAnswer]]
    ) -> ToolAnswer:
        """Put a model that was made into the state."""
        answer = await handler(request)
        made = _made(answer)
        if made is None or not self._cards:
            return _noted(answer)
        picture = await apicture_for_card(self._toolkit.bound_generator(), made["name"])
        return _noted(answer, _card(request, made, picture))


class PictureMiddleware(AgentMiddleware[AgentState[Any], Any]):
    """Sends the pictures of tools in a form that the chat model takes (see ``pictures_sent``).

    Put it last, so that it sees the model that is called in the end.

    Attributes:
        form: How pictures are sent.
    """

    def __init__(self, form: PictureForm = "auto") -> None:
        """Choose a form.

        Args:
            form: "tool" leaves a picture in the tool's message, "user" puts it into a message of the user
                after it, "none" sends words instead; "auto" takes the one that the chat model can read.
        """
        super().__init__()
        self.form = form

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Send pictures in the form that the chat model takes."""
        return handler(self._sendable(request))

    async def awrap_model_call(
        self,
        request: ModelRequest[Any],
        handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """Send pictures in the form that the chat model takes."""
        return await handler(self._sendable(request))

    def _sendable(self, request: ModelRequest[Any]) -> ModelRequest[Any]:
        form = form_for(request.model) if self.form == "auto" else self.form
        messages = sent(request.messages, form)
        return request if messages is request.messages else request.override(messages=messages)


def _made(answer: ToolAnswer) -> dict[str, Any] | None:
    """Return the model that a tool's answer is about; None for other answers."""
    if not isinstance(answer, ToolMessage) or answer.name != MAKER or not answer.artifact:
        return None
    model: dict[str, Any] = answer.artifact["model"]
    return model


def _noted(answer: ToolAnswer, card: dict[str, Any] | None = None) -> ToolAnswer:
    """Return a tool's answer, and with it an update of the state if it made a model."""
    model = _made(answer)
    if model is None or not isinstance(answer, ToolMessage):
        return answer
    made = {LAST_MODEL: model, LAST_ATTEMPT: answer.artifact["attempt"], **({"ui": [card]} if card else {})}
    return Command(update={"messages": [answer], **made})


def _card(request: ToolCallRequest, model: dict[str, Any], picture: bytes | None) -> dict[str, Any]:
    """Return the card of a model, shown under the message that called the tool."""
    messages = (request.state or {}).get("messages") or [None]
    return model_card(
        model,
        message_id=getattr(messages[-1], "id", None),
        call_id=request.tool_call["id"],
        picture=picture,
    )
