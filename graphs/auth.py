"""Who may use LangGraph Server's routes: a thin name for ``mayfly.graphs:auth``."""

from mayfly.graphs import auth

__all__ = ["auth"]
