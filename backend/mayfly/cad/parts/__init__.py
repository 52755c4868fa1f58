'''The catalogue: one file a part, each a plain CQGI script that CQ-editor opens too.

How to add a part
-----------------
Put ``NAME.py`` beside the others; nothing else changes. Lengths are mm, the lowest point lies on Z=0,
the bounding box is centred in X and Y. ``tests/parts`` then builds and measures it at its default sizes and
at both ends of its ranges::

    """Tube: a round tube standing on Z=0.

    Names: tube, pipe, hex bar [sides = 6]        words that ask for it; [..] = values the word brings
    Sizes: a x b x length | a x length            what "40 x 32 x 120" means; alternatives, likeliest first
    Also: wall (walls): b = a - 2 * wall; a = b + 2 * wall    another size: the first way is used that gives
                                                  something still open; `and` joins what one way gives
    Standard: washer: b = inner_diameter_mm       `size="M10"` gives parameters (cad/standards)
    Title: tube {a} mm                            its name; without it: the title and the first Sizes
    Where: r = a / 2                              an intermediate result for the lines below
    Rule: b + 0.02 <= a: the bore of {b} mm does not fit {a} mm     checked before any build
    Box: a, a, length                             the model must measure this along X, Y, Z
    Box tolerance: 0.02                           in mm, 0.01 without it
    Volume: pi / 4 * (a**2 - b**2) * length       and this in mm³; no line where no formula is honest
    Volume tolerance: 0.001                       relative, 0.0001 without it
    Solids: 2                                     1 without it
    Hole: b through Z at (0, 0)                   round holes of the part itself, all of them; also
    Hole: d blind Z on circle c, n of them, if n > 0
    Base: round                                   what features the planner may put on it, see below
    Floor: t                                      height of the material in the middle, if not the box's
    Note: No thread is modelled.                  a sentence that belongs to every answer
    Spoken: tubing, hex tube [sides = 6]          further words that ask for it in a request, never in an API
    Example: tube 40x32, 120 long: a = 40, b = 32, length = 120    a request, and what is meant by it
    Agrees: hollow, open_ended, round_shape       flags of the vocabulary that are true of it anyway
    Pose: standing                                or lying: it is made so, and may be described so
    Has: 4 wall at all_round side; bend at axis   what it consists of: how many, if they may be counted, and
                                                  the words that may say where they are
    Absorbs: bore | hole: b = number | diameter; at centre part; said through; needs centre; pair
                                                  features that are sizes of the part: which size takes what
                                                  (number, diameter, radius, width, depth, angle, count,
                                                  circle, below), the places and flags that say nothing
    Becomes: cup if closed_bottom or sized_floor; takes open_top    the part that is meant when more is said:
                                                  a word, or one with `sized_`, `counted_`,
                                                  `called_`, `several_`, `named_` or `fits_` before it
    Becomes: ? if wall: Is the {} open?           what is asked then; `upright`: its length stands
    Equal: width, height                          the sizes that "equal" refers to
    Face: front "front wall" Y- at -width / 2; u length; v 0 to height; depth wall; clear v floor to height;
        opposite back "back wall" at width / 2    a face for features: what names it, its title, which way it
                                                  looks and where it is; see `_faces.py` for all its words
    Side: hub|body from t to z, b, inner bore     a round side, from the bottom upwards
    Rims: b, a; inside bore, bore                 diameters of the round edges at the top and at the bottom
    Steps: steps                                  it is stacked of these pairs of diameter and length
    Outline: X along length: -a / 2, 0 bend; ...  corners, counter-clockwise, of what is drawn out along X
    Ends: alike                                   or differ: is "one end" clear?
    First: flange                                 the face that features go on if none is named, or none
    Flat: bottom                                  the face that "the flat side" is
    Hollow: prism                                 or round, ball: what kind of body can be made hollow
    Keyway: shaft                                 a key sits on it; asked: on it or in its bore
    Thread: b tapped                              the size that "M4" gives: tap drill, or clearance hole
    Norms: iso 4032                               the standards that it follows by itself
    Named: beam                                   the table whose sizes name it by themselves: "HEA 100"
    Offer: 1 plate                                its place and name among the parts that are offered
    Shapes: what follows                          its name before another part's says how that is shaped
    Slopes: height                                the size that rises along it: "from 3 to 30 high"
    Inverted: cap, end cap                        names under which its floor is said to be its top
    """
    import cadquery as cq

    a = 40.0  # mm, 0.02 to 10000: outer diameter (od, outside)
    b = 32.0  # mm, 0.01 to 10000, else 0.8 * a: inner diameter (id, bore)
    n = 4  # count, 0 to 64, else 0: number of holes

    result = cq.Workplane().circle(a / 2).circle(b / 2).extrude(length)
    show_object(result)

A parameter's comment is ``# UNIT, LOW to HIGH, else FORMULA: what it is (what people call it)``. The unit
is ``mm``, ``degrees``, ``count``, ``number``, ``mm x mm`` (pairs in a string, "30x40, 24x60") or ``choice,
one of a | b``. The script's own value holds when nothing at all is given. When something is given, a
parameter that was left out takes its ``else`` formula; without one a planner has to ask for it.

Every parameter that is called a diameter can also be given as a radius (``outer_radius``).

Formulas know + - * / ** %, comparisons, and/or/not, ``a if b else c``, ``sum(d * l for d, l in steps)``, pi
and the functions of ``_formula.py``; they are never given to ``eval``. They come from geometry, not from the
kernel's answer: the finished model is held against them.

Bases: ``prismatic`` (vertical sides, flat top; vertical edges are ``|Z``), ``round`` (the same, with a round
outline), ``open`` (walls and a floor, open upwards), ``profile`` (extruded along X), ``bracket`` (flat
legs in XY and YZ), ``none`` (anything else). All but the first two describe their faces with ``Face:`` lines.
'''

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from mayfly.cad.parts._absorbed import Absorbed
from mayfly.cad.parts._becomes import Becoming, Said, said
from mayfly.cad.parts._conventions import Conventions
from mayfly.cad.parts._faces import Extent, FaceLine
from mayfly.cad.parts._formula import Formula, Template
from mayfly.cad.parts._header import Alias
from mayfly.cad.parts._parameter import PartParameter, read_pairs
from mayfly.cad.parts._part import Part
from mayfly.cad.parts._settle import Sizes
from mayfly.cad.parts._surfaces import SideLine, Surfaces
from mayfly.cad.parts._traits import Traits
from mayfly.errors import UnknownPart

