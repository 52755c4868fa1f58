import cadquery as cq

slat = cq.Workplane("XY").box(8, 60, 2)
rail = cq.Workplane("XY").box(70, 6, 4)

sub = cq.Assembly(name="slats")
for i in range(6):
    sub.add(slat, name=f"s{i}", loc=cq.Location((12 * i - 30, 0, 3)))

flat_pack = cq.Assembly(name="pallet", metadata={"order": 4711})
flat_pack.add(sub, name="slats")
flat_pack.add(rail, name="rail_a", loc=cq.Location((0, 25, 0)))
flat_pack.add(rail, name="rail_b", loc=cq.Location((0, -25, 0)))
