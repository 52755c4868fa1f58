"""Service: the tools and resources of one server, on a generator; imported after the first answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from mayfly.mcp.resources import Resources
from mayfly.mcp.running import Runner
from mayfly.mcp.tools import Tools
from mayfly.mcp.watching import Watch
from mayfly.operations.definition import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a server does for its clients.

    Attributes:
        tools: Calls of operations.
        resources: What can be read.
    """

    tools: Tools
    resources: Resources

    @classmethod
    def of(cls, workplace: Workplace, runner: Runner, watch: Watch, *, rules_plan: bool) -> Self:
        """Return the service on a generator; nothing starts before it is used.

        Args:
            workplace: The generator and the service of the models.
            runner: Runs what takes the workshop.
            watch: Is told of each model that is made, and looks which ones are there.
            rules_plan: The rules plan requests in words, not a chat model, so the scripts are Mayfly's own.
        """
        watch.look_at(lambda: {model.name for model in workplace.bound_service().list_models()})
        return cls(
            tools=Tools(workplace, runner, watch, rules_plan=rules_plan),
            resources=Resources(workplace, runner),
        )
