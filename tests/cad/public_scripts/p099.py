#!/usr/bin/env python3
# Build script of the "calibration cube" repository.
#
#   python build.py            -> build/cube_with_hole.step, .stl
#   python build.py 25         -> same with 25 mm edge length
import os
import sys
import cadquery as cq

BUILD = "build"
EDGE = 15.0
BORE = 5.0
MARK = 1.0


def mark(part, face, n):
    """n little dimples on a face, so that the axes can be told apart"""
    pts = [((i - (n - 1) / 2) * 3 * MARK, 0) for i in range(n)]
    return (
        part.faces(face)
        .workplane(centerOption="CenterOfBoundBox")
        .center(0, -0.35 * EDGE)
        .pushPoints(pts)
        .hole(MARK, 0.5)
    )


def calibration_cube(edge, bore):
    c = cq.Workplane("XY").box(edge, edge, edge)
    c = c.faces(">Z").hole(bore)
    for n, face in enumerate((">X", ">Y", ">Z"), start=1):
        c = mark(c, face, n)
    return c


def write(part, stem):
    if not os.path.isdir(BUILD):
        os.mkdir(BUILD)
    shape = part.val()
    shape.exportStep(os.path.join(BUILD, stem + ".step"))
    shape.exportStl(os.path.join(BUILD, stem + ".stl"), 0.01)


if __name__ == "__main__":
    edge = float(sys.argv[1]) if len(sys.argv) > 1 else EDGE
    write(calibration_cube(edge, BORE), "cube_with_hole")
