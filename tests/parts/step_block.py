"""Step block: a block with a lower step at +X, standing on Z=0, centred in X and Y.

Names: step block, stair block
Sizes: length x width x height
Title: step block {length} x {width} x {height} mm
Where: edge = length / 2 - step_length
Rule: step_length + 0.02 <= length: a step of {step_length} mm leaves nothing of {length} mm
Rule: step_height + 0.02 <= height: a step {step_height} mm high is none in a height of {height} mm
Rule: bore + 0.02 <= min(step_length, width): a bore of {bore} mm does not fit the step
Box: length, width, height
Volume: width * (length * height - step_length * (height - step_height)) - pi / 4 * bore**2 * step_height
Hole: bore through Z at (length / 2 - step_length / 2, 0), if bore > 0
Base: none
Spoken: stepped block
Agrees: square_shape
Pose: standing
Has: 1 step at right
Absorbs: bore: bore = number | diameter; at floor step centre
Becomes: wedge if triangle_shape
Face: top "top face" Z+ at height; u -length / 2 to edge as -; v width; depth height
Face: floor "step" Z+ at step_height; u edge to length / 2 as -; v width; depth step_height
Face: bottom "underside" Z- at 0; u length; v width; depth step_height;
    behind ((0, height if u < edge else step_height),); even
Outline: Y along width: -length / 2, 0; length / 2, 0; length / 2, step_height; length / 2 - step_length,
    step_height; length / 2 - step_length, height; -length / 2, height
"""

import cadquery as cq

length = 60.0  # mm, 0.03 to 10000: along X (long)
width = 40.0  # mm, 0.01 to 10000: along Y (wide)
height = 30.0  # mm, 0.03 to 10000: along Z (high, tall)
step_length = 25.0  # mm, 0.01 to 9999.98: of the lower step, along X (step long)
step_height = 10.0  # mm, 0.01 to 9999.98: of the lower step (step high)
bore = 0.0  # mm, 0 to 9999.98, else 0: hole through the step, 0 for none (hole)

result = cq.Workplane().box(length, width, height, centered=(True, True, False))
above = cq.Workplane(origin=(length / 2 - step_length / 2, 0, step_height)).box(
    step_length, width, height - step_height, centered=(True, True, False)
)
result = result.cut(above)
if bore > 0:
    drill = cq.Workplane().center(length / 2 - step_length / 2, 0).circle(bore / 2).extrude(step_height)
    result = result.cut(drill)

show_object(result)
