"""What a command asks for and what it gets, as plain data: the same in this process and in the warm one.

Standard library only, so that a command which asks the warm process loads nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Kind = Literal["words", "say", "design", "part", "script", "plan", "copy", "protection"]
KINDS: Final[tuple[Kind, ...]] = ("words", "say", "design", "part", "script", "plan", "copy", "protection")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy of the model that the command will write.

    Attributes:
        format: Its format: the ending of its file, without the point.
        options: How it is made, as ``Workshop.convert`` takes it.
    """

    format: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one command asks for.

    Attributes:
        kind: "words" (a request), "say" (a message of a conversation), "design", "part", "script", "plan"
            (words as a design, not built), "copy" (of a stored model), "protection" (layers of the jail).
        fields: What belongs to that kind.
        files: Files that are handed in, by name.
        copies: Copies of the model that are wanted.
    """

    kind: Kind
    fields: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    copies: Sequence[Copy] = ()

    def to_message(self) -> tuple[dict[str, Any], list[bytes]]:
        """Return it as a message and the files behind it."""
        copies = [{"format": copy.format, "options": dict(copy.options)} for copy in self.copies]
        message = {
            "kind": self.kind,
            "fields": dict(self.fields),
            "names": list(self.files),
            "copies": copies,
        }
        return message, list(self.files.values())

    @classmethod
    def from_message(cls, message: Mapping[str, Any], files: Sequence[bytes]) -> Order:
        """Return the order that ``to_message`` wrote.

        Raises:
            ValueError: The message is not an order.
        """
        kind, fields, names = message.get("kind"), message.get("fields"), message.get("names")
        copies = message.get("copies")
        whole = isinstance(fields, dict) and isinstance(names, list) and isinstance(copies, list)
        if kind not in KINDS or not whole or len(names or ()) != len(files):
            raise ValueError("no order")
        return cls(
            kind=kind,
            fields=fields or {},
            files=dict(zip(map(str, names or ()), files, strict=True)),
            copies=tuple(Copy(format=str(copy["format"]), options=copy["options"]) for copy in copies or ()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of an order.

    Attributes:
        data: Plain data, as the order's kind has it.
        copies: The content of each copy.
    """

    data: dict[str, Any]
    copies: Sequence[bytes] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a command could not be carried out.

    Attributes:
        error: For ``--json``: code, message and what else is known.
        text: For people.
        suggestions: What would work.
        asks: It is a question about the request.
        fault: Whose it is: "caller" ends the command with 2, "failure" with 1.
    """

    error: Mapping[str, Any]
    text: str
    suggestions: Sequence[str] = ()
    asks: bool = False
    fault: Literal["caller", "failure"] = "failure"

    def to_message(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "error": dict(self.error),
            "text": self.text,
            "suggestions": list(self.suggestions),
            "asks": self.asks,
            "fault": self.fault,
        }

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Failure:
        """Return the failure that ``to_message`` wrote.

        Raises:
            ValueError: The message is not a failure.
        """
        error = message.get("error")
        if not isinstance(error, dict):
            raise ValueError("no failure")
        return cls(
            error=error,
            text=str(message.get("text")),
            suggestions=tuple(map(str, message.get("suggestions") or ())),
            asks=message.get("asks") is True,
            fault="caller" if message.get("fault") == "caller" else "failure",
        )


class OrderFailed(Exception):
    """An order could not be carried out by another process.

    Attributes:
        failure: Why.
    """

    def __init__(self, failure: Failure) -> None:
        """Keep why."""
        super().__init__(failure.text)
        self.failure = failure
