"""Round bars whose ends are turned down after they were made, and pieces of shafts by their names.

"Turn one end down to 15 over a length of 25" makes a stepped shaft of a bar; its overall length stays.
"Make the middle part 22 dia" then speaks of one of its pieces.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from mayfly.cad.parts import catalogue
from mayfly.design import CataloguePart, Design
from mayfly.design.edits import Edit, SetValue
from mayfly.errors import NeedsClarification
from mayfly.language.chunks import Quantity
from mayfly.language.units import number
from mayfly.planning.follow_up.context import Groups, Reading
from mayfly.planning.questions import about, impossible, missing

End = Literal["top", "bottom"]
Step = tuple[float, float]
_SAME: Final = 1e-6
#: Sizes of round parts that are one piece: outer diameter, bore, length.
_BARS: Final = (
    ("diameter", "", "height"),
    ("outer_diameter", "inner_diameter", "length"),
    ("outer_diameter", "bore", "length"),
)
#: A round part stands; who sees it lying has its bottom on the left.
_ENDS: Final[dict[str, End]] = {
    "top": "top", "upper": "top", "last": "top", "right": "top", "right hand": "top", "bottom": "bottom",
    "lower": "bottom", "first": "bottom", "left": "bottom", "left hand": "bottom",
}  # fmt: skip
_OTHER: Final[dict[End, End]] = {"top": "bottom", "bottom": "top"}
_BOTH: Final = frozenset({"both", "each", "both the", "either"})
#: Words that need no "part" behind them.
_ALONE: Final = frozenset({"middle", "centre", "ends", "both ends"})
_LONG: Final = frozenset(
    {"long", "length", "in length", "longer", "shorter", "lengthen", "extend", "stretch", "shorten"}
)
_LESS: Final = frozenset({"thinner", "smaller", "shorter", "shorten"})
_ORDER: Final = ("first", "second", "third", "fourth", "fifth")


@cache
def _shaft() -> str:
    """Return the name of the part that consists of steps."""
    return next(part.name for part in catalogue().values() if part.surfaces.steps)


@dataclass(frozen=True, slots=True)
class Shaft:
    """A round body of pieces on one axis.

    Attributes:
        steps: Diameter and length of each, upwards.
        bore: Diameter of the hole through all of it; 0 for none.
    """

    steps: tuple[Step, ...]
    bore: float = 0.0

    @property
    def length(self) -> float:
        """Its overall length."""
        return sum(length for _, length in self.steps)

    @property
    def is_even(self) -> bool:
        """Whether its two ends are the same."""
        return self.steps == self.steps[::-1]

    def turned(self, end: End, diameter: float, length: float) -> Shaft | None:
        """Return it with an end turned down; None where nothing would be taken there, or nothing be left."""
        left, done = length, []
        rest = list(self.steps if end == "bottom" else self.steps[::-1])
        while left > _SAME and rest:
            wide, long = rest.pop(0)
            if wide < diameter - _SAME or diameter <= self.bore:
                return None
            if long > left + _SAME:
                rest.insert(0, (wide, long - left))
            done.append((diameter, min(long, left)))
            left -= long
        steps = _joined([*done, *rest])
        if not rest or left > _SAME or steps == _joined(self.steps if end == "bottom" else self.steps[::-1]):
            return None
        return Shaft(steps if end == "bottom" else steps[::-1], self.bore)

    def edit(self) -> Edit:
        """Return the edit that makes a body's base of it."""
        sizes: dict[str, str | float] = {
            "steps": ", ".join(f"{number(d)}x{number(long)}" for d, long in self.steps)
        }
        if self.bore:
            sizes["bore"] = self.bore
        return SetValue(path="bodies[0].base", value={"kind": "part", "part": _shaft(), "sizes": sizes})


