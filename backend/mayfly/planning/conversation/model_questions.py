"""Answers questions about the last model from its measures: how heavy, how thick, which sizes, where it is.

Nothing is built for them and nothing is closed: the next change is read onto the same model. A text counts
as a question only as a whole; "how about 10 mm thick?" is a change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mayfly.cad.standards.densities import MATERIALS, Material, find_material
from mayfly.design import Design
from mayfly.design.edits import Size, sizes
from mayfly.language.english import and_list, capital
from mayfly.language.units import number
from mayfly.planning.planner import Attempt

_IT: Final = r"(?:it|this|that|the (?:part|model|piece|thing|[a-z-]+(?: [a-z-]+)?)|everything|they|these)"
_POLITE: Final = re.compile(
    r"^(?:(?:and|so|ok|okay|well|hm+|great|cool|nice|perfect|good|please|pls|btw|by the way|just"
    r"|quick question|can you tell me|could you tell me|tell me|do you know|i wonder|i'd like to know"
    r"|may i ask|also|now|but|thanks|thank you|hey|hi|wait)\b[\s,.:;!-]*)+"
    r"|(?:[\s,]*\b(?:please|pls|thanks|now|then|again|exactly|in total|overall|roughly|approximately"
    r"|by the way|btw|right now)\b)+(?=[\s?.!]*$)"
)
_THANKS: Final = re.compile(
    r"(?:many |great |ok |okay |cool |nice |perfect |good |super |brilliant |lovely )*"
    r"(?:thanks|thank you|thx|ty|cheers|merci|danke)(?: (?:a lot|so much|very much|mate|again|you|all"
    r"|that's all|that is all|for (?:that|the help|your help|everything)|mayfly))*"
    r"|(?:that's |that is |this is |looks |it's )?(?:perfect|great|nice|awesome|excellent|brilliant|wonderful"
    r"|good job|well done|nice work|very nice|lovely)"
)
_WEIGHT: Final = re.compile(
    r"(?:how (?:heavy|much)|what|weight|mass)\b.*\b(?:heavy|weigh|weighs|weight|mass)\b.*"
    r"|(?:weight|mass)(?: .*)?|how heavy.*"
)
_CHANGES: Final = re.compile(r"\b(?:if|make|change|add|remove|instead|should|want|set|put|with)\b")
_IN_MATERIAL: Final = re.compile(
    r"(?:(?:and|or|what|how) (?:about |if (?:it (?:is|was|were) )?)?)?"
    r"(?:(?:made )?(?:in|from|of|out of|for)|about) .+"
)
_SIZE_ASKED: Final = {
    "thick": ("thickness", "wall"), "long": ("length", "height"), "wide": ("width",), "high": ("height",),
    "tall": ("height",), "deep": ("depth",), "big": (), "large": (), "broad": ("width",),
}  # fmt: skip
_AXES: Final = {"long": 0, "wide": 1, "broad": 1, "high": 2, "tall": 2, "thick": 2, "deep": 1}
_HOW: Final = re.compile(
    rf"how (?P<adj>{'|'.join(_SIZE_ASKED)}) (?:is|are|will|would) (?P<of>.+?)(?: be| now)?"
)
_WHAT: Final = re.compile(
    r"(?:what(?:'s| is| are)|which(?: is| are)?|give me|show me|list|display|print|read out)? ?"
    rf"(?:the |its |all |current )*(?P<size>[a-z][a-z ]*?)(?: (?:of|for|does) {_IT}(?: have)?)?"
    r"(?: (?:now|currently))?"
)
_DIMENSIONS: Final = re.compile(
    r"(?:overall |outer |outside |main |exact )?(?:dimensions?|dims|sizes?|measurements?|measures|extents?"
    r"|envelope|bounding box|bbox|box)"
)
_PARAMETERS: Final = re.compile(
    r"(?:editable |possible )?(?:parameters?|params|variables|settings|values)"
    r"(?: (?:are there|does it have))?"
)
_WHERE: Final = re.compile(
    rf"where (?:is|are|can i find|do i find|did you (?:put|save)|has) (?:{_IT}|my (?:file|part|model)"
    r"|the (?:step )?file)(?: now| stored| saved)?"
    r"|(?:what is|what's)? ?(?:the )?(?:path|file ?name|filename|url|link|download(?: link)?)"
    r"(?: (?:of|to) it)?"
    r"|how (?:do|can) i (?:download|get|open) (?:it|this|the (?:file|model|part))"
)
_INCHES: Final = re.compile(
    r"(?:(?:show|give|tell|display|state|print|list|convert|say|report)(?: (?:me|it|that|this|them"
    r"|the answer|the (?:sizes|dimensions)|everything|all|sizes|dimensions))*"
    r"|(?:and )?(?:what is (?:it|that)|how much is that|what's that))?"
    r" ?(?:now )?(?:in|to) (?:inch(?:es)?|imperial(?: units)?|millimet(?:re|er)s?|mm|metric)"
)
_HOLES: Final = re.compile(
    r"(?:how many|what|which|list|show)(?: .*)? (?:holes?|bores?)"
    r"(?: (?:are there|does it have|has it|are in it|is there))?"
    r"|how (?:big|large|wide) (?:is|are) the (?:[a-z]+ )?(?:holes?|bores?)"
    r"|(?:what is |what's )?the (?:hole|bore) (?:size|diameter)"
)
_MM_PER_INCH: Final = 25.4
_NO_MODEL: Final = "There is no model yet that this could be asked about."


def answer_about(text: str, last: Attempt | None, made: Mapping[str, Any] | None = None) -> str | None:
    """Return the answer to a question about the last model; None where a text asks nothing of the kind.

    Args:
        text: What was said.
        last: The last model with its report, if there is one.
        made: Where it is: ``name``, ``step_path``, ``model_url`` and ``expires_at``, if known.
    """
    spoken = " ".join(re.sub(r"[^\w' ]", " ", text.lower()).split())
    plain = _plain(text)
    if not plain or len(plain) > 120:
        return None
    if _THANKS.fullmatch(spoken) or _THANKS.fullmatch(plain):
        return "You're welcome. Say what shall change, or ask for the next part."
    report = (last.report or {}) if last else {}
    if last is None or not report:
        return _NO_MODEL if last is None and _asks_about_model(plain) else None
    if _INCHES.fullmatch(plain):
        return _in_unit(last, report, inches="inch" in plain or "imperial" in plain)
    if _WHERE.fullmatch(plain):
        return _place(last, made)
    weight = _weight(plain, report)
    return weight or _measure(plain, last, report)


def _asks_about_model(plain: str) -> bool:
    """Return whether a text can only be a question about a model, before any was made."""
    weighs = _WEIGHT.fullmatch(plain) and not re.search(r"\d", plain)
    how = _HOW.fullmatch(plain)
    return bool(weighs or _WHERE.fullmatch(plain) or (how and _is_whole(how["of"])))


def _plain(text: str) -> str:
    plain = " ".join(text.lower().replace("’", "'").split()).strip(" .?!")
    plain = re.sub(r"\b(what|where|how|that)s\b", r"\1's", plain)
    before = None
    while before != plain:
        before = plain
        plain = _POLITE.sub("", plain).strip(" .,?!")
    return plain or ("thanks" if re.search(r"\bthank", text.lower()) else "")


def _weight(plain: str, report: Mapping[str, Any]) -> str | None:
    """Answer "how heavy is it in aluminium?" and "and in brass?"."""
    material = find_material(plain)
    asks = bool(_WEIGHT.fullmatch(plain)) and not re.search(r"\d+ ?(?:mm|cm|in)\b", plain)
    if not asks and not (material and _IN_MATERIAL.fullmatch(plain) and not _CHANGES.search(plain)):
        return None
    if material is None:
        known = and_list([each.name for each in MATERIALS[:6]])
        common = "; ".join(_weighs(report, each) for each in (MATERIALS[0], MATERIALS[2], MATERIALS[14]))
        named = re.search(r"\b(?:in|of|from) ([a-z][a-z -]+)$", plain)
        if named and named[1].strip() not in {"it", "this", "that", "the part", "the model", "total"}:
            return f"I know no density for {named[1]!r}; I know {known} and others. {common}."
        return f"It depends on the material: {common}. Others can be named."
    return f"{capital(_weighs(report, material))} (density {material.density:g} g/cm³, {material.source})."


def _weighs(report: Mapping[str, Any], material: Material) -> str:
    grams = float(report["volume_mm3"]) / 1000 * material.density
    weight = (
        f"{grams / 1000:.3f} kg" if grams >= 1000 else f"{grams:.1f} g" if grams >= 1 else f"{grams:.3f} g"
    )
    return f"in {material.name} it weighs {weight}"


def _measure(plain: str, last: Attempt, report: Mapping[str, Any]) -> str | None:
    """Answer what is measured or given: one size, all sizes, volume, area, holes, the parameters."""
    how = _HOW.fullmatch(plain)
    if how and not re.search(r"\d", plain):
        if how["adj"] in {"big", "large"}:
            return _holes_or_none(plain, report) or _dimensions(last, report)
        found = _named(last, _SIZE_ASKED[how["adj"]], how["of"])
        return found or (
            _along(how["adj"], report) if _is_whole(how["of"]) else _holes_or_none(plain, report)
        )
    if _HOLES.fullmatch(plain):
        return _holes(report)
    what = _WHAT.fullmatch(plain)
    asked = what["size"].strip() if what else ""
    if _DIMENSIONS.fullmatch(asked):
        return _dimensions(last, report)
    if _PARAMETERS.fullmatch(asked):
        return _parameters(last)
    if asked == "volume":
        return f"Its volume is {float(report['volume_mm3']):,.1f} mm³."
    if re.fullmatch(r"(?:surface )?area|surface", asked):
        return f"Its surface is {float(report['area_mm2']):,.1f} mm²."
    if re.fullmatch(r"(?:cent(?:re|er) of (?:mass|gravity)|centroid)", asked):
        at = ", ".join(number(round(float(each), 3)) for each in report["centre_mm"])
        return f"Its centre of mass is at ({at}) mm."
    asks = plain.startswith(("what", "which", "how"))
    return _named(last, (asked,), "") if asks and asked else None


def _is_whole(phrase: str) -> bool:
    return bool(re.fullmatch(_IT, phrase.strip()))


def _along(adjective: str, report: Mapping[str, Any]) -> str:
    side = float(report["bounding_box_mm"][_AXES[adjective]])
    return f"It is {number(round(side, 3))} mm {adjective}."


def _sizes(last: Attempt) -> tuple[Size, ...]:
    return sizes(Design.read(last.plan.design)) if last.plan.design is not None else ()


def _named(last: Attempt, names: Sequence[str], owner: str) -> str | None:
    """Return the sizes of a name that the design has."""
    words = set(re.findall(r"[a-z]+", owner)) - {"the", "it", "this", "that", "its", "part", "model"}
    own = [size for size in _sizes(last) if ".at[" not in size.path and ".turn[" not in size.path]
    singular = {word.rstrip("s") for word in words}
    for name in names:
        labels = {name, *(f"{word} {name}" for word in singular)}
        found = [
            s for s in own if s.name in labels or labels & set(s.words) or (singular and s.name in singular)
        ]
        if singular:
            of_owner = [s for s in own if s.name == name and s.of.rstrip("s") in singular]
            found = of_owner or [s for s in found if s.name != name or not of_owner]
        direct = [s for s in found if not s.derived and s.owner == "bodies[0]"] or found
        if direct:
            return " ".join(f"The {_called(size)} is {_value(size)}." for size in direct[:4])
    return None


def _called(size: Size) -> str:
    return size.name if size.owner == "bodies[0]" else f"{size.name} of the {size.of}"


def _value(size: Size) -> str:
    if isinstance(size.value, str):
        return size.value
    unit = {"mm": " mm", "°": "°"}.get(size.unit, "")
    return f"{number(round(float(size.value), 4))}{unit}"


def _dimensions(last: Attempt, report: Mapping[str, Any]) -> str:
    box = " x ".join(number(round(float(side), 3)) for side in report["bounding_box_mm"])
    own = [
        f"{s.name} {_value(s)}" for s in _sizes(last) if s.owner == "bodies[0]" and not s.derived and s.value
    ]
    own = [text for text in own if not re.match(r"(?:at|turn)\b", text)]
    given = f" Its sizes: {', '.join(own)}." if own else ""
    return f"It measures {box} mm (X x Y x Z).{given}{_holes_text(report)}"


def _parameters(last: Attempt) -> str:
    own = [s for s in _sizes(last) if not s.derived and not re.search(r"\.(?:at|turn)\[", s.path)]
    if not own:
        own_script = [f"{name} = {value}" for name, value in last.plan.parameters.items()]
        return f"Parameters: {', '.join(own_script)}." if own_script else "It has no parameters of its own."
    return f"It can be changed by: {', '.join(f'{_called(size)} = {_value(size)}' for size in own[:30])}."


def _holes_or_none(plain: str, report: Mapping[str, Any]) -> str | None:
    return _holes(report) if re.search(r"\b(?:holes?|bores?)\b", plain) else None


def _holes(report: Mapping[str, Any]) -> str:
    return _holes_text(report).strip() or "It has no round holes."


def _holes_text(report: Mapping[str, Any]) -> str:
    rows = [_hole(hole) for hole in report.get("holes") or ()]
    return f" Round holes: {'; '.join(rows)}." if rows else ""


def _hole(hole: Mapping[str, Any]) -> str:
    size = number(round(float(hole["diameter_mm"]), 3))
    return f"{hole['count']} x Ø{size} mm {hole.get('kind') or ''}".strip()


def _in_unit(last: Attempt, report: Mapping[str, Any], *, inches: bool) -> str:
    """Return the sizes in another unit; the model stays as it is."""
    factor, unit = (_MM_PER_INCH, "in") if inches else (1.0, "mm")
    box = " x ".join(f"{float(side) / factor:.4g}" for side in report["bounding_box_mm"])
    own = [s for s in _sizes(last) if s.unit == "mm" and not s.derived and s.value]
    own = [s for s in own if not re.search(r"\.(?:at|turn)\[", s.path)]
    rows = [f"{_called(size)} {float(size.value) / factor:.4g} {unit}" for size in own[:12]]
    listed = f" {capital(', '.join(rows))}." if rows else ""
    return f"The model stays as it is; it measures {box} {unit}.{listed}"


def _place(last: Attempt, made: Mapping[str, Any] | None) -> str:
    if not made:
        return f"It is the last model, {last.plan.title};  `mayfly list` shows the files."
    return f"It is {made['step_path']}; download: {made['model_url']}. It is deleted at {made['expires_at']}."
