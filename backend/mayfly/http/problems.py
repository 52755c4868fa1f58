"""Turn errors into RFC 9457 problem details: the one place where Mayfly's error tree meets HTTP.

A problem has the error's ``code``, which is stable, and its other fields (a question's
suggestions, a script's line, the time of expiry).
"""

from __future__ import annotations

import logging
import math
import traceback
from collections.abc import Mapping, Sequence
from email.utils import formatdate
from http import HTTPStatus
from itertools import islice
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from mayfly import errors
from mayfly.contracts import iso_time
from mayfly.http.errors import HttpProblem

log = logging.getLogger("mayfly.http")

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[type[errors.MayflyError], int] = {
    errors.MayflyError: 500,
    errors.NeedsClarification: 422,
    errors.InvalidParameter: 422,
    errors.InvalidDesign: 422,
    errors.UnknownPart: 422,
    errors.PlanningError: 502,
    errors.ModelUnavailable: 503,
    errors.BuildError: 500,
    errors.ScriptError: 422,
    errors.BuildTimeout: 422,
    errors.BuildOutOfMemory: 422,
    errors.KernelCrash: 422,
    errors.InvalidGeometry: 422,
    errors.RequirementsNotMet: 422,
    errors.ScriptRefused: 403,
    errors.WorkshopBusy: 429,
    errors.BuildCancelled: 409,
    errors.StorageError: 503,
    errors.InvalidModelName: 404,
    errors.ModelNotFound: 404,
    errors.ModelExpired: 410,
    errors.ModelExists: 409,
    errors.ModelInUse: 409,
    errors.StorageFull: 507,
    errors.InvalidLifetime: 422,
}
"""Status by class; a class that is not listed has the status of its nearest base."""

_TITLES = {
    "needs_clarification": "The request leaves something open",
    "invalid_parameter": "A parameter is not valid",
    "invalid_design": "The design is not valid",
    "unknown_part": "No such part",
    "planning_failed": "The planner failed",
    "model_unavailable": "The chat model can't be reached now",
    "build_failed": "The model could not be built",
    "script_error": "The script failed",
    "build_timeout": "The build took too long",
    "build_out_of_memory": "The build needed too much memory",
    "kernel_crash": "The CAD kernel crashed",
    "invalid_geometry": "The geometry is not valid",
    "requirements_not_met": "The model is not what was asked for",
    "script_refused": "Scripts are not run here",
    "busy": "Too many builds are waiting",
    "build_cancelled": "The build was cancelled",
    "build_ended": "The build has ended",
    "storage_error": "The storage can't be used",
    "invalid_model_name": "No such model",
    "model_not_found": "No such model",
    "model_expired": "The model has expired",
    "model_exists": "The name is taken",
    "model_in_use": "The model is being read",
    "storage_full": "There is no room for another model",
    "invalid_lifetime": "A time is not valid",
}

_OPERATORS: Mapping[type[Exception], str] = {
    errors.StorageError: "The storage of the models can't be used; the service's log says why.",
    errors.BuildError: "No building process could be started; the service's log says why.",
}
"""What clients see of errors that only the operator can fix: the errors' own texts name the server's paths.

A class that is not in ``STATUS`` is treated like its nearest base, here too.
"""

TEXT_LIMIT = 2000
"""Characters of each text of a problem, except for a script's output."""
ITEMS_LIMIT = 100
"""Items of each list or mapping of a problem."""

_OUTPUT_LIMIT = 20_000
_CUT = " … (cut)"
RETRY_SECONDS = 5.0
_LONGEST_RETRY_SECONDS = 3600.0


def problem(error: Exception, *, instance: str | None = None, status: int | None = None) -> JSONResponse:
    """Return the answer for any error; an unexpected one is logged, and its text is not sent.

    Args:
        error: What was raised.
        instance: The request's path.
        status: A status that replaces the error's usual one.
    """
    found, headers, body = _describe(error)
    found = status or found
    body = {
        "type": f"urn:mayfly:problem:{body['code']}",
        "title": _title(error, body["code"], found),
        "status": found,
        **body,
    }
    if instance is not None:
        body["instance"] = instance[:300]
    return JSONResponse(_safe(body), found, headers, media_type=MEDIA_TYPE)


