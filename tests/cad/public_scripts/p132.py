import cadquery as cq
from ocp_vscode import show, set_port

set_port(3939)

foot = cq.Workplane("XY").circle(30).extrude(5)
rod = cq.Workplane("XY").circle(3).extrude(90)
shade = cq.Workplane("XY").circle(28).workplane(offset=30).circle(16).loft()
shade = shade.cut(cq.Workplane("XY").circle(26.5).workplane(offset=30).circle(14.5).loft())

lamp = (
    cq.Assembly(foot, name="foot", color=cq.Color("black"))
    .add(rod, name="rod", loc=cq.Location((0, 0, 5)), color=cq.Color("gray"))
    .add(shade, name="shade", loc=cq.Location((0, 0, 95)), color=cq.Color("white"))
)
show(lamp)
