import cadquery as cq

step1 = cq.Workplane("XY").box(16, 10, 4)
step2 = step1.faces(">Z").workplane().rect(16, 6).extrude(2)
step3 = step2.faces(">Z").edges("|Y").chamfer(1)
t_slot_nut = step3.faces(">Z").workplane().hole(4.2)
