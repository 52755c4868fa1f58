"""The words of mechanical engineering that Mayfly knows, as data.

Each line is ``term: phrase, phrase, ...``; the term is the name that the reader
works with. Plurals, British and American spellings and hyphens need no line of
their own (`lexicon.py` folds them); a phrase of several words wins over a shorter one.
Part names are not here: they come from the catalogue. Words that mean no shape are
in `stopwords.py`.
"""

from __future__ import annotations

from typing import Final


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


def phrase_table(text: str) -> dict[str, tuple[str, ...]]:
    """Read lines ``term: phrase, phrase, ...``; an indented line continues the one before."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.startswith(" "):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    table: dict[str, tuple[str, ...]] = {}
    for line in lines:
        term, _, phrases = line.partition(":")
        table[term] = tuple(phrase.strip() for phrase in phrases.split(","))
    return table


#: Names of sizes. Those of ADJECTIVES stand behind their number only ("40 wide").
ROLES: Final = phrase_table("""
length: length, len, lg, l, lengthways length, edge to edge length
long: long, in length
width: width, w, breadth, wdth, b
wide: wide, broad, in width
height: height, h, ht, hgt, elevation
high: high, tall, in height
depth: depth
deep: deep, in depth
thickness: thickness, t, gauge
thk: thk, thck
thick: thick, in thickness
diameter: diameter, dia, diam, d, ø, phi, diameters
in_diameter: in diameter, in dia, across diameter
radius: radius, rad, r, radii, radiuses, in radius
outer_diameter: od, o d, o/d, o dia, da, outer dm
inner_diameter: id, i d, i/d, i dia, di, inner dm
across_flats: across flats, across flat, across the flat, af, a/f, flat to flat, wrench size, spanner size,
    key size, across the flats, width across flats, between flats, s
across_corners: across corners, across the corners, a/c, corner to corner, point to point, circumscribed
side: side, on a side, per side, each side, side length, edge length, on each side, a side, on edge,
    along each side, along each edge
sides: sides, sided, number of sides, no of sides
section: section, cs, c/s, cross section, cord, cord diameter, section diameter
teeth: teeth, tooth, number of teeth, z, tooth count, no of teeth
number: n, number of holes, no of holes, hole count
flange_thickness: tf
d1: d1
d2: d2
web_thickness: tw
module: module, mod, modul
diametral_pitch: diametral pitch, dp
pressure_angle: pressure angle
turns: turn, coil, winding, number of turns, active coil, number of coils, revolutions, active turn,
    total coil
pitch: pitch, p
angle: angle, included angle, angled
fins: fin, number of fins, rib, cooling fin
bend: bend radius, bending radius, centreline radius, centre line radius, clr
grip: grip
gap: gap, clearance gap
wire: wire, wire diameter, wire dia
lead: lead
mean_diameter: mean diameter, mean coil diameter, mean dia, centreline diameter, centre line diameter,
    coil diameter, mean coil dia, dm
""")
ADJECTIVES: Final = word_set("long wide high deep thick in_diameter")
#: What an adjective measures.
ROLE_OF: Final = {
    "long": "length",
    "wide": "width",
    "high": "height",
    "deep": "depth",
    "thick": "thickness",
    "thk": "thickness",
    "in_diameter": "diameter",
}
#: Composite names written out: what they mean as (component, role).
COMPOSITES: Final = {
    "outer_diameter": (("outer",), "diameter"),
    "inner_diameter": (("inner",), "diameter"),
    "mean_diameter": (("mean",), "diameter"),
    "bend": (("bend",), "radius"),
    "wire": (("wire",), "diameter"),
    "flange_thickness": (("flange",), "thickness"),
    "web_thickness": (("web",), "thickness"),
}

#: What a size can belong to: "flange dia 26", "inside depth 20", "4 mm thick bottom".
COMPONENTS: Final = phrase_table("""
outer: outer, outside, external, exterior, outwards
inner: inner, inside, internal, interior, inwards, clear
top: top, upper, small end, top end, narrow end, thin end, apex, tip
bottom: bottom, lower, large end, wide end, big end, thick end
overall: overall, o/all, total, all over, over all, full, o/a, oal
base: base, foot
wall: wall, wt, side wall, walling, sidewall, shell thickness
floor: floor
closed_end: closed end, end wall, blind end
lid: lid, cover, top cover
flange: flange, lip
body: body, barrel, sleeve body
hub: hub
head: head, bolt head, screw head
shank: shank, stem
web: web
leg: leg, arm, limb, wing
horizontal_leg: horizontal leg, base leg, bottom leg, horizontal arm, horizontal flange, long leg, lower leg
vertical_leg: vertical leg, upright leg, upright, vertical arm, vertical flange, short leg, standing leg
groove: groove, v groove, vee groove
ear: ear, lug, cheek, fork arm, prong, tine
tube: tube
rim: rim, tread
neck: neck
mean: mean, centreline
face: face
step: step, section step, stage, shoulder, journal
first: first, 1st
second: second, 2nd, middle section
third: third, 3rd
fin: fin, cooling fin
last: last
pin: pin, hinge pin
knuckle: knuckle, hinge barrel
end: end
solid: solids, separate solids, separate pieces, separate bodies, separate parts, bodies
square_end: square end, end square, end left square, end straight
run: straight run, run length
dome: hemispherical end, spherical end, domed end, ball end, half ball end, hemispherical cap
slit: slit, saw cut, split slot, slit slot, slitting cut, split cut
dovetail: dovetail, dovetail slot, dovetail groove, dovetailed slot
round_end: round end, end full round, end round, end rounded, end fully rounded, full round end,
    full radius end, full rad end, full rad, full r end, fully radiused end, radiused end, full radiused end
