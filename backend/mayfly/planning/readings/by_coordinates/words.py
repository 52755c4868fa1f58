"""Reads statements like "subtract a cylinder of radius 4 along Z at (40, 25)", each word of which is known.

The reading is strict: a statement with one word that is not expected makes the whole request none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mayfly.language.vocabulary import word_set
from mayfly.language.weighing.parameters import with_values
from mayfly.planning.readings.by_coordinates.said import Said
from mayfly.planning.readings.by_coordinates.solids import AXES, Operation

_N: Final = r"([-+]?\d*\.?\d+)"
_P2: Final = rf"\(\s*{_N}\s*,\s*{_N}\s*\)"
_P3: Final = rf"\(\s*{_N}\s*,\s*{_N}\s*,\s*{_N}\s*\)"
_KINDS: Final = {
    "box": "box", "block": "box", "cuboid": "box", "plate": "box", "slab": "box", "cube": "box",
    "cylinder": "cylinder", "rod": "cylinder", "disc": "cylinder", "disk": "cylinder", "pin": "cylinder",
    "hole": "cylinder", "holes": "cylinder", "bore": "cylinder", "sphere": "sphere", "ball": "sphere",
}  # fmt: skip
_HOLES: Final = word_set("hole holes bore")
_CUTS: Final = word_set("subtract subtracting minus cut remove removing drill bore less")
_ADDS: Final = word_set("add join union unite plus fuse attach put place create make draw model build start")
_VERBS: Final = "|".join(sorted(_CUTS | _ADDS))
_BEGINS: Final = re.compile(
    rf"(?:(?:then|next|finally|now|and|first|last|lastly|,|:|from it|from this|from that|"
    rf"from the result)\s+)*"
    rf"(?:(?P<verb>{_VERBS})\b\s*)?(?:(?:out|away|with|by|from|it|on|to it|,|:)\s+)*"
    rf"(?:(?:a|an|the|one|another|second|third|further|single|vertical|horizontal|rectangular|solid|round|through)\s+)*"
    rf"(?P<noun>{'|'.join(_KINDS)})\b"
)
#: A box that is nothing but its three spans, with or without a word for it behind them.
_BY_SPANS: Final = re.compile(
    rf"(?:(?P<verb>{_VERBS})\b\s*)?(?:(?:everything|all|material|out|away|the|with|in|from|where)\s+)*"
    r"(?P<noun>(?!))?(?=(?:x\b.*\by\b.*\bz\b)[^a-z]*(?:[a-z]+\s*)*$)"
    r"(?=.*?(?:\b(?:solid )?(?P<behind>block|box)\s*$|\d\s*\]?\s*(?:solid|body|material)?\s*$))"
)
_STATEMENTS: Final = re.compile(r"[;\n]+|\.(?=\s|$)")
_VERB_AHEAD: Final = re.compile(
    r",?\s+(?=(?:and |then |finally )*(?:subtract|minus|plus|union with|add|join|remove|cut|unite with) )"
)
_FILLER: Final = re.compile(
    r"(?:and|with|of|an?|its|the|is|,|:|that|which|having|size|sides|placed|standing|where|located|it|all|in|goes|"
    r"going|runs|running|starting|extending|edges|measuring|solid|block)(?=\W|$)|,"
)
#: Words of statements that say nothing of a shape.
_SAYS_NOTHING: Final = word_set(
    "please build make model create this part from the table all mm millimetres millimeters z is up one "
    "single solid body in dimensions units unit watertight step export as result must be valid manifold "
    "closed output return a an following it and design with named csg parametric using by boolean "
    "operations deliver file sharp"
)
_UNITS: Final = re.compile(r"(?<=\d)\s*(?:mm|millimet(?:re|er)s?|units?)\b")
_OTHER_UNITS: Final = re.compile(r"\d\s*(?:cm|in|inch|inches|m|\"|')(?=\W|$)|inch")

_Rule = tuple[re.Pattern[str], Callable[[Said, re.Match[str]], None]]


def operations_in_words(text: str) -> list[Operation] | None:
    """Return the operations of a request; None where a word of it is not understood."""
    plain = _plain(text)
    if plain is None:
        return None
    labels = {match["letter"] for match in _LABELLED.finditer(plain)}
    combined = _combined(plain, labels) if labels else {}
    if combined is None:
        return None
    plain = _COMBINATION.sub("", plain) if labels else plain
    found: list[Operation] = []
    heading = ""
    for whole in _STATEMENTS.split(plain):
        for statement in _VERB_AHEAD.split(whole):
            statement = statement.strip(" ,:")
            if not statement:
                continue
            titled = _HEADING.fullmatch(statement)
            if titled is not None:
                heading = "cut " if titled["cut"] else "add "
                continue
            label = _LABELLED.match(statement)
            if label is not None:
                verb = combined[label["letter"]]
                statement = f"{verb} {label['noun']} {statement[label.end() :]}"
            elif heading and _PIECE.match(statement):
                statement = f"{heading}cylinder along z at (0, 0), {statement}"
            read = _read(statement, first=not found)
            if read is None:
                return None
            found += read
    return found


#: A body with a letter: "box A: x 0..40"; and what is made of bodies with letters.
_LETTERED: Final = r"(?:box|block|cylinder|sphere|plate|body|solid)"
_LABELLED: Final = re.compile(
    rf"(?:^|(?<=[;\n.] )|(?<=[;\n]))\s*(?:the )?(?P<noun>{_LETTERED}) ?\(?(?P<letter>[a-h]|[1-9])\)?\s*"
    r"(?:[:=,]|is\b)"
)
_COMBINED: Final = rf"(?:{_LETTERED} )?[a-h1-9]"
_COMBINATION: Final = re.compile(
    r"(?:the )?(?:(?:final|whole|result\w*|part|solid|model)\s*(?:is|=|:)\s*)?(?:the )?"
    rf"(?:(?P<union>union of|join|unite|fuse|add) )?(?P<terms>{_COMBINED}"
    rf"(?:\s*(?:,|and|,\s*and|\+|-|minus|plus|with|∪)\s*{_COMBINED})+)(?=\s*(?:[.;\n]|$))"
)
#: A line that says of those below it whether they are added or cut, all of them around Z.
_HEADING: Final = re.compile(
    r"(?:stacked |turned |stepped |round |solid |outer |outside )*"
    r"(?:(?P<add>part|shaft|body|contour|profile|diameters|steps|sections|outside|cylinders)"
    r"|(?P<cut>(?:stepped )?(?:bores?|holes?|inside|inner contour|cut out)))"
    r"(?:[, ]+(?:axis|along|about|around|on)(?: the)? z(?:[ -]axis)?"
    r"|[, ]+(?:on |about |along )?(?:the )?same axis|[, ]+coaxial)?(?:[, ]+all (?:in )?mm)?"
)
_PIECE: Final = re.compile(r"(?:from )?z\s*(?:=|:|from)?\s*[-+]?[\d.]")


def _combined(text: str, labels: set[str]) -> dict[str, str] | None:
    """Return for each body with a letter whether it is added or cut; None where that is not said of all."""
    found: dict[str, str] = {}
    for match in _COMBINATION.finditer(text):
        marks = re.split(r"\s*(,\s*and|,|and|\+|-|minus|plus|with|∪)\s*", match["terms"])
        for index in range(0, len(marks), 2):
            cut = index > 0 and marks[index - 1] in {"-", "minus"}
            joined = index == 0 or cut or match["union"] or marks[index - 1] in {"+", "plus", "∪"}
            letter = marks[index].split()[-1]
            if letter in found or not joined:
                return None
            found[letter] = "subtract" if cut else "add"
    return found if found.keys() == labels and len(found) == len(labels) else None


def says_nothing(text: str) -> bool:
    """Return whether words around a model say nothing of its shape: "please build this, all in mm"."""
    return set(re.findall(r"[^\W\d_]+", text.lower())) <= _SAYS_NOTHING and not re.search(r"\d", text)


def _plain(text: str) -> str | None:
    """Return a text in small letters without units; None where these are no millimetres."""
    lines = [_of_row(line) for line in with_values(text).splitlines()]
    plain = "\n".join(line for line in lines if line).lower()
    plain = plain.replace("×", "x").replace("−", "-").replace("ø", " diameter ").replace("–", "-")
    if _OTHER_UNITS.search(plain):
        return None
    return _UNITS.sub("", plain)


def _of_row(line: str) -> str:
    """Return the cells of a row of a table as a statement; empty for its head and its rule."""
    if not line.strip().startswith("|"):
        return re.sub(r"^\s*(?:[-*•]|\d+[.)])\s+", "", line)
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if not any(character.isdigit() for character in line):
        return ""
    cells = cells[1:] if re.fullmatch(r"\d{1,2}\.?", cells[0]) else cells
    return " ".join(cells)


def _read(statement: str, *, first: bool) -> list[Operation] | None:
    """Return what one statement does; nothing for one that says nothing of a shape."""
    begun = _BEGINS.match(statement) or _BY_SPANS.match(statement)
    if begun is None:
        return [] if says_nothing(statement) else None
    noun, verb = begun["noun"] or "box", begun["verb"] or ""
    if begun["noun"] is None and begun["behind"]:
        noun = begun["behind"]
    is_hole = noun in _HOLES
    cut = (
        verb in _CUTS
        or (is_hole and not verb)
        or (is_hole and verb in {"make", "place", "put", "add", "drill"})
    )
    if not first and not verb and not is_hole:
        return None  # whether it is added or cut is not said
    said = Said(_KINDS[noun], through=is_hole and "through" in begun[0])
    points: list[dict[str, float]] = []
    at = begun.end()
    while at < len(statement):
        if statement[at].isspace():
            at += 1
            continue
        matched = next(((m, do) for rule, do in _RULES if (m := rule.match(statement, at))), None)
        if matched is not None:
            before, said.point = dict(said.point), {}
            matched[1](said, matched[0])
            if said.point and before and not before.keys().isdisjoint(said.point):
                points.append(before)
            else:
                said.point = before | said.point
            at = matched[0].end()
            continue
        filler = _FILLER.match(statement, at)
        if filler is None:
            return None
        at = filler.end()
    open_ended = said.length is None and not said.spans and said.foot is None and said.axis != ""
    if cut and said.kind == "cylinder" and open_ended:
        said.through = True  # "subtract a cylinder along Z at (40, 25)"
    solids = [replace(said, point=point).solid() for point in (*points, said.point)]
    if len(solids) > 1 and not noun.endswith("s") and said.kind != "cylinder":
        return None
    operations = [Operation(solid, cut) for solid in solids if solid is not None]
    return operations if len(operations) == len(solids) else None


def _rule(
    pattern: str,
) -> Callable[[Callable[[Said, re.Match[str]], None]], Callable[[Said, re.Match[str]], None]]:
    def add(action: Callable[[Said, re.Match[str]], None]) -> Callable[[Said, re.Match[str]], None]:
        _RULES.append((re.compile(pattern), action))
        return action

    return add


_RULES: Final[list[_Rule]] = []


def _numbers(match: re.Match[str]) -> list[float]:
    return [float(one) for one in match.groups() if one is not None and re.fullmatch(_N, one)]


@_rule(
    rf"(?:from|between|spanning|occupying|with)?\s*(?:opposite )?(?:corners?)?\s*(?:at )?{_P3}\s*"
    rf"(?:to|and|-)\s*{_P3}"
)
def _corners(said: Said, match: re.Match[str]) -> None:
    values = _numbers(match)
    for axis, low, high in zip(AXES, values[:3], values[3:], strict=True):
        said.span(axis, low, high)


@_rule(
    rf"(?:from\s+)?([xyz])\s*(?:=|:|from|between|in|is)?\s*{_N}\s*"
    rf"(?:(?:up )?to|and|until|\.\.\.?|-)\s*(?:\1\s*=\s*)?{_N}"
)
@_rule(rf"([xyz])\s*(?:=|:|in)?\s*\[\s*{_N}\s*,\s*{_N}\s*\]")
def _span(said: Said, match: re.Match[str]) -> None:
    said.span(match[1], float(match[2]), float(match[3]))


@_rule(rf"{_N}\s*(?:\(([xyz])\))?\s*(?:x|by)\s*{_N}\s*(?:\(([xyz])\))?\s*(?:x|by)\s*{_N}\s*(?:\(([xyz])\))?")
def _sides(said: Said, match: re.Match[str]) -> None:
    named = [match[i] for i in (2, 4, 6) if match[i]]
    said.wrong = said.wrong or named not in ([], [*AXES])
    said.once("sides", (float(match[1]), float(match[3]), float(match[5])))


@_rule(r"from the origin towards? \+\s?x\s*,\s*\+\s?y\s*(?:,|and)?\s*(?:and )?\+\s?z")
@_rule(
    r"(?:lower|lowest|min|minimum|lower left front|lower-left-front) corner (?:is )?(?:at|on|in) the origin"
)
def _corner_at_origin(said: Said, match: re.Match[str]) -> None:  # noqa: ARG001 - as all rules
    said.once("corner", (0.0, 0.0, 0.0))


@_rule(rf"(?:lower|lowest|min|minimum|lower left front|lower-left-front) corner (?:is |=|:)*(?:at )?\s*{_P3}")
def _corner(said: Said, match: re.Match[str]) -> None:
    x, y, z = _numbers(match)
    said.once("corner", (x, y, z))


@_rule(
    rf"(?:base|bottom|foot|lower end)(?: face| circle)?(?: cent(?:re|er))?(?: is|=|:)?\s*(?:at|on)?\s*{_P3}"
)
@_rule(rf"(?:starting|standing|stands|starts) (?:at|on) {_P3}")
def _foot(said: Said, match: re.Match[str]) -> None:
    x, y, z = _numbers(match)
    said.once("foot", (x, y, z))


@_rule(rf"(?:centred|centered|cent(?:re|er)|middle)(?: point)?(?: is|=|:)?\s*(?:at|on|in)?\s*{_P3}")
@_rule(rf"(?:centred|centered|cent(?:re|er)|middle)(?: point)?(?: is|=|:)?\s*(?:at|on|in)?\s*{_P2}")
def _middle(said: Said, match: re.Match[str]) -> None:
    said.once("middle", tuple(_numbers(match)))


@_rule(r"cent(?:red|ered|re|er) (?:at|on|in) the origin")
def _middle_at_origin(said: Said, match: re.Match[str]) -> None:  # noqa: ARG001 - as all rules
    said.once("middle", (0.0, 0.0, 0.0))


@_rule(rf"(?:radius|r)\s*(?:of|=|:)?\s*{_N}")
@_rule(rf"{_N} radius\b")
def _radius(said: Said, match: re.Match[str]) -> None:
    said.once("diameter", 2 * float(match[1]))


@_rule(rf"(?:diameter|dia|d)\.?\s*(?:of|=|:)?\s*{_N}")
@_rule(rf"{_N} (?:in )?(?:diameter|dia)\b")
def _diameter(said: Said, match: re.Match[str]) -> None:
    said.once("diameter", float(match[1]))


@_rule(rf"(?:height|length|h|l)\s*(?:of|=|:)?\s*{_N}")
@_rule(rf"{_N} (?:high|tall|long)\b")
def _length(said: Said, match: re.Match[str]) -> None:
    said.once("length", float(match[1]))


@_rule(rf"(?:through|passing through|goes through|at)(?: the)?(?: point)?\s*{_P3}")
def _through_point(said: Said, match: re.Match[str]) -> None:
    """Note a point of the axis of a cylinder; one coordinate of three is that along it."""
    if said.kind != "cylinder" or not said.axis:
        said.wrong = said.wrong or said.kind != "sphere" or said.middle is not None
        if said.kind == "sphere":
            said.middle = tuple(_numbers(match))
        return
    said.point |= {
        axis: value for axis, value in zip(AXES, _numbers(match), strict=True) if axis != said.axis
    }


@_rule(r"all the way(?: through)?")
@_rule(
    r"(?:through|thru|right through|all the way through)"
    r"(?: (?:everything|all|the (?:whole|entire|complete)? ?(?:part|body|solid|thing|block|plate)|it))?\b"
)
def _through(said: Said, match: re.Match[str]) -> None:  # noqa: ARG001 - as all rules
    said.through = True


@_rule(
    r"(?:axis\s+(?:is\s+)?)?(?:along|parallel to|about|around|on)(?: the)?\s*"
    r"([+-]?)\s*([xyz])(?:[- ]?axis|[- ]direction)?(?!\s*=|\w)"
)
@_rule(r"axis\s*(?:=|:|is|along)?\s*([+-]?)\s*([xyz])(?!\s*=|\w)")
def _axis(said: Said, match: re.Match[str]) -> None:
    said.wrong = said.wrong or said.axis not in {"", match[2]}
    said.axis, said.sign = match[2], -1 if match[1] == "-" else 1
    if match[0].startswith(("on", "about", "around")):
        said.point |= {axis: 0.0 for axis in AXES if axis != match[2]}


@_rule(r"(?:axis\s+(?:is\s+)?)?vertical(?:ly)?\b")
def _vertical(said: Said, match: re.Match[str]) -> None:  # noqa: ARG001 - as all rules
    said.wrong = said.wrong or said.axis not in {"", "z"}
    said.axis = "z"


@_rule(rf"(?:at|on|axis|axis at|axis through|through)\s+(?:the point )?{_P2}")
def _in_plan(said: Said, match: re.Match[str]) -> None:
    said.wrong = said.wrong or said.axis in {"x", "y"} or said.kind != "cylinder"
    said.axis = "z"
    said.point |= dict(zip("xy", _numbers(match), strict=True))


@_rule(
    rf"(?:at\s+|on\s+|axis\s+|cent(?:re|er)\s+|the\s+|centred\s+|centered\s+)*([xyz])\s*=\s*{_N}(?!\s*(?:to|\.\.|-\d))"
)
def _coordinate(said: Said, match: re.Match[str]) -> None:
    said.wrong = said.wrong or said.kind != "cylinder"
    said.point |= {match[1]: float(match[2])}
