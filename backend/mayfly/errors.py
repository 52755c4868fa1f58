"""Everything that Mayfly raises on purpose.

::

    MayflyError
    ├── NeedsClarification        the request is open, contradictory, impossible or not understood
    ├── InvalidParameter          an unknown parameter, a wrong type, a value out of range
    │   └── ContradictorySizes    two sizes can't both be true
    ├── InvalidDesign             a design is not written as it has to be, or a feature of it does not fit
    ├── UnknownPart               no such part in the catalogue
    ├── PlanningError             no plan could be made (a chat model failed, refused, made no sense)
    │   └── ModelUnavailable      the chat model can't be reached now; the same request may work later
    ├── BuildError                a plan could not be turned into a model
    │   ├── ScriptError           the script raised; carries type, line and a hint
    │   ├── BuildTimeout          longer than allowed
    │   ├── BuildOutOfMemory      more memory than allowed
    │   ├── KernelCrash           the CAD kernel took the child process with it
    │   ├── InvalidGeometry       the written file failed a check, which is named
    │   ├── RequirementsNotMet    the model is valid, but not what was asked for
    │   ├── ScriptRefused         no working jail here, so no foreign scripts
    │   └── WorkshopBusy          the queue is full, or the caller's share of it
    ├── BuildCancelled            the build was cancelled, or its caller is gone; no failure of the plan
    ├── StorageError              the directory or its index cannot be used
    │   ├── InvalidModelName      not one plain ``.step`` file name
    │   ├── ModelNotFound         no such model
    │   ├── ModelExpired          it was here, its time is over
    │   ├── ModelExists           the name is taken
    │   ├── ModelInUse            somebody is reading it
    │   └── StorageFull           no room for another model
    └── InvalidLifetime           a TTL or an interval that makes no sense

Each class has a ``code``, a stable machine-readable name that HTTP problems,
tool messages and ``--json`` output carry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from mayfly.contracts import BuildReport, Mismatch
from mayfly.subject import Subject

_TYPE_LIMIT, _LINE_LIMIT, _TEXT_LIMIT, _OUTPUT_LIMIT = 300, 500, 2000, 20_000
_MISMATCHES_LISTED = 10

Reason = Literal["conflict", "missing", "unsupported", "impossible"]


class MayflyError(Exception):
    """Base of all errors raised on purpose; its text is written for the person who asked."""

    code: ClassVar[str] = "error"

    def to_dict(self) -> dict[str, Any]:
        """Return the error as plain data: ``code``, ``message`` and what else it knows."""
        return {"code": self.code, "message": str(self)}


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


class BuildError(MayflyError):
    """A plan could not be turned into a model; nothing was published."""

    code = "build_failed"


class ScriptError(BuildError):
    """The script itself failed.

    Attributes:
        error_type: Name of the exception's class ("ValueError"), 300 characters at most.
        message: The exception's text, 2,000 characters at most. Mostly the script's own words, or
            CadQuery's.
        line: Line of the script, counted from 1; None if the error has no line.
        source_line: That line's text, 500 characters at most.
        hint: What usually helps, or an empty string; Mayfly's words.
        output: What the script had printed, bounded.
    """

    code = "script_error"

    def __init__(  # noqa: PLR0913 - public, and each is an attribute of the error
        self,
        error_type: str,
        message: str,
        line: int | None = None,
        source_line: str = "",
        hint: str = "",
        output: str = "",
        *,
        shown: str | None = None,
    ) -> None:
        """Store the parts and build the text from them.

        Args:
            error_type: Name of the exception's class.
            message: The exception's text.
            line: Line of the script.
            source_line: That line's text.
            hint: What usually helps.
            output: What the script had printed.
            shown: The message as the error's text gives it, where others than Mayfly wrote it:
                on one line, between quotation marks.
        """
        self.error_type = error_type[:_TYPE_LIMIT]
        self.message = message[:_TEXT_LIMIT]
        self.line = line
        self.source_line = source_line[:_LINE_LIMIT]
        self.hint = hint[:_TEXT_LIMIT]
        self.output = output[:_OUTPUT_LIMIT]
        text = self.message if shown is None else shown[: _TEXT_LIMIT + 2]
        where = f"line {line}: " if line else ""
        quoted = f"\n    {self.source_line.strip()}" if source_line else ""
        advice = f"\nHint: {self.hint}" if hint else ""
        super().__init__(f"{where}{self.error_type}: {text}{quoted}{advice}")

    def to_dict(self) -> dict[str, Any]:
        """Add the parts of the error."""
        return {
            **super().to_dict(),
            "error_type": self.error_type,
            "line": self.line,
            "source_line": self.source_line,
            "hint": self.hint,
            "output": self.output,
        }


class BuildTimeout(BuildError):
    """The build took longer than allowed (wall clock or CPU) and was ended."""

    code = "build_timeout"


class BuildOutOfMemory(BuildError):
    """The build needed more memory than allowed."""

    code = "build_out_of_memory"


class KernelCrash(BuildError):
    """The building process died; the CAD kernel crashed or the script ended it."""

    code = "kernel_crash"


class InvalidGeometry(BuildError):
    """The written STEP file failed a check, or is not of the model that was built.

    Attributes:
        check: Name of the first check that failed.
        hint: What usually helps, or an empty string.
        line: Line of the script that it belongs to, counted from 1, where that is known.
    """

    code = "invalid_geometry"

    def __init__(self, message: str, check: str, hint: str = "", line: int | None = None) -> None:
        """Store the parts and add the hint to the text."""
        super().__init__(message + (f"\nHint: {hint[:_TEXT_LIMIT]}" if hint else ""))
        self.check = check
        self.hint = hint[:_TEXT_LIMIT]
        self.line = line

    def to_dict(self) -> dict[str, Any]:
        """Add the check's name, the hint and the line."""
        return {**super().to_dict(), "check": self.check, "hint": self.hint, "line": self.line}