""")

#: Things cut into a part, put onto it, or done to its edges.
FEATURES: Final = phrase_table("""
hole: hole, drilling, perforation, drill hole, bolt hole, screw hole, fixing hole, mounting hole,
    fastener hole, cable hole, drain hole, vent hole, pin hole, dowel hole, pilot hole, rivet hole,
    split pin hole, cotter pin hole, cotter hole, locating hole, anchor hole, alignment hole, index hole,
    indexing hole, inspection hole, attachment hole,
    access hole, drilled hole, mounting point, bolt down hole, port, threaded port, tapped port,
    gallery, cross drilling, oil gallery, oil hole,
    bearing seat, bearing bore, bearing pocket, bearing hole
bore: bore, d bore, d shaped bore, d hole, d shaped hole, centre bore, center bore, central bore, shaft
    bore, centre hole bore, pilot bore, borehole, bore hole
slot: slot, slotted hole, elongated hole, oblong hole, obround, long hole, obround slot, slot hole, oval
    slot, oblong slot, stadium
pocket: pocket, recess, cavity, cutout, cut out, rectangular cutout, window, rectangular window, opening,
    rectangular pocket, rectangular hole, rectangular opening, depression,
    dent, dimple, rectangular recess, square hole
boss: boss, raised boss, round boss, post, stud, peg, pad, raised face, support post, mounting post
fillet: fillet, filleted, rounding, rounded corner, round over, corner radius, corner rad, corner radii,
    edge radius, edge rounding, rounded edge, radiused corner, radiused edge, round corner, corner rounding,
    corner fillet, edge fillet, rounded vertical edge, rounded vertical corner, rounded outer edge,
    radiused vertical edge, rounded top edge
groove: groove, v groove, vee groove, vee, v shaped groove, circumferential groove, belt groove, ring
    groove, circlip groove, snap ring groove, retaining ring groove, o ring groove, annular groove, seal
    groove, undercut, undercut groove, relief groove, thread relief, face groove, face seal groove, gland, o
    ring gland, straight groove, rectangular groove, channel, half round groove, half round channel,
    half round recess, half round notch, half round cutout, half round slot, semicircular groove, semicircular
    channel, semicircular recess, semicircular notch, semicircular cutout, semicircular cut out,
    semicircular slot, round bottom groove, round bottomed groove
keyway: keyway, key way, keyseat, key seat, key slot, parallel keyway, keyway slot, key groove
chamfer: chamfer, chamfered, ch, chfr, chf, cham, chamf, chamfd, chfd, bevel, bevelled edge, snipped,
    beveled edge, bevelled, beveled,
    chamfered edge, chamfered corner, break edge, edge break, broken, chamfered top edge,
    chamfered vertical edge, bevelled corner, corner chamfer, edge chamfer
counterbore: counterbore, cbore, c'bore, counter bore, c bore, spotface, c/b, counterboring
countersink: countersink, counter sink, csink, countersinking, c'sink, c sink
""")

#: Where, which way, how: words that say something about a feature.
MARKERS: Final = phrase_table("""
corner: corner, heel
edge: edge, border, margin, boundary, perimeter, periphery, boundary edge, perimeter edge
side_face: side face
centre: centre, center, centroid, middle, central, centrally, midpoint, mid point, dead centre, centre point,
    geometric centre, mid, exact centre, centrepoint
mid_height: mid height, half height, half the height, half its height, half of the height, midway up,
    halfway up, half way up, mid way up, middle height, mid thickness, half the thickness, mid of height,
    mid of the height, middle of height, middle of the height,
    centre of height, centre of the height
mid_length: mid length, mid lg, mid len, half length, half the length, half its length, half of the length,
    midway along,
    halfway along, half way along, mid way along, mid span, middle length, mid of length, mid of the length,
    middle of length, middle of the length, centre of length, centre of the length, midlength
