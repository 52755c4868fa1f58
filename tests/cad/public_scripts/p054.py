import cadquery as cq

# exploded view M8
bolt = cq.Workplane("XY").polygon(6, 15).extrude(5.3).faces(">Z").workplane().circle(4).extrude(25)
washer = cq.Workplane("XY", origin=(0, 0, 35)).circle(8).circle(4.2).extrude(1.6)
nut = cq.Workplane("XY", origin=(0, 0, 42)).polygon(6, 15).circle(4).extrude(6.5)

show_object(bolt, name="bolt", options={"color": "gray"})
show_object(washer, name="washer", options={"color": "lightgray"})
show_object(nut, name="nut", options={"color": "darkgray"})
