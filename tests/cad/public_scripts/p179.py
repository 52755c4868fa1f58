# barco de juguete
import cadquery as cq

hull = cq.Workplane("XY").polyline([(-40, -12), (20, -12), (45, 0), (20, 12), (-40, 12)]).close().extrude(15)
hull = hull.faces(">Z").shell(-2)
mast = cq.Workplane("XY").circle(2).extrude(60)

print("casco:", hull.val().Volume())
print("mastil:", mast.val().Volume())
