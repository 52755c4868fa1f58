import cadquery as cq
from cadquery.occ_impl.exporters.assembly import exportAssembly
p = cq.Workplane().box(10, 10, 10)
q = cq.Workplane().cylinder(10, 5)
a = cq.Assembly().add(p, name='p').add(q, name='q', loc=cq.Location((0, 0, 10)))
exportAssembly(a, 'pq.step')
