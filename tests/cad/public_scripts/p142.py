import cadquery as cq

links = []
for i in range(3):
    ring = cq.Workplane("XY").slot2D(24, 14).extrude(1.5, both=True).cut(cq.Workplane("XY").slot2D(16, 6).extrude(3, both=True))
    if i % 2:
        ring = ring.rotate((0, 0, 0), (1, 0, 0), 90)
    links.append(ring.translate((i * 20, 0, 0)))

chain = links[0]
for l in links[1:]:
    chain = chain.union(l)