mid_width: mid width, half width, half the width, half its width, midway across, halfway across, half
    way across, middle width, mid of width, mid of the width, middle of width, middle of the width, centre of
    width, centre of the width
mid_depth: mid depth, half the depth
centred: centred, centered, centrally placed, centrally located, concentric, concentrically, coaxial,
    concentric with
centre_line: centre line, center line, centerline, midline, mid line, symmetry line, middle line,
    centreline, axis of symmetry, long axis line, c/l, cl, c l
bolt_circle: bolt circle, pcd, bcd, lk, hole circle diameter, hole circle dia, circle of holes,
    pitch dia, bolt pitch circle, pitch circle, pitch circle diameter, bolt circle diameter, bolt hole
    circle, hole circle, b c d, p c d, bc, b/c, bolt pattern diameter, pitch circle dia, bolt circle dia
circle: circle, circular pattern, ring pattern, circumference, polar array, circular array, polar pattern
grid: grid, raster, array, matrix, hole pattern, pattern, rectangular grid, rectangular array
rectangle: rectangle, rectangular pattern, rectangular hole pattern, bolt rectangle
row: row, line, straight line, in line, inline, linear array, linear pattern
column: column
square_pattern: square pattern, square grid, square array, square arrangement
apart: apart, apart from each other, apart from one another, from each other, between them, centre to
    centre, centre distance, c/c, centres, spaced apart, on centre,
    distance between centres, centre centre, centre distance of, between hole centres, hole centres,
    between axes, ctrs, ctr to ctr, crs, on centres, centre spacing
spaced: spaced, spaced out, spaced at, arranged at, pitched, pitched at
spacing: spacing, hole spacing, interval, distance, pitch distance, hole pitch, hole distance
equally: equally spaced, evenly spaced, equally, evenly, equispaced, regularly spaced, uniformly spaced,
    evenly distributed, equally distributed, equal spacing, even spacing, equidistant, evenly arranged,
    spread evenly, regularly, distributed evenly, distributed equally, spaced evenly, spaced equally
inset: inset, in from, edge to centre, edge to hole centre, to hole centre, edge to hole centres, set
    in, setback, set back, offset, offset in, edge distance, inboard, margin distance
either_side: either side of, each side of, both sides of, on either side of, either side, on both sides
    of, left and right of
through: through, thru, all the way through, right through, clear through, full depth, all through,
    completely through, continuous, through all, going through, passing through, straight through,
    goes through,
    passes through, go through, throughout, thru all, fully through, that goes through, pierced
everything: everything, whole part, entire part, full thickness, whole thickness, entire thickness,
    whole height, full height, full length, entire length, whole length, entire height, whole thing,
    entire body, whole body, thickness of plate, full width, whole width, entire width, full breadth, complete
    length, complete width
blind: blind, blind drilled
counterbored: counterbored, cbored, counter bored, c bored, spotfaced, c'bored, cb'd, spot faced
countersunk: countersunk, counter sunk, csk, csunk, c'sk, c'sunk, csk'd, c'sk'd, c sunk
pointed: sharp point, pointed, point, sharp tip
right_angle: right angle, right angles, perpendicular, 90 degree angle, square to each other
closed_bottom: closed bottom, solid bottom, closed at bottom, closed at the bottom
flat_bottom: flat bottom, flat btm, flat bottomed, with flat bottom, flat floor
ball_bottom: hemispherical bottom, spherical bottom, ball end bottom, ball nose bottom, ball bottom, half
    round bottom, hemispherical base, hemispherical floor, spherical floor, full radius bottom,
    ball shaped bottom
drill_point: drill point, drill tip, conical bottom, cone shaped bottom, drill cone, conical tip
din_key: din6885
circlip: circlip, snap ring, retaining ring, seeger ring, external circlip, internal circlip
shaft_circlip: din471
bore_circlip: din472
turned: rotated, turned, angled, inclined
tangential: tangential, tangentially
slope: sloped face, sloping face, slanted face, inclined face, ramp face, slope face, sloped side,
    sloping side, slanted side, inclined side, sloped surface, inclined surface, hypotenuse face
upright_face: upright face, vertical face, upright side
tapped: tapped, threaded, tapping, tap drill, tap, core hole, pre drilled for thread, tapping drill
clearance: clearance, clr, clearance fit, normal fit, medium fit, free fit clearance
screw: screw, machine screw, fixing, fastener, bolt, mounting, cable, drain, vent, dowel, rivet, wood
    screw, screws or bolts
cap_screw: cap screw, socket head cap screw, shcs, socket head screw, allen screw, allen bolt, cap head
    screw, socket screw, cap head, socket cap screw, socket head, hex socket head cap screw, allen head
    screw, socket head bolt, cap bolt
flat_head: flat head screw, countersunk screw, flat head, countersunk head screw, flathead screw,
    countersunk flat head screw, countersunk bolt, countersunk head
