"""Auth for LangGraph Server: a second name for ``mayfly.graphs:auth``."""

from mayfly.graphs import auth

__all__ = ["auth"]
