from cadquery.func import box, cylinder, cut

key_cap = cut(box(18, 18, 8), box(15, 15, 6))
stem = cylinder(5, 4)
switch = cut(box(14, 14, 10), stem.moved(z=7))
