"""Words that mean no shape: materials, politeness, verbs of making, prepositions, and look-alikes of ours."""

from __future__ import annotations

from typing import Final

from mayfly.language.vocabulary import word_set

#: Materials, finishes and colours: they change no size.
MATERIALS: Final = word_set(
    "steel stainless mild carbon tool alloy aluminium aluminum alu brass bronze copper iron titanium "
    "plastic nylon delrin pom abs pla petg pvc ptfe teflon polycarbonate acrylic peek hdpe pe pp pc "
    "perspex plexiglass wood wooden oak plywood mdf birch pine rubber silicone nbr viton epdm metal "
    "metallic cast galvanized galvanised zinc plated anodised anodized coated powder painted paint "
    "lacquered polished brushed sandblasted blackened passivated s235 s355 finish finished colour color "
    "coloured colored black white red green blue yellow orange grey silver gold golden pink purple brown "
    "transparent"
)

_PRONOUNS: Final = word_set(
    "a an the this that these those there here it it's its i me i'd i'll i'm i've we us we'd we'll our my "
    "you your you're they them they're their his some any each every per all both same one single other "
    "another thing nothing myself yourself himself herself ourselves themselves which when where whose "
    "who that's there's"
)
_POLITENESS: Final = word_set(
    "please kindly pls plz thanks thank thx thnx ty hi hello hey dear greetings sir team good morning "
    "evening afternoon cheers regards sorry ok okay yes yeah sure well um uh er erm ehm uhm hmm gimme "
    "gimmie gonna wanna kinda let let's guess think maybe"
)
#: What a person wants done, and what for.
_WISHES: Final = word_set(
    "could can would will shall should may might must do does did is are was be been being has have "
    "having had give get want wants wanted need needs needed like likes looking require requires required "
    "show provide prepare send use used using mean say says"
)
_MAKING: Final = word_set(
    "make makes made making create creates created creating design designed draw drawn generate generated "
    "generating build built produce produced model models modelled modeled machine machined mill milled "
    "construct constructed constructing turn turned cast print printed printable fabricate cut drilled "
    "drill add added put placed place located locate position positioned change changing changes set "
    "separate remaining rest"
)
#: The model, its file and what is done with it.
_OCCASION: Final = word_set(
    "cad step stp file files 3d solid part parts component piece bit object item body geometry shape "
    "model's sketch drawing version material grade kind sort type work job project assembly assembly's "
    "customer workshop purpose electronics"
)
#: How a thing stands, what it holds, and how it passes into something else.
_STANDING: Final = word_set(
    "stands stand lies lie sits sit rests rest resting runs run running goes go going ends comes come "
    "coming facing faces pointing points directed oriented down up upright straight holding hold "
    "holds fixing mount mounts mounted fit fits fitting attach attaching smooth smoothly gradually "
    "transitioning morphing blending containing carrying carries carry carried "
    "bears passes pass passing contain contains possess possesses provided"
)
_MANNER: Final = word_set(
    "lot lots much many so very just now simple plain basic standard normal ordinary regular typical nice "
    "clean proper custom new generic usual exact exactly precise precisely about approximately approx "
    "roughly ca circa around nominal nominally overall zero too instead rather else again keep simply "
    "uniform uniformly constant consistent even only basically actually obviously ideally respectively "
    "namely ie eg itself directly got additionally furthermore moreover besides finally lastly firstly "
    "secondly likewise hereby herewith kindly needful"
)
_LINKS: Final = word_set(
    "with of and plus then also as to at in on by for from out into onto featuring including include "
    "includes incl measuring measures measured measure sized size sizes dimension dimensions dims named "
    "called follows following below"
)

#: Ways of speaking that carry no geometry.
HARMLESS: Final = (
    MATERIALS | _PRONOUNS | _POLITENESS | _WISHES | _MAKING | _OCCASION | _STANDING | _MANNER | _LINKS
)

#: Prepositions, articles and conjunctions: they steer the reader and need no answer of their own.
GLUE: Final = word_set(
    "a an the of with and in on at from to by for through along across into onto between parallel is are "
    "be it its it's each both all every plus then which that has have having should shall must but so "
    "where whose there while as"
)

#: Words that only one reader looks for; elsewhere they are asked about.
STEERING: Final = word_set(
    "starting beginning start begin rotated turned shifted clocked indexed rotate rotation rotating "
    "straddling straddle straddles straddled clockwise anticlockwise counterclockwise ccw cw qty quantity "
    "locations plcs another instead unchanged"
)

#: Words that differ from ours by one letter and are words of their own; never corrected into ours.
NOT_A_TYPO: Final = word_set(
    "place places state slate skate plane planes plant string strings tablet tables sharp share shape "
    "shade plated plates' cubed wider longer higher deeper thinner thicker larger smaller shorter heavier "
    "lighter curve cured curved bored boring borne bold bolted molt polite stepper police watch watched "
    "flags flank planet blanket blank blanks bracelet brackets' raised rising ranged range orange spine "
    "spike spline quarter quarters third thirds half halves halved heart heath heather tower towers "
    "roller rolled holder holders sold rings eighth eighths sixteenth sixteenths bind blink banana bucket "
    "button basket barrel bottle board broad bread brown crown drown cone's corner's stone store stove "
    "scone coned cylindrical conical spherical hallo hollow follow yellow pillow sided slider sliding "
    "glide guide white while whale wheel wheels weight height's eight right night light might house mouse "
    "horse nurse purse pouch punch bunch lunch branch bench beach reach peach teach leach length's "
    "leave floats float floating hover hovers hovering loose lose tread treads space spaces pace paces "
    "strength tenth wealth health depth's death width's fifth sixth filth center's enter under order "
    "border boarder solder older folder status states usage"
)
