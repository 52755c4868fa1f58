import cadquery as cq

frame = cq.Workplane("XY").rect(70, 50).rect(56, 36).extrude(6)
rebate = cq.Workplane("XY").workplane(offset=3).rect(61, 41).extrude(3)
frame = frame.cut(rebate)

frame.val().exportStep("frame.step")
cq.exporters.export(frame, "frame.3mf")
