"""Spring: a helical compression spring of round wire with open, unground ends, its axis on Z, starting at +X.

Names: spring, compression spring, coil spring, helical spring, coil, helix
Also: outer_diameter (outside diameter, od): mean_diameter = outer_diameter - wire_diameter;
    wire_diameter = outer_diameter - mean_diameter; wire_diameter = (outer_diameter - inner_diameter) / 2
Also: inner_diameter (inside diameter, id): mean_diameter = inner_diameter + wire_diameter;
    wire_diameter = mean_diameter - inner_diameter
Also: height (free length, free height, length, long, high, tall): pitch = (height - wire_diameter) /
    turns; turns = (height - wire_diameter) / pitch
Title: spring, wire {wire_diameter} mm, mean diameter {mean_diameter} mm, {turns} turns
Where: lead = atan(pitch / (pi * mean_diameter))
Rule: wire_diameter * 1.2 <= mean_diameter: a wire of {wire_diameter} mm cannot be wound to a mean
    diameter of {mean_diameter} mm
Rule: wire_diameter * 100 >= mean_diameter: a wire of {wire_diameter} mm is too thin for a mean diameter of
    {mean_diameter} mm
Rule: pitch * cos(lead) >= wire_diameter * 1.01: at a pitch of {pitch} mm, coils of {wire_diameter} mm
    wire touch
Rule: pitch <= 3 * mean_diameter: a pitch of {pitch} mm is too steep for a mean diameter of
    {mean_diameter} mm
Rule: turns * pitch <= 10000: {turns} turns of {pitch} mm are longer than 10000 mm
Box: mean_diameter + wire_diameter, mean_diameter + wire_diameter, turns * pitch + wire_diameter * cos(lead)
Box tolerance: 0.02
Volume: pi / 4 * wire_diameter**2 * turns * sqrt((pi * mean_diameter)**2 + pitch**2)
Volume tolerance: 0.001
Base: none
Agrees: round_shape, open_ended, bent
Pose: standing
Shapes: what follows
"""

import math

import cadquery as cq

wire_diameter = 2.0  # mm, 0.05 to 200: of the wire (wire, wire dia, wire thickness)
mean_diameter = 20.0  # mm, 0.1 to 2000: of the coil, between wire centres (coil diameter, mean, diameter)
turns = 8.0  # number, 1 to 100: number of turns (coils, windings)
pitch = 5.0  # mm, 0.06 to 2000: rise of one turn (spacing)

radius = mean_diameter / 2
lead = math.atan(pitch / (2 * math.pi * radius))

# The sweep loses accuracy on a path of more than about 30 turns in one piece, so the path is made of pieces.
pieces = []
done = 0
while done < turns:
    piece = cq.Wire.makeHelix(pitch, pitch * min(10, turns - done), radius)
    pieces += piece.translate(cq.Vector(0, 0, pitch * done)).Edges()
    done += 10
path = cq.Workplane().add(cq.Wire.assembleEdges(pieces))

start = cq.Plane(origin=(radius, 0, 0), xDir=(1, 0, 0), normal=(0, math.cos(lead), math.sin(lead)))
wire = cq.Workplane(start).circle(wire_diameter / 2).sweep(path, isFrenet=True)
result = wire.translate((0, 0, wire_diameter / 2 * math.cos(lead)))

show_object(result)
