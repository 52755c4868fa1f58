import cadquery as cq

chock = cq.Workplane("YZ").polyline([(0, 0), (50, 0), (50, 30), (40, 30)]).close().extrude(20)
cq.exporters.export(chock, "chock_blank.step")

chock = chock.faces(">X").workplane(origin=(0, 38, 10)).hole(8)
cq.exporters.export(chock, "chock.step")
