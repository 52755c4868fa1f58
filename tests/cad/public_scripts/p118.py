import logging
import sys
import cadquery as cq

logger = logging.getLogger("bushing")


def bushing(d, D, L, flange_D, flange_t):
    tube = cq.Workplane("XY").circle(D / 2).extrude(L)
    flange = cq.Workplane("XY").circle(flange_D / 2).extrude(flange_t)
    return tube.union(flange).faces("<Z").workplane().hole(d)


def main(args):
    logging.basicConfig(stream=sys.stderr, level=logging.DEBUG)
    d = float(args[0]) if args else 8.0
    p = bushing(d, 12.0, 15.0, 18.0, 2.0)
    if not p.val().isValid():
        logger.error("not valid")
        return 1
    cq.exporters.export(p, "bushing.step")
    logger.debug("done")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
