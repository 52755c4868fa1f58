"""Build the MCP server: its handlers, and what they need, which is imported after the first answer.

It is the SDK's low-level server, not ``MCPServer``: the tools' schemas are those of the operations, the list
of resources changes, and sessions of before 2026-07-28 subscribe to resources, for which that has no place.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import NotificationOptions, Server
from mcp.server.models import InitializationOptions
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.server.subscriptions import ListenHandler
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INTERNAL_ERROR,
    CallToolRequestParams,
    CallToolResult,
    CompleteRequestParams,
    CompleteResult,
    EmptyResult,
    GetPromptRequestParams,
    GetPromptResult,
    InputRequiredResult,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    SubscribeRequestParams,
    UnsubscribeRequestParams,
)

from mayfly import __version__
from mayfly.mcp.handshake import INSTRUCTIONS, NAME, TITLE
from mayfly.mcp.prompts import PROMPTS, prompt_text
from mayfly.mcp.session_keys import session_key
from mayfly.mcp.watching import Watch

if TYPE_CHECKING:
    from mayfly.mcp.service import Service

log = logging.getLogger("mayfly.mcp")

_Context = ServerRequestContext[Any, Any]
_Page = PaginatedRequestParams | None


class Loading:
    """A service that is made in a thread when it is first needed, once."""

    def __init__(self, make: Callable[[], Service]) -> None:
        """Make nothing yet.

        Args:
            make: Imports what it takes, and makes the service.
        """
        self._make = make
        self._lock = asyncio.Lock()
        self._service: Service | None = None

    async def service(self) -> Service:
        """Return the service; if it can't be made, it is tried again the next time.

        Raises:
            MCPError: It can't be made: a ``MAYFLY_*`` variable makes no sense, for instance.
        """
        async with self._lock:
            if self._service is None:
                try:
                    self._service = await anyio.to_thread.run_sync(self._make)
                except Exception as error:
                    from mayfly.operations.errors import error_text

                    raise MCPError(INTERNAL_ERROR, error_text(error)) from error
            return self._service


@dataclass(frozen=True, slots=True, kw_only=True)
class McpServer:
    """A server that was built.

    Attributes:
        server: The SDK's server.
        loading: Its service, for who wants it before a client does.
        listening: The streams of clients that listen for changes.
    """

    server: Server[None]
    loading: Loading
    listening: ListenHandler


def build_server(make: Callable[[Watch], Service]) -> McpServer:
    """Build the server; nothing is made before a client asks for it.

    Args:
        make: Imports what it takes, and makes the service; called in a thread.
    """
    watch = Watch()
    loading, listening = Loading(lambda: make(watch)), ListenHandler(watch)

    async def list_tools(_: _Context, __: _Page) -> ListToolsResult:
        return ListToolsResult(tools=(await loading.service()).tools.listed())

    async def call_tool(ctx: _Context, params: CallToolRequestParams) -> CallToolResult | InputRequiredResult:
        return await (await loading.service()).tools.call(ctx, params)

    async def list_resources(_: _Context, __: _Page) -> ListResourcesResult:
        return ListResourcesResult(resources=await (await loading.service()).resources.listed())

    async def list_templates(_: _Context, __: _Page) -> ListResourceTemplatesResult:
        found = (await loading.service()).resources.templates()
        return ListResourceTemplatesResult(resource_templates=found)

    async def read_resource(ctx: _Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        return await (await loading.service()).resources.read(ctx, params.uri)

    async def subscribe(ctx: _Context, params: SubscribeRequestParams) -> EmptyResult:
        await loading.service()
        watch.follow(session_key(ctx) or "", params.uri, ctx.session)
        return EmptyResult()

    async def unsubscribe(ctx: _Context, params: UnsubscribeRequestParams) -> EmptyResult:
        watch.leave(session_key(ctx) or "", params.uri)
        return EmptyResult()

    async def list_prompts(_: _Context, __: _Page) -> ListPromptsResult:
        return ListPromptsResult(prompts=list(PROMPTS))

    async def get_prompt(_: _Context, params: GetPromptRequestParams) -> GetPromptResult:
        return prompt_text(params.name, params.arguments or {})

    async def complete(_: _Context, params: CompleteRequestParams) -> CompleteResult:
        found = (await loading.service()).resources.complete(params.argument.name, params.argument.value)
        return CompleteResult(completion=await found)

    @asynccontextmanager
    async def lifespan(_: Server[None]) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(watch.run)
            yield
            tasks.cancel_scope.cancel()

    server = Server(
        NAME,
        version=__version__,
        title=TITLE,
        instructions=INSTRUCTIONS,
        lifespan=lifespan,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_subscribe_resource=subscribe,
        on_unsubscribe_resource=unsubscribe,
        on_subscriptions_listen=listening,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
        on_completion=complete,
    )
    # What a client brings back with an answer is sealed: nobody can put other words into it.
    boundary = RequestStateBoundary(RequestStateSecurity.ephemeral(), default_audience=NAME)
    server.middleware.append(boundary)
    return McpServer(server=server, loading=loading, listening=listening)


def options_of(server: Server[None]) -> InitializationOptions:
    """Return what the server says of itself in a handshake."""
    return server.create_initialization_options(NotificationOptions(resources_changed=True))
