"""The agent, as LangGraph serves it: a chat model with Mayfly's tools.

::

    START ─▶ model ⇄ tools
               │
               ▼
              END

``delete_temp_model`` waits for a person's approval. Without ``MAYFLY_MODEL`` the
offline model decides by rules, with no key.
"""

from mayfly.agent import build_agent

graph = build_agent()
