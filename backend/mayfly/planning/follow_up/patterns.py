"""The patterns of changes, one row each: what is asked for, how it is said, and an example.

Patterns are matched against the whole of a clause's plain form (``clauses``), where numbers are marks. The
order of the rows does not matter: a clause that fits several is read in each way, and the reading that
finds its target in the model wins (``reader``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from mayfly.planning.follow_up.fragments import (
    CLOCKWISE,
    DIRECTION,
    INSTEAD,
    IS,
    MAKE,
    NOW,
    A,
    C,
    F,
    M,
    N,
    T,
    V,
    adjective,
    any_of,
    comparative,
    named,
    target,
)

Kind = Literal[
    "undo", "back", "difference", "factor", "scale", "count", "replace", "set", "sides", "cut_to", "remove",
    "move", "move_to", "inset", "turn", "start", "mirror", "head", "tap", "how_much", "keep", "fit", "lay",
    "larger_to", "depth", "hollow", "corners", "step", "turn_down", "piece", "spacing", "count_of", "open",
    "last",
    "nothing",
]  # fmt: skip

_LAST: Final = any_of("that, it, this, the, last, previous, change, one, step, again, your, my, edit, to,"
                      " version, state, back")  # fmt: skip
_AXIS: Final = r"(?P<axis>[xyz])(?: axis| direction)?"
_FOR: Final = "(?:for|to suit|for an?)"
_IT: Final = "(?P<t>it|that|this|the [a-z -]+?)"
_BEFORE: Final = any_of("previous, last, earlier, old, one before, before, how it was, what it was")
_NOT: Final = any_of("instead of, rather than, not, in place of")
_PULL: Final = any_of("move, shift, slide, offset, bring, push, nudge, pull")
_GO: Final = any_of("go, step, change, turn, switch, put, take, get, set, make")
_DROP: Final = any_of(
    "remove, delete, drop, omit, skip, lose, scrap, ditch, erase, eliminate, get rid of, take away, take out,"
    " take off, leave out, leave off, leaves out, do away with, fill(?: in| up)?, close(?: up)?, cut out"
)
_NO: Final = any_of(
    "no, without, w/o, minus, don't want, do not want, i don't want, we don't need, i don't need"
)
_SCALE: Final = any_of("scale, resize, rescale, size, blow, shrink, enlarge, increase, reduce, multiply")
_BY: Final = rf"(?:{N} ?(?P<pc>%|percent|times|×|x)?|{F})"
_TURN: Final = any_of(
    "turn, turn down, machine, machine down, reduce, step, step down, neck, neck down, cut, cut down, grind"
    ", mill, grind down, take, take down, bring, bring down, lathe, lathe down, narrow, relieve"
)
_END: Final = (
    r"(?:the |an? |its )?(?:#\d+ )?(?P<end>both|each|other|opposite|second|top|upper|bottom|lower|left hand"
    r"|left|right hand|right|first|last)?(?: of (?:the|its))? ?(?:#\d+ )?"
    r"(?:(?P<both>ends|sides)|end|side)(?: of (?:it|the [a-z]+))?"
)
_DIA: Final = (
    r"(?:to )?(?:an? )?(?:(?:diameter|dia|od|Ø|ø)(?: of)? )?" + N + "(?: (?:in )?(?:dia(?:meter)?|od))?"
)
_OVER: Final = (
    r",? ?(?:for|over|along|by|×|x|and)? ?(?:an?|the)? ?(?:(?:last|first|length|distance|stretch)(?: of)?)? ?"
    + M
    + "(?: (?:long|length|in length|deep|of (?:its|the) length|of it))?"
)
_PIECE: Final = (
    named(
        "which",
        r"(?:middle|centre|central|main|first|second|third|fourth|fifth|last|top|bottom|upper|lower"
        r"|(?:both )?ends?"
        r"|both|thick|thicker|thickest|thin|thinner|thinnest|big|bigger|biggest|large|larger"
        r"|largest|small|smaller"
        r"|smallest|wider|widest|#\d+)(?:most)?",
    )
    + r"(?: (?:dia(?:meter)? )?(?P<noun>part|section|portion|step|piece|bit|segment|journal|diameter|area|end"
    r"|shoulder|length|one)s?)?"
)
_ADJ: Final = named("adj", "dia|diameter|in diameter|thick|wide|across|long|length|in length")
_MATERIAL: Final = (
    r"(?:(?:mild|stainless|galvani[sz]ed|cast|hard|black|tool|spring) )?(?:steel|stainless|aluminium"
    r"|aluminum|alu|brass|copper|bronze|iron|titanium|plastic|nylon|abs|pla|petg|pom|delrin|ptfe|acrylic|wood)"
)
_HEAD: Final = named("head", "countersinks?|counterbores?|c'? ?bores?|c ?sk|csk|c'? ?sinks?")
_PLANE: Final = named("plane", "[xyz]{1,2}|[xyz] [xyz]|centre|center|middle|left right|vertical|horizontal")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to ask for a change.

    Attributes:
        kind: What is asked for.
        text: A regular expression for the whole clause.
        example: A clause that it fits.
    """

    kind: Kind
    text: str
    example: str


