"""What docs/say-it.md shows: requests of many kinds of language, each of which is read as the page says."""

from __future__ import annotations

from typing import Final

#: Headings, each with what is said of it and its requests.
SECTIONS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    (
        "Parts with their sizes",
        "A part of the catalogue and its sizes, in any order, with or without units (bare numbers are millimetres).",
        (
            "plate 100 x 60 x 8",
            "A cylinder with a radius of 15 mm and a height of 40 mm.",
            "tube 40 OD, 34 ID, 120 long",
            "hexagonal bar, 24 mm across flats, 60 long",
            "L-bracket, horizontal leg 60 mm, vertical leg 40 mm, 30 wide, 4 thick",
            "u-channel 40 wide, 30 high, 3 mm thick, 120 long",
            "truncated cone, base diameter 60, top diameter 20, height 50",
            "M8 washer",
            "hex nut M10",
            "spur gear module 2, 20 teeth, 10 mm wide, bore 8",
        ),
    ),
    (
        "Holes and where they go",
        "Corners, circles, grids, edges and coordinates; for a screw by its thread.",
        (
            "plate 120 x 80 x 10 with four 6.6 mm holes in the corners, 12 mm from the edges",
            "disc Ø90 x 8 with 6 holes Ø6.6 on a 70 mm bolt circle and a 25 mm bore",
            "plate 120x60x6 with a 4 x 2 grid of 5 mm holes with a spacing of 24 x 30 mm",
            "block 60 x 40 x 30 with a blind hole Ø10, 18 deep in the middle of the top face",
            "plate 100 x 60 x 10, four M6 counterbored holes in the corners, 10 mm from the edges",
            "plate 80 x 80 x 6 with M5 countersunk holes in all four corners, 10 mm in from the edges",
            "bar 100 x 20 x 10 with three 5 mm holes in a row, 30 mm apart",
            "plate 100 x 50 x 5 with a hole of 8 mm diameter at (20, 10) measured from the centre",
            "block 80 x 40 x 40 with a 10 mm hole in the middle of the front face",
            "round bar Ø30, 80 long with a 6 mm cross hole 20 mm from the end",
        ),
    ),
    (
        "Slots, pockets, bosses, edges",
        "What is cut in, stands out, or is done to edges.",
        (
            "plate 100 x 60 x 10 with a through slot 40 x 10 mm in the centre",
            "plate 120 x 80 x 12 with a pocket 60 x 40 mm, 5 deep in the top face",
            "block 60 x 60 x 20 with a round boss Ø24, 12 mm high in the middle of the top face",
            "block 80 x 50 x 30 with 5 mm fillets on the vertical edges",
            "block 80 x 50 x 30, 2 mm chamfer on all top edges",
            "block 80 x 40 x 20 with a groove 8 mm wide and 5 mm deep along the length of the top",
            "shaft 30 mm diameter, 100 mm long with a keyway 8 wide and 4 deep over the full length",
            "box 80 x 60 x 30 with a rectangular boss 20 x 10 mm, 5 high, in the middle of the top",
            "box 100 x 60 x 40 with 2 mm walls, open at the top",
        ),
    ),
    (
        "Coordinates and datums",
        "What the request says of the place beats the conventions.",
        (
            "plate 100 x 60 x 8 with 5 mm holes at X=±40, Y=±20",
            "plate 80 x 60 x 6 with holes Ø6 at (10, 10), (70, 10), (70, 50) and (10, 50) from the lower left corner",
            "Plate 100 x 60 x 8, centred at the origin in X and Y, bottom at Z=0. Through holes Ø6 at X=±40, Y=±20, plus one Ø20 hole at (0,0).",
            "disc Ø60 x 10 centred on the origin, bottom at Z=0, with a 12 mm hole through",
        ),
    ),
    (
        "Step by step",
        "Sketch, extrude, cut, turn, loft, sweep.",
        (
            "Sketch a circle of 40 mm diameter and extrude it by 25 mm.",
            "Sketch a rectangle of 60 x 40 mm, extrude it 10 mm, then cut a circle of 20 mm diameter through the centre.",
            "First make a cylinder that has a radius of 20 units and is 15 units tall. Next, create a rectangular block, 30 by 30 and 10 high, centred on the cylinder's upper face, and join the two.",
            "Draw a closed polyline through the points (0,0), (60,0), (60,15), (25,15), (25,45), (0,45) and back to the start, then extrude that profile by 20 units in the Z direction.",
            "On the XZ plane, draw a profile with the corner points (10,0), (30,0), (30,6), (16,6), (16,40) and (10,40), close it and revolve it a full 360 degrees about the Z axis.",
            "Sweep a circle with a diameter of 6 units along a path: from the origin straight up for 40 units, then through a 90 degree bend with a centreline radius of 15 units towards +X, then straight on for another 30 units.",
            "Create a loft between two squares. The first one is 50 by 50 and lies on the ground plane, the second is 20 by 20, parallel to the first, 35 units above it.",
        ),
    ),
    (
        "Lists, tables and specifications",
        "Bullet lists, key and value, tables and JSON read as the same words in a sentence.",
        (
            "- part: plate\n- size: 140 x 90 x 12 mm\n- holes: 4 x Ø9 in the corners, 15 mm from the edges",
            "Length: 80\nWidth: 50\nThickness: 6\nType: plate",
            '{"part": "tube", "outer_diameter": 50, "inner_diameter": 40, "length": 90}',
        ),
    ),
    (
        "Inches",
        "Bare numbers beside a size in inches are inches, and the answer says so.",
        (
            "plate 4 x 2 x 0.25 in",
            'disc 3" diameter, 1/2" thick with a 1" hole in the centre',
            "pipe 2 inch OD, 0.065 wall, 10 long",
            "block 2 in x 1.5 in x 1 in with a 1/4-20 tapped hole in the middle of the top",
        ),
    ),
    (
        "Purposes, materials, output",
        "Words that bear no shape are stated, and change nothing.",
        (
            "I need a camera mounting plate 90 x 60 x 5 mm, made of aluminium, with a 6.5 mm hole in the centre, thanks",
            "Please design a parametric spacer, OD 12, ID 6.4, 25 long. Export it as STEP.",
            "Steel bushing, bore 12 H7, outside diameter 18, length 20, tolerances ISO 2768-m",
        ),
    ),
    (
        "As people type",
        "Abbreviations, typos, drawing notes.",
        (
            "can u make a cylinder 40 mm dia and 60 high thx",
            "PL 150x100x10, 4X Ø11 THRU IN CORNERS, 15 FROM EDGES",
            "rnd bar dia 24, lg 100",
            "4 holes dia 9 on PCD 80, disc 110 dia 12 thk",
        ),
    ),
    (
        "Standards",
        "Sizes that a standard gives need not be said.",
        (
            "socket head cap screw M6 x 30",
            "IPE 100, 300 mm long",
            "O-ring 20 x 2.5",
            "hex bolt M10 x 50",
            "608 bearing ring",
            "M6 threaded rod, 100 long",
        ),
    ),
)
