"""Changes of sizes and counts: by a difference, by a factor, to a value, and back to an earlier one."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Final

from mayfly.cad import standards
from mayfly.design.edits import ChangeBy, Edit, Scale, SetValue, Size
from mayfly.design.features import Hole
from mayfly.language.chunks import Quantity
from mayfly.language.english import or_list
from mayfly.language.units import number
from mayfly.planning.follow_up.clauses import Clause
from mayfly.planning.follow_up.context import Groups, Reading, ask_which, called
from mayfly.planning.follow_up.fragments import COMPARATIVES, FACTORS, VERBS
from mayfly.planning.follow_up.targets import ADJECTIVES, POINTED, Spot
from mayfly.planning.questions import about, missing

_SCALING: Final = re.compile(r"(?:scale|rescale|resize|multiply|blow)\b")
_MOST_OFFERED: Final = 6
#: Natural logarithms of how many times as large a size may become without a word for it, and would not.
_NEAR: Final = math.log(1.3)
_FAR: Final = math.log(3.0)
_TWICE: Final = math.log(2.5)
_PRONOUNS: Final = frozenset({"", "it", "that", "this"})
_GROWN: Final = {"large": "big", "broad": "wide"}


def difference(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "2 mm thicker", "reduce the thickness by 4 mm", "add 5 mm to the length"."""
    given = reading.clause.number(said["n"])
    if given.form in {"thread", "angle"} or given.doubt:
        return None
    if given.can_count and said.get("cmp") in {"more", "less"} and not said.get("t"):
        return None  # "one more" is another model
    if said.get("less"):
        said = {**said, "minus": "less"} if said["less"] == "less" else said
        adjective, sign = _GROWN.get(said["adj"], said["adj"]), -1 if said["less"] == "less" else 1
    else:
        adjective, sign = _way(said)
    if said.get("cmp2") and COMPARATIVES[said["cmp2"]][0] != adjective:
        return None
    found = _sizes(reading, said.get("t", ""), adjective, given, f"{number(given.value)} {_direction(sign)}")
    if not found and said.get("cmp") and reading.targets.is_whole(said.get("t", "")):
        raise missing(
            f"What is the new size? It has no size of its own that could be {said['cmp']}.",
            about("change", words=[said["cmp"]]),
        )
    if not found or given.value == 0:
        return None
    return [ChangeBy(path=size.path, delta=sign * given.value) for size in found]


