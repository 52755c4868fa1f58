"""Errors of building a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mayfly.errors.base import MayflyError

if TYPE_CHECKING:  # a command that only asks the warm process needs no more than the errors
    from mayfly.contracts import BuildReport, Mismatch

_TYPE_LIMIT, _LINE_LIMIT, _TEXT_LIMIT, _OUTPUT_LIMIT = 300, 500, 2000, 20_000
_MISMATCHES_LISTED = 10


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
