"""What a question is about, as a value: nothing has to read the sentence that is made for people.

Standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

ValueKind = Literal["length", "angle", "count", "thread"]

SubjectKind = Literal[
    "size",
    "thread",
    "count",
    "number",
    "place",
    "face",
    "edges",
    "direction",
    "feature",
    "part",
    "words",
    "meaning",
    "change",
    "request",
    "readings",
    "other",
]
"""What has to be answered.

A ``size`` or a ``thread``; a ``count`` of things; what a ``number`` of the request is; the
``place``, ``face``, ``edges`` or ``direction`` of a feature; which ``feature`` is meant, or what
kind of one; which ``part``; what ``words`` are that are not understood, or the ``meaning`` of words
for a feature; what should ``change`` about the last model; the ``request`` as a whole; which of two
``readings`` of it holds; or something ``other``, for which there are only the question's own words.
"""


@dataclass(frozen=True, slots=True)
class Value:
    """A number in doubt; a length of 90 mm and an angle of 90° are different values.

    Attributes:
        number: In millimetres, in degrees, or a count; of a metric thread the nominal diameter.
        kind: Which of these it is.
    """

    number: float
    kind: ValueKind = "length"


def lengths(*numbers: float) -> tuple[Value, ...]:
    """Return lengths in mm as values, each once."""
    return tuple(dict.fromkeys(Value(float(number)) for number in numbers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a question is about.

    Attributes:
        kind: What has to be answered.
        feature: The feature's term ("hole", "slot"), "part" for the part itself, empty for neither.
        name: What the request calls it: "pilot holes", "tube".
        sizes: Names of the sizes that are asked for or in doubt: "outer diameter".
        values: The numbers that the question speaks of.
        words: The request's words in doubt, as written.
        others: Terms of the other features that it speaks of.
    """

    kind: SubjectKind
    feature: str = ""
    name: str = ""
    sizes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, fit for JSON and a graph's state; what is empty is left out."""
        row: dict[str, Any] = {}
        for name, value in asdict(self).items():
            if value:
                row[name] = list(value) if isinstance(value, tuple) else value
        return row

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Subject:
        """Return what ``to_dict`` wrote."""
        lists = {name: tuple(row.get(name, ())) for name in ("sizes", "words", "others")}
        values = tuple(Value(float(value["number"]), value["kind"]) for value in row.get("values", ()))
        return cls(
            kind=row["kind"],
            feature=row.get("feature", ""),
            name=row.get("name", ""),
            values=values,
            **lists,
        )