class RequirementsNotMet(BuildError):
    """The model is valid, but it is not what was asked for.

    Attributes:
        mismatches: Each requirement missed, with expected, measured and tolerance.
        report: Everything that was measured.
    """

    code = "requirements_not_met"

    def __init__(self, mismatches: Sequence[Mismatch], report: BuildReport | None = None) -> None:
        """Store the mismatches and list them in the text."""
        listed = "; ".join(str(mismatch)[:_TYPE_LIMIT] for mismatch in mismatches[:_MISMATCHES_LISTED])
        more = len(mismatches) - _MISMATCHES_LISTED
        rest = f"; and {more:,} more" if more > 0 else ""
        super().__init__(f"The model does not match the request, so it was not published: {listed}{rest}")
        self.mismatches = tuple(mismatches)
        self.report = report

    def to_dict(self) -> dict[str, Any]:
        """Add the mismatches as plain data."""
        return {**super().to_dict(), "mismatches": [mismatch.to_dict() for mismatch in self.mismatches]}


class ScriptRefused(BuildError):
    """Scripts from a model or a user are not run here, because the jail does not hold."""

    code = "script_refused"


class WorkshopBusy(BuildError):
    """Too many builds are waiting, or too many of this client; try again later.

    Attributes:
        retry_after_seconds: A sensible time to wait.
    """

    code = "busy"

    def __init__(self, message: str, retry_after_seconds: float = 5.0) -> None:
        """Store the text and the time to wait."""
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds

    def to_dict(self) -> dict[str, Any]:
        """Add the time to wait."""
        return {**super().to_dict(), "retry_after_seconds": self.retry_after_seconds}


class BuildCancelled(MayflyError):
    """The build was cancelled, or the caller that waited for it is gone; nothing was published.

    It is not a ``BuildError``: nothing is wrong with the plan, so it must not be repaired.
    """

    code = "build_cancelled"

    def __init__(self, message: str = "The build was cancelled; nothing was published.") -> None:
        """Set the text, which is always the same."""
        super().__init__(message)


class StorageError(MayflyError):
    """The directory of temporary models, or its index, cannot be used."""

    code = "storage_error"


class InvalidModelName(StorageError):
    """Not one plain ``.step`` file name in the directory (separators, links, other types)."""

    code = "invalid_model_name"


class ModelNotFound(StorageError):
    """There is no model of this name."""

    code = "model_not_found"


class ModelExpired(StorageError):
    """The model was here, but its time is over.

    Attributes:
        expired_at: Epoch seconds at which it went, where known.
        cause: Why it went: "expired", or "deleted" before its time.
    """

    code = "model_expired"

    def __init__(self, message: str, expired_at: float | None = None, cause: str = "expired") -> None:
        """Store the text, the time and the cause."""
        super().__init__(message)
        self.expired_at = expired_at
        self.cause = cause

    def to_dict(self) -> dict[str, Any]:
        """Add the time and the cause."""
        return {**super().to_dict(), "expired_at": self.expired_at, "cause": self.cause}


class ModelExists(StorageError, FileExistsError):
    """There is a file of this name already; nothing was replaced."""

    code = "model_exists"


class StorageFull(StorageError):
    """There is no room for another model: the limit is reached, or the disk is full but for its reserve."""

    code = "storage_full"


class ModelInUse(StorageError):
    """Somebody is reading the model, so it can't be removed now."""

    code = "model_in_use"


class InvalidLifetime(MayflyError, ValueError):
    """A TTL or an interval that is zero, negative, not finite, or absurdly long."""

    code = "invalid_lifetime"