def shaft_of(design: Design) -> Shaft | None:
    """Return a design's only body as pieces on one axis; None for any other body."""
    base = design.bodies[0].base
    if len(design.bodies) != 1 or not isinstance(base, CataloguePart):
        return None
    held = base.sizes
    if base.part == _shaft():
        text, bore = held.get("steps"), held.get("bore", 0.0)
        if not isinstance(text, str) or not isinstance(bore, int | float):
            return None
        pairs = [one.split("x") for one in text.split(",")]
        return Shaft(tuple((float(one[0]), float(one[1])) for one in pairs), float(bore))
    for wide, inner, long in _BARS:
        if held.keys() == {wide, long} | ({inner} if inner else set()):
            given = [held[wide], held[long], held[inner] if inner else 0.0]
            if all(isinstance(one, int | float) for one in given):
                diameter, length, bore = (float(one) for one in given)
                return Shaft(((diameter, length),), bore)
    return None


def turn_down(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "turn one end down to 15 over a length of 25".

    Raises:
        NeedsClarification: It is open which end is meant, or there is nothing to take away.
    """
    shaft = shaft_of(reading.design)
    given = [_length(reading.clause.number(said[key])) for key in ("n", "m")]
    if shaft is None or given[0] is None or given[1] is None:
        return None
    diameter, length = given[0], given[1]
    for end in _ends(reading, shaft, said.get("end") or ("both" if said.get("both") else "one")):
        after = shaft.turned(end, diameter, length)
        if after is None:
            raise impossible(
                f"An end can't be turned down to {number(diameter)} mm over {number(length)} mm here: it is"
                f" {_words(shaft)}. Which size is right?",
                about("change", "part", values=[diameter, length]),
            )
        shaft = after
    return [shaft.edit()]


def _length(given: Quantity) -> float | None:
    return given.value if given.form in {"plain", "diameter"} and not given.doubt else None


def _ends(reading: Reading, shaft: Shaft, word: str) -> tuple[End, ...]:
    """Return which ends are meant.

    Raises:
        NeedsClarification: It is open.
    """
    if word in _BOTH:
        return ("bottom", "top")
    if word in _ENDS:
        return (_ENDS[word],)
    before = turned_last(reading.before, reading.design)
    if word in {"other", "opposite", "second"} and before is not None:
        return (_OTHER[before[0]],)
    if shaft.is_even and not reading.design.bodies[0].features:
        return ("top",)
    raise missing(
        "Which end is meant: the top or the bottom one?",
        about("direction", "part"),
        ("the top", "the bottom"),
    )


def turned_last(before: Design | None, now: Design) -> tuple[End, Step] | None:
    """Return which end the last change turned down, and to what; None where it did nothing of the kind."""
    old = shaft_of(before) if before is not None else None
    new = shaft_of(now)
    if old is None or new is None or old == new or before is None:
        return None
    if before.bodies[0].features != now.bodies[0].features:
        return None
    ends: tuple[tuple[End, Step], ...] = (("top", new.steps[-1]), ("bottom", new.steps[0]))
    for end, step in ends:
        if old.turned(end, *step) == new:
            return end, step
    return None


def turned_again(before: Design | None, now: Design, end: str) -> list[Edit] | None:
    """Return the edits that repeat the turning of the last change at the other end; None if it was none.

    Args:
        before: The design before the last change.
        now: The design.
        end: "other", "both", or words for an end.

    Raises:
        NeedsClarification: Nothing would be left between the two ends.
    """
    last, shaft = turned_last(before, now), shaft_of(now)
    if last is None or shaft is None:
        return None
    done, step = last
    wanted = _OTHER[done] if end in {"other", "both"} else _ENDS.get(end)
    if wanted is None or wanted == done:
        return None
    after = shaft.turned(wanted, *step)
    if after is None or max(wide for wide, _ in after.steps) < max(wide for wide, _ in shaft.steps):
        raise impossible(
            f"The other end can't be turned down to {number(step[0])} mm over {number(step[1])} mm, too: the"
            f" whole is {number(shaft.length)} mm long. Which length is right?",
            about("change", "part", values=list(step)),
        )
    return [after.edit()]


def piece(reading: Reading, said: Groups) -> list[Edit] | None:
    """Read "make the middle part 22 dia instead of 20", "the last step 25 long".

    Raises:
        NeedsClarification: It is open whether the overall length stays.
    """
    base = reading.design.bodies[0].base
    shaft = shaft_of(reading.design)
    if shaft is None or getattr(base, "part", "") != _shaft():
        return None
    if not said.get("noun") and said["which"] not in _ALONE:
        return None
    which = _which(shaft, said["which"], reading)
    given = reading.clause.number(said["n"])
    new = _length(given)
    if not which or new is None or new <= 0:
        return None
    long = said.get("adj") in _LONG
    if long and given.form == "diameter":
        return None
    steps = list(shaft.steps)
    for index in which:
        wide, length = steps[index]
        held = length if long else wide
        if said.get("cmp"):
            new = held + given.value * (-1 if said["cmp"] in _LESS else 1)
        if "m" in said and abs(reading.clause.number(said["m"]).value - held) > _SAME:
            return None
        steps[index] = (wide, new) if long else (new, length)
        if said.get("k"):
            second = _length(reading.clause.number(said["k"]))
            if second is None or long:
                return None
            steps[index] = (new, second)
    if any(d <= 0 or length <= 0 for d, length in steps):
        return None
    after = Shaft(tuple(steps), shaft.bore)
    if reading.overall and abs(after.length - reading.overall) > _SAME:
        raise _whole_or_longer(shaft, after)
    text = ", ".join(f"{number(d)}x{number(length)}" for d, length in after.steps)
    return [SetValue(path="bodies[0].base.sizes.steps", value=text)]


def _whole_or_longer(shaft: Shaft, after: Shaft) -> NeedsClarification:
    return missing(
        f"Does the whole stay {number(shaft.length)} mm long, or become {number(after.length)} mm? Please"
        " say the lengths of all pieces.",
        about("change", "part", values=[shaft.length, after.length]),
    )


def _which(shaft: Shaft, word: str, reading: Reading) -> list[int]:
    """Return the numbers of the pieces that a word means; none where it means no single one."""
    count, word = len(shaft.steps), re.sub(r"(?:most|ner|ger|nest|gest|est|er)$", "", word)
    wide = [diameter for diameter, _ in shaft.steps]
    if word in {"middle", "centre", "central", "main"}:
        return [count // 2] if count % 2 and count > 1 else []
    if word in {"both", "ends", "both ends"}:
        return [0, count - 1] if count > 1 else []
    if word in {"top", "bottom", "upp", "low", "last", "first"}:
        return [count - 1 if word in {"top", "upp", "last"} else 0]
    if word in _ORDER:
        return [_ORDER.index(word)] if _ORDER.index(word) < count else []
    if word in {"thin", "small", "thick", "larg", "large", "big", "wid", "wide"}:
        most = min(wide) if word in {"thin", "small"} else max(wide)
        return [index for index, one in enumerate(wide) if one == most] if wide.count(most) == 1 else []
    if word.startswith("#"):
        given = reading.clause.number(word).value
        found = [index for index, one in enumerate(wide) if math.isclose(one, given)]
        return found if len(found) == 1 else []
    return []


def _joined(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return pieces, neighbours of the same diameter as one."""
    found: list[Step] = []
    for wide, long in steps:
        if found and abs(found[-1][0] - wide) < _SAME:
            found[-1] = (wide, found[-1][1] + long)
        else:
            found.append((wide, long))
    return tuple((round(wide, 9), round(long, 9)) for wide, long in found)


def _words(shaft: Shaft) -> str:
    return ", ".join(f"{number(wide)} mm x {number(long)}" for wide, long in shaft.steps)
