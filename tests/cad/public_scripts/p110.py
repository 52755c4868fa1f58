import cadquery as cq

part_r = cq.Workplane("XY").polyline([(2, 0), (30, 0), (30, 10), (12, 25), (2, 25)]).close().extrude(8)
part_l = part_r.mirror("YZ")
both = cq.Compound.makeCompound([part_l.val(), part_r.val()])
cq.exporters.export(cq.Workplane(both), "pair.step")
