"""Builds CQGI scripts with CadQuery's own CQGI, in a process of its own, and prints what is measured.

Started by the tests, so that pytest itself never loads CadQuery. Standard input is a JSON list of
``{"script": …, "points": [[x, y, z], …]}``; one line of JSON comes back for each: the keys of a BuildReport
that inspection measures, and ``inside``, one flag for each point.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import cadquery as cq
from cadquery import cqgi

from mayfly.cad.sandbox.measure import inspection


def build(script: str) -> cq.Workplane:
    result = cqgi.parse(script).build()
    if not result.success:
        raise result.exception
    (shown,) = result.results
    return shown.shape


def measured(case: dict, path: Path) -> dict:
    cq.exporters.export(build(case["script"]), str(path))
    content = path.read_bytes()
    answer, _ = inspection.measure_as_written(content) or inspection.measure(content)
    if "points" in case:
        solid = cq.Shape.cast(inspection.read_step(content)).Solids()[0]
        answer["inside"] = [solid.isInside(cq.Vector(*point)) for point in case["points"]]
    return answer


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the kernel's own chatter, which it writes past Python, goes to standard error
    with tempfile.TemporaryDirectory() as folder:
        for case in json.load(sys.stdin):
            try:
                answer = measured(case, Path(folder) / "part.step")
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
