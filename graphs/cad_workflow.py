"""The workflow graph, as LangGraph serves it.

::

    START ─▶ plan ─▶ generate ─▶ respond ─▶ END
              │        │   ▲        ▲
              │        ▼   │        │
              │       repair ───────┤
              ├─▶ cleanup ──────────┤
              └─────────────────────┘

``generate`` builds in a child process and registers its file with the cleanup
service; ``cleanup`` gives statistics, lists, or sweeps.
"""

from mayfly.workflow import build_workflow

graph = build_workflow()
