import cadquery as cq

rim = cq.Workplane("XY").circle(34).circle(26).extrude(4, both=True)
valve_wheel = rim
hub = cq.Workplane("XY").cylinder(10, 7)
valve_wheel = valve_wheel.union(hub)
for i in range(3):
    spoke = cq.Workplane("YZ").circle(2).extrude(28).rotate((0, 0, 0), (0, 0, 1), 120 * i)
    valve_wheel = valve_wheel.union(spoke)
stem = cq.Workplane("XY").rect(6, 6).extrude(10, both=True)
valve_wheel = valve_wheel.cut(stem)
