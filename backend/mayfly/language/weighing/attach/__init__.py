"""Which topic a size, a mark or a place belongs to, and what it costs to read it so."""

from mayfly.language.weighing.attach.dispatch import attach
from mayfly.language.weighing.attach.knowledge import Knowledge

__all__ = ["Knowledge", "attach"]
