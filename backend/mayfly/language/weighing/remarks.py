"""Finds what a text says besides the shape: grades of material, tolerances and fits, file names, masses.

Each is one term of the text, so that its numbers are never taken for sizes: the 1.4301 of a steel, the 0.2 of
"+0.2/-0.1", the 42 of "box_42.step".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mayfly.language.tokens import Designation

#: The table of remarks, and that of tolerances, which belong to the number before them.
REMARK: Final = "remark"
FIT: Final = "fit"


def _written(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags | re.VERBOSE)


_FILES: Final = _written(r"""
    (?:https?://|www\.)\S+
    | (?<![\w/.])(?:~|\.{1,2}|[A-Z]:)?[/\\](?:[\w.-]+[/\\])+[\w-]+(?:\.\w+)?      # /tmp/out/box
    | (?<![\w/.])(?:[A-Z][\w.-]*/)+[\w-]+\.[A-Z]\w{1,4}\b                          # out/box.step
    | \b[\w-]+\.(?:step|stp|stl|py|json|dxf|dwg|pdf|iges|igs|3mf|obj|txt|csv|ya?ml|sldprt|fcstd)\b
""")
_ELEMENT: Final = r"(?:Cr|Ni|Mo|Mn|Si|Al|Nb|Pb)"
_GRADES: Final = _written(rf"""
    \b(?:EN[ -]?)?A[WC][ -]?\d{{4}}\w?(?:[ -]?[TOHF]\d{{0,3}})?\b                  # EN AW-6082 T6
    | \bEN[ -]?GJ[SLM]\w?[ -]?\d{{3}}(?:-\d+)?\b                                   # EN-GJS-400
    | \b(?:DIN[ ]|BS[ ])?EN[ ](?:10\d{{3}}|573|485|515|755|1652|1982|1216[3-8])(?:-\d)?
      (?:\s?[-,]?\s?(?:S\d{{3}}\w*|1\.\d{{4}}))?\b                                 # EN 10088 1.4310
    | \b(?:HARDOX|STRENX|WELDOX|DOMEX|RAEX|QUARD|BRINAR)(?:[ -]?\d{{3}})?\b
    | \bASTM[ ]?[AB][ -]?\d{{2,4}}(?:[ -]\d{{2}})?\b | \b(?:AISI|SAE|AMS)[ -]?\d{{3,4}}[A-Z]?\b
    | \bUNS[ ][A-Z]\d{{5}}\b | \bA[24]-[5678]0\b
    | \b(?:S(?:185|235|275|355|420|460|500|550|690|890|960)|E(?:295|335|360))
      (?:[JKMNQ][A-Z0-9]{{0,3}})?(?:\+[A-Z]{{1,2}})?(?![\w.])                      # S355J2+N
    | \bSt[ ]?(?:33|37|44|50|52|60|70)(?:-\d)?\b(?!\s*[x×])
    | \bX?\d{{1,3}}{_ELEMENT}(?:{_ELEMENT}|Ti|V|W|S|B)*\d{{0,2}}(?:-\d{{1,2}})*\b  # 42CrMo4, X5CrNi18-10
    | \bAL[ -]?\d{{4}}(?:-[TOHF]\d{{0,3}})?\b
    | \bSS[ ]?(?:303|304|316|420|430)L?\b | \b(?:303|304|316|420|430)L?(?=\s(?:stainless|SS\b|inox))
    | (?<=stainless\s)(?:303|304|316|420|430)L?\b | (?<=stainless\ssteel\s)(?:303|304|316|420|430)L?\b
    | \bGG{{1,2}}[ -]?\d{{2}}\b | \bGJ[LS]-?\d{{3}}\b
    | \b(?:UHMW|HDPE|LDPE|PE|POM|PTFE|PVC|PETG?|ABS)-?(?:PE|[CH]|(?:300|500|1000))?\b(?=[,.;\s)]|$)
    | \bPA[ ]?(?:6|66|12)(?:[ -]?GF\d{{2}})?\b | \b[2567]\d{{3}}-[TOHF]\d{{0,3}}\b
