import argparse
import sys

import cadquery as cq


def build(width: float, angle: float) -> cq.Workplane:
    wedge = cq.Workplane("YZ").polyline([(0, 0), (50, 0), (0, 40)]).close().extrude(width)
    slot = cq.Workplane("XY").box(width * 3, 10, 60).rotate((0, 0, 0), (1, 0, 0), angle).translate((0, 18, 35))
    return wedge.cut(slot)


def main(argv=None):
    parser = argparse.ArgumentParser(description="tablet stand")
    parser.add_argument("--width", type=float, default=80)
    parser.add_argument("--angle", type=float, default=20)
    args = parser.parse_args(argv)
    part = build(args.width, args.angle)
    name = f"stand_{args.width:.0f}.step"
    cq.exporters.export(part, name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
