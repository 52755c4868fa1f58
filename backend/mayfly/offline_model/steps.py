"""Reads what one message asks for, step by step, for the offline chat model.

"Make a 40 mm cube, keep it for an hour, then tell me the stats" is three steps. A
message is only cut where each part means something by itself: a request for a part
that the rules planner understands as a whole ("stepped shaft: 30 dia x 40, then
24 dia x 60") stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from mayfly.planning.conversation.intent import read_intent
from mayfly.planning.parts.names import part_phrases

Kind = Literal["make", "stats", "sweep", "list", "help", "keep", "delete", "parts"]
Plans = Callable[[str], bool]
"""Whether a request can be planned as it stands."""

MODEL_NAME = re.compile(r"[\w-][\w.-]*\.step\b", re.IGNORECASE)

_VERBS = (
    r"(?:please\s+)?(?:tell|show|list|give|report|keep|extend|delete|remove|discard|sweep|clean|make|create|"
    r"build|generate|describe)\b"
)
_CUT = re.compile(
    rf"\s*[,;.]?\s*\b(?:and\s+then|then|afterwards|after\s+that|and\s+finally|finally)\b,?\s*"
    rf"|\s*[;\n]\s*|\.\s+|(?<=[!?])\s+|\s*,?\s+and\s+(?={_VERBS})|\s*,\s+(?={_VERBS})",
    re.IGNORECASE,
)
_WHICH = r"(?:first|second|third|last|latest|newest|new)"
_THIS = rf"(?:it|this|that|(?:this|that|the)\s+(?:{_WHICH}\s+)?(?:one|model|file|part))"
_THING = r"(?:the|this|that|my)\s+(?P<thing>[a-z][a-z -]*?)"
_TENS = {"twenty": 20.0, "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "ninety": 90.0}
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_AMOUNTS = {
    "a": 1.0,
    "an": 1.0,
    "half a": 0.5,
    "half an": 0.5,
    "one and a half": 1.5,
    "two and a half": 2.5,
    "a couple of": 2.0,
    "fifteen": 15.0,
    **{word: float(number) for number, word in enumerate(_ONES, 1)},
    **_TENS,
    "forty-five": 45.0,
}
_AMOUNT = "|".join(word.replace(" ", r"\s+") for word in sorted(_AMOUNTS, key=len, reverse=True))
_LASTING = (
    r"(?:for|by|until|till|longer|alive|another|half|some|forever|always|indefinitely|permanently|overnight"
    rf"|{_AMOUNT})\b|\d"
)
_TARGET = rf"(?:(?:the\s+)?(?:model|file)\s+)?(?:{MODEL_NAME.pattern}|{_THIS}\b)"
_KEEP = re.compile(
    rf"\b(?:keep|extend|hold)\s+{_TARGET}\s*(?P<time>(?:$|[.!]|{_LASTING}).*)", re.IGNORECASE | re.DOTALL
)
_KEEP_THING = re.compile(
    rf"\b(?:keep|extend|hold)\s+{_THING}\s+(?P<time>(?:{_LASTING}).*)", re.IGNORECASE | re.DOTALL
)
_DELETE = re.compile(
    rf"\b(?:delete|remove|discard|throw\s+away)\s+{_TARGET}\s*(?:$|[.!]|now\b|again\b|please\b|at\s+once\b)",
    re.IGNORECASE,
)
_DELETE_THING = re.compile(
    rf"^\s*(?:please\s+)?(?:delete|remove|discard|throw\s+away)\s+{_THING}\s*(?:now|again|please)?\s*[.!]*$",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\s*(?:please\s+)?(?:list|show)(?:\s+me)?(?:\s+(?:all|them|everything|all\s+of\s+them))*(?:\s+please)?[\s.!?]*",
    re.IGNORECASE,
)
_BARE_SHOW = re.compile(r"\s*(?:please\s+)?show(?:\s+me)?(?:\s+please)?[\s.!?]*", re.IGNORECASE)
_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1, "latest": -1, "newest": -1, "new": -1}
_PLACE = re.compile(rf"\bthe\s+(?P<place>{_WHICH})\s+(?:one|model|file|part)\b", re.IGNORECASE)
_PARTS = re.compile(
    r"\b(?:what|which|list|show|give)\b.*\b(?:parts|catalogue|catalog|shapes)\b"
    r"|\b(?:describe|parameters\s+(?:of|for|does)|sizes\s+(?:of|for|does))\b",
    re.IGNORECASE,
)
_PART_NAME = re.compile(
    r"\b(?:describe|parameters\s+(?:of|for|does)|sizes\s+(?:of|for|does))\s+(?:me\s+)?(?:the\s+|an?\s+)?"
    r"(?:part\s+)?[\"'`]?(?P<name>[a-z][a-z0-9_ -]*?)[\"'`]?\s*(?:part|have|take|need)?\s*[.?!]*$",
    re.IGNORECASE,
)
_DRY_RUN = re.compile(r"\bdry[- ]?run\b|\bwithout\s+(?:deleting|removing)\b", re.IGNORECASE)
_WOULD = re.compile(
    r"\bwould\s+(?:be\s+(?:deleted|removed|swept|cleaned)|go|expire|a\s+(?:sweep|clean))", re.IGNORECASE
)
_DURATION = re.compile(
    rf"(?<![\w.,-])(?P<number>\d+(?:[.,]\d+)?|(?:{_AMOUNT})(?![\w-]))\s*"
    r"(?P<unit>s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:ours?|rs?)?|days?|weeks?)\b(?P<half>\s+and\s+a\s+half\b)?",
    re.IGNORECASE,
)
_NO_TIME = re.compile(
    r"(?:[\s.,!;]|\b(?:for|by|and|another|longer|alive|more|some|a\s+(?:bit|little)|from\s+now|now|"
    r"please|thanks?|you|ok)\b)*",
    re.IGNORECASE,
)
_MINUTES = {"s": 1 / 60, "m": 1.0, "h": 60.0, "d": 1440.0, "w": 10080.0}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a message asks for.

    Attributes:
        kind: What sort of thing.
        text: The words that ask for it.
    """

    kind: Kind
    text: str


