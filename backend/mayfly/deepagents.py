"""Models as files of a deep agent: a backend of deepagents with the temporary models and their pictures.

It needs the package ``deepagents``. Mounted where the links of the tools point to, an agent finds each
STEP file under the address that ``generate_step_model`` names, and its picture next to it::

    backend = CompositeBackend(default=StateBackend(), routes={"/temp_models/": ModelsBackend()})
    create_deep_agent(model, tools=MayflyToolkit().get_tools(), backend=backend)

The files can be read and searched, not written: a model is what Mayfly measured, and it is deleted at its
deadline.
"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import Final, TypeVar

from deepagents.backends.protocol import (
    BackendProtocol,
    EditResult,
    FileDownloadResponse,
    FileInfo,
    FileUploadResponse,
    GlobResult,
    GrepMatch,
    GrepResult,
    LsResult,
    ReadResult,
    WriteResult,
)

from mayfly.app import get_generator
from mayfly.contracts import StoredModel, iso_time
from mayfly.errors import InvalidModelName, MayflyError, ModelExpired, ModelNotFound
from mayfly.generator import CADModelGenerator

log = logging.getLogger(__name__)

_STEP: Final = ".step"
_PICTURE: Final = ".png"
_READ_ONLY: Final = "These files can't be changed: make another model, or delete one with delete_temp_model."

_MOST_BRACES: Final = 3

Result = TypeVar("Result")


class ModelsBackend(BackendProtocol):
    """The temporary models as a folder: ``/plate-3f9c2a71.step``, and ``/plate-3f9c2a71.png`` next to it.

    A picture is drawn when it is read: a sheet of four views with the sizes. It is listed without a size.
    """

    def __init__(self, generator: CADModelGenerator | None = None) -> None:
        """Take the generator whose models are shown; by default the process's own, looked up when used."""
        self._given = generator

    @property
    def generator(self) -> CADModelGenerator:
        """The generator whose models are shown."""
        return self._given or get_generator()

    def ls(self, path: str) -> LsResult:
        """List all models and their pictures; there are no folders."""
        if path.strip("/"):
            return LsResult(error=f"There is no folder {path!r} here.")
        return _answered(lambda: LsResult(entries=list(self._entries())), lambda text: LsResult(error=text))

    def read(self, file_path: str, offset: int = 0, limit: int = 2000) -> ReadResult:
        """Read lines of a STEP file, or a picture as a whole."""
        return _answered(
            lambda: self._read(file_path, max(0, offset), limit), lambda text: ReadResult(error=text)
        )

    def grep(
        self, pattern: str, path: str | None = None, glob: str | None = None, *, max_count: int | None = None
    ) -> GrepResult:
        """Find lines of STEP files that hold a text, letter by letter."""
        return _answered(
            lambda: self._grep(pattern, path, glob, max_count),
            lambda text: GrepResult(error=text, matches=None),
        )

    def glob(self, pattern: str, path: str | None = None) -> GlobResult:
        """Find files by a pattern of their names."""
        if path is not None and path.strip("/"):
            return GlobResult(matches=[])
        return _answered(
            lambda: GlobResult(matches=[entry for entry in self._entries() if _fits(entry["path"], pattern)]),
            lambda text: GlobResult(error=text),
        )

    def download_files(self, paths: list[str]) -> list[FileDownloadResponse]:
        """Return whole files."""
        return [self._download(path) for path in paths]

    def write(self, file_path: str, content: str) -> WriteResult:  # noqa: ARG002 - the protocol's arguments
        """Refuse to write: a model is what was measured."""
        return WriteResult(error=_READ_ONLY)

    def edit(
        self,
        file_path: str,  # noqa: ARG002 - the protocol's arguments, up to the last
        old_string: str,  # noqa: ARG002
        new_string: str,  # noqa: ARG002
        replace_all: bool = False,  # noqa: ARG002
    ) -> EditResult:
        """Refuse to write: a model is what was measured."""
        return EditResult(error=_READ_ONLY)

    def upload_files(self, files: list[tuple[str, bytes]]) -> list[FileUploadResponse]:
        """Refuse to write: a model is what was measured."""
        return [FileUploadResponse(path=path, error="permission_denied") for path, _ in files]

    def _entries(self) -> Iterator[FileInfo]:
        for model in self.generator.cleanup_service.list_models():
            made = iso_time(model.created_at, "seconds")
            yield FileInfo(path=f"/{model.name}", is_dir=False, size=model.size_bytes, modified_at=made)
            yield FileInfo(path=f"/{_picture_of(model)}", is_dir=False, modified_at=made)

    def _content(self, path: str) -> bytes:
        """Return a file: the model under a lease, or its picture drawn now."""
        name = path.removeprefix("/")
        if name.endswith(_PICTURE):
            return self.generator.picture(name.removesuffix(_PICTURE) + _STEP)
        with self.generator.cleanup_service.lease(name) as stream:
            return stream.read()

    def _read(self, path: str, offset: int, limit: int) -> ReadResult:
        if limit <= 0:
            return ReadResult(file_data={"content": "", "encoding": "utf-8"}, no_lines_requested=True)
        content = self._content(path)
        if path.endswith(_PICTURE):
            coded = base64.b64encode(content).decode("ascii")
            return ReadResult(file_data={"content": coded, "encoding": "base64"})
        lines = content.decode("utf-8", "replace").splitlines(keepends=True)
        shown = lines[offset : offset + limit]
        if not shown:
            return ReadResult(error=f"{path} has {len(lines)} lines, so there is nothing at offset {offset}.")
        end = offset + len(shown)
        return ReadResult(
            file_data={"content": "".join(shown), "encoding": "utf-8"},
            total_lines=len(lines),
            start_line=offset + 1,
            end_line=end,
            next_offset=end if end < len(lines) else None,
        )

    def _grep(self, pattern: str, path: str | None, glob: str | None, most: int | None) -> GrepResult:
        wanted = (path or "/").strip("/")
        names = [m.name for m in self.generator.cleanup_service.list_models() if wanted in ("", m.name)]
        found: list[GrepMatch] = []
        for name in [name for name in names if _fits(name, glob or "*")]:
            try:
                lines = self._content(name).decode("utf-8", "replace").splitlines()
            except (ModelExpired, ModelNotFound):  # gone since it was listed
                continue
            for number, line in enumerate(lines, 1):
                if pattern not in line:
                    continue
                if most is not None and len(found) >= most:
                    return GrepResult(matches=found, truncated=True)
                found.append(GrepMatch(path=f"/{name}", line=number, text=line))
        return GrepResult(matches=found)

    def _download(self, path: str) -> FileDownloadResponse:
        try:
            return FileDownloadResponse(path=path, content=self._content(path))
        except (ModelNotFound, ModelExpired):
            return FileDownloadResponse(path=path, error="file_not_found")
        except InvalidModelName:
            return FileDownloadResponse(path=path, error="invalid_path")
        except (MayflyError, OSError) as error:
            return FileDownloadResponse(path=path, error=_sentence(error))


def _answered(work: Callable[[], Result], failed: Callable[[str], Result]) -> Result:
    """Return the result of the work, or its error in the form that deepagents shows to a model."""
    try:
        return work()
    except (MayflyError, OSError) as error:
        return failed(_sentence(error))


def _sentence(error: Exception) -> str:
    """Return an error in words, without paths of this machine."""
    if isinstance(error, MayflyError):
        return str(error)
    log.warning("a deep agent's file could not be read: %s", type(error).__name__)
    return f"The storage can't be used: {getattr(error, 'strerror', None) or type(error).__name__}."


def _picture_of(model: StoredModel) -> str:
    return model.name.removesuffix(_STEP) + _PICTURE


def _fits(name: str, pattern: str) -> bool:
    """Return whether a file in this folder matches a glob pattern; ``{a,b}`` stands for either."""
    braces = re.search(r"\{([^{}]*)\}", pattern)
    if braces and pattern.count("{") <= _MOST_BRACES:
        before, after = pattern[: braces.start()], pattern[braces.end() :]
        return any(_fits(name, before + choice + after) for choice in braces[1].split(","))
    bare = re.sub(r"^(?:\*\*/)+", "", pattern.lstrip("/"))
    return fnmatchcase(name.lstrip("/"), bare)
