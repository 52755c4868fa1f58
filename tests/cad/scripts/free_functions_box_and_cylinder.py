"""Free function API: solids combined by operators."""

from cadquery.func import box, cylinder

show_object(box(20, 20, 10) - cylinder(8, 10).moved(z=0))
