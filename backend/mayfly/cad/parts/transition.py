"""Square-to-round transition: a square on Z=0 running straight into a circle on top, solid or with a wall.

Names: square-to-round transition, square to round transition, transition, transition piece, square to
    round, square to round adapter, duct transition, square to circle
Sizes: side x diameter x height
Title: transition {side} mm square to {diameter} mm round, {height} mm high
Where: inner_side = side - 2 * wall
Where: inner_diameter = diameter - 2 * wall
Rule: wall == 0 or wall >= 0.01: a wall of {wall} mm is too thin
Rule: wall == 0 or 2 * wall + 0.02 <= min(side, diameter): walls of {wall} mm leave no cavity in {side} mm
    square and {diameter} mm round
Box: max(side, diameter), max(side, diameter), height
Volume: height / 3 * (side**2 + pi / 4 * diameter**2 + 2 * sqrt(2) / pi * side * diameter - (inner_side**2
    + pi / 4 * inner_diameter**2 + 2 * sqrt(2) / pi * inner_side * inner_diameter if wall > 0 else 0))
Base: none
Agrees: square_shape
Pose: standing
Has: square at bottom base end; circle at top end; round at top end
Spoken: transition duct
"""

import math

import cadquery as cq

side = 60.0  # mm, 0.03 to 10000: of the square at the bottom (square, bottom, base)
diameter = 40.0  # mm, 0.03 to 10000: of the circle at the top (circle, round, top)
height = 80.0  # mm, 0.01 to 10000: along Z (high, tall, length, long)
wall = 0.0  # mm, 0 to 4999.98, else 0: thickness of the wall, 0 for a solid piece (walls, wall thickness)


def piece(square, circle):
    """Make a solid piece; its corners run to the circle at 45 degrees."""
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    base = [cq.Vector(x * square / 2, y * square / 2, 0) for x, y in corners]
    bottom = cq.Wire.makePolygon(base, close=True)
    radius, diagonal = circle / 2, circle / 2 / math.sqrt(2)
    ends = [cq.Vector(x * diagonal, y * diagonal, height) for x, y in corners]
    middles = [cq.Vector(x * radius, y * radius, height) for x, y in [(0, -1), (1, 0), (0, 1), (-1, 0)]]
    arcs = [cq.Edge.makeThreePointArc(ends[k], middles[k], ends[(k + 1) % 4]) for k in range(4)]
    return cq.Workplane().add(cq.Solid.makeLoft([bottom, cq.Wire.assembleEdges(arcs)], True))


result = piece(side, diameter)
if wall > 0:
    result = result.cut(piece(side - 2 * wall, diameter - 2 * wall))

show_object(result)
