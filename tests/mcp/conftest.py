"""An MCP server on the test's own generator, and clients of it in the same process."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import mcp_types as types
import pytest
from mcp import Client
from mcp.server.lowlevel.server import Server

from mayfly.generator import CADModelGenerator
from mayfly.mcp.running import run_here
from mayfly.mcp.server import build_server
from mayfly.mcp.service import Service
from mayfly.stores.store import Store

PLATE = "plate 80 x 60 x 6 mm with four 5.5 mm corner holes, 8 mm inset"
ENDLESS = "import cadquery as cq\nwhile True:\n    pass\nresult = cq.Workplane().box(1, 1, 1)"


class Here:
    """A workplace around one generator."""

    def __init__(self, generator: CADModelGenerator) -> None:
        self._generator = generator

    def bound_generator(self) -> CADModelGenerator:
        return self._generator

    def bound_service(self) -> Store:
        return self._generator.cleanup_service


@pytest.fixture
def server(generator: CADModelGenerator) -> Server[None]:
    """The server, on the test's own generator."""
    return build_server(lambda watch: Service.of(Here(generator), run_here, watch, rules_plan=True)).server


Answering = Callable[[str, dict[str, Any]], types.ElicitResult]


def person(says: Answering) -> Any:
    """Return what a client shows forms with: a person that answers as a function says."""

    async def shown(_: Any, params: types.ElicitRequestParams) -> types.ElicitResult:
        assert isinstance(params, types.ElicitRequestFormParams)
        return says(params.message, params.requested_schema["properties"])

    return shown


def text_of(result: types.CallToolResult) -> str:
    """Return the text of a tool's answer."""
    first = result.content[0]
    assert isinstance(first, types.TextContent)
    return first.text


def bytes_of(result: types.CallToolResult) -> bytes:
    """Return the picture or the file within a tool's answer."""
    second = result.content[1]
    if isinstance(second, types.ImageContent):
        return base64.b64decode(second.data)
    assert isinstance(second, types.EmbeddedResource)
    inner = second.resource
    if isinstance(inner, types.BlobResourceContents):
        return base64.b64decode(inner.blob)
    return inner.text.encode()


async def made(client: Client, request: str = PLATE) -> dict[str, Any]:
    """Make a model, and return the structure of the answer."""
    result = await client.call_tool("generate_step_model", {"request": request})
    assert not result.is_error, text_of(result)
    card: dict[str, Any] = result.structured_content
    return card
