"""The workflow graph, as LangGraph serves it.

::

    START ─▶ plan ─▶ review ─▶ generate ─▶ respond ─▶ END
             │  ▲      ▲          │           ▲
             ▼  │      │          ▼           │
            clarify    └─────── repair ───────┤
             │                                │
             └────────────────────────────────┤
    plan ─▶ cleanup ──────────────────────────┘

``generate`` builds in a child process and registers its file with the cleanup
service; ``cleanup`` returns statistics, lists, or sweeps. With a checkpointer, ``clarify``
waits for the answer to a question of the planner, and ``review`` for the approval of the plan if
the context says ``review``. ``repair`` may ask, too. In an installed Mayfly this is
``mayfly.graphs:cad_workflow``.
"""

from mayfly.graphs import cad_workflow as graph

__all__ = ["graph"]
