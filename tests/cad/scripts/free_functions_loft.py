"""Free function API: a capped loft."""

from cadquery.func import circle, loft, rect

show_object(loft(rect(10, 10), circle(4).moved(z=12), cap=True))
