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
    BuildError,
    InvalidDesign,
    InvalidParameter,
    NeedsClarification,
    PlanningError,
    UnknownPart,
)
from mayfly.planning.chat import feedback, looks
from mayfly.planning.chat.client import ChatClient
from mayfly.planning.chat.look_up import looked_up
from mayfly.planning.chat.not_checked import listed
from mayfly.planning.chat.number_audit import Said, audited, said_numbers
from mayfly.planning.chat.plans import plan_of
from mayfly.planning.chat.reply import (
    LookUpReply,
    PublishReply,
    QueryReply,
    QuestionReply,
    Reply,
    ScriptReply,
    UnusableReply,
    read_reply,
)
from mayfly.planning.chat.requirements_form import is_empty
from mayfly.planning.chat.tools import ANSWERS, LOOKS
from mayfly.planning.drafts import Draft, drafting_table
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
        asked_for_requirements: The model knows already that its script came without requirements.
        look: Show the model what it made before that is published.
        pictures: The model takes pictures.
        named_numbers: The numbers that went missing, once they were named to the model.
    """

    client: ChatClient
    request: str
    certain: Requirements
    spent: ChatUsage
    conversation: list[BaseMessage]
    asked_for_requirements: bool = False
    named_numbers: tuple[str, ...] = ()
    look: bool = False
    pictures: bool = False
    _stream: bool = True
    _look_ups: int = 0
    _looks: int = 0
    _shown: tuple[Plan, Draft] | None = None
    _said: tuple[Said, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        """Read the numbers that the request says."""
        turns = Turns.read(self.request)
        self._said = said_numbers("\n".join((turns.request, *turns.answers)))

    def plan(self) -> Plan:
        """Ask until an answer can be used, or the limits are reached.

        Raises:
            NeedsClarification: The model asks, or it contradicts what is certain.
            ModelUnavailable: The provider can't be reached now.
            PlanningError: The model failed, refused, or gave nothing that can be used.
        """
        while True:
            try:
                message = self._ask()
                found = self._read(read_reply(message))
            except (UnusableReply, InvalidDesign, InvalidParameter, UnknownPart) as problem:
                exhausted = self.client.limits.reached(self.spent)
                if exhausted and self._shown:
                    return self._unseen()
                if exhausted:
                    raise PlanningError(
                        f"{self.client.name} gave no answer that can be used, within {exhausted}: {problem}"
                    ) from None
                found = HumanMessage(feedback.usage_note(str(problem)))
            if isinstance(found, Plan):
                return replace(found, drafting=self.spent)
            self._tell(message, found)
            if self._shown and self.client.limits.reached(replace(self.spent, answers=0)):
                return self._unseen()

    def _ask(self) -> AIMessage:
        """Get the next answer; one after a streamed refusal, which arrives as nothing at all, comes whole."""
        tools = LOOKS if self._shown else ANSWERS
        message, self.spent = self.client.answer(
            self.conversation, self.spent, stream=self._stream, tools=tools
        )
        self._stream = bool(message.text or message.tool_calls)
        return message

    def _read(self, reply: Reply) -> Plan | HumanMessage:
        """Return the plan of an answer, or what the model reads next instead.

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
            return HumanMessage(looked_up(reply.names))
        if isinstance(reply, PublishReply | QueryReply):
            return self._about_shown(reply)
        if self._shown:
            self._is_no_answer()  # a better answer after a look is no repair
        last = self.client.limits.reached(self.spent) is not None
        plan = plan_of(reply, self.certain, request=Turns.read(self.request).spoken, last=last)
        unmeasured = self._unmeasured(reply, plan)
        if unmeasured and self._said and not (last or self.asked_for_requirements):
            self.asked_for_requirements = True
            return HumanMessage(unmeasured)
        return self._looked_at(plan, last=last)

    def _unmeasured(self, reply: Reply, plan: Plan) -> str:
        """Return what the model reads of an answer that states nothing to measure; empty where it does."""
        if isinstance(reply, ScriptReply):
            return feedback.NO_REQUIREMENTS if is_empty(reply.requirements) else ""
        if plan.design is None or self.certain.volume_mm3 is not None or self.spent.background:
            return ""
        return "" if "expect" in plan.design else feedback.NO_EXPECTATIONS

    def _about_shown(self, reply: PublishReply | QueryReply) -> Plan | HumanMessage:
        """Return the model that was shown, or the answers to what the model asks about it.

        Raises:
            UnusableReply: None was shown.
        """
        table = drafting_table()
        if self._shown is None or table is None:
            what = "publish" if isinstance(reply, PublishReply) else "ask about"
            raise UnusableReply(f"There is no model yet that you could {what}.")
        self._is_no_answer()
        plan, draft = self._shown
        if isinstance(reply, PublishReply) or self._looks >= looks.MOST_LOOKS:
            return self._with_lost_numbers(plan, draft)
        self._looks += 1
        return HumanMessage(looks.answered(reply, plan, draft, table))

    def _looked_at(self, plan: Plan, *, last: bool) -> Plan | HumanMessage:
        """Return the plan, or what the model sees of it first: its draft, and numbers that went missing."""
        lost = self._lost(plan)
        table = drafting_table()
        looks_left = self.look and self._looks < looks.MOST_LOOKS
        draft = None
        if table is not None and (looks_left or lost):
            try:
                draft = table.draft(plan, picture=looks_left and self.pictures)
            except (BuildError, InvalidParameter):
                return plan  # the build will fail in the same way, and that is repaired
            lost = self._lost(plan, draft)
        named = lost if not self.named_numbers and not last else ()
        self.named_numbers = self.named_numbers or named
        if draft is not None and looks_left:
            self._looks += 1
            self._shown = plan, draft
            left = looks.MOST_LOOKS - self._looks
            return looks.look_message(draft, left=left, lost=named, before=self.spent.before)
        if named:
            self._is_no_answer()
            return HumanMessage(feedback.numbers_note(named))
        return self._with_lost_numbers(plan, draft)

    def _lost(self, plan: Plan, draft: Draft | None = None) -> tuple[str, ...]:
        """Return the numbers of the request that are found nowhere; none where all of it is measured."""
        whole = self.certain.volume_mm3 is not None
        if whole or self.spent.background:
            return ()
        return audited(self._said, plan, draft.report if draft else None)

    def _with_lost_numbers(self, plan: Plan, draft: Draft | None) -> Plan:
        """Return a plan that says which numbers of the request were found nowhere."""
        lost = self._lost(plan, draft)
        if not lost:
            return plan
        were = "was" if len(lost) == 1 else "were"
        note = Note(
            f"The request's {listed(lost)} {were} found neither in the model's sizes nor in its measures."
        )
        return replace(plan, assumptions=(*plan.assumptions, note))

    def _unseen(self) -> Plan:
        """Return the model that was shown, where the limits end the look at it."""
        assert self._shown is not None  # noqa: S101 - asked for only then
        plan = self._with_lost_numbers(*self._shown)
        note = Note("The chat model did not say whether what it was shown is right: its limits were reached.")
        return replace(plan, assumptions=(*plan.assumptions, note), drafting=self.spent)

    def _is_no_answer(self) -> None:
        """Take the last answer off the count: it was a turn beside them."""
        self.spent = replace(self.spent, answers=self.spent.answers - 1, turns=self.spent.turns + 1)

    def _tell(self, message: AIMessage, answer: HumanMessage) -> None:
        """Add the model's answer to the talk, and what it reads next."""
        self.conversation += [AIMessage(feedback.quoted(message.text, message.tool_calls)), answer]
