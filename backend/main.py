"""The HTTP application for an ASGI server: ``uvicorn backend.main:app``; ``main:app`` inside ``backend/``.

A second name for ``mayfly.http.app:app``, which an installed Mayfly has, too; ``langgraph.json``
names it as well. A server may load this file by its path or under two names, so
all state is in ``mayfly.app``.
"""

from mayfly.http.app import app

__all__ = ["app"]
