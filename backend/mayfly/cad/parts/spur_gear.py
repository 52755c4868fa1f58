"""Spur gear: a straight-toothed gear with involute flanks standing on Z=0, its axis on Z, one tooth on +X.

Full teeth without backlash: tip circle module x (teeth + 2), root circle module x (teeth - 2.5). Below the
base circle the flank runs straight to the root; an undercut (under 17 teeth at 20 degrees) is not modelled.

Names: spur gear, gear, gear wheel, cog, cogwheel, cog wheel, toothed wheel, involute gear, pinion, spur
    wheel
Also: diametral_pitch (dp): module = 25.4 / diametral_pitch
Also: pitch_diameter (pitch circle diameter, pitch dia): module = pitch_diameter / teeth; teeth =
    pitch_diameter / module
Also: tip_diameter (outside diameter, outer diameter, od, tip circle): module = tip_diameter / (teeth +
    2); teeth = tip_diameter / module - 2
Title: spur gear, module {module}, {teeth} teeth, {width} mm wide
Where: tip = module * (teeth + 2) / 2
Where: root = module * (teeth - 2.5) / 2
Where: base = module * teeth / 2 * cos(radians(pressure_angle))
Where: half = pi / (2 * teeth) + tan(radians(pressure_angle)) - radians(pressure_angle)
Where: roll = sqrt((tip / base)**2 - 1)
Where: start = sqrt(max((root / base)**2 - 1, 0))
Where: tip_half = half - roll + atan(roll)
Where: flank = base**2 * ((roll**3 - start**3) / 3 + (roll - start) / 2 - (1 + roll**2) / 2 * atan(roll) +
    (1 + start**2) / 2 * atan(start))
Rule: bore == 0 or bore >= 0.01: a bore of {bore} mm is too small
Rule: bore + 0.02 <= 2 * root: the bore of {bore} mm does not fit the root circle of {2 * root} mm
Rule: tip_half * tip >= 0.001 * module: {teeth} teeth at {pressure_angle}° come to a point below the tip
    circle
Box: tip * (2 if teeth % 2 == 0 else 1 + cos(pi / teeth - tip_half)), 2 * tip * max(cos(max(0, abs(2 * pi
    * k / teeth - pi / 2) - tip_half)) for k in range(teeth)), width
Volume: (pi * root**2 + teeth * (half * (tip**2 - root**2) - 2 * flank) - pi / 4 * bore**2) * width
Hole: bore through Z at (0, 0), if bore > 0
Base: none
Agrees: round_shape
Pose: lying
Absorbs: bore | hole: bore = number | diameter
Face: top "top face" Z+ at width; disc module * (teeth - 2.5) as -; depth width; hole bore; opposite bottom
    "underside" at 0
Shapes: what follows
"""

import math

import cadquery as cq

module = 2.0  # mm, 0.05 to 50: pitch diameter divided by the number of teeth (mod, m)
teeth = 24  # count, 6 to 200: number of teeth (tooth, z)
width = 15.0  # mm, 0.01 to 1000: along Z (face width, wide, face, thickness, thick, height)
bore = 10.0  # mm, 0 to 8000, else 0: hole through the axis, 0 for none (id, inner diameter, hole, shaft)
pressure_angle = 20.0  # degrees, 14.5 to 25, else 20: between flank and radius at the pitch circle (pressure)

pressure = math.radians(pressure_angle)
tip = module * (teeth + 2) / 2
root = module * (teeth - 2.5) / 2
base = module * teeth / 2 * math.cos(pressure)
half_tooth = math.pi / (2 * teeth) + math.tan(pressure) - pressure  # angle at the base circle


def half_angle(radius):
    """Return half the angle that a tooth takes up at a radius."""
    roll = math.sqrt(max((radius / base) ** 2 - 1, 0))
    return half_tooth - roll + math.atan(roll)


def point(radius, angle):
    """Return a point on a circle."""
    return cq.Vector(radius * math.cos(angle), radius * math.sin(angle), 0)


start = max(root, base)
radii = [start + (tip - start) * (step / 10) ** 2 for step in range(11)]
pitch = 2 * math.pi / teeth
edges = []
for tooth in range(teeth):
    middle = tooth * pitch
    rising = [point(radius, middle - half_angle(radius)) for radius in radii]
    falling = [point(radius, middle + half_angle(radius)) for radius in reversed(radii)]
    foot = half_angle(start)
    edges.append(cq.Edge.makeSpline(rising))
    edges.append(cq.Edge.makeThreePointArc(rising[-1], point(tip, middle), falling[0]))
    edges.append(cq.Edge.makeSpline(falling))
    if root < base:
        edges.append(cq.Edge.makeLine(falling[-1], point(root, middle + foot)))
    edges.append(
        cq.Edge.makeThreePointArc(
            point(root, middle + foot), point(root, middle + pitch / 2), point(root, middle + pitch - foot)
        )
    )
    if root < base:
        edges.append(cq.Edge.makeLine(point(root, middle + pitch - foot), point(base, middle + pitch - foot)))

outline = cq.Wire.assembleEdges(edges)
result = cq.Workplane().add(cq.Solid.extrudeLinear(outline, [], cq.Vector(0, 0, width)))
if bore > 0:
    result = result.cut(cq.Workplane().circle(bore / 2).extrude(width))

show_object(result)
