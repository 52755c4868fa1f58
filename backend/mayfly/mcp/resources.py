"""Resources: living models as STEP, drawing, picture, script and design; the catalogue; a design's schema."""

from __future__ import annotations

import json
import time
from functools import partial
from typing import Any, Final

from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    Annotations,
    Completion,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextResourceContents,
)

from mayfly.async_twins import blocking
from mayfly.cad.parts import catalogue, get_part
from mayfly.cad.workshop import CancelToken, Client, in_own_thread
from mayfly.contracts import StoredModel, iso_time
from mayfly.design.schema import design_schema
from mayfly.errors import MayflyError
from mayfly.generator import Progress
from mayfly.mcp.running import Order, Runner
from mayfly.mcp.tools import contents_of
from mayfly.mcp.uris import DESIGN_SCHEMA, MODELS, PARTS, SHOWN, file_of, model_uri, part_of
from mayfly.operations.definition import Call, File, Workplace
from mayfly.operations.errors import error_text
from mayfly.operations.file_kinds import MEDIA_TYPES, FileKind
from mayfly.operations.files import model_file
from mayfly.stores.store import Store

LISTED: Final = 200
"""Models that are listed; those that go first come first."""
COMPLETED: Final = 100
"""Values that a completion names, as the protocol bounds them."""

EXPIRES: Final = "mayfly/expiresAt"
"""Key of ``_meta`` with the time at which a model will be deleted (ISO 8601, UTC)."""

_WHAT: Final[dict[FileKind, str]] = {
    "step": "STEP file",
    "drawing": "drawing with sizes (SVG)",
    "picture": "picture (PNG)",
    "script": "CadQuery script",
    "design": "design: bodies and features (JSON)",
}


class Resources:
    """Resources of one server."""

    def __init__(self, workplace: Workplace, runner: Runner) -> None:
        """Set up where the models are.

        Args:
            workplace: The generator and the service.
            runner: Runs what takes the workshop.
        """
        self._workplace = workplace
        self._runner = runner

    async def listed(self) -> list[Resource]:
        """Return the catalogue, the schema and the STEP files of the living models."""
        service = await in_own_thread(self._workplace.bound_service)
        models = await in_own_thread(service.list_models)
        return [
            Resource(name="parts", title="Parts", uri=PARTS, mime_type="application/json"),
            Resource(
                name="design-schema",
                title="Schema of a design",
                uri=DESIGN_SCHEMA,
                mime_type="application/schema+json",
            ),
            *map(_listed, models[:LISTED]),
        ]

    async def read(self, ctx: ServerRequestContext[Any, Any], uri: str) -> ReadResourceResult:
        """Read a resource.

        Raises:
            MCPError: There is no such resource, or it can't be made; the text says which.
        """
        try:
            found = file_of(uri)
            if found is not None:
                return await self._file(ctx, uri, *found)
            return await in_own_thread(partial(_constant, uri))
        except MayflyError as error:
            raise MCPError(INVALID_PARAMS, error_text(error), {"uri": uri}) from None

    def templates(self) -> list[ResourceTemplate]:
        """Return the templates of all resources that have a name in their URI."""
        return _templates()

    async def complete(self, argument: str, begun: str) -> Completion:
        """Return names that an argument of a template may have."""
        if argument == "part":
            names = sorted(catalogue())
        else:
            service = await in_own_thread(self._workplace.bound_service)
            names = [model.name for model in await in_own_thread(service.list_models)]
        fitting = [name for name in names if name.startswith(begun)]
        return Completion(values=fitting[:COMPLETED], total=len(fitting), has_more=len(fitting) > COMPLETED)

    async def _file(
        self, ctx: ServerRequestContext[Any, Any], uri: str, name: str, kind: FileKind
    ) -> ReadResourceResult:
        """Return a file of a model, with the time at which the model goes."""
        generator = await in_own_thread(self._workplace.bound_generator)
        service = generator.cleanup_service
        model = await in_own_thread(partial(service.get_model, name))

        def work(_: Progress, cancel: CancelToken, client: Client) -> File:
            call = Call(workplace=self._workplace, cancel=cancel, client=client)
            return blocking(lambda: model_file(call, generator, name, kind))()

        if kind in ("drawing", "picture"):
            trusted = await in_own_thread(partial(_is_trusted, service, name))
            order = Order(request=ctx.request, trusted=trusted, makes_model=False)
            file = await self._runner(work, order, _unheard)
        else:
            file = await in_own_thread(lambda: work(_unheard, CancelToken(), Client()))
        left = max(0, int((model.expires_at - time.time()) * 1000))
        contents = contents_of(file, uri, {EXPIRES: iso_time(model.expires_at)})
        return ReadResourceResult(contents=[contents], ttl_ms=left, cache_scope="private")


def _templates() -> list[ResourceTemplate]:
    """Return the templates of all resources that have a name in their URI."""
    files = [
        ResourceTemplate(
            name=kind,
            title=_WHAT[kind],
            uri_template=f"{MODELS}{{name}}" + ("" if kind == "step" else f"/{kind}"),
            description=f"A model's {_WHAT[kind]}, until the model is deleted.",
            mime_type=MEDIA_TYPES[kind],
        )
        for kind in ("step", *SHOWN)
    ]
    part = ResourceTemplate(
        name="part",
        title="A part and its parameters",
        uri_template=f"{PARTS}/{{part}}",
        mime_type="application/json",
    )
    return [*files, part]


def _listed(model: StoredModel) -> Resource:
    """Return a living model's STEP file as a row of the list."""
    return Resource(
        name=model.name,
        title=model.name,
        uri=model_uri(model.name),
        description=f"STEP file, deleted at {iso_time(model.expires_at, 'seconds')}.",
        mime_type=MEDIA_TYPES["step"],
        size=model.size_bytes,
        annotations=Annotations(last_modified=iso_time(model.created_at, "seconds")),
        _meta={EXPIRES: iso_time(model.expires_at)},
    )


def _constant(uri: str) -> ReadResourceResult:
    """Return the catalogue, a part of it, or the schema.

    Raises:
        UnknownPart: There is no such part.
        MCPError: There is no such resource.
    """
    name = part_of(uri)
    if uri == PARTS:
        found: Any = [part.to_dict() for part in catalogue().values()]
    elif name is not None:
        found = get_part(name).to_dict()
    elif uri == DESIGN_SCHEMA:
        found = design_schema()
    else:
        raise MCPError(INVALID_PARAMS, f"There is no resource {uri!r}.", {"uri": uri})
    text = json.dumps(found, ensure_ascii=False)
    return ReadResourceResult(
        contents=[TextResourceContents(uri=uri, mime_type="application/json", text=text)]
    )


def _is_trusted(service: Store, name: str) -> bool:
    """Return whether a model was made from one of Mayfly's own scripts."""
    return bool((service.get_report(name) or {}).get("trusted"))


def _unheard(_: str) -> None:
    """Ignore a stage."""
