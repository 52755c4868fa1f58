import cadquery as cq

sk = (
    cq.Sketch()
    .segment((0, 0), (0, 30))
    .segment((20, 30))
    .segment((40, 10))
    .segment((40, 0))
    .close()
    .assemble(tag="face")
    .push([(12, 15)])
    .circle(5, mode="s")
    .reset()
)

block = cq.Workplane("XZ").placeSketch(sk).extrude(15)

if __name__ == "__main__":
    from cadquery import vis

    vis.show(block, sk, alpha=0.8)
