"""Builds the drafts that a planner looks at in the workshop: they are measured, drawn and removed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from mayfly.cad.picture_options import LIMIT_BYTES, read_picture_options
from mayfly.cad.requirements_check import compare
from mayfly.cad.step_survey import StepSurvey
from mayfly.cad.workshop import LOCAL, Builder, BuildJob, CancelToken, Client
from mayfly.contracts import Plan
from mayfly.errors import BuildError, InvalidParameter, RequirementsNotMet
from mayfly.planning.drafts import Draft
from mayfly.stores.store import Store

_VIEWS: Final = ("front", "top", "right")
_WIDTH_PX: Final = 1000
_MOST_KEPT: Final = 4


class Drafts:
    """Builds the drafts of one request.

    Args:
        service: In whose folder they lie while they are looked at.
        workshop: Looks up where they are built.
        cancel: Cancels a draft from another thread.
        client: Whose request it is.
    """

    def __init__(
        self,
        service: Store,
        workshop: Callable[[], Builder],
        *,
        cancel: CancelToken | None = None,
        client: Client = LOCAL,
    ) -> None:
        """Keep what is asked."""
        self._service, self._workshop = service, workshop
        self._cancel, self._client = cancel, client
        self._kept: dict[tuple[str, str, bool], Draft] = {}

    def draft(self, plan: Plan, *, picture: bool = False) -> Draft:
        """Build a plan, measure it and, if it is wanted, draw it; see ``DraftingTable``."""
        key = (plan.script, repr((dict(plan.parameters), plan.requirements)), picture)
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = self._built(plan, picture=picture)
        return self._kept[key]

    def _built(self, plan: Plan, *, picture: bool) -> Draft:
        workshop = self._workshop()
        job = BuildJob(
            script=plan.script,
            parameters=plan.parameters,
            files=plan.files,
            trusted=plan.trusted,
            explicit=plan.explicit,
            name="draft",
            measures=plan.requirements.measures,
        )
        with self._service.partial() as file:
            report = workshop.build(job, file.path, cancel=self._cancel, client=self._client)
            missed = compare(plan.requirements, report)
            if missed:
                raise RequirementsNotMet(missed, report)
            found = self._surveyed(file.path)
            drawn = self._drawn(file.path, trusted=plan.trusted) if picture else None
        return Draft(
            report=report.to_dict(),
            solids=tuple(asdict(one) for one in found.each) if found else (),
            faces=tuple(_faces(found)) if found else (),
            picture=drawn,
        )

    def _surveyed(self, file: Path) -> StepSurvey | None:
        """Return the faces and solids of a draft; None where they can't be listed."""
        with suppress(BuildError, InvalidParameter):
            return self._workshop().survey(
                "draft.step", file.read_bytes(), cancel=self._cancel, client=self._client
            )
        return None

    def _drawn(self, file: Path, *, trusted: bool) -> bytes | None:
        """Return the sheet of a draft, with a section through its middle where that meets the model."""
        for section in ("y", None):
            with suppress(BuildError, InvalidParameter):
                return self._workshop().convert(
                    file,
                    "png",
                    options=read_picture_options(_VIEWS, section, _WIDTH_PX).to_dict(),
                    trusted=trusted,
                    limit_bytes=LIMIT_BYTES,
                    cancel=self._cancel,
                    client=self._client,
                )
        return None


def _faces(survey: StepSurvey) -> list[dict[str, Any]]:
    """Return the faces of a survey as plain data, the flat ones first."""
    flat = [
        {
            "kind": "flat",
            "looks": f"{'+' if face.sign > 0 else '-'}{face.axis}",
            "level": face.level,
            "bounds": face.box,
            "area": face.area,
            "openings": len(face.loops) - 1,
        }
        for face in survey.flat
    ]
    others = [
        {
            "kind": face.kind,
            "bounds": face.box,
            **({"axis": face.axis, "at": face.centre, "radius": face.radius} if face.axis else {}),
        }
        for face in survey.others
    ]
    return [*flat, *others]