vertical: vertical, vert, upright edge, vertically
horizontal: horizontal, horizontally
cross: cross, transverse, crosswise, crossways, widthwise, widthways
radial: radial, radially, sideways, from side
lengthwise: lengthwise, lengthways, longitudinal, longitudinally, lengthwise direction
all_round: all round, all around, around, round edge, all the way round, all the way around, everywhere,
    all over everywhere
front: front, front side
back: back, rear, rear side, back side
left: left, left hand, left side, lefthand, lh, lh side
right: right, right hand, right side, righthand, rh, rh side
underside: underside, below, from below, from underneath, from beneath, underneath, bottom side,
    bottom face, under side, lower face, bottom
    surface, lower side
top_face: top face, from above, from on top, top surface, upper face, upper surface, top side
above: above, up from, upwards from, over
beneath: down from, beneath, downwards from
away: away
long_side: long side, longer side, long edge, longer edge, length direction, long direction, longest
    side, long dimension
short_side: short side, shorter side, short edge, shorter edge, width direction, short direction,
    shortest side, short end
direction: direction, way, axes
axis: axis, axially, axial
rest: vertical corner edge
sharp: sharp, square edged, square cornered, sharp edged, crisp, no radius
open_top: open top, open topped, open at top, open on top, topless, no top, without top, open upwards,
    open at the top, with open top, lidless, open up, open
open_ended: open ended, open ends, open at both ends, both ends open, open at ends, through open, left
    open, ends left open, unground, not ground, no straight ends, plain ends
rounded: rounded, radiused, round off, rounded off
hollow: hollow, hollowed out, hollowed, shelled, hollow inside, shell, shelled out
closed: closed, closed on all sides, fully closed, closed all round, completely closed, closed at both
    ends, closed on both ends, closed at top and bottom, closed all around
lengths_equal: equal
same: same, identical, as before, same again, same one, same part, same thing, previous one, last one
square_shape: square
lying: lying, laying, laid, lying down, laid down, lying flat, laid flat, lying on its side
standing: standing, standing up, standing upright
bent: bent, folded
vague: thin, small, big, large, little, tiny, huge, mini, heavy, light
round_shape: circular, round, cylindrical
triangle_shape: triangular
""")

#: Words for numbers.
NUMBER_WORDS: Final = {
    word: value
    for value, word in enumerate(
        [
            "none",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    **{"thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80},
    **{"ninety": 90, "hundred": 100, "dozen": 12, "pair": 2, "couple": 2},
}

#: Shapes and operations that Mayfly does not make; saying their name beats a shrug.
UNSUPPORTED: Final = phrase_table("""
organic: dragon, figurine, figure, statue, sculpture, sculpt, organic, freeform, free form, animal, cat,
    dog, horse, bird, face mask, skull, head bust, bust, flower, tree, person, human, doll, toy,
    character, creature, monster, elephant, rabbit, bunny, fish, dinosaur, mask, ornament, vase shape
lattice: gyroid, lattice, honeycomb, infill, tpms, voronoi, foam, schwarz, octet, mesh infill, lattice
    structure
text: engraved text, text, engraving, engraved, engrave, embossed, emboss, logo, lettering, letters,
    label text, qr code, inscription, written
vehicle: car, engine, turbine, aeroplane, airplane, plane, helicopter, rocket, boat, ship, train,
    bicycle, robot, drone, house, building, chair, table, phone, gun, fan
blades: turbine blade, propeller, impeller, airfoil, aerofoil, blade
machine: bearing, ball bearing, hinge, rack
gears_other: bevel gear, worm gear, worm, worm wheel, helical gear, rack and pinion, planetary
    gear, planetary gearbox, gearbox, internal gear, ring gear, sprocket, timing pulley, herringbone
    gear, timing belt pulley, ratchet
thread: real thread, modelled thread, modeled thread, cut thread, external thread, internal thread
sheet_metal: bend allowance, unfold, flat pattern, louvre, louver, perforated, knurl, knurled, knurling,
    knurls, diamond knurl
twist: twisted, twist, helix, helical, spiral, draft, draft angle, tapered sides, taper angle, drafted
mating: snap fit, snapfit, dovetail joint, living hinge, spline, splined, splines,
    interlocking
""")

#: Kinds of things that are not made, of which people speak beside a part: "engine mount", "for my robot".
SPOKEN_OF_BESIDE: Final = frozenset({"organic", "vehicle", "machine"})

#: What a part is called that is known by its cross section.
SECTIONS: Final = word_set("section profile shape shaped")

#: Names of the catalogue that are too common a word to name a part by themselves.
NOT_A_PART: Final = frozenset({"flat", "prism", "slope", "coil", "helix", "angle bar"})

#: How the name of a groove of triangular section begins: "v groove", "vee groove".
V_SHAPED: Final = ("v ", "vee ", "v-")
