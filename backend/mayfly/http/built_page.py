"""The built page: the files that ``make web`` leaves in ``static/``, with their headers."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

FOLDER: Final = Path(__file__).parent / "static"
HOW_TO_BUILD: Final = (
    "The page is not built into this installation. In a checkout, `make web` builds it; "
    "wheel and source package bring it along."
)
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
"""Nothing is inline and nothing comes from elsewhere, so no nonce and no hash is needed."""

_FOREVER = "public, max-age=31536000, immutable"
_SMALLEST_GZIP_BYTES = 512


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the page, as it is sent."""

    content: bytes
    squeezed: bytes | None
    media_type: str


@dataclass(slots=True)
class BuiltPage:
    """The files of one build.

    Attributes:
        folder: Where they are.
    """

    folder: Path = FOLDER
    _read: dict[str, _File] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        """Whether there is a page."""
        return (self.folder / "index.html").is_file()

    def assets(self) -> frozenset[str]:
        """Return the names of all files but the page itself; each contains a digest of its content."""
        folder = self.folder / "assets"
        return frozenset(path.name for path in folder.iterdir()) if folder.is_dir() else frozenset()

    def paths(self) -> frozenset[str]:
        """Return the paths of these files, which a browser loads without a token."""
        return frozenset(f"/assets/{name}" for name in self.assets())

    def load(self) -> None:
        """Read and compress all files, so that the first browser does not wait for it."""
        for name in self.assets() - self._read.keys():
            self._read[name] = _read(self.folder / "assets" / name)

    def page(self, prefix: str) -> Response:
        """Return the answer with the page; it is never taken from a cache without asking.

        Args:
            prefix: The path where the application is mounted.
        """
        text = (self.folder / "index.html").read_text(encoding="utf-8")
        headers = {
            "Content-Security-Policy": POLICY,
            "Cache-Control": "no-cache",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Vary": "Accept",
        }
        return Response(
            text.replace("./assets/", f"{prefix}/assets/"), media_type="text/html", headers=headers
        )

    def asset(self, name: str, request: Request) -> Response | None:
        """Return the answer with a file, which may be kept for ever; None if there is no such file."""
        if name not in self._read:
            if name not in self.assets():
                return None
            self._read[name] = _read(self.folder / "assets" / name)
        found = self._read[name]
        headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
        content = found.content
        if found.squeezed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            content, headers["Content-Encoding"] = found.squeezed, "gzip"
        return Response(content, media_type=found.media_type, headers=headers)


def _read(path: Path) -> _File:
    content = path.read_bytes()
    squeezed = gzip.compress(content, 9, mtime=0) if len(content) > _SMALLEST_GZIP_BYTES else None
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return _File(content, squeezed, media_type)