""")
_MATERIAL: Final = r"(?:alumini?um|alu|alloy|steel|stainless|mild|carbon|tool|spring)"
#: No size stands behind the number of an alloy.
_NO_SIZE: Final = (
    r"(?!\s*(?:mm|cm|m|in|inch|inches|\"|[x×*]|by|dia|diameter|long|wide|high|deep|thick|thk|lg|od|id)"
    r"(?![a-z]))(?![.\w])"
)
_TEMPER: Final = r"(?:[ -]?[TOHF]\d{1,3}(?![\w.]))?"
_ALUMINIUM: Final = (
    r"(?:2011|2014|2017A?|2024|3003|5005|5052|5083|5086|5251|5754|6005A?|6026|6060|6061|6063|6082|6262|7020"
    r"|7050|7075)"
)
_STEEL: Final = r"(?:10[0-9]{2}|1117|1137|1144|1213|1215|41[34]0|4340|5160|52100|8620|9310|12L14)"
#: Alloys by numbers that may be sizes elsewhere: beside their metal's name, or where nobody writes a size.
_ALLOYS: Final = _written(rf"""
    (?<![\w.,/×*-])(?<![x×Ø]\s){_STEEL}\s(?:CRS|HRS|CDS|BMS)\b
    | (?<![\w.,/×*-])(?<![x×Ø]\s)(?:{_ALUMINIUM}{_TEMPER}|{_STEEL})(?=\s+{_MATERIAL}\b)
    | (?<=steel\s){_STEEL}{_NO_SIZE}
    | (?<=aluminum\s){_ALUMINIUM}{_TEMPER}{_NO_SIZE} | (?<=alu\s){_ALUMINIUM}{_TEMPER}{_NO_SIZE}
    | (?<=\bAl\s){_ALUMINIUM}{_TEMPER}{_NO_SIZE} | (?<=aluminium\s){_ALUMINIUM}{_TEMPER}{_NO_SIZE}
    | (?<![\w.,/×*-])(?<![x×Ø]\s)(?:2024|5052|5083|6061|6063|6082|7075){_TEMPER}{_NO_SIZE}
    | (?<![\w.,/×*-])(?<![x×Ø]\s)(?:1018|4130|4140|4340|8620|12L14){_NO_SIZE}
    | \bA(?:5052|5083|6061|6063|7075)\b
    | \bA(?:36|53|106|108|500|513|516|519|572|992){_NO_SIZE} | \bA[24](?=\s+(?:stainless|SS|inox)\b)
    | (?-i:\bEN)\s?(?:1A|3B?|8[DM]?|9|14|16T?|19T?|24T?|30B|31|36[ABC]?|40B|45)\b(?!\s*[x×*])
    | \b(?:303|304|310|316|321|347|410|416|420|430|440)(?:L|Ti|H|C)\b
    | (?:(?<=\bin\s)|(?<=\bfrom\s)|(?<=\bof\s))(?:303|304|316){_NO_SIZE}
    | \b(?:303|304|316|416|420|430)\s?SS\b | \b(?:SUS|SKD|SCM|SKH|SUJ|SNCM)\s?\d{{1,3}}[A-Z]?\b
    | (?-i:\bQ)(?:195|215|235|275|345|355)[A-E]?\b | (?-i:\bS)(?:45|50|55)C\b | \bSS400\b
    | \bTi-?6\s?Al-?4\s?V\b | \b17-4\s?PH\b | \bFR-?4\b | \bG-?10(?=\s|,|$){_NO_SIZE}
    | \b(?:CZ|CW|LM|PB)\s?\d{{1,3}}[A-Z]?{_NO_SIZE}
    | \bC(?:101|102|103|110|172|260|360|464|510|544|630|932|954)\b
    | (?<=nylon\s)6/?6\b{_NO_SIZE} | \bgr(?:ade)?\.?\s?\d{{1,2}}(?=\s+(?:titanium|Ti)\b)
    | (?<=titanium\s)gr(?:ade)?\.?\s?\d{{1,2}}\b | \b(?:D2|O1|A2|W1|S7|H13|P20|M2)(?=\s+(?:tool|steel|HSS)\b)
""")
#: A fit behind the word for what has it: "8 mm reamed hole H7".
_LOOSE_FITS: Final = re.compile(
    r"(?<=hole\s)[HFG][6-9](?![\w.])|(?<=reamed\s)[HFG][6-9](?![\w.])|(?<=bore\s)[HFG][6-9](?![\w.])"
)
#: Grades that small letters would not be: plain carbon steels, alloys by their elements (AlMg3).
_CAPITALS: Final = re.compile(
    r"\bC(?:15|22|35|45|60)[EKR]?\b(?!\s*[x×°])"
    r"|\b(?:Al|Cu|Ti|Mg)(?=[A-Za-z]*\d)(?:\d{0,2}(?:Mg|Si|Zn|Cu|Mn|Al|Sn|Pb|Ni|V|Be)\d{0,2}(?:\.\d)?){1,4}\b"
)
#: A number of steel: in a request in inches such a number may be a size.
_NUMBERED: Final = _written(r"(?<![\d.,x×Ø])(?<![x×Ø]\s)1\.[0-8]\d{3}\b(?!\s*(?:mm|[x×]|dia))")
_INCHES: Final = _written(r"\"|\binch|\bin\b")
_CLASSES: Final = _written(r"""
    \b(?:property\ |strength\ )?(?:class|grade|gr\.?|cl\.?)\s?(?:[458]\.[68]|6\.8|9\.8|10\.9|12\.9)\b
    | (?<=\d\s)(?:4\.[68]|5\.[68]|8\.8|10\.9|12\.9)(?=\s+(?:hex|socket|bolt|screw|cap|stud|set|zinc|galv))
""")
_AMOUNT: Final = (
    r"(?:\s|is|of|:|=|about|approx\.?|approximately|~|≈|≤|<|should|must|shall|will|be|to|below|under|less|than|at"
    r"|most|max\.?|not|exceed|has|stay)*\s*\d[\d.,]*(?:\s\d{3})*\s?"
)
_MASSES: Final = _written(rf"""
    \b(?:expected|target|resulting|approx(?:imate)?|final|calculated|total)\ssurface\sarea{_AMOUNT}
      (?:[cm]?m|in)?\s?(?:\^?2|²)?(?!\w)
    | \b(?:(?:expected|target|total|max(?:imum)?|approx(?:imate)?)\s)?(?:mass|weight){_AMOUNT}
      (?:kg|g|lbs?|grams?)\b