def read_steps(message: str, plans: Plans) -> list[Step]:
    """Read what a message asks for, in its order.

    Args:
        message: What the person wrote.
        plans: Whether a request for a model can be planned as it stands.

    Returns:
        At least one step; what is not understood is a "make", so that the planner
        asks about it.
    """
    whole = message.strip()
    if _kind(whole) == "make" and plans(whole):
        return [Step("make", whole)]
    steps: list[Step] = []
    end = 0
    for start, stop in _clauses(whole):
        step = Step(_kind(whole[start:stop]), whole[start:stop])
        separator, end = whole[end:start], stop
        if steps and (merged := _merged(steps[-1], separator, step, plans)):
            steps[-1] = merged
        else:
            steps.append(step)
    useful = [step for step in steps if step.kind != "help"]
    return useful or [Step("help", whole)]


def named_model(text: str) -> str | None:
    """Return the first file name of a model in a text."""
    found = MODEL_NAME.search(text)
    return found.group() if found else None


def named_part(text: str) -> str | None:
    """Return the part whose description is asked for; None for the whole catalogue."""
    found = _PART_NAME.search(text)
    if not found or re.fullmatch(
        r"(?:all\s+|your\s+)?(?:parts?|catalogue|catalog|shapes)", found["name"], re.I
    ):
        return None
    return re.sub(r"[ -]+", "_", found["name"].strip().lower())


def names_part(text: str) -> bool:
    """Return whether a text names something that can be made, even if sizes are missing."""
    said = f" {re.sub(r'[^a-z0-9]+', ' ', text.lower())} "
    return any(f" {phrase} " in said or f" {phrase}s " in said for phrase in part_phrases())


