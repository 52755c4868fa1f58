"""Build the OpenAPI document, with problems as they are really sent, and the token if one is set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field

from mayfly.http.problems import MEDIA_TYPE
from mayfly.http.route_class import OPEN_PATHS

_MEANING = {
    400: "The request is malformed.",
    401: "The token is missing or wrong.",
    403: "Not allowed: scripts where the jail does not hold, a page of another site, or no token set.",
    404: "Not found; nothing of this name is remembered either.",
    408: "The body did not arrive in time.",
    409: "Not now: the model is being read, or the build has ended or was cancelled.",
    410: "The model is gone: `cause` says whether it `expired` or was `deleted`, and `expired_at` says when.",
    413: "The body is too large.",
    416: "The range lies outside the file.",
    421: "The service is not known under this host name.",
    422: "The request has to be changed; `code` and `detail` say how.",
    429: "Too many builds are waiting, or too many of this client; `Retry-After` says how long to wait.",
    500: "The service failed; its log says more.",
    502: "The planner's chat model failed.",
    503: "The storage can't be used, or the chat model can't be reached now (`Retry-After`).",
}
_ALWAYS = (401, 403, 413, 421, 500, 503)


class Problem(BaseModel):
    """Problem details (RFC 9457); some problems have more fields, such as a question's suggestions."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable machine-readable name.")
    instance: str | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses`` of a route for these problems, and for those of every route."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": _MEANING[status], "content": content}
        for status in sorted({*statuses, *_ALWAYS})
    }


def openapi_function(app: FastAPI, *, token: bool) -> Callable[[], dict[str, Any]]:
    """Return the function that builds the application's OpenAPI document, once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    summary=app.summary,
                    description=app.description,
                    routes=app.routes,
                ),
                token=token,
            )
        return app.openapi_schema

    return openapi


def _complete(found: dict[str, Any], *, token: bool) -> dict[str, Any]:
    """Add what FastAPI does not know: sentences as summaries, the schema of problems, and the token."""
    components = found.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    for operations in found["paths"].values():
        for operation in operations.values():
            summary, _, rest = operation.pop("description", operation["summary"]).partition("\n")
            operation["summary"] = summary  # FastAPI uses the function's name
            if rest.strip():
                operation["description"] = rest.strip()
            answers = operation["responses"]
            if "HTTPValidationError" in str(answers.get("422")):  # FastAPI's own schema, which is never sent
                answers["422"] = {"$ref": "#/components/responses/Invalid"}
    components["responses"] = {"Invalid": problems(422)[422]}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    if token:
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        for path, operations in found["paths"].items():
            for operation in operations.values():
                operation["security"] = [] if path in OPEN_PATHS else [{"token": []}]
    return found
