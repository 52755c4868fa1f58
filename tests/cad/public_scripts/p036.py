import cadquery as cq
from math import pi

m = 2; z = 10; b = 10; bore = 5
da = m * (z + 2)
df = m * (z - 2.5)
log("root diameter %s" % df)

gear_blank = cq.Workplane().circle(df / 2).extrude(b)
tooth = cq.Workplane().rect(da, m * pi / 2 * 0.9).extrude(b)
for i in range(z // 2):
    gear_blank = gear_blank.union(tooth.rotate((0, 0, 0), (0, 0, 1), i * 360 / z))
gear_blank = gear_blank.faces(">Z").workplane().hole(bore)
show_object(gear_blank, options={"color": rand_color()})
log(gear_blank.val().Volume())
