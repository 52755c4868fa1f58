# ideas for the weekend
# - cable comb
# - spool holder (608 bearings!)
# import cadquery as cq
# result = cq.Workplane("XY").box(1, 1, 1)
