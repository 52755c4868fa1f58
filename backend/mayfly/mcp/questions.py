"""A planner's question to the client's person: as a form (elicitation) where the client can show one.

Since the protocol of 2026-07-28 a server does not call its client: the tool answers that it needs input, and
the client calls again with the person's answer and the state that it was given. Before, the server asks and
waits. ``Asked`` is what travels: the request with the answers so far, and the question.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Self

from mcp.server.context import ServerRequestContext
from mcp_types import ElicitRequest, ElicitRequestFormParams, ElicitResult, InputRequiredResult
from mcp_types.version import is_version_at_least

from mayfly.errors import BuildCancelled, NeedsClarification
from mayfly.generator import CADModelGenerator
from mayfly.operations.asking import OpenRequest
from mayfly.planning.planner import Attempt

MOST_QUESTIONS: Final = 8
"""Questions about one call; what is still open then is an error."""

_WITHOUT_BACK_CHANNEL: Final = "2026-07-28"
_KEY: Final = "answer"
_WORDS: Final = "words"


def can_ask(ctx: ServerRequestContext[Any, Any]) -> bool:
    """Return whether the client shows forms to a person; one of "url" alone does not."""
    capabilities = ctx.session.client_capabilities
    asked = capabilities.elicitation if capabilities is not None else None
    return asked is not None and (asked.form is not None or asked.url is None)


class Asked:
    """A request that was asked about, and the question.

    Attributes:
        request: The request with the answers that there are so far.
        count: How many questions were asked.
    """

    def __init__(self, request: OpenRequest, problem: dict[str, Any], count: int = 1) -> None:
        """Set up the question.

        Args:
            request: The request; ``raise_question`` has returned the question.
            problem: The question, as ``NeedsClarification.to_dict`` gives it.
            count: How many questions were asked, with this one.
        """
        self.request = request
        self.count = count
        self._problem = problem
        self._again: str | None = None

    @property
    def params(self) -> ElicitRequestFormParams:
        """The form that the client is to show."""
        question = NeedsClarification.from_dict(self._problem)
        would_work = f"This would work: {'; '.join(question.suggestions)}." if question.suggestions else ""
        lines = [self._again or "", question.question, would_work]
        return ElicitRequestFormParams(
            message="\n".join(line for line in lines if line),
            requested_schema=_form(question),
        )

    def required(self) -> InputRequiredResult:
        """Return the tool's answer that asks the client to call again with the person's answer."""
        state = {
            "request": self.request.to_dict(),
            "problem": self._problem,
            "again": self._again,
            "count": self.count,
        }
        return InputRequiredResult(
            input_requests={_KEY: ElicitRequest(params=self.params)}, request_state=json.dumps(state)
        )

    @classmethod
    def brought_back(cls, state: str) -> Self:
        """Return the question from the state that a client brought back (which the SDK has verified)."""
        row = json.loads(state)
        asked = cls(OpenRequest.from_dict(row["request"]), row["problem"], int(row["count"]))
        asked._again = row["again"]
        return asked

    def take(
        self, result: ElicitResult, *, generator: CADModelGenerator, previous: Attempt | None
    ) -> OpenRequest | None:
        """Put the person's answer into the request; None where it can't be read, and is asked for again.

        Args:
            result: What the client sent.
            generator: Its planner may want to see the questions too.
            previous: The last model of the session.

        Raises:
            BuildCancelled: The person left the question.
        """
        # Only here: these bring LangGraph with them, which takes a second to import.
        from mayfly.clarification.asking import model_reads
        from mayfly.clarification.meaning import answer_of
        from mayfly.interrupts import question_of
        from mayfly.replies.reading import read_reply

        if result.action != "accept":
            raise BuildCancelled("The person left the question, so nothing was built.")
        shown = question_of(self._problem, self.request.asked, self._again)
        reply = read_reply(_filled(result.content or {}), [field.name for field in shown.fields])
        answer = answer_of(reply, shown, problem=self._problem, model_reads=model_reads(generator))
        if answer.leaves:
            raise BuildCancelled("The person left the question, so nothing was built.")
        if answer.again is not None:
            self._again, self.count = answer.again, self.count + 1
            return None
        self.request.answer(answer.words, generator=generator, previous=previous)
        return self.request


def calls_again(ctx: ServerRequestContext[Any, Any]) -> bool:
    """Return whether the client calls again with the answer, instead of waiting to be asked."""
    return is_version_at_least(ctx.protocol_version, _WITHOUT_BACK_CHANNEL)


async def ask(ctx: ServerRequestContext[Any, Any], asked: Asked) -> ElicitResult:
    """Ask the client's person, and wait for the answer; for protocols before 2026-07-28."""
    form = asked.params
    return await ctx.session.elicit_form(form.message, form.requested_schema, ctx.request_id)


def answer_in(responses: Mapping[str, Any] | None) -> ElicitResult | None:
    """Return the person's answer from a call that was made again; None where none came."""
    answer = (responses or {}).get(_KEY)
    return answer if isinstance(answer, ElicitResult) else None


def _form(question: NeedsClarification) -> dict[str, Any]:
    """Return the JSON schema of a form: flat, with plain fields, as elicitation allows."""
    from mayfly.planning.conversation.narrowing import asked_sizes

    properties: dict[str, Any] = {
        size.replace(" ", "_"): {"type": "number", "title": f"{size} (mm)"} for size in asked_sizes(question)
    }
    if question.options:
        properties[_KEY] = {"type": "string", "title": "One of these", "enum": list(question.options)}
    properties[_WORDS] = {
        "type": "string",
        "title": "Or in words" if properties else "In words",
        "description": "Any length may have a unit.",
    }
    only = [_WORDS] if len(properties) == 1 else []
    return {"type": "object", "properties": properties, "required": only}


def _filled(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that were filled in, words in place of an option where both are there."""
    filled = {name: value for name, value in content.items() if value not in (None, "")}
    words = filled.pop(_WORDS, None)
    return filled if words is None else {**filled, _KEY: words}