__all__ = [
    "Absorbed",
    "Alias",
    "Becoming",
    "Conventions",
    "Extent",
    "FaceLine",
    "Formula",
    "Part",
    "PartParameter",
    "Said",
    "SideLine",
    "Sizes",
    "Surfaces",
    "Template",
    "Traits",
    "catalogue",
    "get_part",
    "read_pairs",
    "said",
]


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Part]:
    """Return all parts by name, in alphabetical order; their files are read at the first call.

    Raises:
        ValueError: A part's file is not written as the package's docstring asks; the text names it.
    """
    files = sorted(path for path in Path(__file__).parent.glob("*.py") if not path.name.startswith("_"))
    return MappingProxyType(
        {path.stem: Part.read(path.stem, path.read_text(encoding="utf-8")) for path in files}
    )


def get_part(name: str) -> Part:
    """Return a part by its name, or by any of the words that ask for it.

    Raises:
        UnknownPart: No such part; the text names similar ones.
    """
    by_word, wanted = _by_word(), _plain(name)
    if wanted in by_word:
        return by_word[wanted]
    near = dict.fromkeys(
        by_word[word].name for word in difflib.get_close_matches(wanted, by_word, n=5, cutoff=0.7)
    )
    meant = f" Did you mean {' or '.join(near)}?" if near else f" There are {', '.join(catalogue())}."
    raise UnknownPart(f"There is no part called {name!r}.{meant}")


@lru_cache(maxsize=1)
def _by_word() -> dict[str, Part]:
    """Return all parts by each of the words that ask for them."""
    return {_plain(word): part for part in catalogue().values() for word in (*part.names, part.name)}


def _plain(word: str) -> str:
    return " ".join(word.replace("_", " ").replace("-", " ").lower().split())
