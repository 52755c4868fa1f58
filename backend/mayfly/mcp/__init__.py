"""Mayfly as a server of the Model Context Protocol (MCP), over standard input and output and over HTTP.

The tools are those of ``mayfly.operations``. ``mayfly mcp`` serves one client on standard input and
output (``mayfly.mcp.stdio``), ``mayfly serve`` any number at ``/mcp`` (``mayfly.http.mcp_endpoint``).
Importing this package imports nothing else; it needs the extra ``mcp``.
"""
