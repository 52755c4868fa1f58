"""The catalogue's pictures: each part drawn at its own sizes, ``pictures/NAME.svg``.

They are drawn once, by ``python -m mayfly.cad.parts pictures``, and kept. The last line of each identifies
the script that it shows, so that a test finds an outdated one without drawing it.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from pathlib import Path

from mayfly.cad.parts._part import Part

_DOCSTRING = re.compile(r'\A"""[\s\S]*?"""')
_COMMENT = re.compile(r"\s*#.*$", re.MULTILINE)


def stamp(part: Part) -> str:
    """Return the line that identifies what a picture shows: a digest of the script without its words."""
    script = _COMMENT.sub("", _DOCSTRING.sub("", part.source))
    lines = "\n".join(line for line in script.splitlines() if line.strip())
    return f"<!-- {part.name}: {hashlib.sha256(lines.encode()).hexdigest()[:16]} -->"


def is_current(part: Part) -> bool:
    """Return whether a part's picture is there and shows the script as it is."""
    return part.picture.is_file() and part.picture.read_text(encoding="utf-8").rstrip().endswith(stamp(part))


def picture(part: Part) -> str:
    """Draw a part at its own sizes, as SVG; loads CadQuery."""
    from cadquery import cqgi, exporters

    from mayfly.cad.preview import to_svg

    built = cqgi.parse(part.source).build()  # type: ignore[no-untyped-call]
    if not built.success:
        raise ValueError(f"part {part.name} does not build: {built.exception}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "part.step"
        exporters.export(built.results[0].shape, str(path))
        drawn = to_svg(path.read_bytes()).decode()
    return f"{drawn.rstrip()}\n{stamp(part)}\n"
