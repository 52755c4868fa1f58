"""The cleanup statistics and the health of the service."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class CleanupStats(BaseModel):
    """The four numbers of the cleanup service."""

    total_files: int
    tracked_files: int
    cleanup_interval_minutes: int | float
    service_running: bool


class StatsOut(BaseModel):
    """The statistics."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "success",
                    "cleanup_stats": {
                        "total_files": 5,
                        "tracked_files": 3,
                        "cleanup_interval_minutes": 30,
                        "service_running": True,
                    },
                }
            ]
        }
    )

    status: Literal["success"]
    cleanup_stats: CleanupStats


class SweptOut(StatsOut):
    """The statistics after a sweep."""

    model_config = ConfigDict(json_schema_extra={})

    message: Literal["Manual cleanup completed"]


class LoadOut(BaseModel):
    """The number of builds and drawings, by whose script they run."""

    trusted: int = Field(description="Mayfly's own: catalogue parts, and words that the rules read.")
    foreign: int = Field(description="A user's or a chat model's.")


class BuildsOut(BaseModel):
    """The builds of this worker."""

    running: LoadOut
    waiting: LoadOut
    cancelled: int = Field(description="Since it started, including those whose client hung up.")


class HealthOut(BaseModel):
    """Whether the service answers, and whether it can do its work."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, str] = Field(description="Name of the check to 'ok' or what is wrong.")
    builds: BuildsOut | None = Field(default=None, description="Not in `/health/live`.")
