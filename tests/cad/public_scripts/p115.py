import time
import cadquery as cq

SIZES = [25]


def wheel(r):
    w = cq.Workplane("XY").circle(r).extrude(8)
    w = w.faces(">Z").workplane().polarArray(r * 0.6, 0, 360, 5).hole(r * 0.35)
    return w.faces(">Z").workplane().hole(4)


def main():
    t0 = time.perf_counter()
    for r in SIZES:
        cq.exporters.export(wheel(r), f"wheel_r{r}.step")
    print("took", round(time.perf_counter() - t0, 2), "s")


if __name__ == "__main__":
    main()
