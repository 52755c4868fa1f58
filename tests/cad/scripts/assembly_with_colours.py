"""Assembly: places, names, colours, one level below another."""

import cadquery as cq

base = cq.Workplane().box(40, 40, 5)
post = cq.Workplane().circle(4).extrude(20)
posts = cq.Assembly(name="posts")
for number, (x, y) in enumerate([(-12, -12), (12, 12)]):
    posts.add(post, name=f"post_{number}", loc=cq.Location((x, y, 2.5)), color=cq.Color("red"))
whole = cq.Assembly(base, name="base", color=cq.Color(0.2, 0.4, 0.8))
whole.add(posts)
show_object(whole)
