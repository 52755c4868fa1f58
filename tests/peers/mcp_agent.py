"""A LangChain agent that uses Mayfly over MCP; runs in an environment of its own (requirements).

Its argument is a connection of langchain-mcp-adapters as JSON. It prints what it saw as JSON. The chat model
is one that says what it was given to say, so that the adapters, ``create_agent`` and the server are what
is tried.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.resources import load_mcp_resources
from langchain_mcp_adapters.tools import load_mcp_tools

STEPS: list[tuple[str, dict[str, Any]]] = [
    ("generate_step_model", {"request": "plate 80 x 60 x 6 mm with four 5.5 mm corner holes, 8 mm inset"}),
    ("change_step_model", {"request": "10 mm thick"}),
    ("show_temp_model", {"views": ["top"]}),
    ("measure_temp_model", {"what": "edges", "diameter": 5.5}),
    ("generate_step_model", {"request": "plate 80 x 60 x 70 x 90"}),
]


class Scripted(GenericFakeChatModel):
    """A chat model that calls the tools of ``STEPS``."""

    def bind_tools(self, tools: Any, **options: Any) -> Any:
        self.__dict__["offered"] = [tool.name for tool in tools]
        return self


async def main(connection: dict[str, Any]) -> dict[str, Any]:
    calls = [
        AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": str(number)}])
        for number, (name, arguments) in enumerate(STEPS)
    ]
    client = MultiServerMCPClient({"mayfly": connection})
    async with client.session("mayfly") as session:
        tools = await load_mcp_tools(session)
        model = Scripted(messages=iter([*calls, AIMessage("Done.")]))
        for tool in tools:
            tool.handle_tool_error = True
        agent = create_agent(model, tools)
        result = await agent.ainvoke({"messages": [("user", "a plate")]})
        answers = [message for message in result["messages"] if isinstance(message, ToolMessage)]
        made = answers[1].artifact["structured_content"]
        (blob,) = await load_mcp_resources(session, uris=[f"mayfly://models/{made['name']}"])
        return {
            "tools": [tool.name for tool in tools],
            "made": made,
            "answers": [[block.get("type") for block in answer.content_blocks] for answer in answers],
            "statuses": [answer.status for answer in answers],
            "texts": [answer.text for answer in answers],
            "edges": answers[3].artifact["structured_content"]["found"],
            "resource": {"type": blob.mimetype, "size": len(blob.as_bytes())},
            "last": result["messages"][-1].text,
        }


sys.stdout.write(json.dumps(asyncio.run(main(json.loads(sys.argv[1])))))
