"""What operations answer, as values with a JSON schema; lengths in mm, times in ISO 8601 (UTC)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from mayfly.contracts import ParameterValue, ScriptValue, StoredModel, SweepReport, iso_time


class Result(BaseModel):
    """Base of what operations answer."""

    model_config = ConfigDict(extra="ignore")


class HoleResult(Result):
    """Round holes of one kind, as measured on the STEP file."""

    diameter_mm: float
    count: int
    axis: str = Field(description="X, Y, Z, or other.")
    kind: str = Field(description="through, blind, closed, counterbore, groove or mixed.")
    depth_mm: float | None = None
    at: list[list[float]] = Field(description="Places in mm: the coordinates other than the axis.")


class ParameterResult(Result):
    """A parameter of a model's script."""

    name: str
    value: ScriptValue
    unit: str = Field(description="mm, °, or empty.")
    low: float | None = None
    high: float | None = None
    description: str = ""


class MadeResult(Result):
    """A model that was made, with what was measured on its STEP file."""

    name: str = Field(description="File name; the other tools take it.")
    title: str
    part: str | None = Field(description="Part of the catalogue; null where it is not one.")
    created_at: str
    expires_at: str = Field(description="When the file will be deleted.")
    size_bytes: int
    bounding_box_mm: list[float] = Field(description="Sides along X, Y, Z.")
    lowest_mm: list[float] = Field(description="The box's corner of least X, Y, Z.")
    volume_mm3: float
    area_mm2: float
    solids: int
    faces: int
    holes: list[HoleResult]
    parameters: list[ParameterResult]
    assumptions: list[str] = Field(description="What the request left open, and what was made of it.")
    changes: list[str] = Field(description="What a change altered about the model before.")
    path: str | None = Field(description="Where the STEP file is; null for a client on another machine.")

    @classmethod
    def of(cls, model: Mapping[str, Any], *, local: bool) -> Self:
        """Return what ``CADModelGenerator.generate_model`` returned as a value.

        Args:
            model: The model.
            local: The caller works on this machine, so the file's path is of use to it.
        """
        report = model["report"]
        return cls(
            **{name: model[name] for name in _OF_FILE},
            **{name: report[name] for name in _MEASURED},
            holes=[HoleResult.model_validate(hole) for hole in report["holes"]],
            parameters=[ParameterResult.model_validate(row) for row in model["parameter_details"]],
            assumptions=list(model["assumptions"]),
            changes=[change["sentence"] for change in model["changes"]],
            path=model["step_path"] if local else None,
        )


_OF_FILE = ("name", "title", "part", "created_at", "expires_at", "size_bytes")
_MEASURED = ("bounding_box_mm", "lowest_mm", "volume_mm3", "area_mm2", "solids", "faces")


class StoredResult(Result):
    """A model in temporary storage."""

    name: str
    size_bytes: int
    created_at: str
    expires_at: str
    tracked: bool = Field(description="False for a file that was found and adopted.")

    @classmethod
    def of(cls, model: StoredModel) -> Self:
        """Return a stored model as a value."""
        return cls(
            name=model.name,
            size_bytes=model.size_bytes,
            created_at=iso_time(model.created_at),
            expires_at=iso_time(model.expires_at),
            tracked=model.tracked,
        )


class ListResult(Result):
    """Models in temporary storage, those that go first in front."""

    models: list[StoredResult]
    total: int


class KeptResult(Result):
    """A model with its new deadline."""

    model: StoredResult


class DeletedResult(Result):
    """A model that was deleted."""

    deleted: str


class SweepResult(Result):
    """What a sweep did, or in a dry run would do."""

    dry_run: bool
    removed: list[str]
    removed_bytes: int
    kept: int = Field(description="Models whose time is not up.")
    leased: list[str] = Field(description="Past their time, but still being read.")
    failed: dict[str, str] = Field(description="What could not be removed, and why.")

    @classmethod
    def of(cls, report: SweepReport) -> Self:
        """Return a sweep's report as a value."""
        return cls(
            dry_run=report.dry_run,
            removed=list(report.removed),
            removed_bytes=report.removed_bytes,
            kept=report.kept,
            leased=list(report.leased),
            failed=dict(report.failed),
        )


class StatsResult(Result):
    """Statistics of the temporary storage, and of a sweep where one was asked for."""

    total_files: int
    tracked_files: int
    total_bytes: int
    removed_total: int
    next_expiry: str | None
    life_minutes: float = Field(description="How long a model lives.")
    service_running: bool
    sweep: SweepResult | None = None


class PartParameterResult(Result):
    """A parameter of a catalogue part."""

    name: str
    default: ParameterValue
    kind: str
    unit: str
    low: float | None
    high: float | None
    choices: list[str]
    description: str


class PartResult(Result):
    """A part of the catalogue."""

    name: str
    title: str
    description: str
    parameters: list[PartParameterResult]
    standard_sizes: list[str]


class PartsResult(Result):
    """Parts of the catalogue; parameters stand only where one part is asked for."""

    parts: list[PartResult]

    @classmethod
    def of(cls, rows: list[dict[str, Any]], *, parameters: bool) -> Self:
        """Return rows of the catalogue (``Part.to_dict``) as a value."""
        names = PartParameterResult.model_fields
        return cls(
            parts=[
                PartResult(
                    name=row["name"],
                    title=row["title"],
                    description=row["description"],
                    parameters=[
                        PartParameterResult(**{name: each[name] for name in names})
                        for each in row["parameters"]
                        if parameters
                    ],
                    standard_sizes=list(row["standard_sizes"]) if parameters else [],
                )
                for row in rows
            ]
        )


class PictureResult(Result):
    """A picture of a model; the picture itself is image content."""

    name: str
    views: list[str]
    section: str | None
    size_bytes: int
