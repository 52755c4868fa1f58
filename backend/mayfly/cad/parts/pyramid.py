"""Pyramid: a four-sided pyramid standing on its base on Z=0, its point above the middle.

Names: pyramid, square pyramid, rectangular pyramid, four-sided pyramid, truncated pyramid
Sizes: length x width x height
Also: side (base side, sides, base): length = side and width = side
Also: top_side (top): top_length = top_side and top_width = top_side
Rule: (top_length > 0) == (top_width > 0): a top of {top_length} mm x {top_width} mm is an edge, not a face
Rule: top_length == 0 or min(top_length, top_width) >= 0.01: a top of {top_length} mm x {top_width} mm is
    too small
Rule: top_length <= length and top_width <= width: the top of {top_length} mm x {top_width} mm is larger
    than the base of {length} mm x {width} mm
Box: length, width, height
Volume: height / 6 * (2 * length * width + 2 * top_length * top_width + length * top_width + top_length *
    width)
Base: none
Agrees: square_shape, pointed
Pose: standing
Face: bottom "base" Z- at 0; u length; v width; depth height; behind ((0, height * min(1, (length - 2 *
    abs(u)) / (length - top_length) if length > top_length else 1, (width - 2 * abs(v)) / (width -
    top_width) if width > top_width else 1)),); crest if top_length == 0
Face: top "top face" Z+ at height; u top_length; v top_width; depth height; if top_length > 0
Flat: bottom
Spoken: truncated square pyramid, truncated rectangular pyramid, truncated four sided pyramid, square frustum,
    rectangular frustum, pyramidal frustum, frustum of a square pyramid, frustum of a pyramid,
    pyramid frustum, square based pyramid, square pyramid frustum, frustum of a rectangular pyramid
Shapes: what follows
"""

import cadquery as cq

length = 40.0  # mm, 0.01 to 10000: of the base, along X (long, base length)
width = 40.0  # mm, 0.01 to 10000: of the base, along Y (wide, base width)
height = 30.0  # mm, 0.01 to 10000: along Z (high, tall)
top_length = 0.0  # mm, 0 to 10000, else 0: of a cut-off top, along X, 0 for a point
top_width = 0.0  # mm, 0 to 10000, else 0: of a cut-off top, along Y, 0 for a point

signs = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
bottom = [cq.Vector(x * length / 2, y * width / 2, 0) for x, y in signs]
top = [cq.Vector(x * top_length / 2, y * top_width / 2, height) for x, y in signs]
loops = [bottom]
if top_length > 0:
    loops.append(top)
for side, after in ((0, 1), (1, 2), (2, 3), (3, 0)):
    roof = [top[after], top[side]] if top_length > 0 else [top[side]]
    loops.append([bottom[side], bottom[after], *roof])
faces = [cq.Face.makeFromWires(cq.Wire.makePolygon(loop, close=True)) for loop in loops]
result = cq.Workplane().add(cq.Solid.makeSolid(cq.Shell.makeShell(faces)))

show_object(result)
