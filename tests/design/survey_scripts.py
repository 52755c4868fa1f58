"""Builds scripts with CadQuery, in a process of its own, and prints the survey of each one's STEP file.

Standard input is a JSON list of scripts; the files, ``0.step`` and so on, go into the folder that is given.
"""

import json
import os
import sys
from pathlib import Path

import cadquery as cq
from cadquery import cqgi

from mayfly.cad.sandbox.measure.survey import survey

if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the kernel's own chatter goes to standard error
    for index, script in enumerate(json.load(sys.stdin)):
        path = Path(sys.argv[1]) / f"{index}.step"
        built = cqgi.parse(script).build()
        cq.exporters.export(built.results[0].shape, str(path))
        answers.write(json.dumps(survey(path.read_bytes())) + "\n")
        answers.flush()
