import cadquery as cq

# Dimensions
plate_w, plate_h, plate_t = 60, 40, 5
boss_r, boss_h = 10, 15
hole_r = 5

# Base plate
base_plate = cq.Workplane("XY").box(plate_w, plate_h, plate_t)

# Boss on top
boss = cq.Workplane("XY").workplane(offset=plate_t / 2).circle(boss_r).extrude(boss_h)

# Through hole
through_hole = cq.Workplane("XY").workplane(offset=-plate_t).circle(hole_r).extrude(plate_t * 2 + boss_h)

# Ribs
rib = cq.Workplane("XZ").workplane(offset=-1.5).polyline([(boss_r - 1, plate_t / 2), (25, plate_t / 2), (boss_r - 1, plate_t / 2 + 10)]).close().extrude(3)
rib_mirrored = rib.mirror("YZ")

final_part = base_plate.union(boss).union(rib).union(rib_mirrored).cut(through_hole)
