import cadquery as cq
# u channel, paste into cq-editor
w=30;h=20;t=3
d=40
u=cq.Workplane("XZ").moveTo(-w/2,h).vLine(-h).hLine(w).vLine(h).hLine(-t).vLine(-(h-t)).hLine(-(w-2*t)).vLine(h-t).close().extrude(d); show_object(u,'u channel')
