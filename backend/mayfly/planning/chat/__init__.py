"""Plans with a chat model: prompt, reply, what the request fixes beyond doubt, errors of providers."""

from mayfly.planning.chat.client import Limits
from mayfly.planning.chat.planner import ChatPlanner

__all__ = ["ChatPlanner", "Limits"]
