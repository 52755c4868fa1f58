import cadquery as cq

hub_d = 9
tip_d = 5
length = 24
t = 2

arm = cq.Workplane("XY").polyline([(0, hub_d / 2), (length, tip_d / 2), (length, -tip_d / 2), (0, -hub_d / 2)]).close().extrude(t)
arm = arm.union(cq.Workplane("XY").circle(hub_d / 2).extrude(4))
arm = arm.union(cq.Workplane("XY").center(length, 0).circle(tip_d / 2).extrude(t))

for x in [9, 13, 17, 21]:
    drill = cq.Workplane("XY").center(x, 0).circle(0.8).extrude(t)
    arm = arm.cut(drill)
drill = cq.Workplane("XY").circle(2.4).extrude(4)
arm = arm.cut(drill)
