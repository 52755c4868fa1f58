import cadquery as cq

wheel = cq.Workplane("YZ").circle(20).circle(3).extrude(6)
axle = cq.Workplane("YZ").circle(3).extrude(40)
show_object([wheel, axle], name="wheelset")
