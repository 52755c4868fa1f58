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
service; ``cleanup`` gives statistics, lists, or sweeps. ``clarify`` and ``review`` wait
for a person where there is a checkpointer: a question of the planner, or the plan
before it is built where the context says ``review``. ``repair`` may ask, too. An installed
Mayfly has it as ``mayfly.graphs:cad_workflow``.
"""

from mayfly.graphs import cad_workflow as graph

__all__ = ["graph"]
