"""A planner's question within a tool: an error for the model to pass on, or an interrupt for the person.

An interrupt runs the tool again from its start when the answer comes; LangGraph then gives the answers that
there are so far, in their order. The questions are remembered in this process until then: a chat model that
plans is not asked for the same plan again, where it might ask something else, or nothing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final, Literal

from langgraph.config import get_config

from mayfly.clarification.asking import ask_until_answered, remembers
from mayfly.errors import BuildCancelled, NeedsClarification
from mayfly.generator import CADModelGenerator
from mayfly.operations.asking import OpenRequest
from mayfly.planning.planner import Attempt
from mayfly.tools.calls import this_call

Questions = Literal["error", "interrupt"]
"""What becomes of a question: an error that the model passes on, or an interrupt of the run."""


_MOST_OPEN: Final = 256

_open: OrderedDict[tuple[str, ...], list[NeedsClarification]] = OrderedDict()
_lock = threading.Lock()


class Asking:
    """A request on its way through the planner's questions."""

    def __init__(
        self,
        request: str,
        *,
        questions: Questions,
        generator: CADModelGenerator,
        previous: Attempt | None,
    ) -> None:
        """Set up the request as it came.

        Args:
            request: What to make, in words.
            questions: "interrupt" asks the person, where the run can be resumed.
            generator: Its planner may want to see the questions too.
            previous: The last model of the conversation.
        """
        self._request = OpenRequest(request)
        self._interrupts = questions == "interrupt" and remembers()
        self._generator = generator
        self._previous = previous
        self._call = _this_call() if self._interrupts else None

    @property
    def asked(self) -> str:
        """The request, with the answers that there are so far."""
        return self._request.asked

    def resume(self) -> None:
        """Add the answers that came while the run was interrupted to the request.

        Raises:
            BuildCancelled: The person left a question.
        """
        with _lock:
            raised = list(_open.get(self._call, ())) if self._call else []
        for error in raised:
            self._answer(error)

    def done(self) -> None:
        """Forget the questions: the model is made."""
        with _lock:
            if self._call:
                _open.pop(self._call, None)

    def answer(self, error: NeedsClarification) -> None:
        """Ask the person, and add the answer to the request.

        Raises:
            NeedsClarification: Questions are errors here, or the run can't be resumed.
            BuildCancelled: The person left the question.
        """
        if not self._interrupts:
            raise error
        with _lock:
            if self._call:
                _open.setdefault(self._call, []).append(error)
                _open.move_to_end(self._call)
            while len(_open) > _MOST_OPEN:
                _open.popitem(last=False)
        self._answer(error)

    def _answer(self, error: NeedsClarification) -> None:
        problem = self._request.raise_question(error)
        reply, _ = ask_until_answered(problem, self.asked, self._generator)
        if reply.leaves:
            self.done()
            raise BuildCancelled("The person left the question, so nothing was built.") from error
        self._request.answer(reply.words, generator=self._generator, previous=self._previous)


def _this_call() -> tuple[str, ...] | None:
    """Return what identifies a tool call within this process; None if it has no id."""
    call, place = this_call(), get_config()["configurable"]
    return (call and (str(place.get("thread_id")), str(place.get("checkpoint_ns")), call)) or None
