"""Assembly: a constraint solved."""

import cadquery as cq

block = cq.Workplane().box(10, 10, 10)
whole = cq.Assembly(block, name="below").add(block, name="above")
whole.constrain("below@faces@>Z", "above@faces@<Z", "Plane").solve()
show_object(whole)
