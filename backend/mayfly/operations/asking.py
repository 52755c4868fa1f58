"""A request on its way through the planner's questions: what is asked next, and the request with the answers.

It waits for nobody: a graph interrupts its run with the question, an MCP server asks the client's person.
"""

from __future__ import annotations

from typing import Any, Self

from mayfly.errors import NeedsClarification
from mayfly.generator import CADModelGenerator
from mayfly.planning.conversation.answers import is_follow_up, next_question, with_answer
from mayfly.planning.planner import Attempt


class OpenRequest:
    """A request that may be open.

    Attributes:
        asked: The request, with the answers that there are so far.
    """

    def __init__(self, request: str) -> None:
        """Set up the request as it came.

        Args:
            request: What to make, in words.
        """
        self.asked = request
        self._before: dict[str, Any] | None = None
        self._held = request
        self._problem: dict[str, Any] | None = None

    def raise_question(self, error: NeedsClarification) -> dict[str, Any]:
        """Return the question that is open now, as ``NeedsClarification.to_dict`` gives it.

        An answer that settled nothing is left out of the request.

        Args:
            error: What the planner raised for ``asked``.
        """
        before = None if self._before is None else {"asked": self._held, "problem": self._before}
        self.asked, problem = next_question(error.to_dict(), before, self.asked)
        self._held = self.asked
        self._problem = problem
        return problem

    def answer(self, words: str, *, generator: CADModelGenerator, previous: Attempt | None) -> None:
        """Put an answer to the open question into the request.

        Args:
            words: What the person said.
            generator: Its planner may want to see the questions too.
            previous: The last model of the conversation; it counts where the request changes it.
        """
        if self._problem is None:
            raise ValueError("no question is open")
        changed = previous if previous and is_follow_up(self.asked, previous) else None
        self.asked = with_answer(
            self.asked,
            self._problem,
            words,
            keeps_questions=bool(getattr(generator.planner, "keeps_questions", False)),
            previous=changed,
        )
        self._before, self._problem = self._problem, None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, for a client that brings it back with the answer."""
        return {"asked": self.asked, "held": self._held, "before": self._before, "problem": self._problem}

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Self:
        """Return what ``to_dict`` wrote."""
        request = cls(str(row["asked"]))
        request._held = str(row["held"])
        request._before, request._problem = row["before"], row["problem"]
        return request
