"""A hollow enclosure with four screw posts and rounded corners."""

import cadquery as cq

case = cq.Workplane().box(100, 70, 40).edges("|Z").fillet(6).faces(">Z").shell(-2.5)
posts = (
    cq.Workplane().workplane(offset=-18).rect(84, 54, forConstruction=True).vertices().circle(4).extrude(30)
)
case = case.union(posts).faces(">Z[-2]").workplane(offset=0, centerOption="CenterOfBoundBox")
show_object(case.rect(84, 54, forConstruction=True).vertices().hole(2.5, 20))
