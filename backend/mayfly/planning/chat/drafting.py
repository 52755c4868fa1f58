"""The talk with a chat model about one request: until there is an answer that can be built, or a question.

What the model hears once (a script with no requirements, numbers that went missing) and what it looks up
or looks at is no repair: it costs tokens and time, and none of the answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from mayfly.contracts import ChatUsage, Note, Plan, Requirements
from mayfly.errors import (
    InvalidDesign,
    InvalidParameter,
    NeedsClarification,
    PlanningError,
    UnknownPart,
)
from mayfly.planning.chat import feedback
from mayfly.planning.chat.client import ChatClient
from mayfly.planning.chat.look_up import looked_up
from mayfly.planning.chat.not_checked import listed
from mayfly.planning.chat.number_audit import Said, audited, said_numbers
from mayfly.planning.chat.plans import plan_of
from mayfly.planning.chat.reply import (
    DesignReply,
    LookUpReply,
    PartReply,
    PublishReply,
    QuestionReply,
    Reply,
    ScriptReply,
    UnusableReply,
    read_reply,
)
from mayfly.planning.chat.requirements_form import is_empty
from mayfly.planning.turns import Turns

MOST_LOOK_UPS: Final = 4
"""How often the model may look something up for one request."""


@dataclass(slots=True, kw_only=True)
class Drafting:
    """The talk about one request.

    Attributes:
        client: The model.
        request: What is asked for, with answers to questions in it.
        certain: What it says with certainty.
        spent: What it has cost so far.
        conversation: What was said, without the system message.
        previous: It changes a model that was made before: numbers of that need not be said again.
        asked_for_requirements: The model knows already that its script came without requirements.
        named_numbers: The numbers that went missing, once they were named to the model.
    """

    client: ChatClient
    request: str
    certain: Requirements
    spent: ChatUsage
    conversation: list[BaseMessage]
    previous: bool = False
    asked_for_requirements: bool = False
    named_numbers: tuple[str, ...] = ()
    _stream: bool = True
    _look_ups: int = 0
    _said: tuple[Said, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        """Read the numbers that the request says."""
        self._said = said_numbers(Turns.read(self.request).spoken)

    def plan(self) -> Plan:
        """Ask until an answer can be used, or the limits are reached.

        Raises:
            NeedsClarification: The model asks, or it contradicts what is certain.
            ModelUnavailable: The provider can't be reached now.
            PlanningError: The model failed, refused, or gave nothing that can be used.
        """
        while True:
            message = self._ask()
            try:
                plan = self._read(read_reply(message))
            except (UnusableReply, InvalidDesign, InvalidParameter, UnknownPart) as problem:
                if exhausted := self.client.limits.reached(self.spent):
                    raise PlanningError(
                        f"{self.client.name} gave no answer that can be used, within {exhausted}: {problem}"
                    ) from None
                self._tell(message, feedback.usage_note(str(problem)))
                continue
            if isinstance(plan, Plan):
                return replace(plan, drafting=self.spent)
            self._tell(message, plan)

    def _ask(self) -> AIMessage:
        """Get the next answer; one after a streamed refusal, which arrives as nothing at all, comes whole."""
        message, self.spent = self.client.answer(self.conversation, self.spent, stream=self._stream)
        self._stream = bool(message.text or message.tool_calls)
        return message

    def _read(self, reply: Reply) -> Plan | str:
        """Return the plan of an answer, or what the model hears instead.

        Raises:
            NeedsClarification: It is a question, or contradicts what is certain.
            UnusableReply, InvalidDesign, InvalidParameter, UnknownPart: It can't be used.
        """
        if isinstance(reply, QuestionReply):
            raise NeedsClarification(reply.question, reply.reason, reply.suggestions)  # in the model's words
        if isinstance(reply, LookUpReply):
            if self._look_ups >= MOST_LOOK_UPS:
                raise UnusableReply("You have looked up enough. Answer the request.")
            self._look_ups += 1
            self._is_no_answer()
            return looked_up(reply.names)
        if not isinstance(reply, DesignReply | PartReply | ScriptReply):
            what = "publish" if isinstance(reply, PublishReply) else "ask about"
            raise UnusableReply(f"There is no model yet that you could {what}.")
        last = self.client.limits.reached(self.spent) is not None
        plan = plan_of(reply, self.certain, request=Turns.read(self.request).spoken, last=last)
        unmeasured = isinstance(reply, ScriptReply) and is_empty(reply.requirements)
        if unmeasured and self._said and not (last or self.asked_for_requirements):
            self.asked_for_requirements = True
            return feedback.NO_REQUIREMENTS
        return self._without_missing_numbers(plan, last=last)

    def _without_missing_numbers(self, plan: Plan, *, last: bool) -> Plan | str:
        """Return the plan, or the note about numbers that went missing, the first time that some did."""
        whole = self.certain.volume_mm3 is not None  # all of it is measured anyway
        lost = () if self.previous or whole else audited(self._said, plan)
        if lost and not self.named_numbers and not last:
            self.named_numbers = lost
            self._is_no_answer()
            return feedback.numbers_note(lost)
        if not lost:
            return plan
        note = Note(
            f"The request's {listed(lost)} {'was' if len(lost) == 1 else 'were'} found neither among the "
            "model's sizes nor its measures."
        )
        return replace(plan, assumptions=(*plan.assumptions, note))

    def _is_no_answer(self) -> None:
        """Take the last answer off the count: it was a turn beside them."""
        self.spent = replace(self.spent, answers=self.spent.answers - 1, turns=self.spent.turns + 1)

    def _tell(self, message: AIMessage, text: str) -> None:
        """Add the model's answer to the talk, and what is wrong with it."""
        self.conversation += [
            AIMessage(feedback.quoted(message.text, message.tool_calls)),
            HumanMessage(text),
        ]
