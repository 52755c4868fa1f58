"""The MCP side of the operations: their list, and a call of one with its progress, questions and memory."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeVar

from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    BlobResourceContents,
    CallToolRequestParams,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ImageContent,
    InputRequiredResult,
    ResourceLink,
    TextContent,
    TextResourceContents,
    Tool,
    ToolAnnotations,
)
from pydantic import ValidationError

from mayfly.async_twins import Steps, blocking
from mayfly.cad.workshop import CancelToken, Client, in_own_thread
from mayfly.errors import NeedsClarification
from mayfly.generator import Progress
from mayfly.mcp.questions import MOST_QUESTIONS, Asked, answer_in, ask, calls_again, can_ask
from mayfly.mcp.running import Order, Runner, reported_progress
from mayfly.mcp.session_keys import session_key
from mayfly.mcp.sessions import Memory, Sessions
from mayfly.mcp.uris import model_uri
from mayfly.mcp.watching import Watch
from mayfly.operations.arguments import explain_invalid_input
from mayfly.operations.asking import OpenRequest
from mayfly.operations.catalogue import OPERATIONS
from mayfly.operations.changing import CHANGE, RUN_SCRIPT, changing
from mayfly.operations.definition import Answer, Call, File, Operation, Workplace
from mayfly.operations.errors import error_text
from mayfly.operations.making import GENERATE, Making
from mayfly.planning.planner import Attempt

_MADE: Final = frozenset({GENERATE.name, CHANGE.name, RUN_SCRIPT.name})
_BY_NAME: Final = {operation.name: operation for operation in OPERATIONS}
_TEXTS: Final = ("text/", "application/json", "image/svg+xml")
_MAKINGS: Final[dict[str, Callable[[Call, Any], Making]]] = {
    GENERATE.name: Making.of,
    CHANGE.name: changing,
}
"""How the operations that read words begin; what they ask is asked here."""

Result = TypeVar("Result")


def _tools() -> list[Tool]:
    """Return the operations as MCP tools, with the schemas of what they take and answer."""
    return [
        Tool(
            name=operation.name,
            title=operation.title,
            description=operation.description,
            input_schema=operation.arguments.plain_schema(),
            output_schema=operation.output.model_json_schema(mode="serialization"),
            annotations=ToolAnnotations(
                title=operation.title,
                read_only_hint=operation.reads_only,
                destructive_hint=operation.destroys,
                idempotent_hint=operation.reads_only,
                open_world_hint=False,
            ),
        )
        for operation in OPERATIONS
    ]


class Tools:
    """Calls of operations by MCP clients."""

    def __init__(self, workplace: Workplace, runner: Runner, watch: Watch, *, rules_plan: bool) -> None:
        """Set up where the calls work.

        Args:
            workplace: The generator and the service.
            runner: Runs what takes the workshop.
            watch: Is told of each model that is made.
            rules_plan: The rules plan requests in words, not a chat model, so the scripts are Mayfly's own.
        """
        self._workplace = workplace
        self._runner = runner
        self._watch = watch
        self._rules_plan = rules_plan
        self._sessions = Sessions()

    def listed(self) -> list[Tool]:
        """Return the operations as MCP tools, with the schemas of what they take and answer."""
        return _tools()

    async def call(
        self, ctx: ServerRequestContext[Any, Any], params: CallToolRequestParams
    ) -> CallToolResult | InputRequiredResult:
        """Call an operation; what goes wrong is an answer with ``is_error`` and a text that says why.

        Raises:
            MCPError: There is no such tool.
        """
        operation = _BY_NAME.get(params.name)
        if operation is None:
            raise MCPError(INVALID_PARAMS, f"There is no tool {params.name!r}.")
        try:
            given = await in_own_thread(partial(operation.arguments.model_validate, params.arguments or {}))
        except ValidationError as error:
            return _failed(explain_invalid_input(error))
        memory = self._sessions.of(session_key(ctx))
        async with reported_progress(ctx.session) as on_progress:
            try:
                answer = await _Called(self, ctx, params, memory, on_progress).answer(operation, given)
            except Exception as error:
                return _failed(_text_of(error))
        if isinstance(answer, InputRequiredResult):
            return answer
        if operation.name in _MADE:
            model = answer.data["model"]
            memory.name = model["name"]
            memory.attempt = Attempt(plan=answer.plan, report=model["report"]) if answer.plan else None
            await self._watch.made(model["name"])
        return _answered(answer)

    async def trusted(self, operation: Operation[Any], given: Any, memory: Memory) -> bool:
        """Return whether a call runs one of Mayfly's own scripts, or works on a model of one."""
        if operation.name == RUN_SCRIPT.name:
            return False
        if operation.name in _MADE:
            return self._rules_plan or not given.request
        name = getattr(given, "name", None) or memory.name
        if name is None:
            return False
        service = await in_own_thread(self._workplace.bound_service)
        card = await in_own_thread(partial(service.get_report, name))
        return bool((card or {}).get("trusted"))

    @property
    def workplace(self) -> Workplace:
        """The generator and the service."""
        return self._workplace

    @property
    def runner(self) -> Runner:
        """What runs the calls that take the workshop."""
        return self._runner