def factor(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "twice as long", "halve the width", "20% longer", "increase the length by 10%"."""
    times = _times(reading.clause, said)
    if times is None or times <= 0:
        return None
    phrase, adjective = said.get("t") or "", said.get("adj", "")
    if said.get("pc"):
        adjective, sign = _way(said)
        times = 1 + sign * (times / 100)
    elif said.get("by"):
        adjective, sign = _way(said)
        if said["by"] == "by" and sign > 0:
            return None  # "longer by half" is one and a half times as long to some
    if said.get("size"):
        owner = said.get("t") or ""
        phrase = (
            said["size"] if not owner or reading.targets.is_whole(owner) else f"{said['size']} of {owner}"
        )
    if times <= 0:
        return None
    broad = adjective in {"", "big", "large"}
    if broad and (reading.targets.is_whole(phrase) or phrase in {"size", "the size"}):
        return [Scale(factor=times)] if said.get("pc") or adjective else None
    found = _sizes(reading, phrase, "big" if broad else adjective, None, f"{number(times)} times as large")
    return [ChangeBy(path=size.path, factor=times) for size in found] if found else None


def scale(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "scale it by 2", "scale to 50%", "make it twice the size", "double it"."""
    times = _times(reading.clause, said)
    text = reading.clause.text
    if times is None or times <= 0:
        return None
    percent = said.get("pc") in {"%", "percent"}
    grows, shrinks = (
        bool(re.match(r"(?:enlarge|increase|blow)", text)),
        bool(re.match(r"(?:shrink|reduce)", text)),
    )
    if percent:
        share = times / 100
        if said.get("to") == "to":
            times = share
        elif grows or said.get("way") == "up":
            times = 1 + share
        elif shrinks:
            times = 1 - share
        else:
            times = share
    elif "n" in said:
        named = "factor" in text or said.get("pc") in {"times", "×", "x"}
        if not _SCALING.match(text) and not named:
            return None
        if (shrinks or said.get("way") == "down") and times > 1:
            times = 1 / times
    if times <= 0 or math.isclose(times, 1.0):
        return None
    phrase = said.get("t") or ""
    if reading.targets.is_whole(phrase):
        return [Scale(factor=times)]
    if "n" not in said and not re.search(r"\b(?:size|big|large)\b", text):
        return None  # "double the holes" may count them
    spots = reading.targets.features(phrase, reading.clause)
    return [Scale(factor=times, of=spot.path) for spot in spots] or None


def set_size(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "wall 3 instead", "make it 40 wide", "the holes should be 6.5 mm", "make them M6"."""
    given = reading.clause.number(said["n"])
    phrase, adjective = (
        said.get("t") or "",
        _GROWN.get(said.get("adj", ""), said.get("adj", "")),
    )
    if given.doubt:
        return None
    if said.get("size"):
        whole = not phrase or reading.targets.is_whole(phrase)
        called_so = {"dia": "diameter"}.get(said["size"], said["size"])
        phrase = called_so if whole else f"{called_so} of {phrase}"
    if given.form == "thread":
        return _thread(reading, phrase, given) if not adjective else None
    plain = reading.targets.is_whole(phrase) and not adjective
    if plain and reading.continued and len(reading.targets.last) == 1:
        phrase = "them"
    if "before" in said and phrase in ADJECTIVES:
        return None  # "12 wide" names no size that is called "wide"
    if (said.get("verb") and not phrase) or ("before" in said and given.can_count and phrase.endswith("s")):
        return None  # "8 holes" counts them
    near = "m" not in said and not (phrase in _PRONOUNS and reading.targets.last)
    found = _of_it(reading, phrase, adjective, given) or _sizes(
        reading, phrase, adjective, given, given.text, near=near
    )
    if "m" in said:
        old = reading.clause.number(said["m"])
        found = [size for size in found if is_value(size, old)]
    if not found or given.value < 0:
        return None
    edits: list[Edit] = []
    for size in found:
        edits.append(SetValue(path=size.path, value=new_value(size, given)))
        if size.path.endswith(".diameter") and size.kind == "hole":
            edits.insert(len(edits) - 1, SetValue(path=f"{size.owner}.thread", value=None))
    return edits


def last_size(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "now with M8 instead", "and 8 mm": a number alone, of the holes for screws or the last feature."""
    given = reading.clause.number(said["n"])
    last = [spot for spot in reading.targets.spots if spot.path in reading.targets.last]
    if given.doubt:
        return None
    if given.form == "thread":
        part = reading.part()
        if part is not None and part.standard is not None:
            return None
        holes = [spot for spot in last if getattr(spot.feature, "thread", None)] or [
            spot for spot in reading.targets.spots if getattr(spot.feature, "thread", None)
        ]
        threads = {getattr(spot.feature, "thread", None) for spot in holes}
        return [edit for spot in holes for edit in _for_thread(spot, given)] if len(threads) == 1 else None
    if len(last) != 1 or not reading.adds or given.form not in {"plain", "diameter", "radius"}:
        return None
    found = reading.targets.size(POINTED, reading.clause, given=given)
    return [SetValue(path=found[0].path, value=new_value(found[0], given))] if len(found) == 1 else None


def _of_it(reading: Reading, phrase: str, adjective: str, given: Quantity) -> list[Size]:
    """Return what "it" means where that is the model or the one feature spoken of last, by its new value.

    Raises:
        NeedsClarification: Both can have it.
    """
    targets = reading.targets
    last = [spot for spot in targets.spots if spot.path in targets.last]
    fresh = not last and reading.earlier is None and len(targets.spots) == 1
    spots = list(targets.spots) if fresh else last
    if not phrase and (reading.adds or reading.once_more):
        return []  # "and 12 wide" goes on about the feature
    if phrase not in _PRONOUNS or len(spots) != 1 or given.form not in {"plain", "diameter"}:
        return []
    of_it = targets.of_feature(spots[0], adjective, given)
    of_body = [size for size in targets.of_body(adjective, given) if size.unit == "mm"]
    if not of_it or not of_body:
        return []
    found = _much_nearer([*of_it, *of_body], given)
    if len(found) == 1:
        return found
    if fresh or (adjective in {"deep", "big"}):
        return []
    names = [called(size) for size in [*of_it, *of_body]][:_MOST_OFFERED]
    raise missing(
        f"Which size shall be {given.text}: {or_list(names)}?",
        about("change", "part", *names, values=[given]),
        names,
    )


def larger_to(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "make the holes a bit bigger, 11 mm": the new size, where it is larger indeed."""
    given = reading.clause.number(said["n"])
    adjective, sign = _way(said)
    if given.form not in {"plain", "diameter", "radius"} or given.doubt:
        return None
    found = _sizes(reading, said.get("t", ""), adjective, given, given.text)
    if not found and said.get("t"):
        found = _sizes(reading, said["t"], "", given, given.text)
    if not found or any(sign * (as_number(size, given) - float(size.value)) <= 0 for size in found):
        return None
    return [SetValue(path=size.path, value=new_value(size, given)) for size in found]


def how_much(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "make it thicker": which size is meant, but not how large it shall be.

    Raises:
        NeedsClarification: The new size is open.
    """
    adjective, _ = _way(said)
    word = said.get("cmp") or said.get("verb") or ""
    found = _sizes(reading, said.get("t", ""), adjective, None, word)
    if len(found) != 1:
        return None
    size = found[0]
    now = f"{number(float(size.value))} mm" if isinstance(size.value, int | float) else str(size.value)
    raise missing(
        f"What is the new {called(size)}, or the difference to it? It is {now}.",
        about("change", words=[word]),
    )


def _thread(reading: Reading, phrase: str, given: Quantity) -> list[Edit] | None:
    """Read "make the holes M6": tapped holes stay tapped, clearance holes stay such."""
    name = given.text.upper().replace(" ", "")
    if reading.targets.is_whole(phrase):
        part = reading.part()
        if part is None or part.standard is None:
            return None
        return [SetValue(path="bodies[0].base.sizes.size", value=name)]
    spots = reading.targets.features(phrase, reading.clause)
    ask_which(reading, spots, given)
    edits: list[Edit] = []
    for spot in spots:
        if not isinstance(spot.feature, Hole):
            return None
        edits += _for_thread(spot, given)
    return edits or None


def _for_thread(spot: Spot, given: Quantity) -> list[Edit]:
    """Return the edits that make a hole one for another screw."""
    assert isinstance(spot.feature, Hole)  # noqa: S101 - asked by those who know
    name = given.text.upper().replace(" ", "")
    drill = standards.tap_drill if spot.feature.fit == "tapped" else standards.clearance_hole
    heads = [head for head in ("counterbore", "countersink") if getattr(spot.feature, head) is not None]
    return [
        SetValue(path=f"{spot.path}.thread", value=name),
        SetValue(path=f"{spot.path}.diameter", value=drill(name).diameter_mm),
        *(SetValue(path=f"{spot.path}.{head}", value={}) for head in heads),
    ]


def sides(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "same plate, 150 x 60": the first sizes of the part, or of a slot."""
    given = [reading.clause.number(said[key]) for key in ("n", "m", "k") if key in said]
    if any(one.doubt or one.form not in {"plain", "diameter"} for one in given):
        return None
    unit = next((one.unit for one in reversed(given) if one.unit), None)
    if unit and any(one.unit is None for one in given) and unit != "mm":
        return None  # one unit behind the group covers all of it: the planner's own reading does that
    phrase = said.get("t") or ""
    if reading.targets.is_whole(phrase):
        part = reading.part()
        names = next((way for way in part.sizes if len(way) >= len(given)), ()) if part else ()
        paths = [f"bodies[0].base.sizes.{name}" for name in names]
        near_by = reading.targets.last or tuple(
            spot.path for spot in reading.targets.spots if _sides_of(reading, spot.path)
        )
        last = _sides_of(reading, near_by[0]) if len(near_by) == 1 else []
        if phrase in _PRONOUNS and len(last) >= len(given):
            far, near = (_furthest(reading, each, given) for each in (paths, last))
            if min(far, near) > _TWICE:
                return None
            paths = last if near < far else paths
    else:
        spots = reading.targets.features(phrase, reading.clause)
        paths = _sides_of(reading, spots[0].path) if len(spots) == 1 else []
    if len(paths) < len(given):
        return None
    return [SetValue(path=path, value=one.value) for path, one in zip(paths, given, strict=False)]


def _sides_of(reading: Reading, owner: str) -> list[str]:
    """Return the paths of the sides of a slot or pocket, the longer one first."""
    known = {size.path for size in reading.targets.sizes}
    ways = ("length", "width", "depth", "profile.length", "profile.width")
    return [path for name in ways if (path := f"{owner}.{name}") in known]


def _furthest(reading: Reading, paths: Sequence[str], given: Sequence[Quantity]) -> float:
    """Return how far new values are off those that they would take the place of, as a logarithm."""
    held = {size.path: size.value for size in reading.targets.sizes}
    values = [held.get(path) for path in paths[: len(given)]]
    if len(values) < len(given) or not all(isinstance(one, int | float) and one > 0 for one in values):
        return math.inf
    return max(abs(math.log(one.value / float(value or 1))) for one, value in zip(given, values, strict=True))


def cut_to(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "cut it to 300": the length, or what stands for it."""
    given = reading.clause.number(said["n"])
    phrase = said.get("t") or ""
    if given.form != "plain" or given.doubt or not reading.targets.is_whole(phrase):
        return None
    found = reading.targets.size(phrase, reading.clause, adjective="long", given=given)
    return [SetValue(path=found[0].path, value=given.value)] if len(found) == 1 else None


def _sizes(
    reading: Reading,
    phrase: str,
    adjective: str,
    given: Quantity | None,
    wanted: str,
    *,
    near: bool = False,
) -> list[Size]:
    """Return the sizes that are meant; ask where a body has several that it could be.

    Args:
        reading: What the clause is read with.
        phrase: The words for the size or its owner.
        adjective: What was said of the size.
        given: The number.
        wanted: What becomes of it, in words, for the question.
        near: The number is the new value, which is of the one size that is like it.

    Raises:
        NeedsClarification: It is open which size is meant.
    """
    length = given if given is None or given.unit is not None else None
    targets, clause = reading.targets, reading.clause
    found = targets.size(phrase, clause, adjective=adjective, given=length or given)
    if not found and adjective and not targets.is_whole(phrase):
        found = (
            targets.size(phrase, clause, adjective="", given=length or given) if adjective == "big" else []
        )
    if " and " in phrase:
        return found
    of_features = all("].features[" in size.path for size in found)
    if of_features and len(found) > 1:
        owners = {size.owner for size in found}
        ask_which(reading, [spot for spot in targets.spots if spot.path in owners], given)
    if len(found) > 1 and not (of_features and len({s.owner for s in found}) == len(found)):
        found = [s for s in found if s.unit == "mm"] or found
        if near and given is not None and given.form in {"plain", "diameter"}:
            found = _much_nearer(found, given)
        if len(found) > 1:
            names = [size.name for size in found][:_MOST_OFFERED]
            raise missing(
                f"Which size shall be {wanted}: {or_list(names)}?",
                about("change", "part", *names, values=[given] if given else []),
                names,
            )
    return found


def _much_nearer(found: list[Size], given: Quantity) -> list[Size]:
    """Return the one size that a new value is like, where all others are far off it; else all.

    "The disc should be 65 mm" is its diameter of 60, and not its thickness of 8.
    """
    if not all(isinstance(size.value, int | float) and size.value and given.value for size in found):
        return found
    off = [abs(math.log(as_number(size, given) / float(size.value))) for size in found]
    like = [size for size, one in zip(found, off, strict=True) if one <= _NEAR]
    between = sum(_NEAR < one < _FAR for one in off)
    return like if len(like) == 1 and not between else found


def _way(said: Groups) -> tuple[str, int]:
    """Return the adjective and the direction of a comparative or a verb."""
    if said.get("cmp"):
        return COMPARATIVES[said["cmp"]]
    if said.get("verb"):
        adjective, sign = VERBS[said["verb"]]
        return ("big" if said.get("t") and adjective == "big" else adjective), sign
    return "", -1 if said.get("minus") else 1


def _direction(sign: int) -> str:
    return "mm larger" if sign > 0 else "mm smaller"


def _times(clause: Clause, said: Groups) -> float | None:
    """Return the factor that is said: a word ("twice"), or a number."""
    if said.get("f") in FACTORS:
        return FACTORS[said["f"]]
    marks = re.findall(r"#\d+", said.get("f") or said.get("n") or "")
    given = clause.number(marks[0]) if marks else None
    if given is None or given.unit is not None or given.form not in {"plain", "word"} or given.doubt:
        return None
    return given.value


def is_value(size: Size, given: Quantity, value: Any = None) -> bool:
    """Return whether a size has the value of a number; or whether another value of it has."""
    held = size.value if value is None else value
    return isinstance(held, int | float) and math.isclose(float(held), as_number(size, given), abs_tol=1e-6)


def as_number(size: Size, given: Quantity) -> float:
    """Return a number as a size takes it: a radius twice where the size is a diameter."""
    radius = given.form == "radius" and "diameter" in size.name
    return given.value * (2 if radius else 1)


def new_value(size: Size, given: Quantity) -> float | int:
    """Return a number as the new value of a size."""
    number = as_number(size, given)
    return int(number) if size.unit == "count" and number == int(number) else number


def names_of(found: Sequence[Size]) -> list[str]:
    """Return what to call sizes in a question, each once."""
    return list(dict.fromkeys(called(size) for size in found))
