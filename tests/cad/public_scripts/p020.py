import numpy as np
import cadquery as cq

chord = 60.0
t = 0.15
x = np.linspace(0.02, 1.0, 9)
yt = 5 * t * (0.2969 * np.sqrt(x) - 0.1260 * x - 0.3516 * x**2 + 0.2843 * x**3 - 0.1015 * x**4)
upper = [(float(a * chord), float(b * chord)) for a, b in zip(x, yt)]
lower = [(a, -b) for a, b in reversed(upper)]
pts = upper + lower
result = cq.Workplane("XY").polyline(pts).close().extrude(5)