def only_tells(text: str) -> bool:
    """Return whether a request about the storage only asks what would be deleted."""
    return bool(_DRY_RUN.search(text) or _WOULD.search(text))


def asked_minutes(text: str) -> float | None:
    """Return how long a model is to be kept, in minutes: "for 2 hours", "half an hour", "two days".

    Returns:
        None where no time is named ("keep it longer").

    Raises:
        ValueError: A time is named that can't be read ("forever", "until noon"). Half of it is
            not taken for the whole.
    """
    found = _KEEP.search(text) or _KEEP_THING.search(text)
    named = found["time"] if found else ""
    minutes = [_minutes(one) for one in _DURATION.finditer(named)]
    rest = _DURATION.sub(" ", named)
    if not _NO_TIME.fullmatch(rest) or (not minutes and re.search(r"\b(?:for|by)\b", rest, re.IGNORECASE)):
        raise ValueError(f"no length of time: {named.strip()}")
    return sum(minutes) if minutes else None


def meant_model(text: str, made: Sequence[str]) -> str | None:
    """Return the file name of the model that a text is about.

    Args:
        text: "delete it", "delete the first one", "keep the cube for an hour", or with a file name.
        made: What was made, oldest first: the first lines of the tools' answers, empty
            where a model was asked for and not made.

    Returns:
        None where that is unclear; it is never guessed.
    """
    if name := named_model(text):
        return name
    thing = None if _DELETE.search(text) or _KEEP.search(text) else _named_thing(text)
    if thing:
        fitting = [line for line in made if re.search(rf"\b{re.escape(thing)}\b", _plain(line))]
        return named_model(fitting[0]) if len(fitting) == 1 else None
    place = _PLACE.search(text)
    index = _PLACES[place["place"].lower()] if place else -1
    return named_model(made[index]) if -len(made) <= index < len(made) else None


def _minutes(duration: re.Match[str]) -> float:
    number = " ".join(duration["number"].lower().replace(",", ".").split())
    amount = _AMOUNTS[number] if number in _AMOUNTS else float(number)
    return (amount + (0.5 if duration["half"] else 0)) * _MINUTES[duration["unit"][0].lower()]


def _named_thing(text: str) -> str | None:
    """Return the part by whose name a text calls a model: "keep the cube for an hour"."""
    found = _DELETE_THING.search(text) or _KEEP_THING.search(text)
    thing = _plain(found["thing"]) if found else ""
    return thing if thing in part_phrases() else None


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", " ", text.lower()).strip()


def _kind(text: str) -> Kind:
    """Return what a clause asks for; keeping, deleting and describing need a named object."""
    if _DELETE.search(text):
        return "delete"
    if _KEEP.search(text):
        return "keep"
    if _named_thing(text):
        return "delete" if _DELETE_THING.search(text) else "keep"
    if _LIST.fullmatch(text) and not _BARE_SHOW.fullmatch(text):
        return "list"
    if _PARTS.search(text):
        return "parts"
    return "sweep" if _DRY_RUN.search(text) else read_intent(text)


def _clauses(text: str) -> list[tuple[int, int]]:
    """Cut a message at words and marks that may divide steps; return the spans in between."""
    spans, start = [], 0
    for cut in [*_CUT.finditer(text), None]:
        stop = cut.start() if cut else len(text)
        if text[start:stop].strip():
            spans.append((start, stop))
        start = cut.end() if cut else stop
    return spans


def _merged(before: Step, separator: str, after: Step, plans: Plans) -> Step | None:
    """Join two neighbouring steps again if the second is not a request by itself.

    The reading that drops no word wins: only where the two don't plan together and
    the second does so alone, they are two.
    """
    if before.kind != "make" or after.kind not in ("make", "help"):
        return None
    joined = before.text + separator + after.text
    if after.kind == "help":
        return None if plans(before.text) else Step("make", joined)
    if not plans(joined) and plans(after.text):
        return None
    return Step("make", joined)
