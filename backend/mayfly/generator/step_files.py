"""The STEP files that a design begins with: where they come from, and their measures.

A file comes with the design (name to content), or it is a model that is still kept. No other file of the
machine can be named. It is measured once, in a jailed child, before the design is compiled.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, Final

from mayfly.cad.input_files import FILE_LIMIT_BYTES, InputFile, check_sizes, read_files
from mayfly.cad.step_survey import StepSurvey
from mayfly.cad.workshop import LOCAL, Builder, CancelToken, Client
from mayfly.contracts import Plan
from mayfly.design import Design, measured_files, step_files
from mayfly.design.edits import Edit
from mayfly.errors import (
    InvalidDesign,
    InvalidGeometry,
    InvalidModelName,
    InvalidParameter,
    ModelExpired,
    ModelNotFound,
)
from mayfly.generator.plans import design_plan, read_design
from mayfly.stores.store import Store

#: Measured files whose measures are remembered.
_REMEMBERED: Final = 32


class StepFiles:
    """Finds, measures and remembers the STEP files of designs.

    Args:
        service: Keeps models, which designs may begin with.
        workshop: Looks up where files are measured.
    """

    def __init__(self, service: Store, workshop: Callable[[], Builder]) -> None:
        """Keep what is asked."""
        self._service, self._workshop = service, workshop
        self._surveys: OrderedDict[str, StepSurvey] = OrderedDict()
        self._lock = threading.Lock()

    def plan(
        self,
        design: Design,
        files: Mapping[str, InputFile] | None = None,
        edits: Iterable[Edit | Mapping[str, Any]] = (),
        *,
        cancel: CancelToken | None = None,
        client: Client,
    ) -> Plan:
        """Return the plan of a design, with the STEP files that it begins with.

        Args:
            design: What to build.
            files: Files handed in: name to content, or to the path of a file.
            edits: What to change about the design before.
            cancel: Cancels measuring from another thread.
            client: Whose request it is.

        Raises:
            InvalidDesign: A file is not there or can't be used, or something else does not fit.
            InvalidParameter: A file can't be read, is too large, or is not asked for.
            BuildError, BuildCancelled: A file could not be measured.
        """
        contents = self._contents(design, read_files(files))
        surveys = {
            name: self._survey(design, name, content, cancel, client) for name, content in contents.items()
        }
        with measured_files(surveys):
            plan = design_plan(design, edits)
        return replace(plan, files=contents) if contents else plan

    @contextmanager
    def measured(self, *designs: Any) -> Iterator[None]:
        """Measure the STEP files of kept models that designs begin with; a file that isn't found is left out.

        Args:
            *designs: Designs as plain data; None among them is left out.
        """
        surveys: dict[str, StepSurvey] = {}
        for data in designs:
            if not _may_name_files(data):
                continue
            with suppress(InvalidDesign, InvalidParameter):
                design = read_design(data)
                for name, content in self._contents(design, {}).items():
                    surveys[name] = self._survey(design, name, content, None, LOCAL)
        with measured_files(surveys):
            yield

    def with_files(self, plan: Plan) -> Plan:
        """Return a plan that lost its files on the way, with those that are still kept as models.

        Raises:
            InvalidDesign: One is not kept any more.
        """
        if plan.files or plan.trusted or not _may_name_files(plan.design):
            return plan
        return replace(plan, files=self._contents(Design.read(plan.design), {}))

    def _contents(self, design: Design, handed_in: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the content of each file that a design names.

        Raises:
            InvalidDesign: One is neither handed in nor kept.
            InvalidParameter: One that was handed in is not named, or all are too large together.
        """
        names = list(dict.fromkeys(base.file for base in step_files(design)))
        unused = sorted(set(handed_in) - set(names))
        if unused:
            raise InvalidParameter(f"The design begins with no file called {unused[0]!r}.")
        contents = {name: handed_in.get(name) or self._kept(design, name) for name in names}
        check_sizes(contents)
        return contents

    def _kept(self, design: Design, name: str) -> bytes:
        """Return the content of a model that is still kept."""
        try:
            with self._service.lease(name) as stream:
                return stream.read(FILE_LIMIT_BYTES + 1)
        except ModelExpired as error:
            raise InvalidDesign([(_path(design, name), str(error))]) from error
        except (InvalidModelName, ModelNotFound) as error:
            raise InvalidDesign(
                [(_path(design, name), f"no file {name!r} was handed in, and no such model is kept")]
            ) from error

    def _survey(
        self, design: Design, name: str, content: bytes, cancel: CancelToken | None, client: Client
    ) -> StepSurvey:
        """Return the measures of a file, from memory where it was measured before."""
        digest = hashlib.sha256(content).hexdigest()
        with self._lock:
            known = self._surveys.get(digest)
        if known is not None:
            return known
        try:
            found = self._workshop().survey(name, content, cancel=cancel, client=client)
        except InvalidGeometry as error:
            raise InvalidDesign([(_path(design, name), str(error))]) from error
        with self._lock:
            self._surveys[digest] = found
            while len(self._surveys) > _REMEMBERED:
                self._surveys.popitem(last=False)
        return found


def _may_name_files(design: Any) -> bool:
    return design is not None and "step" in repr(design)


def _path(design: Design, name: str) -> str:
    """Return where a design names a file."""
    return next(
        (path for path, found in _named(design.model_dump(mode="json"), "") if found == name), "bodies"
    )


def _named(data: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, Mapping):
        if data.get("kind") == "step" and isinstance(data.get("file"), str):
            yield f"{path}.file", data["file"]
        for key, value in data.items():
            yield from _named(value, f"{path}.{key}" if path else str(key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _named(value, f"{path}[{index}]")