class _Called:
    """One call of a tool."""

    def __init__(
        self,
        tools: Tools,
        ctx: ServerRequestContext[Any, Any],
        params: CallToolRequestParams,
        memory: Memory,
        on_progress: Progress,
    ) -> None:
        self._tools = tools
        self._ctx = ctx
        self._params = params
        self._memory = memory
        self._on_progress = on_progress
        self._trusted = False

    async def answer(self, operation: Operation[Any], given: Any) -> Answer | InputRequiredResult:
        """Do what the operation does, and ask the person where words leave something open."""
        if not operation.builds:
            return await in_own_thread(lambda: blocking(operation.run)(self._call(), given))
        self._trusted = await self._tools.trusted(operation, given, self._memory)
        begin = _MAKINGS.get(operation.name)
        if begin is None or not given.request:
            makes = operation.name in _MADE
            return await self._run(lambda call: operation.run(call, given), makes_model=makes)
        making = await in_own_thread(lambda: begin(self._call(), given))
        return await self._asked(making, OpenRequest(given.request))

    async def _asked(self, making: Making, request: OpenRequest) -> Answer | InputRequiredResult:
        """Make what a request asks for, with the person's answers to what it leaves open."""
        asked, answer = None, answer_in(self._params.input_responses)
        if answer is not None and self._params.request_state is not None:
            asked = Asked.brought_back(self._params.request_state)
        while True:
            if asked is not None:
                if answer is None:
                    answer = await ask(self._ctx, asked)
                take = partial(asked.take, answer, generator=making.generator, previous=making.previous)
                taken = await in_own_thread(take)
                if taken is None:
                    answer = None
                    if calls_again(self._ctx):
                        return asked.required()
                    continue
                request = taken
            try:
                return await self._run(partial(_made, making, request.asked), makes_model=True)
            except NeedsClarification as error:
                count = asked.count + 1 if asked is not None else 1
                if not can_ask(self._ctx) or count > MOST_QUESTIONS:
                    raise
                asked, answer = Asked(request, request.raise_question(error), count), None
            if calls_again(self._ctx):
                return asked.required()

    async def _run(self, steps: Callable[[Call], Steps[Answer]], *, makes_model: bool) -> Answer:
        """Run steps in the workshop's line."""

        def work(on_progress: Progress, cancel: CancelToken, client: Client) -> Answer:
            call = self._call(on_progress=on_progress, cancel=cancel, client=client)
            return blocking(lambda: steps(call))()

        answer: Answer = await self._tools.runner(
            work,
            Order(request=self._ctx.request, trusted=self._trusted, makes_model=makes_model),
            self._on_progress,
        )
        return answer

    def _call(self, **more: Any) -> Call:
        """Return the call of the operation, with what the session made before."""
        memory = self._memory
        return Call(
            workplace=self._tools.workplace,
            last_attempt=lambda: memory.attempt,
            last_name=lambda: memory.name,
            local=self._ctx.request is None,
            **more,
        )


def _made(making: Making, request: str, call: Call) -> Steps[Answer]:
    """Return the steps that make what a request asks for by now."""
    again = Making(call=call, generator=making.generator, plan=None, previous=making.previous)
    return again.make(request)


def _text_of(error: Exception) -> str:
    """Return an error in words; a question with the way to answer it."""
    text = error_text(error)
    if isinstance(error, NeedsClarification):
        text += "\nCall the tool again with the whole request and the person's answer in it."
    return text


def _failed(text: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=text)], is_error=True)


def _answered(answer: Answer) -> CallToolResult:
    """Return an answer as text, picture, file or link, and structure."""
    content: list[ContentBlock] = [TextContent(text=answer.text)]
    if answer.picture is not None:
        coded = base64.b64encode(answer.picture).decode("ascii")
        content.append(ImageContent(data=coded, mime_type="image/png"))
    if answer.file is not None:
        content.append(EmbeddedResource(resource=contents_of(answer.file, _uri_of(answer.file))))
    if answer.plan is not None:
        content.append(_link_to(answer.data["model"]))
    return CallToolResult(content=content, structured_content=answer.result.model_dump(mode="json"))


def _uri_of(file: File) -> str:
    """Return the URI of a file within an answer: its model's, with the file's ending as its part."""
    base = model_uri(file.model)
    return base if file.name == file.model else f"{base}/{file.name.rpartition('.')[2]}"


def contents_of(
    file: File, uri: str, meta: dict[str, Any] | None = None
) -> TextResourceContents | BlobResourceContents:
    """Return a file as the contents of a resource: text where it is some, else a blob."""
    if file.media_type.startswith(_TEXTS):
        return TextResourceContents(
            uri=uri, mime_type=file.media_type, text=file.content.decode(), _meta=meta
        )
    blob = base64.b64encode(file.content).decode("ascii")
    return BlobResourceContents(uri=uri, mime_type=file.media_type, blob=blob, _meta=meta)


def _link_to(model: dict[str, Any]) -> ResourceLink:
    """Return a link to the STEP file of a model that was made."""
    return ResourceLink(
        name=model["name"],
        title=model["title"],
        uri=model_uri(model["name"]),
        description=f"STEP file, deleted at {model['expires_at']}.",
        mime_type="model/step",
        size=model["size_bytes"],
    )
