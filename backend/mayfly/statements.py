"""What an answer says about what a request left open: values, from which the sentences are made.

Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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
