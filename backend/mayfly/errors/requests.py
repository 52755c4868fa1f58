"""Errors of a request and of planning it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from mayfly.errors.base import MayflyError
from mayfly.subject import Subject

Reason = Literal["conflict", "missing", "unsupported", "impossible"]


class NeedsClarification(MayflyError):
    """The request cannot be built without an answer to ``question``.

    Attributes:
        question: One short question, naming the values in doubt.
        reason: "conflict", "missing", "unsupported" or "impossible".
        suggestions: Near parts or values that would work.
        subject: What the question is about.
        options: The answers that the question itself names: "top", "bottom".
    """

    code = "needs_clarification"

    def __init__(
        self,
        question: str,
        reason: Reason,
        suggestions: Sequence[str] = (),
        *,
        subject: Subject | None = None,
        options: Sequence[str] = (),
    ) -> None:
        """Keep the question, why it is asked, what it is about, and what would work.

        Args:
            question: The question.
            reason: Why it is asked.
            suggestions: What would work.
            subject: What it is about; if not given, nothing but the question's own words.
            options: The answers that it names.
        """
        super().__init__(question)
        self.question = question
        self.reason: Reason = reason
        self.suggestions = tuple(suggestions)
        self.subject = subject or Subject(kind="other", words=(question,))
        self.options = tuple(options)

    def to_dict(self) -> dict[str, Any]:
        """Add reason, suggestions, subject and options."""
        return {
            **super().to_dict(),
            "reason": self.reason,
            "suggestions": list(self.suggestions),
            "subject": self.subject.to_dict(),
            "options": list(self.options),
        }

    def asks_same(self, other: NeedsClarification) -> bool:
        """Return whether another question has the same reason, subject and options."""
        return (self.reason, self.subject, self.options) == (other.reason, other.subject, other.options)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> NeedsClarification:
        """Return the question that ``to_dict`` wrote; one of version 1 has no subject and no options."""
        subject = row.get("subject")
        return cls(
            str(row["message"]),
            row["reason"],
            row.get("suggestions") or (),
            subject=Subject.from_dict(subject) if subject else None,
            options=row.get("options") or (),
        )


class InvalidParameter(MayflyError):
    """A parameter is unknown, of the wrong type, or out of its range."""

    code = "invalid_parameter"


class ContradictorySizes(InvalidParameter):
    """Two sizes that were given can't both be true; each of them by itself could be."""


class InvalidDesign(MayflyError):
    """A design is not written as it has to be, or a feature of it does not fit.

    Attributes:
        problems: Where in the design (``bodies[0].features[2].hole.depth``) and what is wrong there.
    """

    code = "invalid_design"

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        """Keep the problems; the text lists ten of them."""
        self.problems = tuple(problems)
        lines = [f"{path}: {text}" if path else text for path, text in self.problems[:10]]
        if len(self.problems) > 10:
            lines.append(f"and {len(self.problems) - 10} more")
        super().__init__("; ".join(lines))

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain data, each problem with its path."""
        return {
            **super().to_dict(),
            "problems": [{"path": path, "message": text} for path, text in self.problems],
        }


class UnknownPart(MayflyError):
    """The catalogue has no part of this name."""

    code = "unknown_part"


class PlanningError(MayflyError):
    """No plan could be made; not the fault of the request."""

    code = "planning_failed"


class ModelUnavailable(PlanningError):
    """The chat model could not be reached, is overloaded, limits the rate, or was too slow.

    Attributes:
        retry_after_seconds: The time that the provider asks to wait; None if it names none.
    """

    code = "model_unavailable"

    def __init__(self, message: str, retry_after_seconds: float | None = None) -> None:
        """Store the text and the time to wait."""
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds

    def to_dict(self) -> dict[str, Any]:
        """Add the time to wait."""
        return {**super().to_dict(), "retry_after_seconds": self.retry_after_seconds}
