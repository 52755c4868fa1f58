"""What one message asks for, step by step: the reading side of the offline chat model.

"Make a 40 mm cube, keep it for an hour, then tell me the stats" is three steps. A
message is only cut where the parts mean something of their own: a request for a part
that the rules planner understands as a whole ("stepped shaft: 30 dia x 40, then
24 dia x 60") stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mayfly.planning.intent import read_intent
from mayfly.planning.naming import part_phrases

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
_THIS = r"(?:it|this|that|(?:this|that|the)\s+(?:last\s+|new\s+)?(?:one|model|file|part))"
_TARGET = rf"(?:(?:the\s+)?(?:model|file)\s+)?(?:{MODEL_NAME.pattern}|{_THIS}\b)"
_KEEP = re.compile(
    rf"\b(?:keep|extend|hold)\s+{_TARGET}\s*"
    r"(?:$|[.!]|(?:for|by|until|till|longer|alive|another|a\b|an\b|half\b|some\b|\d))",
    re.IGNORECASE,
)
_DELETE = re.compile(
    rf"\b(?:delete|remove|discard|throw\s+away)\s+{_TARGET}\s*(?:$|[.!]|now\b|again\b|please\b|at\s+once\b)",
    re.IGNORECASE,
)
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
    r"(?P<number>\d+(?:[.,]\d+)?|half\s+an?|an?)\s*(?P<unit>s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:ours?)?|days?)\b",
    re.IGNORECASE,
)
_MINUTES = {"s": 1 / 60, "m": 1.0, "h": 60.0, "d": 1440.0}


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
    """Give the file name of a model that a text names first."""
    found = MODEL_NAME.search(text)
    return found.group() if found else None


def named_part(text: str) -> str | None:
    """Give the part whose description is asked for, None where the whole catalogue is."""
    found = _PART_NAME.search(text)
    if not found or re.fullmatch(
        r"(?:all\s+|your\s+)?(?:parts?|catalogue|catalog|shapes)", found["name"], re.I
    ):
        return None
    return re.sub(r"[ -]+", "_", found["name"].strip().lower())


def names_part(text: str) -> bool:
    """Tell whether a text names something that can be made, whatever else it lacks."""
    said = f" {re.sub(r'[^a-z0-9]+', ' ', text.lower())} "
    return any(f" {phrase} " in said or f" {phrase}s " in said for phrase in part_phrases())


def only_tells(text: str) -> bool:
    """Tell whether a request about the storage is to delete nothing and only say what would go."""
    return bool(_DRY_RUN.search(text) or _WOULD.search(text))


def duration_minutes(text: str) -> float | None:
    """Give the time that a text names, in minutes: "2 hours", "half an hour", "45 min"."""
    found = _DURATION.search(MODEL_NAME.sub(" ", text))
    if not found:
        return None
    number = found["number"].lower().replace(",", ".")
    amount = 0.5 if number.startswith("half") else 1.0 if number in ("a", "an") else float(number)
    return amount * _MINUTES[found["unit"][0].lower()]


def _kind(text: str) -> Kind:
    """Tell what a clause asks for; keeping, deleting and describing need their object named."""
    if _DELETE.search(text):
        return "delete"
    if _KEEP.search(text):
        return "keep"
    if _PARTS.search(text):
        return "parts"
    return "sweep" if _DRY_RUN.search(text) else read_intent(text)


def _clauses(text: str) -> list[tuple[int, int]]:
    """Cut a message at words and marks that may divide steps; give the spans in between."""
    spans, start = [], 0
    for cut in [*_CUT.finditer(text), None]:
        stop = cut.start() if cut else len(text)
        if text[start:stop].strip():
            spans.append((start, stop))
        start = cut.end() if cut else stop
    return spans


def _merged(before: Step, separator: str, after: Step, plans: Plans) -> Step | None:
    """Put two neighbouring steps together again where the second is no request of its own.

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
