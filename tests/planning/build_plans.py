"""Builds scripts with CadQuery, in a process of its own, and prints one line of measures for each.

Standard input is a JSON list of scripts. They are the planner's own, so no jail is needed. Out comes
what a BuildReport measures, with the principal moments of inertia, or ``{"error": …}``.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import cadquery as cq
from cadquery import cqgi
from OCP.BRepGProp import BRepGProp
from OCP.GProp import GProp_GProps

from mayfly.cad.sandbox.measure import inspection
from mayfly.cad.sandbox.measure.inspection import CheckFailed


def measured(script: str, path: Path) -> dict:
    result = cqgi.parse(script).build()
    if not result.success:
        return {"error": f"{type(result.exception).__name__}: {result.exception}"}
    shapes = [shown.shape for shown in result.results]
    if len(shapes) > 1:
        solids = [
            shape for one in shapes for shape in (one.vals() if isinstance(one, cq.Workplane) else [one])
        ]
        shapes = [cq.Compound.makeCompound(solids)]
    cq.exporters.export(shapes[0], str(path))
    content = path.read_bytes()
    properties = GProp_GProps()
    BRepGProp.VolumeProperties_s(inspection.read_step(content), properties, True, False, False)
    moments = sorted(properties.PrincipalProperties().Moments())
    return {
        **(inspection.measure_as_written(content) or inspection.measure(content))[0],
        "moments_mm5": moments,
    }


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the kernel's own chatter, which it writes past Python, goes to standard error
    with tempfile.TemporaryDirectory() as folder:
        for script in json.load(sys.stdin):
            try:
                found = measured(script, Path(folder) / "model.step")
            except CheckFailed as error:
                found = {"error": str(error)}
            answers.write(json.dumps(found) + "\n")
            answers.flush()
