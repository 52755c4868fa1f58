"""Clauses that are only talk: "my kids broke it", "cheers, Dave"; no number and no word for a shape in them.

A word that nobody knows may describe a shape ("fluted", "a spigot"), so it counts against a reading. In
a clause of its own, without a number and without any word of the vocabulary, it hardly does, unless it is one
of the words below, by which people shape things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mayfly.language.chunks import Term
from mayfly.language.stopwords import HARMLESS
from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.text import Text

_BETWEEN: Final = frozenset({".", ",", ";", ":", "!", "?", "¶", "(", ")", "…"})
#: Endings of words that describe a shape: "fluted", "conical", "annular", "curved".
_ENDINGS: Final = ("ed", "al", "ic", "ar", "oid", "less", "wise", "form")
#: Words of that look that don't.
_PLAIN: Final = word_set(
    "need needed wanted liked tried used broken bored tired excited interested worried confused hundred "
    "kindred general original final special normal usual actual real total local personal professional "
    "electrical mechanical medical optical industrial digital global basic public plastic electric "
    "electronic automatic magic music topic car regular similar particular popular dear year near clear "
    "garden guitar sugar calendar solar asked called said lost failed ended arrived ordered bought "
    "measured checked promised seemed looked planned finished supposed thanked attached mounted installed "
    "located based related required desired expected included deburr deburred red bed shed unless "
    "nonetheless nevertheless otherwise likewise useless helpless wireless school deal meal goal metal "
    "crystal pedal medal manual hospital festival journal signal animal"
)
#: Nouns and verbs by which a shape is described, though the vocabulary has no place for them.
_SHAPES: Final = word_set(
    "curve curves curving arc arcs arch arches bow bows bulge bulges bend bends bending fold folds "
    "folding twist twists taper tapers tapering slope slopes sloping slant slants lean leans tilt tilts "
    "skew wave waves wavy corrugation knurl knurls thread threads tap engrave emboss letter letters text "
    "logo perforation perforations mesh lattice honeycomb spiral helix coil coils loop loops hook hooks "
    "claw claws jaw jaws tooth teeth serration serrations spline splines gear cog notch notches nick dent "
    "dents dimple dimples bump bumps ridge ridges rib ribs fin fins vane vanes blade blades wing wings "
    "flap flaps tab tabs tongue tongues lip lips spout spouts snout nozzle nozzles spigot spigots socket "
    "sockets flute flutes crown crowns dome domes cup cups bowl dish funnel horn wedge wedges ramp ramps "
    "stair stairs step steps ledge ledges shoulder collar collars neck throat waist belly foot feet toe "
    "heel leg legs arm arms fork prong prongs finger fingers handle handles grip knob pin pins peg pegs "
    "stud studs post posts pole spike spikes needle tip point points corner corners edge edges rim rims "
    "brim bevel bevels chamfer chamfers fillet fillets radius groove grooves channel channels slot slots "
    "slit slits gap gaps cut cuts cutout cutouts opening openings window windows vent vents hole holes "
    "bore bores pocket pockets recess recesses cavity hollow void relief undercut shell wall walls skin "
    "layer layers lid cap caps cover plug plugs insert sleeve bushing liner ring rings hoop band strap "
    "clip clips latch hinge hinges joint joints ball balls sphere cone pyramid prism cube cylinder tube "
    "pipe rod bar plate sheet strip block disc disk wheel wheels hub spoke spokes pulley roller cam crank "
    "lever flange flanges bracket brackets gusset web truss frame grid grille grill screen net chain link "
    "rope spring bellows diaphragm star cross heart arrow moon oval ellipse triangle hexagon octagon "
    "pentagon polygon trapezoid rhombus diamond teardrop egg pear bean banana mushroom zigzag staircase "
    "offset eccentric mirror mirrored array pattern symmetric asymmetric round sharp blunt pointy flat "
    "thin thick solid rough smooth crooked uneven except instead only half quarter third double twice "
    "triple bigger smaller longer shorter wider narrower deeper thinner thicker taller higher lower scale "
    "enlarge shrink stretch squash widen narrow shorten lengthen trim crop split divide separate remove "
    "delete drop omit skip"
)


def chatter(text: Text) -> Mapping[int, int]:
    """Return where each clause begins that is only talk, and where it ends."""
    found: dict[int, int] = {}
    begin = 0
    for at in range(len(text.terms) + 1):
        if at < len(text.terms) and not _ends(text.terms, at):
            continue
        if at > begin and _is_talk(text, begin, at):
            found[begin] = at
        begin = at + 1
    return found


def _ends(terms: Sequence[Term], at: int) -> bool:
    term = terms[at]
    return term.kind == "mark" and term.word in _BETWEEN


def _is_talk(text: Text, begin: int, end: int) -> bool:
    """Return whether a clause has an unknown word, and nothing in it that may bear shape."""
    unknown = False
    for at in range(begin, end):
        term = text.terms[at]
        if term.kind not in {"word", "mark", "unknown"} or _has_shape(text, at):
            return False
        unknown = unknown or term.kind == "unknown" or (term.kind == "word" and term.word not in HARMLESS)
    return unknown


def _has_shape(text: Text, at: int) -> bool:
    word = text.terms[at].word
    for phrase in text.phrases[at]:
        tables = phrase.term.senses.keys()
        if tables != {"unsupported"} or phrase.term.senses["unsupported"] not in {"organic", "vehicle"}:
            return True
    return word in _SHAPES or (word.endswith(_ENDINGS) and word not in _PLAIN | HARMLESS)
