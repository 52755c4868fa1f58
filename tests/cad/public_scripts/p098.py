#!/usr/bin/env python
"""Makes a gasket. Usage: python gasket.py"""
import cadquery as cq


def make_gasket(size, hole, t):
    g = cq.Workplane("XY").rect(size, size).extrude(t).edges("|Z").fillet(5)
    g = g.faces(">Z").workplane().hole(hole)
    return g.faces(">Z").workplane().rect(size - 10, size - 10, forConstruction=True).vertices().hole(3.2)


def main():
    gasket = make_gasket(42, 24, 1.0)
    cq.exporters.export(gasket, "gasket.step")
    print("wrote gasket.step")


if __name__ == "__main__":
    main()
