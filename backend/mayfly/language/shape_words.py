"""Words that bear shape though no pattern reads them: a request that has one is asked about.

All other words that nobody knows (names, gadgets, small talk) change no shape and may be passed over
(`weighing/unknown_words.py`), so this list has to be wide: what is missing here can be lost without a word.
The reader's own vocabulary and the words of its patterns need not stand here.
"""

from __future__ import annotations

from typing import Final

from mayfly.language.vocabulary import word_set

#: Words that describe a form: none of them is what a part is for.
FORMS: Final = word_set(
    "annular arch arched banana bean boomerang bowtie clover cloverleaf dogbone horseshoe hourglass kidney "
    "pear racetrack shamrock stadium wave "
    "arcuate asymmetric asymmetrical barbed barrelled beaded bellied bent beveled bevelled "
    "biconical blunt bowed braided branched bulbous bulged bulging canted cantilevered castellated "
    "channelled chevron circular claw coiled collapsed collared concave conic conical conoidal convex "
    "corrugated crenellated crescent crimped crooked crossed crowned cruciform cuboid curled curved "
    "curving cusped cylindric cylindrical dented diagonal diagonally diamond dimpled dished distorted "
    "domed dovetailed dragged elbowed elliptic elliptical elongated embossed engraved etched faceted "
    "facetted filigree finned flared flattened fluted folded forked frustoconical frustum gabled geared "
    "geodesic girdled gothic grooved halved heart heeled helical helicoidal hemispherical heptagon "
    "heptagonal hexagonal hinged hipped hooked hourglass hyperbolic indented inscribed involute irregular "
    "jagged keyed keystone knobbed knotted knurled labyrinth laminated latticed lens lenticular lipped "
    "lobed lofted looped lopsided louvered louvred lozenge meandering mitered mitred molded moulded "
    "multistart necked nicked nonagon notched oblate oblique oblong octagon octagonal ogival ogive "
    "organic ornate oval ovoid parabolic paraboloid parallelepiped parallelogram patterned pentagon "
    "pentagonal perforated pierced pinched pitted pleated pocketed polygon polygonal prismatic profiled "
    "prolate punched pyramidal quadrant quadrilateral raked recessed reeded reentrant reticulated rhombic "
    "rhomboid rhombus ribbed ridged rimmed rippled rolled ruffled saddle saddled sagging sawtooth "
    "scalloped scooped scored scribed sculpted segmented semicircle semicircular serpentine serrated "
    "shouldered shrunken sinusoidal skew skewed slanted slanting slatted sliced slitted sloped sloping "
    "slotted snaking spherical spheroid spheroidal spiked spiral spiraling spiralled splayed splined "
    "split spoked squashed squircle stadium staggered star starred stellated stepped streamlined "
    "stretched striated sunken swept swirled swirling swollen tangent tapered tapering tapers teardrop "
    "tessellated tetrahedral textured toothed topological toroid toroidal trapezium trapezoidal trefoil "
    "triangular trilobe truncated tubular turreted twisted twisting undercut undulating unequal uneven "
    "vaned vaulted vented waffle waisted warped wavy webbed wedged winding wound woven wrapped wrinkled "
    "zigzag"
)
#: Things that are part of a shape.
NOUNS: Final = word_set(
    "abutment acanthus aerofoil airfoil alcove anchor antler apron aqueduct arch arches arm armrest arrow "
    "arrowhead auger awning backplate baffle baffles ball ballast balls baluster bead beads beak beam "
    "beams bell bellows bend bends bevel bezel blade blades bob bobbin body bollard bowl brace braces "
    "bracket brackets branch bridge bridges bucket buckle bulge bump bumps bung buttress cam canopy "
    "cantilever cap caps carabiner castellation catenary cavities chain chamber chamfers channel channels "
    "chimney chock chute clamp clamps clasp claws cleat clip clips clutch cog cogs coil collar collars "
    "column columns comb compartment compartments conduit cones cornice corrugation corrugations coupling "
    "crank crease crenel crest crossbar crosspiece crown cubes cuff cupola curb curl cusp cylinders dado "
    "dam dent detent dial diaphragm die dimple dimples dip discs dish disk disks divider dividers dome "
    "domes donut doorway dovetails dowel dowels drainpipe drum duct eave edge edges ellipses ellipsoid "
    "emboss embossing engraving eye eyelet eyelets face facet facets feet felt ferrule filigree fillets "
    "fin finger fingers fins flap flaps flare flat flats flute flutes fold foot footing fork forks frame "
    "frames fuller funnel furrow gable gear gears girder gland gooseneck gouge grate grating grid grill "
    "grille grip grips grommet groove grooves groundplate guard gussets gutter hammer handle handles "
    "hanger hasp head heads heatsink heel helix hem hexagon hinge hinges hollow hollows honeycomb hood "
    "hook hooks horn housing hub hubs hump impeller indent indentation indents inlay inlet insert inserts "
    "jaw jaws joint joists journal jut kerf key keys keystone kink knobs knot knuckle knuckles knurl "
    "knurling lacing ladder lamella lances landing lap latch lattice ledge ledges leg legs letter "
    "lettering letters levers lid lids limb lip lips lobe lobes logo loop loops louver louvers louvre "
    "louvres lug lugs mandrel manifold mesh mortice mortise moulding mouth muntin nail neck nest nib "
    "nipple node nodes nodule nose nosing notch notches nozzle nozzles nub nubs nut nuts ogee opening "
    "openings orifice outcrop outlet overhang paddle pallet panel panels partition partitions paw pawl "
    "peak pedestal pegs pellet perforations pier pilaster pillar pillars pillow pin pinion pins pipe "
    "pipes pit pits pivot plinth plug plunger pocket pockets pod pole port ports post posts prism prisms "
    "prong prongs propeller protrusion protrusions pulleys punch pylon pyramids quatrefoil rabbet raceway "
    "rack racks rafter rail railing rails ramp ramps ratchet rebate recess recesses reducer relief "
    "reliefs rib ribs ridge ridges rim rims rind ring rings ripple ripples rivet rivets rod rods rosette "
    "rotor rung rungs sawteeth scallop scallops scoop scoops screen screws scroll seam seat seats segment "
    "segments serration serrations setback shaft shafts shank sheave shell shells shelves shim shims shoe "
    "shoes shoulder shoulders shroud sill skid skirt slat slats sleeve sleeves slit slits slope slopes "
    "slots socket sockets spacers spar spheres spider spigot spigots spike spikes spindle spine spiral "
    "spirals splash spline splines spoke spokes spool spout spouts springs sprocket spur square squares "
    "stair stairs stake stalk stanchion stator stem stems step steps stile stirrup stop stopper stops "
    "stub stubs stud studs stump swarf swirl syphon tab tabs tail tang tapers teat teeth tenon tenons "
    "terrace tetrahedron text thread threads throat tie tile tine tines tip tips toe tongue tongues tooth "
    "tori tower towers track tracks tread treads trench trenches triangle triangles trim trough trunnion "
    "truss trusses tubes tunnel tunnels turret tusk twist undercuts valley valleys valve vane vanes vee "
    "veins vent vents venturi vertebra vessel void voids volute wafer waist wall walls washers wave waves "
    "web webs wedges well wells wheel wheels wing wings wire wires worm wrap yoke"
)
_WORK: Final = word_set(
    "bisect bore bored boring bulge carve carved carving chop chopped clip clipped combine combined "
    "copies copy crop cropped cut cuts cutting debossed deform deformed detach dig divide divided "
    "dividing drill drilled drills duplicate emboss engrave erode expand explode extend extended "
    "extending extends extrude extruded extrudes extruding extrusion fillet flip flipped fold fuse fused "
    "gouge grow hollow impress intersect intersected intersecting intersection invert inverted join "
    "joined knock lengthen loft merge merged mill mirror mirrored mirroring mirrors narrow narrowed "
    "narrowing narrows notch offset open overlap overlapping overlaps part partition pierce pinch plunge "
    "pocket pull pulled punch push pushed raise raised raises ream reamed recess reduce reduced reduces "
    "reflect reflected relieve relieved remove removed removing repeat repeated repeating reverse "
    "reversed revolve revolved rotate rotated saw scale scaled scoop score separate separated sever shave "
    "shear shift shifted shorten shrink sink skim slash slice slit slope spin split spread squash stack "
    "stacked stretch subtract subtracted subtracting sunk swap swapped sweep tap taper tilt tilted "
    "transform translate translated trim trimmed truncate turn twist undercut union unite united weld "
    "widen widened widening widens wrap"
)
#: Words that say where something is.
WHERE: Final = word_set(
    "abreast adjacent adjoining against alongside alternate alternately alternating amid amidst "
    "anticlockwise apart astride backward backwards behind beneath beside besides beyond bottommost "
    "clockwise closer counterclockwise crosswise diametrically downhill downward downwards east eccentric "
    "elsewhere end-to-end endwise farther flush fore forward further halfway hanging inboard innermost "
    "intermediate inverse inward inwards leaning lowermost meet meeting meets midpoint midway "
    "nearby nearer nearest nested "
    "next north northeast northwest off opposing opposite orthogonal outboard outermost outward outwards "
    "overhanging partway projecting projects protrudes protruding proud remaining reverse sideways skewed "
    "sloping south southeast southwest sticking sticks straddling symmetric symmetrical symmetrically "
    "tangent tangentially tilted topmost toward towards uphill uppermost upright upside upward upwards "
    "vertical west"
)
_HOW_MANY: Final = word_set(
    "additional alternating another couple double doubled doubles dozen either except excluding extra few "
    "fewer fourfold half halves less lesser many minus more multiple neither nor once pair paired pairs "
    "quadruple quarter quarters remainder several single some third thirds thrice times triple tripled "
    "twice twofold various without"
)

#: Words that bear shape, or say where, which way or how many.
SHAPE_WORDS: Final = FORMS | NOUNS | _WORK | WHERE | _HOW_MANY
