"""ChatPlanner: any LangChain chat model as designer, held to what the request says with certainty.

::

    request ─▶ model ─▶ part with parameters ─┐
                 ▲      script + requirements ─┼─▶ joined with the certain requirements ─▶ plan
                 │      question ──────────────┴─▶ NeedsClarification
                 └── an answer that can't be used, a failed build: what was wrong goes back

One request costs at most ``Limits.answers`` answers, whatever they are spent on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from mayfly.cad.parts import Part, get_part
from mayfly.contracts import Assumption, ChatUsage, Note, Plan, Requirements
from mayfly.errors import (
    BuildOutOfMemory,
    BuildTimeout,
    InvalidGeometry,
    InvalidParameter,
    KernelCrash,
    NeedsClarification,
    PlanningError,
    RequirementsNotMet,
    ScriptError,
    UnknownPart,
)
from mayfly.planning.chat import prompt
from mayfly.planning.chat.agreement import contradictions, join, read_beyond_doubt
from mayfly.planning.chat.client import ChatClient, Limits
from mayfly.planning.chat.models import load_model, model_name
from mayfly.planning.chat.reply import PartReply, QuestionReply, Reply, UnusableReply, read_reply
from mayfly.planning.follow_up.reader import asks_to_undo
from mayfly.planning.memory import undone
from mayfly.planning.planner import Attempt
from mayfly.planning.questions import about, missing

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
    ) -> None:
        """Take a model, or make the one that is named.

        Args:
            model: Any chat model, or a name as in ``MAYFLY_MODEL`` ("provider:name").
            limits: What one request may cost.

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
        spent = ChatUsage(background=prompt.made_before(previous), said=previous.plan.request)
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
        words = prompt.request_text(request, spent.background, attempts, certain)
        conversation: list[BaseMessage] = [HumanMessage(words)]
        stream = True
        while True:
            message, spent = self._client.answer(conversation, spent, stream=stream)
            stream = bool(message.text or message.tool_calls)  # a streamed refusal arrives as nothing at all
            try:
                plan = self._to_plan(
                    read_reply(message), certain, last=self.limits.reached(spent) is not None
                )
                return replace(plan, drafting=spent, request=said)
            except (UnusableReply, InvalidParameter, UnknownPart) as problem:
                if exhausted := self.limits.reached(spent):
                    raise PlanningError(
                        f"{self.name} gave no answer that can be used, within {exhausted}: {problem}"
                    ) from None
                conversation += [
                    AIMessage(prompt.quoted(message.text, message.tool_calls)),
                    HumanMessage(prompt.usage_note(str(problem))),
                ]

    def _to_plan(self, reply: Reply, certain: Requirements, *, last: bool) -> Plan:
        """Turn an answer into a plan that has to meet what is certain.

        Raises:
            NeedsClarification: It is a question, or contradicts what is certain.
            UnusableReply: A part whose sizes contradict what is certain, if there is another answer left.
            InvalidParameter: The part has no such parameter, or not in this range.
            UnknownPart: There is no such part.
        """
        if isinstance(reply, QuestionReply):
            raise NeedsClarification(reply.question, reply.reason, reply.suggestions)  # in the model's words
        if isinstance(reply, PartReply):
            plan = self._part_plan(reply, certain, last=last)
        else:
            plan = Plan(
                script=reply.script,
                title=reply.title,
                assumptions=tuple(map(Note, reply.assumptions)),
                requirements=reply.requirements,
                explicit=True,
            )
        return replace(plan, requirements=join(certain, plan.requirements))

    def _part_plan(self, reply: PartReply, certain: Requirements, *, last: bool) -> Plan:
        """Plan a part of the catalogue; a slip of the model goes back to it while it has an answer left.

        Raises:
            As for ``_to_plan``.
        """
        part = get_part(reply.part)
        plan = part.plan(**dict(reply.parameters))
        open_sizes = _open_sizes(part, plan) if reply.parameters else []
        labels = [each.label for each in open_sizes]
        if open_sizes and last:
            raise missing(
                f"What is the {' and the '.join(labels)} of the {part.title.lower()}?",
                about("size", part, *labels),
            )
        if open_sizes:
            raise UnusableReply(
                f"{part.name} was given some of its sizes, but not the {', '.join(labels)}. "
                "Give what the request says about that, or ask."
            )
        # Its requirements follow from the parameters: a difference is a slip, and not another reading.
        differences = contradictions(certain, plan.requirements)
        if differences and not last:
            raise UnusableReply(
                f"The request fixes another size than {part.name} has then: {'; '.join(differences)}."
            )
        return plan


def _open_sizes(part: Part, plan: Plan) -> list[Assumption]:
    """Return what a part needs and was not given, directly or by what follows from other sizes."""
    assumed = {each.parameter: each for each in plan.assumptions if isinstance(each, Assumption)}
    return [
        assumed[name] for name, parameter in part.parameters.items() if parameter.required and name in assumed
    ]


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
