"""The operation that hands over a file of a model: STEP, mesh, drawing, picture, script or design."""

from __future__ import annotations

import json
from functools import partial
from typing import Final, Literal

from pydantic import Field

from mayfly.async_twins import Step, Steps
from mayfly.cad.workshop import Format
from mayfly.contracts import iso_time
from mayfly.errors import InvalidParameter, ModelNotFound
from mayfly.generator import CADModelGenerator, converted
from mayfly.operations.arguments import ToolInput
from mayfly.operations.definition import Answer, Call, File, Operation
from mayfly.operations.file_kinds import ENDINGS, MEDIA_TYPES, FileKind
from mayfly.operations.results import Result
from mayfly.operations.showing import model_meant
from mayfly.storage_text import bytes_text, quoted, when_text
from mayfly.stores.store import Store

LIMIT_BYTES: Final = 16 * 1024 * 1024
"""Size of a file that is handed over within an answer."""

_FORMATS: Final[dict[FileKind, Format]] = {
    "drawing": "svg",
    "sheet": "pdf",
    "picture": "png",
    "stl": "stl",
    "3mf": "3mf",
    "obj": "obj",
    "glb": "glb",
    "brep": "brep",
    "dxf": "dxf",
}


class FileInput(ToolInput):
    """Arguments of ``get_temp_file``."""

    name: str | None = Field(
        default=None,
        description="File name of the model, as list_temp_models gives it; null for the one made last.",
    )
    kind: FileKind | None = Field(
        default=None,
        description=(
            "'step' (also null), 'drawing' (SVG with sizes) or 'sheet' (PDF), 'picture' (PNG), 'stl', '3mf', "
            "'obj' or 'glb' (meshes), 'brep', 'dxf' (a section), 'script' (CadQuery) or 'design' (JSON)."
        ),
    )


class FileResult(Result):
    """A file that was handed over; its content comes as a resource in the answer."""

    name: str
    model: str = Field(description="File name of the model that it belongs to.")
    media_type: str
    size_bytes: int
    expires_at: str = Field(description="When the model will be deleted.")
    path: str | None = Field(
        default=None, description="Where the STEP file is; null for other files, and on another machine."
    )


def model_file(
    call: Call, generator: CADModelGenerator, name: str, kind: FileKind, *, limit_bytes: int = LIMIT_BYTES
) -> Steps[File]:
    """Return a file of a model.

    Args:
        call: The call.
        generator: Converts the model.
        name: The model's file name.
        kind: Which file.
        limit_bytes: Size that it may have.

    Raises:
        InvalidModelName, ModelNotFound, ModelExpired: There is no such model.
        InvalidParameter: It has no script or no design, or the file is larger than allowed.
        BuildError: It could not be converted.
    """
    service = generator.cleanup_service
    if kind == "step":
        content = yield from Step(partial(_step_file, service, name, limit_bytes))
    elif kind in ("script", "design"):
        content = yield from Step(partial(_text_file, service, name, kind))
    else:
        content = yield from converted(
            service,
            lambda: generator.workshop,
            name,
            _FORMATS[kind],
            limit_bytes=limit_bytes,
            cancel=call.cancel,
            client=call.client,
        )
    file_name = name.removesuffix(".step") + ENDINGS[kind]
    return File(name=file_name, media_type=MEDIA_TYPES[kind], content=content, model=name)


def _step_file(service: Store, name: str, limit_bytes: int) -> bytes:
    """Return the bytes of a STEP file while it is leased."""
    with service.lease(name) as opened:
        content = opened.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise InvalidParameter(
            f"{name} has more than {bytes_text(limit_bytes)}, too much for an answer; download it instead."
        )
    return content


def _text_file(service: Store, name: str, kind: Literal["script", "design"]) -> bytes:
    """Return the script or the design that was stored with a model."""
    service.get_model(name)
    card = service.get_report(name)
    if card is None:
        raise ModelNotFound(f"{name} was not made by Mayfly, so nothing is known of it.")
    if kind == "script":
        return str(card["script"]).encode()
    if card.get("design") is None:
        raise InvalidParameter(f"{name} has no design, since it was made from a script.")
    return json.dumps(card["design"], indent=2, ensure_ascii=False).encode()


def _get_file(call: Call, given: FileInput) -> Steps[Answer]:
    meant = model_meant(call, given.name)
    generator = yield from Step(call.workplace.bound_generator)
    file = yield from model_file(call, generator, meant, given.kind or "step")
    model = yield from Step(partial(generator.cleanup_service.get_model, meant))
    shown = call.local and model.path is not None and file.media_type == MEDIA_TYPES["step"]
    path = str(model.path) if shown else None
    result = FileResult(
        name=file.name,
        model=meant,
        media_type=file.media_type,
        size_bytes=len(file.content),
        expires_at=iso_time(model.expires_at),
        path=path,
    )
    there = f" It is at {path}." if path else ""
    text = (
        f"{quoted(file.name)}, {file.media_type}, {bytes_text(len(file.content))}.{there} "
        f"The model goes {when_text(model.expires_at)}; keep a copy if it is needed longer."
    )
    return Answer(text=text, data={"file": result.model_dump()}, result=result, file=file)


GET_FILE = Operation(
    name="get_temp_file",
    title="Get a file",
    description=(
        "Get a model's STEP file, or it as a drawing, a picture, a mesh, its CadQuery script or its design. "
        "The content comes as a resource in the answer."
    ),
    arguments=FileInput,
    output=FileResult,
    run=_get_file,
    reads_only=True,
    builds=True,
)
