"""The HTTP application for an ASGI server: ``uvicorn backend.main:app``; ``main:app`` inside ``backend/``.

``langgraph.json`` names it too. It is thin on purpose: a server may load it by
its path or under two names, so what has state lives in ``mayfly.app``.
"""

from mayfly.http.app import create_app

app = create_app()
