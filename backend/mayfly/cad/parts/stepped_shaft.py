"""Stepped shaft: round steps on one axis, the first one standing on Z=0, its axis on Z.

Names: stepped shaft, step shaft, shaft with steps, shouldered shaft, stepped pin
Title: stepped shaft {len(steps)} steps, {sum(l for d, l in steps)} mm long
Rule: bore == 0 or bore >= 0.01: a bore of {bore} mm is too small
Rule: bore + 0.02 <= min(d for d, l in steps): the bore of {bore} mm does not fit the thinnest step of
    {min(d for d, l in steps)} mm
Rule: sum(l for d, l in steps) <= 10000: the steps make {sum(l for d, l in steps)} mm together, more than
    10000 mm
Box: max(d for d, l in steps), max(d for d, l in steps), sum(l for d, l in steps)
Volume: pi / 4 * sum((d**2 - bore**2) * l for d, l in steps)
Hole: bore through Z at (0, 0), if bore > 0
Base: none
Agrees: round_shape
Pose: standing
Absorbs: bore | hole: bore = number | diameter
Steps: steps
Ends: differ
Keyway: shaft
Offer: 7 stepped shaft
Spoken: turned part, turned piece, turned component, turned pin, turned shaft, stepped cylinder, stepped
    rod, stepped bar, stepped plug, stepped disc, stepped spindle, stub axle, step pin, stepped axle,
    stepped spacer, stepped pulley, stepped bush, stepped bushing, stepped post, stepped hub, stepped
    sleeve, stepped knob, stepped stud, stepped collar, stepped puck, stepped adapter, stepped adaptor,
    stepped boss, stepped pulley blank, stepped blank, stepped roller
"""

import cadquery as cq

steps = "30x40, 24x60, 16x25"  # mm x mm, 0.01 to 10000: diameter x length of each step, upwards (step)
bore = 0.0  # mm, 0 to 9999.98, else 0: hole through the axis, 0 for none (id, inner diameter)

bottom = 0.0
outline = [(0.0, bottom)]
for step in steps.split(","):
    diameter, step_length = (float(number) for number in step.split("x"))
    if outline[-1] != (diameter / 2, bottom):
        outline.append((diameter / 2, bottom))
    bottom += step_length
    outline.append((diameter / 2, bottom))
outline.append((0.0, bottom))

result = cq.Workplane("XZ").polyline(outline).close().revolve(360, (0, 0, 0), (0, 1, 0)).clean()
if bore > 0:
    result = result.cut(cq.Workplane().circle(bore / 2).extrude(bottom))

show_object(result)
