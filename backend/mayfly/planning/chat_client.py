"""Deprecated: ``Limits`` is in ``mayfly.planning.chat``; this module goes with version 0.3."""

import warnings

from mayfly.planning.chat.client import Limits

__all__ = ["Limits"]

warnings.warn(
    "mayfly.planning.chat_client is deprecated: import Limits from mayfly.planning.chat",
    DeprecationWarning,
    stacklevel=2,
)
