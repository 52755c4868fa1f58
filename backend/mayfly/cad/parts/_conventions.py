"""Reads a part's conventions, for what a request leaves open: its ends, hollow, keyway, thread, slope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

CONVENTIONS: Final = (
    "Ends",
    "First",
    "Flat",
    "Hollow",
    "Keyway",
    "Thread",
    "Norms",
    "Named",
    "Offer",
    "Shapes",
    "Slopes",
    "Inverted",
)
Ends = Literal["", "alike", "differ"]
Hollow = Literal["", "prism", "round", "ball"]
Keyway = Literal["", "shaft", "asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """What is meant, or asked, where a request does not say it.

    Attributes:
        ends: "alike" where a feature in one end may be in either, "differ" where it has to be asked.
        first_face: The face that features go on when none is named; "none" where it is asked, "" for the top.
        flat_face: The face that "the flat side" means.
        hollow: The kind of body that can be made hollow: its convex outline drawn out, a round one
            open at the ends only, a closed ball; "" where it can't.
        keyway: "shaft" where a key sits on its outside, "asked" where that is open besides its bore.
        thread: The size that a thread ("M4") gives; "" where it gives none.
        tapped: A thread is cut into that size; else a screw passes through it.
        norms: The standards that it follows by itself.
        named: The table of standard sizes that name it by themselves: "HEA 100" is a beam; "" for none.
        offer: Place among the parts that are offered where no shape is known, and name there; None where it
            is not offered.
        slopes: The size that rises along the part, "from 3 to 30"; "" where none does.
        shapes: Its name before another part's says how that is shaped: a spring washer is no washer.
        inverted: Those of its names under which it is used upside down: its floor is then said to be its top.
    """

    ends: Ends
    first_face: str
    flat_face: str
    hollow: Hollow
    keyway: Keyway
    thread: str
    tapped: bool
    norms: frozenset[str]
    named: str = ""
    offer: tuple[int, str] | None
    slopes: str = ""
    shapes: bool = False
    inverted: frozenset[str] = frozenset()


def read_conventions(lines: Mapping[str, Sequence[str]]) -> Conventions:
    """Read the lines ``Ends:`` to ``Inverted:`` of a header.

    Raises:
        ValueError: One of them says something that is not known.
    """
    thread, _, use = _one(lines, "Thread").partition(" ")
    if use not in {"", "tapped", "clearance"}:
        raise ValueError(f"a thread is tapped or a clearance, not {use}")
    place, _, title = _one(lines, "Offer").partition(" ")
    return Conventions(
        ends=_ends(_one(lines, "Ends")),
        first_face=_one(lines, "First"),
        flat_face=_one(lines, "Flat"),
        hollow=_hollow(_one(lines, "Hollow")),
        keyway=_keyway(_one(lines, "Keyway")),
        thread=thread,
        tapped=use == "tapped",
        norms=frozenset(norm for text in lines["Norms"] for norm in text.split(", ")),
        named=_one(lines, "Named"),
        offer=(int(place), title) if place else None,
        slopes=_one(lines, "Slopes"),
        shapes=bool(lines["Shapes"]),
        inverted=frozenset(name for text in lines["Inverted"] for name in text.split(", ")),
    )


def _one(lines: Mapping[str, Sequence[str]], key: str) -> str:
    return next(iter(lines[key]), "")


def _ends(text: str) -> Ends:
    match text:
        case "" | "alike" | "differ":
            return text
    raise ValueError(f"ends are alike or differ, not {text}")


def _hollow(text: str) -> Hollow:
    match text:
        case "" | "prism" | "round" | "ball":
            return text
    raise ValueError(f"hollow as a prism, round or a ball, not {text}")


def _keyway(text: str) -> Keyway:
    match text:
        case "" | "shaft" | "asked":
            return text
    raise ValueError(f"a keyway is on the shaft or asked about, not {text}")
