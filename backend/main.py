"""The HTTP application for an ASGI server: ``uvicorn backend.main:app``; ``main:app`` inside ``backend/``.

A thin name for ``mayfly.http.app:app``, which an installed Mayfly has as well.
``langgraph.json`` names it too. A server may load it by its path or under two names,
so what has state lives in ``mayfly.app``.
"""

from mayfly.http.app import app

__all__ = ["app"]
