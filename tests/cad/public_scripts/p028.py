# PCB enclosure, two parts side by side for printing
import cadquery as cq

pcb_x, pcb_y = 52.0, 38.0
wall, floor = 2.0, 1.6
clearance = 0.4
inner_x, inner_y = pcb_x + 2 * clearance, pcb_y + 2 * clearance
height = 18

case = (
    cq.Workplane("XY")
    .rect(inner_x + 2 * wall, inner_y + 2 * wall)
    .extrude(height)
    .faces(">Z").workplane()
    .rect(inner_x, inner_y)
    .cutBlind(-(height - floor))
)

cover = (
    cq.Workplane("XY", origin=(80, 0, 0))
    .rect(inner_x + 2 * wall, inner_y + 2 * wall)
    .extrude(1.6)
    .faces(">Z").workplane()
    .rect(inner_x - 0.2, inner_y - 0.2)
    .extrude(2)
)

show_object(case, name="case", options={"color": (64, 64, 70)})
show_object(cover, name="cover", options={"alpha": 0.4, "color": (200, 30, 30)})
