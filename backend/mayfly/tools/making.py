"""The tool that makes models, with what LangGraph adds: progress, questions, the graph's state."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from langchain_core.messages import ToolMessage
from langchain_core.tools.base import ArgsSchema
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command

from mayfly.async_twins import Step, Steps, blocking
from mayfly.errors import NeedsClarification
from mayfly.graph_state.schemas import pack_attempt
from mayfly.operations.definition import Answer as Answered
from mayfly.operations.definition import Operation
from mayfly.operations.making import GENERATE, GenerateInput, Making
from mayfly.tools.base import NO_RUNTIME, Answer, MayflyTool
from mayfly.tools.calls import LAST_ATTEMPT, LAST_MODEL, progress_of, this_call
from mayfly.tools.questions import Asking, Questions


class GenerateTool(MayflyTool):
    """A STEP file from a request, a part or a design.

    Attributes:
        questions: What becomes of a planner's question.
        updates_state: Answer with a ``Command`` that notes the model in the graph's state (``LastModel``).
    """

    operation: ClassVar[Operation[Any]] = GENERATE
    name: str = GENERATE.name
    description: str = GENERATE.description
    args_schema: ArgsSchema | None = GenerateInput
    questions: Questions = "error"
    updates_state: bool = False

    @blocking
    def _run(self, runtime: ToolRuntime[Any, Any] = NO_RUNTIME, **arguments: Any) -> Steps[Answer]:
        given = GenerateInput(**arguments)
        call = self.call_within(runtime, progress_of(self.name, given.label, runtime))
        making = yield from Step(partial(Making.of, call, given))
        if making.plan is not None:
            return self._noted((yield from making.build(making.plan)))
        asking = Asking(
            given.request or "",
            questions=self.questions,
            generator=making.generator,
            previous=making.previous,
        )
        asking.resume()
        while True:
            try:
                answered = yield from making.make(asking.asked)
            except NeedsClarification as error:
                asking.answer(error)
            else:
                asking.done()
                return self._noted(answered)

    def _noted(self, answered: Answered) -> Answer:
        """Return the text for the model, and what was made and from what for the program."""
        model, plan = answered.data["model"], answered.plan
        text = f"{answered.text}\nDownload: {model['model_url']}"
        made = {"model": model, "attempt": plan and pack_attempt(plan, model["report"])}
        call = this_call()
        if not self.updates_state or call is None:
            return text, made
        message = ToolMessage(text, artifact=made, tool_call_id=call, name=self.name)
        update = {"messages": [message], LAST_MODEL: model, LAST_ATTEMPT: made["attempt"]}
        return Command(update=update), made
