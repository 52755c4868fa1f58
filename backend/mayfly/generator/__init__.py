"""The generator: a request, a script or a catalogue part becomes a STEP file that expires."""

from mayfly.generator.building import Progress
from mayfly.generator.defaults import configured_builder, default_planner, shared_workshop
from mayfly.generator.drawing import converted
from mayfly.generator.model_generator import CADModelGenerator
from mayfly.generator.plans import DesignSource, design_plan, failed_attempt, part_plan
from mayfly.generator.repairs import MAX_REPAIRS

__all__ = [
    "MAX_REPAIRS",
    "CADModelGenerator",
    "DesignSource",
    "Progress",
    "configured_builder",
    "converted",
    "default_planner",
    "design_plan",
    "failed_attempt",
    "part_plan",
    "shared_workshop",
]
