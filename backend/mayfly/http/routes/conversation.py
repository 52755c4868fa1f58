"""``POST /conversation``: talk about models; ``POST /reading``: what each phrase of a request was read as."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request

from mayfly.cad.workshop import CancelToken
from mayfly.http.app_state import AppState
from mayfly.http.headers import EVENT_STREAM, prefers_events
from mayfly.http.jobs.events import stream_response
from mayfly.http.jobs.queue import JobQueue, Progress, Work
from mayfly.http.jobs.waiting import ClientGone, wait_while_connected
from mayfly.http.openapi import problems
from mayfly.http.routes.model_json import made_model, with_time_left
from mayfly.http.schemas.answers import ReadingOut, ReplyOut
from mayfly.http.schemas.requests import MessageIn, TextBuildRequest
from mayfly.http.security.clients import client_key
from mayfly.http.urls import prefix_of
from mayfly.planning.readings.phrases import read_phrases
from mayfly.session import Sessions

EVENTS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "With `Accept: text/event-stream`: `stage` events, then `reply` or `problem`.",
        "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
    }
}


def add_conversation_routes(
    router: APIRouter, app_state: AppState, queue: JobQueue, *, rules_plan: bool, life_seconds: float
) -> None:
    """Add ``POST /conversation`` and ``POST /reading``.

    Args:
        router: Gets the route.
        app_state: Has the generator that makes the models.
        queue: Runs the builds.
        rules_plan: The rules plan requests in words, not a chat model, so the scripts are Mayfly's own.
        life_seconds: How long a conversation is remembered after its last message.
    """
    kept: list[Sessions] = []

    def sessions() -> Sessions:
        if not kept:  # the generator starts with the server, after the routes
            shared = app_state.cleanup.conversations()
            kept.append(Sessions(app_state.generator, life_seconds=life_seconds, shared=shared))
        return kept[0]

    @router.post(
        "/conversation",
        tags=["models"],
        response_model=ReplyOut,
        responses={**EVENTS, **problems(408, 422, 429, 502)},
    )
    async def talk(
        request: Request,
        said: MessageIn,
        accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
    ) -> Response:
        """Answer a message: make a model, ask, change the last model, or say what is asked about it.

        The answer names the session; with it the next message is read as an answer, a change or a question
        about the last model. Instead of words, it may bring a design, edits of the last model, or undo.
        A session is remembered for as long as a model lives. A client that hangs up cancels its build.
        """
        prefix = prefix_of(request.scope)
        build = queue.start(
            _work(app_state, sessions, said, prefix), client=client_key(request), trusted=rules_plan
        )
        if prefers_events(accept):
            return stream_response(request, queue, build, result=("reply", _as_it_is))
        try:
            reply: dict[str, Any] = await wait_while_connected(request, build)
        except (ClientGone, asyncio.CancelledError):
            queue.cancel(build)
            raise
        return JSONResponse(reply)

    @router.post("/reading", tags=["models"], response_model=ReadingOut, responses=problems(400, 408, 422))
    def show_reading(given: TextBuildRequest) -> Response:
        """Show a request phrase by phrase, with what each was read as by the rules; nothing is made."""
        return JSONResponse({"phrases": [each.to_dict() for each in read_phrases(given.request)]})


def _work(app_state: AppState, sessions: Callable[[], Sessions], said: MessageIn, prefix: str) -> Work:
    """Return the work that a message asks for; its answer has URLs instead of the server's paths."""

    def work(on_progress: Progress, cancel: CancelToken) -> dict[str, Any]:
        cancel.check()
        reply: dict[str, Any] = sessions().say(
            said.message,
            said.session,
            instead=said.instead(),
            on_progress=on_progress,
            cancel=cancel,
        )
        cancel.check()
        model = reply["model"] and with_time_left(made_model(reply["model"], prefix))
        folder = f"{app_state.cleanup.temp_dir}/"
        return {**reply, "answer": reply["answer"].replace(folder, ""), "model": model}

    return work


def _as_it_is(reply: dict[str, Any]) -> dict[str, Any]:
    """Return the reply, whose model was made just now."""
    return reply
