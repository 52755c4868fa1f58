import cadquery as cq

# laser cut side panel, 3 mm ply
sheet = cq.Workplane("XY").rect(100, 60).extrude(3)
sheet = sheet.faces(">Z").workplane().rarray(30, 1, 3, 1).rect(10, 3).cutThruAll()
sheet = sheet.faces(">Y").workplane(centerOption="CenterOfBoundBox").rarray(40, 1, 2, 1).rect(15, 3).cutBlind(-3)

flat = sheet.faces("<Z").wires()
cq.exporters.exportDXF(sheet.section(1.5), "sheet.dxf")
cq.exporters.export(sheet, "sheet.step", "STEP")
