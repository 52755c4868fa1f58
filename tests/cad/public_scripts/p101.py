import cadquery as cq

# coat hook
path = cq.Workplane("YZ").moveTo(0, 0).lineTo(20, 0).threePointArc((30, 10), (20, 20))
hook = cq.Workplane("XZ").circle(3).sweep(path)
plate = cq.Workplane("XZ").rect(20, 50).extrude(4)
hook = hook.union(plate)
hook.export("hook.step")
hook.export("hook.stl")
