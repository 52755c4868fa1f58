"""Free function API: a face between two circles, extruded."""

from cadquery.func import circle, extrude, face

show_object(extrude(face(circle(10), circle(6)), (0, 0, 15)))
