"""The channel of messages in the workflow's state, which exists only if messages came in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AnyMessage
from langgraph.channels import BinaryOperatorAggregate, LastValue
from langgraph.graph.message import add_messages

_NOTHING: Any = LastValue(list).checkpoint()  # LangGraph's mark for a channel without a value


class Conversation(BinaryOperatorAggregate[list[AnyMessage]]):
    """A channel of messages, joined by ``add_messages``, without a value until the first ones come.

    LangGraph's own channel begins as an empty list. A run without messages would then look like a new
    conversation, and every answer would carry an empty one.
    """

    def __init__(self, typ: Any, operator: Any = add_messages) -> None:
        """Set up the channel without a value.

        Args:
            typ: The type of the messages.
            operator: What joins two lists of them.
        """
        super().__init__(typ, operator)
        self.value = _NOTHING

    def update(self, values: Sequence[Any]) -> bool:
        """Add new messages to the conversation, or begin one."""
        if values and self.value is _NOTHING:
            self.value = []
        return super().update(values)
