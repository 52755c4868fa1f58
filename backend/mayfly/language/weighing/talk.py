"""Common words that say of a shape: what things are for, people, places, programs, work, ways of speaking.

Unlike ``stopwords.HARMLESS`` only the reader that weighs steps over them: at a small cost, so that a reading
that makes something of them wins. A word that may describe a shape has no place here.
"""

from __future__ import annotations

from typing import Final

from mayfly.language.vocabulary import word_set

_PEOPLE: Final = word_set(
    "son daughter kid kids child children baby boy girl wife husband mum mom dad father mother brother "
    "sister uncle aunt grandma grandpa friend friends neighbour neighbor guys folks buddy mate dude boss "
    "colleague customer client user users engineer maker designer machinist teacher student guy man woman "
    "people person someone somebody everyone dave bob john mike tom anna peter paul mary hiya heya yo "
    "howdy"
)
_PLACES: Final = word_set(
    "kitchen bathroom bedroom room garage garden cellar basement attic balcony terrace office workshop "
    "desk desktop workbench bench home apartment school shed greenhouse yard street city campsite "
    "boatyard farm lab laboratory shop store factory church museum"
)
_THINGS: Final = word_set(
    "printer laptop computer phone camera telescope microscope loudspeaker speaker monitor tv television "
    "radio clock watch bike bicycle motorbike motorcycle scooter truck trailer van caravan boat canoe "
    "tractor lawnmower mower drone robot stepper motor plotter lathe router vice vise "
    "sander washing machine dishwasher fridge freezer oven stove kettle toaster blender mixer heater "
    "radiator aquarium terrarium sink drawer cupboard wardrobe bookshelf sofa couch "
    "mattress picture curtain lamp candle mug mugs glass pen pens "
    "pencil pencils screws nails keys coins coin books paper toys toy puzzle game lego tent umbrella "
    "suitcase backpack wheelchair pram stroller skateboard guitar piano violin microphone "
    "battery batteries led leds pcb arduino raspberry pi esp32 sensor sensors switch "
    "hardware electronics bird birds cat cats dog dogs fish plant plants tomato herbs bees spool filament "
    "axel"
)
_PROGRAMS: Final = word_set(
    "cadquery cq workplane openscad freecad build123d fusion solidworks onshape inventor autocad python "
    "script code api function class module implement implementation program slicer cura prusa json yaml "
    "csv mesh stl obj 3mf svg dxf gcode exported export exports exporting imported import variable "
    "variables parameter parameters value values assistant ai llm gpt chatgpt claude model agent "
    "benchmark dataset prompt output result results specification spec specs request"
)
_WORK: Final = word_set(
    "deburr deburring passivate passivated oxide grind grinding machining milling printing "
    "sanding gluing welding soldering filing polishing assembly prototype prototypes production "
    "batch series sample order ordered budget cheap cost price euro dollars delivery shipping stock shelf "
    "supplier vendor catalogue catalog drawing napkin photo picture measured measure measurements "
    "caliper calipers ruler"
)
_VERBS: Final = word_set(
    "imagine picture suppose assume assumed assuming guess believe hope wish try trying tried help helps "
    "helping helped replace replaces replacing replaced repair repairing repaired restore restoring "
    "rebuild rebuilding build building construct making broke broken break breaks cracked lost lose "
    "losing missing gone wobble wobbles wobbly rattle rattles rattling leak leaks leaking squeak protect "
    "protects protecting prevent prevents keep keeps keeping kept store storing stored hanging "
    "carry lift pull push pushing pushed lead leads leading take takes taking bring brings bringing "
    "produce produces producing represent represents representing describe describes describing described "
    "hold holding holds contain contains support supports supporting serve serves serving work works "
    "working wants wanted looking after rest find found buy bought sell selling show shows explain thank "
    "appreciate rise rises rising span spans occupy occupies occupying enter enters entering begin begins "
    "beginning meet meets follow follows leave leaves consist consists belong belongs happen happens "
    "matter matters count counts allow allows enable enables ensure ensures receive receives accept "
    "accepts require yields yield returning returns return slip slips slipping slide slides sliding goes "
    "going sits sitting stand touch touches touching"
)
_MANNER: Final = word_set(
    "lol haha btw imho asap fyi fancy lil teeny bloody damn super quite rather fairly pretty totally "
    "absolutely literally honestly hopefully probably perhaps possibly certainly definitely maybe already "
    "still yet soon later today tomorrow yesterday tonight morning week month always often "
    "sometimes usually recently finally therefore hence thus accordingly namely otherwise anyway anyhow "
    "though although because since while during until unless whatever whichever wherever somewhere "
    "something anything everything somehow kind sort stuff bits bit trick job favour favor "
    "pleasure problem trouble issue idea ideas question questions answer answers example examples purpose "
    "reason sake case cases fact matter way ways thing things time times lot oh ah wow ooh hmm well "
    "good great nice cool awesome perfect excellent lovely fine easy simple difficult important "
    "necessary possible useful handy sturdy strong robust old new young used spare "
    "original sry sorry plz plis thanx tnx ta cheerio bye tia mess whatsoever u ur im ive "
)

#: All of them.
TALK: Final = _PEOPLE | _PLACES | _THINGS | _PROGRAMS | _WORK | _VERBS | _MANNER
