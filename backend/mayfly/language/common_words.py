"""Common English words that differ from one of ours by a slip of the finger: none of them is corrected.

"shared" is no typo for "shaped", "packet" none for "pocket" and "protection" none for "projection":
corrected, they would change a shape. The list holds the frequent words of English that `Lexicon.correct`
would change.
"""

from __future__ import annotations

from typing import Final

from mayfly.language.vocabulary import word_set

COMMON_WORDS: Final = word_set(
    "abound adopters afternoons aground alloys anchors angel angeles angels angler angular anima ankles "
    "arises arrange arranges attacking baffled baker bakers baking ballet banding baring barking bashing "
    "basics basking batters beaks beaming bearer bearers beater beaters beating beatings beaver beavers "
    "becker bedding beginnings beings bellow benning biases binding binds bitten blames blaring blazes "
    "bleeding blinding blinking blinks blows blushes blushing boarders boars boast boasts boeing bonding "
    "borges boxers breaker breakers breath breaths brokers bronte brushes brushing bucking bullet bullets "
    "bursts buses busting calle calmed camping carson carton caster casters cellar cellars chambers "
    "champs chance chances chanel chang changed changer changers channing chanting chapin charge charges "
    "charging charms chases chasm cheated cheating cheeky cheer chess chimps chipping choirs chopper "
    "chords chores chunks clapping cleary cleats clicked cloaked cloned clones closets clover clovis "
    "cocked coding combing comets compete completes conduct conducts conner constructs cooker cooking "
    "coping cores coroner coulda coulter counters county coupe coupled courts covert cramping cranks "
    "cranky crate crates creaking creeks cremated crested crisis crispy criss cropping crores culled "
    "cunts customs cutter cuttings deaths decree decrees discus distanced distribute doable domingo "
    "dominoes doomed doorstep dozens draper drifted drifts droves drowns eclipse eclipses electronic "
    "elongate entice enveloped esther eternal ether evenings fabricated fading faking fanned feeder "
    "fellows fenders figured filing filings fillers finder fined fines finnish firing fishers fists "
    "flagged flanked flies floods flowery folders fonts forums ganges genetic gloves goings graded grades "
    "grande greene greens greeting grinds groomed guests hallowed hallows hallway handel handled handler "
    "handlers hating hazing healed heaped heated heaviest heaving hickey hines holdings holmes hordes "
    "hughes humane indeed inferior infernal innes insect insects insider insiders inspections labels "
    "laing leading leaking leaping leases leasing lengthy liking linger lingers lining littering loaves "
    "locale looming looping loosing looting losers louder lover loving macron majors makers makings marin "
    "marking marlin marlins martin martins marvin masking materiel maternal mating matrices meddle medial "
    "mediums mental metallica meteor meteors meyers micro midday midlife milked millie mills minors "
    "minster misled moaning mobster modes modus mornings motels mounds mourning muddle munster norma "
    "nothings noting notting outsider outsiders paced packers packet packets paging pained painting "
    "palate palin pallets panes parker parking parsing parson parsons parties passers pasting patched "
    "patches patten patter pauses pausing paying pearson pecking pencils penney persona personas phoned "
    "picker picket picking pierson pilate pilates pints pisces pisses pissing placid plague plagues "
    "plains planck planner planners plans plants plaster platte platter played plots pointers ponder "
    "poplar posits powders powdery power pranks precious premise prepared pressured printing producer "
    "prosper protect protection protections provided provider quantify rabbi rabbis racial racially "
    "racket rackets radical radically radicals raiser ration rations regard regulars relies renting "
    "repairs resolution retailing retards retraining rewards rivers robber roots rotted rotting ruining "
    "sages sands scanner schwartz scoping scraps searing seating seeker seized seizes selling sells "
    "sevens severn shaded shades shakes shamed shards shared shaved shelly shelved shifts shingle shocks "
    "shopper shoppers shorts shorty shoulda shrank sidewalks silicon silvers silvery simplex singled "
    "sings sketchy skills slated slices sliders sliver slowed slowing smelled socks solis solver spared "
    "spelled spells spice spiced spicer spilt spinal spines spinner spits spotted sprang spreads sprints "
    "sprung spying squire squires staged stakes stalls stares staring starling starring startling "
    "starving stating stature statuses statute statutes stealing steele steely steeped steers steppe "
    "steven sticky stopped strand strands stripe stripes structured stuart stubbs studying suction "
    "surfaced swallow sweats sweets swelled swells tabled takers taming tamper tampered tanks taped tapes "
    "taping tenths terminals thanos themes thicke thirsty thongs thorough though threats throughput "
    "thrush thrusts thurs tiled tiling timer timers timings tiniest tinted tipping tiring titled topical "
    "topping toppings toppled tours trails traits trans trapped trapping trappings trust tumble tumblr "
    "tuned tuning turing unsold untold uptight versions wailing waited walking wallis waned washes wasted "
    "widow widows willing winking winning winnings woulda wretch"
)
