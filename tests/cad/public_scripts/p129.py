# assemblage d'une tige dans un bloc percé
import cadquery as cq

bloc = cq.Workplane("XY").box(30, 30, 20).faces(">Z").workplane().hole(8)
tige = cq.Workplane("XY").circle(4).extrude(50)

assy = cq.Assembly(bloc, name="bloc", color=cq.Color("steelblue"))
assy.add(tige, name="tige", color=cq.Color("red"))
assy.constrain("bloc", "Fixed")
assy.constrain("bloc@faces@<Z", "tige@faces@<Z", "Plane", param=0)
assy.solve()
show_object(assy)
