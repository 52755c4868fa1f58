"""A planner's question within a tool: an error for the model to pass on, or an interrupt for the person.

An interrupt runs the tool again from its start when the answer comes, so the planner plans the request
once more; LangGraph then gives the answers that there are so far, in their order.
"""

from __future__ import annotations

from typing import Any, Literal

from mayfly.dialogue import answered
from mayfly.errors import BuildCancelled, NeedsClarification
from mayfly.generator import CADModelGenerator
from mayfly.planning.answering import asked_again, settles_nothing
from mayfly.planning.planner import Attempt
from mayfly.state import pack_attempt
from mayfly.waiting import ask_until_answered, remembers

Questions = Literal["error", "interrupt"]
"""What becomes of a question: an error that the model passes on, or an interrupt of the run."""


class Asking:
    """A request on its way through the planner's questions.

    Attributes:
        asked: The request, with the answers that there are so far.
    """

    def __init__(
        self,
        request: str,
        *,
        questions: Questions,
        generator: CADModelGenerator,
        previous: Attempt | None,
    ) -> None:
        """Begin with the request as it came.

        Args:
            request: What to make, in words.
            questions: "interrupt" asks the person, where the run can be resumed.
            generator: Its planner may want to see the questions too.
            previous: The last model of the conversation.
        """
        self.asked = request
        self._interrupts = questions == "interrupt" and remembers()
        self._generator = generator
        self._state = {"previous": previous and pack_attempt(previous.plan, previous.report)}
        self._before: dict[str, Any] | None = None
        self._held = request

    def answer(self, error: NeedsClarification) -> None:
        """Ask the person, and put the answer to the request.

        Raises:
            NeedsClarification: A question that nobody here can answer.
            BuildCancelled: The person left the question.
        """
        if not self._interrupts:
            raise error
        raised = error.to_dict()
        problem = asked_again(raised, self._before)
        if self._before and settles_nothing(raised, self._before, self.asked):
            self.asked = self._held
        self._held = self.asked
        reply, _ = ask_until_answered(problem, self.asked, self._generator)
        if reply.leaves:
            raise BuildCancelled("The person left the question, so nothing was built.") from error
        question = {"asked": self.asked, "problem": problem}
        self.asked = answered(self._state, question, reply.words, generator=self._generator)
        self._before = problem
