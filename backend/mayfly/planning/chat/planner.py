"""ChatPlanner: any LangChain chat model as designer, held to what the request says with certainty.

::

    request ─▶ model ─▶ design ────────────────┐
                 ▲      script + requirements ─┼─▶ joined with the certain requirements ─▶ plan
                 │      question ──────────────┴─▶ NeedsClarification
                 ├── what it looks up, what it left out: said once, and no answer is counted
                 └── an answer that can't be used, a failed build: what was wrong goes back

One request costs at most ``Limits.answers`` answers, whatever they are spent on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

from mayfly.contracts import ChatUsage, Plan
from mayfly.errors import (
    BuildOutOfMemory,
    BuildTimeout,
    InvalidGeometry,
    KernelCrash,
    RequirementsNotMet,
    ScriptError,
)
from mayfly.planning.chat import feedback
from mayfly.planning.chat.agreement import read_beyond_doubt
from mayfly.planning.chat.client import ChatClient, Limits
from mayfly.planning.chat.drafting import Drafting
from mayfly.planning.chat.models import load_model, model_name
from mayfly.planning.follow_up.reader import asks_to_undo
from mayfly.planning.memory import undone
from mayfly.planning.planner import Attempt

_REPAIRABLE: Final = frozenset(
    error.code
    for error in (
        ScriptError,
        BuildTimeout,
        BuildOutOfMemory,
        KernelCrash,
        InvalidGeometry,
        RequirementsNotMet,
    )
)


class ChatPlanner:
    """A planner that lets a chat model design, by tool calls where it can, else by text with code blocks.

    Attributes:
        name: What the model is called, in messages to people.
        limits: What one request may cost.
        keeps_questions: A request with an answer in it holds the question too, as ``planning.turns``
            writes it.
    """

    keeps_questions: Final = True

    def __init__(
        self,
        model: BaseChatModel | str,
        *,
        limits: Limits | None = None,
        look: Literal["auto", "on", "off"] = "auto",
    ) -> None:
        """Take a model, or make the one that is named.

        Args:
            model: Any chat model, or a name as in ``MAYFLY_MODEL`` ("provider:name").
            limits: What one request may cost.
            look: Whether the model sees what it made before that is published: "auto" where it takes
                pictures, by LangChain's profile of it.

        Raises:
            PlanningError: The named model can't be made (package, provider, key).
        """
        self.limits = limits or Limits()
        if isinstance(model, str):
            self.name = model
            model = load_model(model, timeout_seconds=self.limits.seconds)
        else:
            self.name = model_name(model)
        self._client = ChatClient(model, self.name, self.limits)
        self._looks = look == "on" or (look == "auto" and self._client.takes_pictures is True)

    def plan(self, request: str, *, previous: Attempt | None = None) -> Plan:
        """Plan a request; see ``Planner.plan``. What can be undone is undone without asking the model.

        Raises:
            NeedsClarification: The model asks, or it contradicts what the request says with certainty.
            ModelUnavailable: The provider can't be reached now.
            PlanningError: The model failed, refused, or gave nothing that can be used.
        """
        if previous is None:
            return self._draft(request, [], ChatUsage())
        before = undone(previous.plan) if asks_to_undo(request) else None
        if before is not None:
            return before
        spent = ChatUsage(
            background=feedback.made_before(previous), said=previous.plan.request, before=previous.report
        )
        return self._draft(request, [], spent)

    def repair(self, request: str, attempts: Sequence[Attempt]) -> Plan | None:
        """Plan again, with what failed; return None when the plan is not at fault, or the limits are reached.

        Raises:
            NeedsClarification: As for ``plan``.
            PlanningError: As for ``plan``.
        """
        spent = attempts[-1].plan.drafting or ChatUsage(answers=len(attempts))
        if not _repairable(attempts) or self.limits.reached(spent):
            return None
        return self._draft(request, attempts, spent)

    def _draft(self, request: str, attempts: Sequence[Attempt], spent: ChatUsage) -> Plan:
        """Ask until an answer can be used, or the limits are reached."""
        certain, said = read_beyond_doubt(request, said=spent.said, alone=not spent.background)
        words = feedback.request_text(request, spent.background, attempts, certain, spent.before)
        talk = Drafting(
            client=self._client,
            request=request,
            certain=certain,
            spent=spent,
            conversation=[HumanMessage(words)],
            look=self._looks,
            pictures=self._client.takes_pictures is not False,
            asked_for_requirements=bool(attempts),
        )
        return replace(talk.plan(), request=said)


def _repairable(attempts: Sequence[Attempt]) -> bool:
    """Return whether another plan may help.

    No plan helps against a machine without a jail or a full queue. A script that ran
    into the jail is reported and gets no second try; a forbidden import, found before
    anything ran, goes back to the model once.
    """
    error = attempts[-1].error
    if error is None or error.get("code") not in _REPAIRABLE or error.get("error_type") == "PermissionError":
        return False
    forbidden = [(each.error or {}).get("error_type") == "ImportNotAllowed" for each in attempts]
    return not (forbidden[-1] and any(forbidden[:-1]))