def problem_body(error: Exception) -> dict[str, Any]:
    """Return the problem's body alone, for an event stream or a finished build."""
    found, _, body = _describe(error)
    title = _title(error, body["code"], found)
    kind = f"urn:mayfly:problem:{body['code']}"
    safe: dict[str, Any] = _safe({"type": kind, "title": title, "status": found, **body})
    return safe


def _title(error: Exception, code: str, status: int) -> str:
    if isinstance(error, errors.ModelExpired) and error.cause == "deleted":
        return "The model was deleted"
    return _TITLES.get(code, HTTPStatus(status).phrase)


def status_of(error: errors.MayflyError) -> int:
    """Return the HTTP status of one of Mayfly's errors."""
    return STATUS[_known_class(error)]


def _known_class(error: errors.MayflyError) -> type[errors.MayflyError]:
    """Return the nearest class that has a status of its own."""
    return next(kind for kind in type(error).__mro__ if kind in STATUS)


def _retry_after(seconds: float | None) -> str:
    """Return the header for what a chat model's provider, or the workshop, says, in whole seconds."""
    if seconds is None or not math.isfinite(seconds):
        seconds = RETRY_SECONDS
    return str(math.ceil(min(max(seconds, 1.0), _LONGEST_RETRY_SECONDS)))


def _describe(error: Exception) -> tuple[int, dict[str, str], dict[str, Any]]:
    """Return the status, the headers, and the body with ``code`` and ``detail``."""
    if isinstance(error, errors.MayflyError):
        known = error.to_dict()
        body = {"code": known.pop("code"), "detail": known.pop("message"), **known}
        if operators := _OPERATORS.get(_known_class(error)):
            log.error("%s", error)
            body["detail"] = operators
        headers = {}
        if isinstance(error, errors.WorkshopBusy | errors.ModelUnavailable):
            headers["Retry-After"] = _retry_after(error.retry_after_seconds)
        if isinstance(error, errors.ModelExpired) and error.expired_at is not None:
            body["expired_at"] = iso_time(error.expired_at, "seconds")
            headers["Expires"] = formatdate(error.expired_at, usegmt=True)
        return status_of(error), headers, body
    if isinstance(error, HttpProblem):
        return error.status, error.headers, {"code": error.code, "detail": str(error)}
    if isinstance(error, RequestValidationError):
        return 422, {}, {"code": "invalid_request", **_validation(error.errors())}
    if isinstance(error, HTTPException):
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_").replace("-", "_")
        return error.status_code, dict(error.headers or {}), {"code": code, "detail": error.detail}
    # The texts of other exceptions may hold requests and models' paths.
    log.error("A request failed unexpectedly: %s%s", type(error).__name__, _where(error))
    log.debug("how it happened", exc_info=error)
    return (
        500,
        {},
        {"code": "internal_error", "detail": "The service failed unexpectedly; its log says more."},
    )


def _where(error: Exception) -> str:
    """Return the line of code that an exception comes from, which holds nothing of a request."""
    frames = traceback.extract_tb(error.__traceback__)
    return f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""


def _validation(found: Sequence[Any]) -> dict[str, Any]:
    """Describe what is wrong with a request, without repeating what was sent."""
    rows = [
        {"where": [str(part)[:100] for part in item["loc"]], "message": str(item["msg"])[:500]}
        for item in found[:20]
    ]
    first = rows[0] if rows else {"where": ["request"], "message": "not valid"}
    return {"detail": f"{'.'.join(first['where'])}: {first['message']}", "errors": rows}


def cut_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Cut a text that is longer than its limit; it then ends with "(cut)"."""
    return text if len(text) <= limit else text[: limit - len(_CUT)] + _CUT


def _safe(value: Any, limit: int = TEXT_LIMIT) -> Any:
    """Return a value that is valid in strict JSON and UTF-8 (no NaN, no lone surrogates), and bounded."""
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, str):
        return cut_text(value.encode("utf-8", "backslashreplace").decode("utf-8"), limit)
    if isinstance(value, Mapping):
        return {
            _safe(str(key)): _safe(item, _OUTPUT_LIMIT if key == "output" else TEXT_LIMIT)
            for key, item in islice(value.items(), ITEMS_LIMIT)
        }
    if isinstance(value, list | tuple):
        return [_safe(item) for item in value[:ITEMS_LIMIT]]
    return value
