"""A planner's question within a tool: an error for the model to pass on, or an interrupt for the person.

An interrupt runs the tool again from its start when the answer comes, so the planner plans the request
once more; LangGraph then gives the answers that there are so far, in their order.
"""

from __future__ import annotations

from collections.abc import Callable
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


def with_answers(
    request: str,
    make: Callable[[str], dict[str, Any]],
    *,
    questions: Questions,
    generator: CADModelGenerator,
    previous: Attempt | None,
) -> dict[str, Any]:
    """Make what a request asks for, and ask the person what it leaves open.

    Args:
        request: What to make, in words.
        make: Makes a request, or raises the planner's question.
        questions: "interrupt" asks the person, where the run can be resumed.
        generator: Its planner may want to see the questions too.
        previous: The last model of the conversation.

    Raises:
        NeedsClarification: A question that nobody here can answer.
        BuildCancelled: The person left the question.
    """
    asked = held = request
    before: dict[str, Any] | None = None
    while True:
        try:
            return make(asked)
        except NeedsClarification as error:
            if questions == "error" or not remembers():
                raise
            raised = error.to_dict()
        problem = asked_again(raised, before)
        if before and settles_nothing(raised, before, asked):
            asked = held
        held = asked
        answer, _ = ask_until_answered(problem, asked, generator)
        if answer.leaves:
            raise BuildCancelled("The person left the question without an answer, so nothing was built.")
        state = {"previous": None if previous is None else pack_attempt(previous.plan, previous.report)}
        asked = answered(state, {"asked": asked, "problem": problem}, answer.words, generator=generator)
        before = problem
