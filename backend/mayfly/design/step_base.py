"""A STEP file that somebody hands in, as what a body begins as.

The file is named here, and read nowhere in this process: a child measures it, and within ``measured_files``
the body is known as well as one that is made from sizes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from mayfly.cad.step_survey import StepSurvey
from mayfly.contracts import HoleRequirement, MeasuredHole, Note, Requirements
from mayfly.design.forms import Form
from mayfly.design.scripts import printable
from mayfly.design.step_faces import PickedFace, faces_of_file, material_of
from mayfly.design.values import Value
from mayfly.errors import InvalidParameter
from mayfly.language.units import number

#: What was measured on the files of the designs that are worked on: a design itself is plain data, which is
#: written and read again on its way.
_MEASURED: ContextVar[Mapping[str, StepSurvey]] = ContextVar("measured_files", default=MappingProxyType({}))
#: A plain name: no folder, nothing hidden, nothing that ends a text of the script.
_FILE: Final = r"^[^\x00-\x1f\x7f/\\.\"'][^\x00-\x1f\x7f/\\\"']{0,93}\.[sS][tT][eE]?[pP]$"


def _plain_name(name: Any) -> Any:
    """Check that a file's name is one plain component that ends as a STEP file's does.

    Raises:
        ValueError: It has a folder in it, or another ending.
    """
    if isinstance(name, str) and not (name.isprintable() and re.fullmatch(_FILE, name)):
        raise ValueError(f"{name[:100]!r} is no plain name of a STEP file, like 'motor.step'")
    return name


class StepFile(Value):
    """The solids of a STEP file: one that is handed in with the design, or a model that is still kept."""

    kind: Literal["step"] = "step"
    file: Annotated[
        str,
        BeforeValidator(_plain_name),
        Field(pattern=_FILE, description="a file handed in with the design, or a model still kept"),
    ]
    faces: Annotated[
        tuple[PickedFace, ...],
        Field(max_length=100, description='names for faces besides "top", "top 2" or "+z", "largest"'),
    ] = ()

    def form(self) -> Form:
        """Return the file's body.

        Raises:
            InvalidParameter: The file was not measured yet, or a face that is picked can't be found.
        """
        survey = _MEASURED.get().get(self.file)
        if survey is None:
            raise InvalidParameter(
                f"The file {self.file!r} is not there. Hand it in with the design, or name a model that is"
                " still kept."
            )
        material = material_of(survey)
        faces = faces_of_file(survey, material, self.faces)
        sides = [b - a for a, b in zip(survey.low, survey.high, strict=True)]
        size = " x ".join(number(round(side, 3)) for side in sides)
        loose = Note(f"{self.file} holds faces or edges besides its solids; those are left out.")
        return Form(
            label="imported body",
            title=f"{self.file}, {size} mm",
            kind="none",
            script=self._script(survey.solids, size),
            values={},
            requirements=Requirements(
                solids=survey.solids,
                bounding_box_mm=(sides[0], sides[1], sides[2]),
                volume_mm3=survey.volume_mm3,
                holes=tuple(_hole(hole) for hole in survey.holes),
                exact_holes=True,
            ),
            assumptions=(loose,) if survey.has_loose else (),
            faces=partial(dict, faces),
            corner=survey.low,
            material=material,
        )

    def _script(self, solids: int, size: str) -> str:
        """Return the script that reads the file from its own folder."""
        read = "cq.importers.importStep(file).solids()"
        if solids > 1:
            read = f"cq.Workplane(cq.Compound.makeCompound({read}.vals()))"
        what = "the solid" if solids == 1 else f"the {solids} solids"
        name = printable(self.file)
        return (
            f'"""The body of {name}."""\n\nimport cadquery as cq\n\n'
            f'file = "{name}"  # the STEP file, beside this script\n\n'
            f"# {what} of the file, {size} mm\nresult = {read}\n\nshow_object(result)\n"
        )


def _hole(hole: MeasuredHole) -> HoleRequirement:
    """Return a hole that was measured as one that must stay."""
    along = hole.axis if hole.axis != "other" else None
    at = tuple((place[0], place[1]) for place in hole.at if len(place) == 2)
    return HoleRequirement(
        diameter_mm=hole.diameter_mm,
        count=hole.count,
        axis=along,
        kind=None if hole.kind == "closed" or hole.kind == "mixed" else hole.kind,
        at=at if along is not None and len(at) == hole.count else None,
    )


def step_files(value: Any) -> Iterator[StepFile]:
    """Yield the bases of a design, however deep, that are STEP files."""
    if isinstance(value, StepFile):
        yield value
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            yield from step_files(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from step_files(each)


@contextmanager
def measured_files(surveys: Mapping[str, StepSurvey]) -> Iterator[None]:
    """Let designs be compiled and edited that begin with files, within a ``with`` block.

    Args:
        surveys: What was measured on each file, by its name.
    """
    token = _MEASURED.set(surveys)
    try:
        yield
    finally:
        _MEASURED.reset(token)
