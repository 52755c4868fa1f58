"""The options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mayfly.cad.picture_options import VIEWS
from mayfly.cli import completing
from mayfly.cli.exports import ENDINGS, USUAL

AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--output",
        help="Also write it to this file, which stays; as often as needed. "
        f"Its ending says how: {', '.join(ENDINGS)}.",
    ),
]
Views = Annotated[
    str,
    typer.Option(
        "--views",
        help=f"What a .png shows, with commas between: {', '.join(VIEWS)}.",
        autocompletion=completing.views,
    ),
]
Section = Annotated[
    str | None,
    typer.Option(
        "--section",
        help="Cut the model open in a .png or .dxf: x, y or z, or where in mm, as in x=12.5.",
    ),
]
Files = Annotated[
    list[Path] | None,
    typer.Option("--with", help="A file that the script or design reads by its name; as often as needed."),
]
Model = Annotated[
    str,
    typer.Argument(
        help="A model's name, or the beginning of it; the last one made if not given.",
        autocompletion=completing.models,
    ),
]

__all__ = ["USUAL", "AsJson", "Files", "Model", "Outputs", "Section", "Views"]
