"""One thread of the workflow, answered by a person in tests."""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from mayfly.generator import CADModelGenerator
from mayfly.workflow import build_workflow

THREAD: Any = {"configurable": {"thread_id": "1"}}
REVIEW: Any = {"review": True}


class Talk:
    """One thread of the workflow, and what it said last."""

    def __init__(self, generator: CADModelGenerator, request: str, *, review: bool = False) -> None:
        self.graph = build_workflow(InMemorySaver(), generator=generator)
        self.context = REVIEW if review else None
        self.last: dict[str, Any] = self.graph.invoke({"request": request}, THREAD, context=self.context)

    def says(self, *answers: Any) -> Talk:
        for answer in answers:
            self.last = self.graph.invoke(Command(resume=answer), THREAD, context=self.context)
        return self

    def types(self, *messages: str) -> Talk:
        """Answer by a new run instead of a resumption, as a chat page does."""
        for message in messages:
            self.last = self.graph.invoke({"request": message}, THREAD, context=self.context)
        return self

    @property
    def asked(self) -> dict[str, Any]:
        (interrupt,) = self.last["__interrupt__"]
        return dict(interrupt.value)

    @property
    def box(self) -> list[float]:
        assert self.last["status"] == "made", self.last["answer"]
        return [float(side) for side in self.last["model"]["report"]["bounding_box_mm"]]
