"""numpy and math: a cam outline from a formula."""

import math

import cadquery as cq
import numpy as np

angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
radii = 20 + 4 * np.cos(angles) + math.sqrt(2)
points = [(float(r * np.cos(a)), float(r * np.sin(a))) for r, a in zip(radii, angles, strict=True)]
show_object(cq.Workplane().spline(points, periodic=True).close().extrude(8))