""")  # fmt: skip

_BY: Final = r"\d*[.,]?\d+\s?(?:mm|in|\")?"
_DEVIATIONS: Final = _written(rf"""
    (?<=[\d"mnh])\s?\(?\s?(?P<said>
        \+\s?{_BY}\s?[/,]\s?[-+]?\s?{_BY}        # +0.2/-0.1, +0.2/0
      | \+\s?{_BY}\s[-+]\s?{_BY}                 # +0.2 -0.1
      | -\s?{_BY}\s?/\s?(?:[-+]\s?{_BY}|0(?![.\d]))
      | [-+]?0(?:\.0+)?\s?/\s?[-+]\s?{_BY}       # 0/-0.1
      | (?:\+|±)\s?{_BY}(?=\s?\))                # (+0.1)
    )\s?\)?
""")
_CLASS: Final = r"(?:js|[a-z])(?:1[0-3]|[4-9])"
_DIAMETER: Final = (
    r"(?:Ø\s?|\b(?:dia|diameter|bore|hole|shaft|pin|od|id|reamed?|outer|outside|inner|inside)\.?\s?)"
    r"\d+(?:[.,]\d+)?(?:\s?mm)?"
)
#: What has a fit behind its number: "8 H7 dowel holes".
_FITTED: Final = (
    r"(?:[a-z]+\s){0,2}(?:bores?|holes?|thru|through|deep|reamed|fit|shaft|pins?|dowels?|seats?|tolerance|"
    r"pockets?|recess|recesses|counterbores?|spigots?|register)\b"
)
#: A fit behind a diameter: by a letter that stands for no size, or where what follows leaves no doubt.
_FITS: Final = _written(rf"""
    {_DIAMETER}\s?(?P<said>
        (?:js|[efgjknpu])(?:1[0-3]|[4-9])(?:\s?/\s?{_CLASS})?
      | (?-i:[rs])[5-8](?!\s(?:corner|edge|fillet|rad))
      | (?-i:m)[5-9](?:\s?/\s?{_CLASS})?
      | h(?:1[0-3]|[4-9])(?:\s?/\s?{_CLASS}
          | (?=\s?[x×]\s?\d|\s{_FITTED}|\s*\)|\s?,?\s?(?:length|long|lg|lenght|l\s?=)))
    )(?![\w.])
    | \bM\d+(?:\.\d+)?(?:\s?[x×]\s?\d(?:\.\d+)?)?\s?
      (?P<thread>-\s?[4-8](?-i:[egh])(?:[4-8](?-i:[gh]))?)(?![.\w])
    | (?<=\d)\s?\((?P<bracketed>{_CLASS})\)
    | \b\d+(?:[.,]\d+)?\s?(?P<hole>(?-i:[HFG])[6-9])(?=\s{_FITTED})
    | (?<=\d)(?P<glued>(?-i:[rs][5-8]))(?=\s(?:od|outer|outside|dia|x|×|,))
    | \b\d+(?:[.,]\d+)?\s(?P<key>(?:JS|[PNJD])\s?(?:9|10|11))(?=\s(?:wide|width|x))
""")
#: The tolerance class of an internal thread says that the hole is tapped: "M6-6H".
_INTERNAL: Final = _written(
    r"\bM\d+(?:\.\d+)?(?:\s?[x×]\s?\d(?:\.\d+)?)?\s?(?P<said>-\s?[4-8](?-i:[GH]))(?![.\w])"
)
_KINDS: Final = (
    ("file", _FILES),
    ("grade", _ALLOYS),
    ("grade", _GRADES),
    ("grade", _CAPITALS),
    ("fit", _LOOSE_FITS),
    ("class", _CLASSES),
    ("mass", _MASSES),
)


def find_remarks(text: str) -> tuple[Designation, ...]:
    """Return the remarks of a text as terms of their own, in their order, without overlaps."""
    found: list[Designation] = []
    for one in _all(text):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return tuple(sorted(found))


def _all(text: str) -> Iterator[Designation]:
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            yield Designation(match.start(), match.end(), REMARK, f"§{kind}", 0.0)
    if not _INCHES.search(text):
        for match in _NUMBERED.finditer(text):
            yield Designation(match.start(), match.end(), REMARK, "§grade", 0.0)
    for match in _INTERNAL.finditer(text):
        yield Designation(match.start("said"), match.end(), "marker", "tapped", 0.0)
    for pattern in (_DEVIATIONS, _FITS):
        for match in pattern.finditer(text):
            name = next(name for name, said in match.groupdict().items() if said)
            whole = pattern is _DEVIATIONS or name == "bracketed"
            start = match.start() if whole else match.start(name)
            yield Designation(start, match.end(), FIT, match[name].strip(), 0.0)
