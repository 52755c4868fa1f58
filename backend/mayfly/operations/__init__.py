"""What agents can do with Mayfly, each described once: arguments, answer, and the work itself.

No framework is known here. ``mayfly.tools`` makes LangChain tools of them, ``mayfly.mcp`` MCP tools.
"""
