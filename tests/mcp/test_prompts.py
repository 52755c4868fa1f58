"""Prompts: they name tools that there are, and say what is missing."""

from __future__ import annotations

import re

import mcp_types as types
import pytest
from mcp import Client, MCPError
from mcp.server.lowlevel.server import Server


async def test_prompts_name_only_tools_that_there_are(server: Server[None]) -> None:
    async with Client(server) as client:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        prompts = (await client.list_prompts()).prompts
        for prompt in prompts:
            filled = await client.get_prompt(
                prompt.name, {"description": "a washer", "name": "washer-1.step"}
            )
            content = filled.messages[0].content
            assert isinstance(content, types.TextContent)
            named = set(re.findall(r"\b[a-z]+(?:_[a-z]+){2}\b", content.text))
            assert named
            assert named <= tools
            assert "washer" in content.text
    assert [prompt.name for prompt in prompts] == ["design_part", "review_part"]


async def test_a_prompt_says_what_it_needs(server: Server[None]) -> None:
    async with Client(server) as client:
        with pytest.raises(MCPError, match="needs a description"):
            await client.get_prompt("design_part", {})
        with pytest.raises(MCPError, match="There is no prompt 'other'"):
            await client.get_prompt("other", {})
