"""What an answer says besides the model itself: what a request left open, and what a follow-up changed.

They are values, from which the sentences are made.

Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """A value that the request left open, and what it was taken to be.

    Attributes:
        parameter: Name of the part's parameter ("outer_diameter"), or of the feature's size.
        label: The same for people: "outer diameter".
        value: What was taken, with its unit: "20 mm".
        reason: What it follows from, empty where it is the usual value: "2 * wall".
        kind: A single size, a number of things, or pairs of sizes, of which one speaks in the plural.
    """

    parameter: str
    label: str
    value: str
    reason: str = ""
    kind: Literal["size", "count", "pairs"] = "size"

    @property
    def sentence(self) -> str:
        """The same for people: "The number of teeth is assumed to be 20."."""
        counted = "number of " if self.kind == "count" else ""
        verb = "are" if self.kind == "pairs" else "is"
        reason = f" ({self.reason})" if self.reason else ""
        return f"The {counted}{self.label} {verb} assumed to be {self.value}{reason}."

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence


@dataclass(frozen=True, slots=True)
class Note:
    """Something else that the answer should mention: a standard, a convention, a chat model's remark.

    Attributes:
        sentence: One sentence for people, which nothing reads.
    """

    sentence: str

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence


Statement = Assumption | Note
"""What an answer says about what the request left open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two designs.

    Attributes:
        kind: A value is another one, or a feature or body was added or removed.
        path: Where it is in the new design; in the old one for what was removed.
        before: The old value as plain data; None where there was none.
        after: The new value as plain data; None where it was taken away.
        of: What it belongs to ("plate", "holes"), or what was added or removed ("fillet of 3 mm").
        name: What the value is called ("thickness").
        was: The old value in words: "8 mm".
        now: The new value in words.
    """

    kind: Literal["changed", "added", "removed"] = "changed"
    path: str
    before: Any = None
    after: Any = None
    of: str
    name: str = ""
    was: str = ""
    now: str = ""

    @property
    def sentence(self) -> str:
        """The same for people: "The thickness of the plate changed from 8 mm to 10 mm."."""
        if self.kind != "changed":
            return f"{self.kind.capitalize()}: {self.of}."
        what = f"The {self.name} of the {self.of}" if self.of else f"The {self.name}"
        if not self.was:
            return f"{what} is now {self.now}."
        left_out = f"{what} was {self.was}, and is left out now."
        return f"{what} changed from {self.was} to {self.now}." if self.now else left_out

    def __str__(self) -> str:
        """Return the sentence."""
        return self.sentence

    def to_dict(self) -> dict[str, Any]:
        """Return the change as plain data, with its sentence."""
        return {
            "kind": self.kind,
            "path": self.path,
            "before": self.before,
            "after": self.after,
            "sentence": self.sentence,
        }
