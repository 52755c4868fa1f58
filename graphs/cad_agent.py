"""The agent, as LangGraph serves it: a chat model with Mayfly's tools.

::

    START ─▶ model ⇄ tools
               │
               ▼
              END

``delete_temp_model`` waits for a person's approval. Without ``MAYFLY_MODEL`` the
offline model decides by rules, without a key. In an installed Mayfly this is
``mayfly.graphs:cad_agent``.
"""

from mayfly.graphs import cad_agent as graph

__all__ = ["graph"]
