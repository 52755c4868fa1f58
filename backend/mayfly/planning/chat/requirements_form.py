"""Reads what a chat model says can be measured on its script's result: requirements in a design's words.

The words are those of a design's ``expect`` (``envelope``, ``size_x``, ``lowest_z``, ``has``). Those that
requirements have in results (``bounding_box_mm``, ``holes`` with ``diameter_mm``) are read, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from mayfly.contracts import Axis, HoleRequirement, Requirements
from mayfly.design import Expectations
from mayfly.planning.chat import reply_text

MOST_THINGS: Final = 10_000
_ROWS: Final = frozenset({"hole", "cylinder", "fillet", "chamfer", "solid", "empty"})


def unwrapped(value: Any) -> Any:
    """Undo what models do to nested values: an object or a list written out as a JSON string."""
    return reply_text.load_json(value, value) if isinstance(value, str) else value


def none_if_odd(*allowed: str) -> BeforeValidator:
    """Read a word that is not on the list as "not said"."""

    def check(value: Any) -> Any:
        for word in allowed:
            if isinstance(value, str) and value.strip().lower() == word.lower():
                return word
        return None

    return BeforeValidator(check)


class HoleSpec(BaseModel):
    """Round holes of one diameter that the finished model must have, in the words of results."""

    diameter_mm: float = Field(gt=0, allow_inf_nan=False)
    count: int = Field(default=1, ge=1, le=MOST_THINGS)
    axis: Annotated[Axis | None, none_if_odd("X", "Y", "Z")] = None
    kind: Annotated[
        Literal["through", "blind", "counterbore"] | None, none_if_odd("through", "blind", "counterbore")
    ] = None
    depth_mm: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    at: tuple[tuple[float, float], ...] | None = None
    exact: bool = False


class RequirementsForm(BaseModel):
    """What can be measured on the finished model; everything else in it is a design's expectation."""

    model_config = ConfigDict(extra="allow")

    bounding_box_mm: Annotated[list[float] | None, BeforeValidator(unwrapped)] = None
    volume_mm3: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    lowest_z_mm: float | None = Field(default=None, allow_inf_nan=False)
    wall_mm: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    holes: Annotated[list[HoleSpec], BeforeValidator(unwrapped)] = Field(default_factory=list, max_length=200)
    exact_holes: bool = False

    @field_validator("holes", mode="before")
    @classmethod
    def _no_holes(cls, value: Any) -> Any:
        return [] if value is None else value

    @field_validator("bounding_box_mm")
    @classmethod
    def _three_sides(cls, sides: list[float] | None) -> list[float] | None:
        if sides is not None and (len(sides) != 3 or not all(0 < side < float("inf") for side in sides)):
            raise ValueError("give three sizes above 0: X, Y, Z")
        return sides

    def to_requirements(self) -> Requirements:
        """Return the contract's frozen form.

        Raises:
            ValidationError: What it has besides is no expectation of a design.
        """
        said = _expectations(self.model_extra or {})
        box = self.bounding_box_mm
        written = said.requirements()
        return replace(
            written,
            bounding_box_mm=(box[0], box[1], box[2]) if box else written.bounding_box_mm,
            volume_mm3=self.volume_mm3 or written.volume_mm3,
            lowest_mm=(None, None, self.lowest_z_mm) if self.lowest_z_mm is not None else written.lowest_mm,
            wall_mm=self.wall_mm or written.wall_mm,
            holes=(
                *(HoleRequirement(**hole.model_dump()) for hole in self.holes),
                *(replace(hole, apart=False) for hole in written.holes),
            ),
            exact_holes=self.exact_holes,
            by="model",
        )


def read_requirements(data: Any) -> Requirements:
    """Return what a chat model says can be measured, as requirements that it made.

    Raises:
        ValidationError: A value in it can't be measured.
    """
    return RequirementsForm.model_validate(unwrapped(data) or {}).to_requirements()


def _expectations(data: Mapping[str, Any]) -> Expectations:
    """Read a design's expectations; fields that they do not have are left out, as chat models add some."""
    known: dict[str, Any] = {name: data[name] for name in Expectations.model_fields if name in data}
    given = {name: value for name, value in known.items() if value is not None and value != ""}
    rows = unwrapped(given.get("has")) or []
    if rows:
        given["has"] = [_row(row) if isinstance(row, Mapping) else row for row in rows]
    return Expectations.model_validate(given)


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return one row of ``has`` as the feature language writes it: small letters, nothing that is null."""
    found = {name: value for name, value in row.items() if value is not None and value != ""}
    if isinstance(found.get("axis"), str):
        found["axis"] = found["axis"].lower()
    kind = found.get("kind")
    if isinstance(kind, str) and kind not in _ROWS and kind.rstrip("s") in _ROWS:
        found["kind"] = kind.rstrip("s")
    return found


def is_empty(requirements: Requirements) -> bool:
    """Return whether requirements ask for nothing."""
    return replace(requirements, by="request", asked_by={}) == Requirements()


def problem(error: ValidationError, name: str) -> str:
    """Return the first thing that is wrong with an answer: "write_script: script: Field required."."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{name}: {where}: {first['msg']}."
