import cadquery as cq
import math

spline = cq.Edge.makeSpline([cq.Vector(0, 0, 0), cq.Vector(10, 5, 0), cq.Vector(20, 0, 5)])
helix = cq.Wire.makeHelix(5, 20, 8)
print("spline %.2f mm" % spline.Length())
print("helix %.2f mm" % helix.Length(), "expected", math.hypot(20, 4 * 2 * math.pi * 8))
points = [spline.positionAt(t / 10) for t in range(11)]
face = cq.Face.makePlane(20, 20)
