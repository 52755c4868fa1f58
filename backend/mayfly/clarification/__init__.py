"""Questions to a person: the nodes that wait for an answer, and what an answer means.

``clarify`` asks what the planner needs to know, ``review`` shows a plan before it is built.
``mayfly.interrupts`` holds what is asked, ``mayfly.replies`` reads what comes back.
"""

from mayfly.clarification.nodes import clarify, review, route_clarify, route_review

__all__ = ["clarify", "review", "route_clarify", "route_review"]
