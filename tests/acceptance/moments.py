"""Prints the principal moments of inertia of STEP files, one line of JSON each.

Started by the tests, so that pytest itself never loads CadQuery. They tell shapes apart whatever
their pose: a wedge turned round, a twisted loft, a hole on the wrong side.
"""

import json
import sys

import cadquery as cq
from OCP.BRepGProp import BRepGProp
from OCP.GProp import GProp_GProps

for name in json.load(sys.stdin):
    values = cq.importers.importStep(name).vals()
    shape = values[0] if len(values) == 1 else cq.Compound.makeCompound(values)
    properties = GProp_GProps()
    BRepGProp.VolumeProperties_s(shape.wrapped, properties, True, False, False)
    print(json.dumps(sorted(properties.PrincipalProperties().Moments())), flush=True)  # noqa: T201
