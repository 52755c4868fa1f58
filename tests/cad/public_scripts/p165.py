import cadquery as cq

CORE, FLANGE, WIDTH, WALL = 15, 30, 25, 2

core = cq.Workplane("XY").circle(CORE).extrude(WIDTH)
flange = cq.Workplane("XY").circle(FLANGE).extrude(WALL)
spool = core.union(flange).union(flange.translate((0, 0, WIDTH - WALL)))
spool = spool.faces(">Z").workplane().hole(10)

if __name__ == "__main__":
    from ocp_vscode import show
    show(spool, reset_camera=True)
    cq.exporters.export(spool, "spool.step")