PATTERNS: Final = (
    Pattern("undo", rf"undo(?: {_LAST})*", "undo that"),
    Pattern(
        "undo",
        r"(?:revert|reverse|cancel|take back|take|roll back|rollback|forget|scrap|scratch|discard)"
        rf"(?: {_LAST})+"
        "(?<!take that)(?<!take it)(?<!take this)",
        "revert the last change",
    ),
    Pattern(
        "undo",
        rf"(?:{_GO}(?: (?:it|that))? )?back(?: (?:one|a|#\d+) step| to (?:the )?{_BEFORE}"
        r"(?: (?:one|version|state|model|size|design|before))*)?",
        "go back one step",
    ),
    Pattern(
        "undo",
        r"(?:i )?(?:liked?|preferred|prefer) (?:it|that|the (?:old|previous|earlier|last|first|original))"
        r"(?: (?:#\d+|version))?(?: (?:better|more|best))?"
        r"(?: (?:before|as it was|how it was|the way it was))?",
        "i liked the old one better",
    ),
    Pattern(
        "undo",
        r"(?:put|leave|keep|have|set|change|turn) (?:it|that|them|everything) (?:back )?(?:again )?"
        r"(?:(?:as|like|how|the way) (?:it|they) (?:was|were)(?: before)?)",
        "put it back how it was",
    ),
    Pattern(
        "undo", any_of("revert, as it was, as it was before, like before, the previous one"), "as it was"
    ),
    Pattern("back", rf"(?:{_GO}(?: (?:it|that))? )?(?:back|again)(?: to)? {N}", "back to 8 mm"),
    Pattern(
        "back",
        rf"(?:make (?:it|that) |it's |use |i said |i mean |i meant |to |of |only )?{N}"
        r"(?: then| instead| rather)?",
        "14",
    ),
    Pattern(
        "difference",
        rf"{MAKE}(?:{T} (?:{IS} )?)?{N} {C}(?: {comparative('cmp2')})?{NOW}",
        "make the wall 1 mm thicker",
    ),
    Pattern("difference", rf"{MAKE}(?:{T} (?:{IS} )?)?{N} (?P<less>less|more) {A}{NOW}", "10 mm less wide"),
    Pattern("difference", rf"{MAKE}(?:{T} )?{C} by {N}", "make it thicker by 2 mm"),
    Pattern("difference", rf"{MAKE}(?:it )?{N} {C} (?:on|at|in) {T}", "2 mm bigger on the outside"),
    Pattern("difference", rf"{V}(?: {T})? by {N}", "reduce the thickness by 4 mm"),
    Pattern("difference", rf"{V} {T} {N}", "extend it 20 mm"),
    Pattern("difference", rf"(?P<plus>add) {N} (?:more )?(?:to|on) {T}", "add 5 mm to the length"),
    Pattern(
        "difference",
        rf"(?P<minus>take|remove|cut|shave|trim) {N} (?:off|from|off of|away from) {T}",
        "take 2 mm off the thickness",
    ),
    Pattern("factor", rf"{MAKE}(?:{T} )?{F} as {A}{NOW}", "make it twice as long"),
    Pattern(
        "factor",
        rf"{MAKE}(?P<t>.+?)? ?{F} (?:the |its |in )?(?P<size>[a-z][a-z ]*)",
        "make it half the thickness",
    ),
    Pattern("factor", rf"{F} {T}", "halve the width"),
    Pattern("factor", rf"{V}(?: {T})? (?P<by>by|to) {F}", "reduce the thickness by half"),
    Pattern("factor", rf"{MAKE}(?:{T} )?{C} (?P<by>by) {F}", "make it thinner by half"),
    Pattern("factor", rf"{MAKE}(?:{T} )?{N} ?(?P<pc>%|percent) {C}{NOW}", "20% longer"),
    Pattern("factor", rf"{V}(?: {T})? by {N} ?(?P<pc>%|percent)", "increase the length by 10%"),
    Pattern(
        "scale",
        rf"{_SCALE}(?: {T})?(?: (?P<way>up|down))?(?: (?P<to>by|to|with|×))?(?: (?:a|the))?"
        rf"(?: (?:scale )?factor(?: of)?)? ?{_BY}(?: (?:of )?(?:its|the)(?: (?:original|current|old))? size)?"
        r"(?: in all (?:directions|three directions|dimensions|axes))?",
        "scale it by 2",
    ),
    Pattern("scale", rf"{MAKE}(?:{T} )?{F} (?:the|its|as) (?:size|big|large)", "make it twice the size"),
    Pattern("scale", rf"{F}(?: {T})?", "double it"),
    Pattern(
        "count",
        rf"{MAKE}(?:(?:it|them) )?{N} {T},? {_NOT} {M}(?: {target('t2')})?",
        "6 bolt holes instead of 4",
    ),
    Pattern("count", rf"{MAKE}(?:(?:it|them|to) )?{N} {T}{INSTEAD}", "make it 6 holes"),
    Pattern("count", rf"{T}(?: count| number)? {N}(?: times)? {_NOT} {M}", "holes 6 instead of 4"),
    Pattern("replace", rf"{MAKE}(?:(?:it|them|that) )?{N},? {_NOT} {M}", "6 instead of 4"),
    Pattern("replace", rf"not {M}(?: {target('t2')})?,? (?:but )?{N}(?: {A})?", "not 6 deep, 7"),
    Pattern("replace", rf"(?:change|replace|swap|turn) {M} (?:to|by|with|into|for) {N}", "change 5 to 6"),
    Pattern("set", rf"{MAKE}(?:{T} )?{N} {A}{INSTEAD}", "make it 40 wide"),
    Pattern(
        "set",
        rf"{MAKE}(?:{T} )?{N} {A} {_NOT} {M}(?: {adjective('adj2')})?",
        "make it 40 wide instead of 50",
    ),
    Pattern(
        "set",
        rf"{MAKE}(?:the )?{T} {IS} (?:for )?{N}(?: {A}| clearance)?{INSTEAD}(?: {_NOT} {M})?",
        "the holes should be 6.5 mm",
    ),
    Pattern("set", rf"{MAKE}{T}:? {N}{INSTEAD}(?: {_NOT} {M})?", "wall 3 instead"),
    Pattern(
        "larger_to",
        rf"{MAKE}(?:{T} )?(?:a (?:bit|little) |slightly |much )?{C}(?:,|:| to)? (?:to |namely |i mean )?{N}",
        "make the holes a bit bigger, 11 mm",
    ),
    Pattern("larger_to", rf"{MAKE}(?:an? |the )?{C} {T}(?:,|:| of)? {N}", "thicker wall, 7 mm"),
    Pattern("set", rf"{V} {T} to {N}(?: {A})?", "increase the length to 150"),
    Pattern("set", rf"(?:{V} |{MAKE}){T} from {M} to {N}(?: {A})?", "change the thickness from 8 to 12"),
    Pattern("set", rf"(?:use|take|try|go for|go with) {N} (?:for|as) {T}", "use 12 for the thickness"),
    Pattern(
        "set",
        rf"{MAKE}(?:it )?{N} (?P<t>od|id|pcd|(?:outer|outside|inner|inside) diameter)",
        "make it 160 OD",
    ),
    Pattern(
        "set",
        rf"(?:open|ream|bore|drill|take|go|punch|cut)(?: up| out)? {T}(?: up| out)? to {N}"
        r"(?: dia(?:meter)?)?",
        "open the bore up to 32",
    ),
    Pattern(
        "count_of", rf"{MAKE}(?:(?:it|them|that|to) )?{N} {T} (?:of |at |× |x )?{M}", "make that 4 holes M10"
    ),
    Pattern("count_of", rf"{MAKE}(?:(?:it|them|that|to) )?{N} {M} {T}", "make that 4 M10 holes"),
    Pattern(
        "open",
        r"(?:leave |make |keep |with )?(?:it |the |an )*open (?:at |on |to )?(?:the )?"
        r"(?P<open>top|bottom)(?: (?:end|side|face))?",
        "open at the top",
    ),
    Pattern(
        "open",
        r"(?:leave |make |keep |with )?(?:it |the |an )*(?P<open>top|bottom)"
        r"(?: (?:end|side|face))? (?:is |should be |stays? )?open",
        "leave the top open",
    ),
    Pattern(
        "open",
        r"(?:leave |make |keep |with )?(?:it )?open (?:at|on) (?P<open>both) (?:ends|sides)",
        "open at both ends",
    ),
    Pattern(
        "set",
        r"(?:(?:make|set|change|use|have|with|in|give it|take) )?(?:a |an |the )?"
        rf"{N}(?P<before>) {T}{INSTEAD}",
        "use a 3 mm wall",
    ),
    Pattern(
        "set",
        rf"(?:make|use|with|give it|have) (?:a |an |the )?{T} of {N}(?: instead)?",
        "use a wall of 3 mm",
    ),
    Pattern("set", rf"{N} for {T}", "3 mm for the wall"),
    Pattern("set", rf"{MAKE}(?:(?:it|that) )?(?:for |to )?(?:an? )?{N}{INSTEAD}", "the same for M12"),
    Pattern("last", rf"{MAKE}(?:(?:for|to|with|a|an) )*{N}(?: ones?)?{INSTEAD}", "now with M8 instead"),
    Pattern(
        "set",
        rf"{MAKE}(?:{T} )?(?:{IS} )?{N} (?:in )?"
        rf"(?P<size>diameter|dia|radius|length|width|height|thickness|depth){INSTEAD}",
        "make it 40 in diameter",
    ),
    Pattern(
        "sides",
        rf"{MAKE}(?:(?:it|that|them) )?(?:to )?"
        rf"(?:(?:the )?(?:outer |overall )?(?:size|dimensions|footprint|measures) (?:{IS} )?|{T},? )?"
        rf"{N} (?:×|by|x) {M}(?: (?:×|by|x) (?P<k>#\d+))?(?: instead)?",
        "same plate, 150 x 60",
    ),
    Pattern(
        "cut_to",
        rf"(?:cut|trim|shorten|saw|crop|reduce|bring|lengthen|extend|stretch)(?: {T})?"
        rf"(?: (?:down|off|back|up))? to (?:a length of )?{N}(?: length| long)?",
        "cut it to 300",
    ),
    Pattern(
        "cut_to",
        rf"{MAKE}(?:it )?{N} (?:overall|over all|all over|total|end to end)(?: length)?{INSTEAD}",
        "40 overall",
    ),
    Pattern(
        "remove", rf"{named('verb', _DROP)} {T}(?: again| completely| entirely)?", "remove the corner holes"
    ),
    Pattern("remove", rf"{_NO} (?:any |more |the )*{T}(?: any ?more| at all| instead)?", "no lid"),
    Pattern(
        "remove",
        rf"{named('verb', 'take|leave|get|pull|throw|kick')} {T} (?:out|away|off)(?: again| completely)?",
        "take the keyway out again",
    ),
    Pattern("remove", rf"{T} (?:away|off|gone|out|removed|deleted)", "the slot away"),
    Pattern("move", rf"{_PULL}(?: {T})?(?: by)? {N} {DIRECTION}", "move the holes 5 mm inwards"),
    Pattern("move", rf"{_PULL}(?: {T})? {DIRECTION}(?: by)? {N}", "move the hole to the right by 20 mm"),
    Pattern("move", rf"{_PULL}(?: {T})?(?: by)? {N}", "move the hole 10 mm"),
    Pattern(
        "move",
        rf"{MAKE}{T} {N} (?P<dir>further in|further out|inwards?|outwards?)",
        "the holes 3 mm further in",
    ),
    Pattern(
        "move_to",
        rf"(?:move|shift|put|place|bring|centre|center)(?: {T})? (?:to|at|in|into) "
        r"(?:(?:the )?(?P<mid>middle|centre|center)(?: of .+)?|(?:position |point )?(?P<p>@\d+))",
        "move the hole to (10, 5)",
    ),
    Pattern("move_to", rf"(?:centre|center) {T}(?P<mid>)", "centre the hole"),
    Pattern("spacing", rf"{MAKE}(?:{T} )?(?:{IS} )?{N} apart{INSTEAD}", "make them 70 apart"),
    Pattern(
        "spacing",
        rf"(?:space|spread|put|place|set|move|bring) {T} (?:out )?(?:to )?{N} apart",
        "space them 70 apart",
    ),
    Pattern(
        "inset",
        rf"(?:move|put|place|bring|set|shift)?(?: ?{T})? ?(?:to )?{N} (?:from|off|away from|in from) "
        r"(?:the |each |all |both )*(?:edges?|sides?|borders?|outside)",
        "move the holes to 12 mm from the edges",
    ),
    Pattern(
        "turn",
        rf"(?:rotate|turn|spin|swivel|twist|pivot)(?: {T})?(?: by)? {N}(?: {named('cw', CLOCKWISE)})?"
        rf"(?: (?:about|around|on) (?:the )?(?:own )?(?P<axis>[xyz])(?: axis)?)?"
        rf"(?: {named('cw2', CLOCKWISE)})?",
        "rotate the holes by 45 degrees",
    ),
    Pattern(
        "start",
        rf"{MAKE}(?:the )?first (?:hole|one|#\d+) (?:{IS} )?(?:at |on |to )?{N}",
        "first hole at 45°",
    ),
    Pattern(
        "mirror",
        rf"(?:mirror|flip|reflect)(?: {T})?(?: (?:about|across|over|in|on|along|at) (?:the )?{_PLANE}"
        r"(?: (?:axis|plane|line|direction))?)?",
        "mirror the hole about the yz plane",
    ),
    Pattern("head", rf"{_HEAD}(?: {T})?(?: {_FOR} {N}(?: [a-z ]*screws?)?)?", "countersink them"),
    Pattern(
        "head",
        rf"{MAKE}(?:{T} )?(?:{IS} )?(?P<head>countersunk|counterbored)(?: {_FOR} {N}(?: [a-z ]*screws?)?)?",
        "make the holes countersunk",
    ),
    Pattern(
        "head",
        rf"{_HEAD}(?: {T}?)??(?: from (?:the )?(?:top|above))?(?: to| at| with)?,? ?(?:dia(?:meter)? )?{N}"
        r"(?: dia(?:meter)?)?"
        rf",? ?(?:×|x|by|and|,)? ?{M}(?: deep| depth| degrees?)?",
        "counterbore it 16 x 5",
    ),
    Pattern("depth", rf"{MAKE}(?:{T} )?(?:only )?{N} deep{INSTEAD}", "only 8 deep"),
    Pattern(
        "depth",
        rf"{MAKE}(?:{T} )?blind(?: holes?)?(?:,| and| with| of)? (?:a depth of )?{N}(?: deep)?",
        "make them blind, 6 mm deep",
    ),
    Pattern(
        "depth",
        rf"{MAKE}(?:{T} )?(?:go |all the way )?(?P<through>through)(?: holes?| all)?",
        "make them through",
    ),
    Pattern(
        "corners",
        rf"(?:round|radius|fillet)(?: off)? {named('t', 'the pocket|the pockets|the slot')}(?:'s)? corners"
        rf"(?: to| by| with)?(?: an?)? {N}",
        "radius the pocket corners 6",
    ),
    Pattern(
        "corners",
        rf"{MAKE}{named('t', '(?:the )?pockets?')} corners (?:{IS} )?{N}(?: radius| round(?:ed)?)?",
        "make the pocket corners R5",
    ),
    Pattern(
        "step",
        rf"(?:add|put|attach|with)(?: another| an?| one more| an extra)? step(?: of)? {N}(?: dia(?:meter)?)?"
        rf"(?:,| ×| by| x)? {M}(?: long| length)?(?: (?:on|at|to|onto) (?:the )?(?P<end>thin|small|thin"
        r"|thick|large|top|bottom|upper|lower)(?:ner|ger)?(?: end| side)?)?",
        "add another step 15 dia x 25 on the thin end",
    ),
    Pattern(
        "turn_down", rf"{_TURN} {_END} (?:down )?(?:to )?{_DIA}{_OVER}", "turn one end down to 15 over 25"
    ),
    Pattern(
        "turn_down",
        rf"{_TURN} (?:it )?(?:down )?to {_DIA}{_OVER} (?:at|on|from) {_END}",
        "turn it down to 15 for 25 at both ends",
    ),
    Pattern(
        "turn_down",
        rf"{_TURN} {M} (?:long )?(?:of|at|on|from) {_END} (?:down )?to {_DIA}",
        "turn 25 mm of one end down to 15",
    ),
    Pattern(
        "turn_down",
        rf"{_TURN} (?:the )?(?P<end>last|first|top|bottom|upper|lower) {M} (?:long )?(?:down )?to {_DIA}",
        "turn the last 25 down to 15",
    ),
    Pattern(
        "turn_down",
        rf"{_TURN} (?:an? )?{_DIA} (?:step|shoulder|neck|spigot|journal|seat|section|end),?"
        rf" ?(?:of|for|×|x|by)? ?{M}(?: (?:long|length|in length))? (?:at|on|onto|into) {_END}",
        "machine a 15 mm diameter step 25 long at one end",
    ),
    Pattern(
        "piece",
        rf"{MAKE}(?:the |its )?{_PIECE} (?:{IS} )?(?:an? )?(?:(?:dia(?:meter)?|Ø|ø)(?: of)? )?{N}(?: {_ADJ})?"
        rf"(?:,? ?(?:×|x|by|and|,) ?(?P<k>#\d+)(?: (?:long|length))?)?{INSTEAD}"
        rf"(?: {_NOT} {M}(?: (?:dia|long))?)?",
        "make the middle part 22 dia instead of 20",
    ),
    Pattern(
        "piece",
        rf"{MAKE}(?:the |its )?{_PIECE} {N} (?P<cmp>thicker|thinner|bigger|larger|smaller|wider)"
        r"(?: in diameter)?",
        "make the middle part 2 mm thicker",
    ),
    Pattern(
        "piece",
        rf"{MAKE}(?:the |its )?{_PIECE} {N} (?P<cmp>(?P<adj>longer|shorter))",
        "make the last step 5 mm longer",
    ),
    Pattern(
        "turn_down",
        rf"(?:the |at the )?(?P<end>other|opposite) end:? (?:(?:is|should be|at|to) )?{_DIA}{_OVER}",
        "other end 18 x 30",
    ),
    Pattern(
        "piece",
        rf"(?P<cmp>(?P<adj>lengthen|extend|stretch|shorten)) (?:the |its )?{_PIECE} by {N}",
        "lengthen the middle by 10",
    ),
    Pattern(
        "hollow",
        rf"(?:hollow|shell)(?: {_IT})?(?: out)?,?(?: to| with| at)?(?: an?)? {N}(?: thick)?(?: walls?)?"
        r"(?: thickness)?(?:,? (?:and )?open (?:at|on) (?:the )?(?P<open>top|bottom))?",
        "hollow it out, 3 mm walls",
    ),
    Pattern(
        "hollow",
        rf"(?:hollow|shell)(?: {_IT})?(?: out)?,?(?: with| to)?(?: all)? (?:the )?walls?(?: thickness)?"
        rf"(?:,? (?:and|\+) (?:the )?(?:floor|bottom|base))?(?: thickness)?(?: of|:| at)? {N}(?: thick)?"
        r"(?:,? (?:and )?open (?:at|on) (?:the )?(?P<open>top|bottom))?",
        "hollow it out, walls and floor 3 mm, open on top",
    ),
    Pattern(
        "head",
        rf"(?:add|put|give|with|cut|machine)? ?(?:it |them )?(?:a |an )?{N} (?:dia(?:meter)? )?{_HEAD},? {M}"
        rf"(?: deep| depth| degrees?)?(?: (?:to|on|at|in|for|around) {T})?",
        "add a 30 mm counterbore 4 deep",
    ),
    Pattern(
        "head",
        rf"(?:add|put|give) (?:a |the )?{_HEAD} (?:to|on|at|in|for|around) {T}",
        "add a countersink to the holes",
    ),
    Pattern("tap", rf"(?:tap|thread) {T}(?: (?:to|for|as|with))?(?: an?)? {N}", "tap the holes M6"),
    Pattern("tap", rf"{MAKE}{T} (?:tapped|threaded)(?: (?:to|for|as))? {N}", "make the holes tapped M6"),
    Pattern("tap", rf"{MAKE}{T} {N} (?:tapped|threaded|tapped holes)", "make the holes M6 tapped"),
    Pattern("how_much", rf"{MAKE}(?:{T} )?(?:a (?:bit|little) |slightly |much )?{C}", "make it thicker"),
    Pattern("how_much", rf"{V} {T}", "increase the thickness"),
    Pattern(
        "keep",
        rf"(?:keep|leave) {T}(?: (?:as (?:it|they) (?:is|are|was|were)|as is|alone|unchanged))?",
        "keep the holes",
    ),
    Pattern(
        "keep",
        rf"{T} (?:as is|as it is|as they are|as it was|as before|unchanged|(?:stays?|remains?|is|are)"
        r"(?: (?:the same|as (?:it|they) (?:is|are|was|were)|as is|unchanged|so|like that))?"
        r"|(?:does not|doesn't|do not|don't|must not|should not) change|the same)",
        "hole depth as is",
    ),
    Pattern(
        "fit",
        rf"{MAKE}(?:{T} )?(?:as )?(?P<fit>tapped|threaded|clearance)(?: holes?)?(?:,? (?:and )?not [a-z ]+)?"
        rf"{INSTEAD}",
        "tapped, not clearance",
    ),
    Pattern(
        "lay",
        rf"(?:lay|put|turn|tip|place|set|lie|rotate) {_IT}(?: down| over)?"
        r"(?: on (?:its|the|one|a) (?:long |flat |narrow )?side| flat| down| horizontally| lying)"
        rf"(?:,? (?:with its axis )?(?:along|parallel to|in|in the direction of)(?: the)? {_AXIS})?",
        "lay it on its side along Y",
    ),
    Pattern(
        "lay",
        rf"(?:lay|put|turn|place|set|lie) {_IT} (?:along|parallel to)(?: the)? {_AXIS}",
        "lay it along x",
    ),
    Pattern(
        "lay",
        rf"(?:stand|set|put|turn|place) {_IT} (?P<up>up|upright|vertical|vertically|up on its end|on its end"
        r"|on end)",
        "stand it upright",
    ),
    Pattern("nothing", r"not (?:clearance|tapped|threaded|through|blind)(?: holes?)?", "not clearance"),
    Pattern(
        "nothing",
        r"(?:that's|that is|this is|it's) (?:all|it|fine|good|everything)|no other changes?|nothing else",
        "that's all",
    ),
    Pattern(
        "nothing",
        r"(?:it |that |this )?(?:looks?|seems?|feels?|is|it's|that's) "
        r"(?:(?:a|bit|little|too|very|quite|rather|still|so|really|kind of) )*(?:flat|heavy|light|thin|thick"
        r"|big|small|large|good|nice|bulky|weak|flimsy|long|short|tall|great|fine|odd|wrong|ok|okay)"
        r"|(?:a bit |a little |way |much )?too (?:heavy|thin|thick|big|small|large|long|short|tall|weak"
        r"|bulky|light)",
        "looks a bit flat",
    ),
    Pattern(
        "nothing",
        rf"(?:(?:make it|made|now|all|it is) )?(?:in |of |out of |from |use )?{_MATERIAL}",
        "in steel",
    ),
)


@cache
def compiled() -> tuple[tuple[Pattern, re.Pattern[str]], ...]:
    """Return the patterns, each ready to match."""
    return tuple((pattern, re.compile(rf"(?:{pattern.text})")) for pattern in PATTERNS)


def readings(text: str) -> list[tuple[Pattern, re.Match[str]]]:
    """Return all patterns that a whole clause fits."""
    found = []
    for pattern, expression in compiled():
        match = expression.fullmatch(text)
        if match:
            found.append((pattern, match))
    return found
