"""The names under which the first version of this service was known.

``from langgraph_app import CADModelGenerator`` inside ``backend/``, or
``from backend.langgraph_app import CADModelGenerator`` from the repository's root.
"""

from mayfly.app import get_generator
from mayfly.cleanup.service import TempModelsCleanupService
from mayfly.generator import CADModelGenerator

__all__ = ["CADModelGenerator", "TempModelsCleanupService", "cad_generator"]


def cad_generator() -> CADModelGenerator:
    """Give the process's generator; its first call starts the cleanup service."""
    return get_generator()
