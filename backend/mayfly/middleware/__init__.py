"""Middleware for agents of LangChain: Mayfly's tools, pictures, limits of calls, and approval of deletions.

It needs LangChain (the extra ``agent``); ``mayfly.agent.build_agent`` uses it, and so can any agent::

    create_agent(model, middleware=[CadMiddleware(), PictureMiddleware()])
"""

from mayfly.middleware.approval import DeleteApproval
from mayfly.middleware.cad import CadMiddleware, CadState, CardState, PictureMiddleware

__all__ = ["CadMiddleware", "CadState", "CardState", "DeleteApproval", "PictureMiddleware"]
