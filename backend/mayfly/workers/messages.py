"""What callers and workers send each other: plain JSON, checked by pydantic on both sides, never pickled.

A call names what is to be done and its arguments; files follow as one parcel of bytes. The answer holds
what was measured, or the error; a file or a picture follows as a parcel.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from mayfly.cad.workshop import BuildJob, Format, ScriptRead
from mayfly.cad.workshop.delivery import FILE_LIMIT_BYTES
from mayfly.contracts import BuildReport, Measures, ScriptValue
from mayfly.errors import BuildError

Operation = Literal["build", "read", "survey", "convert", "draft"]

_MEASURES: Final = TypeAdapter(Measures)
_REPORT: Final = TypeAdapter(BuildReport)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class JobText(_Strict):
    """A ``BuildJob`` without the content of its files.

    Attributes:
        names: Name and size in bytes of each file, in the order of the parcel.
    """

    script: str
    parameters: dict[str, ScriptValue] = Field(default_factory=dict)
    names: list[tuple[str, int]] = Field(default_factory=list)
    trusted: bool = False
    explicit: bool = False
    name: str = "model"
    timestamp: float | None = None
    measures: dict[str, Any] = Field(default_factory=dict)


class Call(_Strict):
    """One call of a builder.

    Attributes:
        operation: Which method of ``Builder``.
        version: ``build_version`` of the caller.
        job: Of "build", "draft" and "read": what is built or read.
        title: Of "survey": what the file is called.
        format: Of "convert".
        options: Of "convert" and "draft".
        trusted: Of "convert".
        limit_bytes: Size that the answer's parcel may have.
    """

    operation: Operation
    version: str
    job: JobText | None = None
    title: str = ""
    format: Format | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    trusted: bool = False
    limit_bytes: int = FILE_LIMIT_BYTES

    @property
    def own(self) -> bool:
        """Whether it is about one of Mayfly's own scripts."""
        return self.trusted or (self.job is not None and self.job.trusted)


class Answer(_Strict):
    """The answer to a call.

    Attributes:
        error: What was raised, as ``failures.failure_json`` writes it; None where it succeeded.
        report: Of "build": what was measured, as ``BuildReport.to_dict`` gives it.
        read: Of "build", "read" and "draft": the script as it was read, and its values.
        size_bytes: Size of the parcel; 0 without one.
        sha256: Digest of the parcel, in hex.
        seconds: How long the worker took.
    """

    error: dict[str, Any] | None = None
    report: dict[str, Any] | None = None
    read: tuple[str, dict[str, ScriptValue]] | None = None
    size_bytes: int = 0
    sha256: str = ""
    seconds: float = 0.0


class BadMessage(BuildError):
    """A worker's answer or a caller's call can't be understood."""


def job_text(job: BuildJob) -> tuple[JobText, bytes]:
    """Return a job as JSON has it, and the parcel of its files."""
    text = JobText(
        script=job.script,
        parameters=dict(job.parameters),
        names=[(name, len(content)) for name, content in job.files.items()],
        trusted=job.trusted,
        explicit=job.explicit,
        name=job.name,
        timestamp=job.timestamp,
        measures=job.measures.to_dict(),
    )
    return text, b"".join(job.files.values())


def job_of(text: JobText, parcel: bytes) -> BuildJob:
    """Return the job that ``job_text`` wrote.

    Raises:
        BadMessage: The parcel is not as long as its files, or its measures are not such.
    """
    files: dict[str, bytes] = {}
    start = 0
    for name, size in text.names:
        files[name] = parcel[start : start + size]
        start += size
    if start != len(parcel) or any(size < 0 for _, size in text.names):
        raise BadMessage("The job's files did not arrive whole.")
    try:
        measures = _MEASURES.validate_python(text.measures)
    except ValidationError as error:
        raise BadMessage("The job asks for measures that nobody knows.") from error
    return BuildJob(
        script=text.script,
        parameters=text.parameters,
        files=files,
        trusted=text.trusted,
        explicit=text.explicit,
        name=text.name,
        timestamp=text.timestamp,
        measures=measures,
    )


def call_of(row: Any) -> Call:
    """Return the call that a caller sent.

    Raises:
        BadMessage: It is no such message.
    """
    try:
        return Call.model_validate(row)
    except ValidationError as error:
        raise BadMessage(f"The job can't be read ({error.error_count()} errors).") from error


def answer_of(row: Any) -> Answer:
    """Return the answer that a worker sent.

    Raises:
        BadMessage: It is no such message.
    """
    try:
        return Answer.model_validate(row)
    except ValidationError as error:
        raise BadMessage(
            f"The build worker's answer can't be read ({error.error_count()} errors)."
        ) from error


def report_of(row: Mapping[str, Any] | None, job: BuildJob) -> BuildReport:
    """Return the report in an answer, with the measures that the job asked for.

    Raises:
        BadMessage: It is no such message, or of other measures.
    """
    try:
        report = _REPORT.validate_json(json.dumps(row))
    except (ValidationError, ValueError) as error:
        raise BadMessage("The build worker sent no report that can be read.") from error
    if report.measures != job.measures:
        raise BadMessage("The build worker measured something else than it was asked to.")
    return report


def read_of(read: tuple[str, dict[str, ScriptValue]] | None) -> ScriptRead:
    """Return the script in an answer as it was read.

    Raises:
        BadMessage: It is missing.
    """
    if read is None:
        raise BadMessage("The build worker sent no script.")
    return ScriptRead(script=read[0], parameters=read[1])
