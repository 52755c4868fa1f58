"""Deprecated: ``mayfly.clarification`` has the nodes that wait for a person; this goes with version 0.3."""

import warnings

from mayfly.clarification import clarify, review, route_clarify, route_review

__all__ = ["clarify", "review", "route_clarify", "route_review"]

warnings.warn(
    "mayfly.dialogue is deprecated: import from mayfly.clarification",
    DeprecationWarning,
    stacklevel=2,
)
