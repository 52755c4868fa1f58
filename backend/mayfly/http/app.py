"""Build the HTTP application (``create_app``); ``app`` is one that is built when it is first imported.

``mayfly.http.app:app`` is what an ASGI server or a langgraph.json names. Importing
``create_app`` builds nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from mayfly import __version__
from mayfly.http.app_state import AppState
from mayfly.http.built_page import BuiltPage
from mayfly.http.jobs.queue import JobQueue
from mayfly.http.jobs.shared_records import ChosenRecords
from mayfly.http.lifespan import lifespan
from mayfly.http.logs import escape_server_lines
from mayfly.http.mcp_endpoint import McpEndpoint, add_mcp_route, has_mcp
from mayfly.http.metrics import Metrics
from mayfly.http.openapi import openapi_function
from mayfly.http.renditions import RenditionCache
from mayfly.http.route_class import OPEN_PATHS, add_unrouted_problems, route_class
from mayfly.http.routes.build_requests import add_build_request_routes, begin_again
from mayfly.http.routes.builds import add_build_routes
from mayfly.http.routes.catalogue import add_catalogue_routes
from mayfly.http.routes.cleanup import add_cleanup_routes
from mayfly.http.routes.conversation import add_conversation_routes
from mayfly.http.routes.downloads import add_download_routes
from mayfly.http.routes.drafts import add_draft_routes
from mayfly.http.routes.front import add_front_routes
from mayfly.http.routes.models import add_model_routes
from mayfly.http.routes.monitoring import add_monitoring_routes
from mayfly.http.routes.renditions import add_rendition_routes
from mayfly.http.security.access_rules import AccessRules
from mayfly.http.security.cors import add_cors
from mayfly.http.security.langgraph_guard import LangGraphGuard
from mayfly.http.security.origins import Origins, on_langgraph_server
from mayfly.http.security.request_guard import RequestGuard
from mayfly.http.settings import HttpSettings, get_http_settings
from mayfly.settings import Settings, get_settings

if TYPE_CHECKING:
    from mayfly.generator import CADModelGenerator

    app: FastAPI

_DESCRIPTION = """\
A request becomes a STEP file, and the file is gone 30 minutes later.

Errors are problem details (RFC 9457) with a stable `code`.
"""


def create_app(
    generator: CADModelGenerator | None = None, *, warm: bool = False, page: BuiltPage | None = None
) -> FastAPI:
    """Build the HTTP application; nothing starts before its lifespan does.

    Args:
        generator: Makes the models; the process's one (``mayfly.app``) if not given. A given
            one is closed by its owner.
        warm: Start the workshop's children with the server, not with the first build.
        page: The built page; the one in the package if not given.

    Raises:
        pydantic.ValidationError: A ``MAYFLY_*`` variable has no valid value.
    """
    escape_server_lines()
    work = _Work.of(generator, warm=warm, page=page or BuiltPage())
    app = FastAPI(
        title="Mayfly",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=work.lifespan,
        redirect_slashes=False,  # a redirect would repeat the Host header, whatever it says
        openapi_url=None,  # a guarded route of our own serves it, and its page: FastAPI's loads from a CDN
    )
    app.openapi = openapi_function(app, token=work.token is not None)  # type: ignore[method-assign]
    app.router.route_class = route_class(work.guard, work.metrics)
    _add_routes(app, work)
    app.state.end_streams = work.mcp.end_streams
    add_unrouted_problems(app)
    if on_langgraph_server():
        rules = AccessRules(work.http_settings, work.token)
        app.add_middleware(LangGraphGuard, rules=rules, open_paths=OPEN_PATHS | work.page.paths())
    add_cors(app, Origins.of(work.http_settings.cors_origins))
    return app


@dataclass(frozen=True, kw_only=True)
class _Work:
    """What the routes of one application work on; nothing of it runs before the lifespan does."""

    settings: Settings
    http_settings: HttpSettings
    app_state: AppState
    metrics: Metrics
    queue: JobQueue
    records: ChosenRecords
    renditions: RenditionCache
    guard: RequestGuard
    mcp: McpEndpoint
    page: BuiltPage

    @classmethod
    def of(cls, generator: CADModelGenerator | None, *, warm: bool, page: BuiltPage) -> _Work:
        """Make all of it, as the settings say."""
        settings, http_settings = get_settings(), get_http_settings()
        app_state = AppState(generator, warm=warm)
        metrics = Metrics(app_state)
        queue = _queue(settings, app_state, metrics)
        guard = RequestGuard(http_settings, _token(settings))
        return cls(
            settings=settings,
            http_settings=http_settings,
            app_state=app_state,
            metrics=metrics,
            queue=queue,
            records=ChosenRecords(lambda: app_state.cleanup, settings.cleanup_interval_minutes * 60),
            renditions=RenditionCache(app_state, queue),
            guard=guard,
            mcp=McpEndpoint(
                app_state, queue, guard, metrics, path=_mcp_path(), rules_plan=settings.model is None
            ),
            page=page,
        )

    @property
    def token(self) -> str | None:
        """What a request has to show; None where it needs nothing."""
        return _token(self.settings)

    @property
    def rules_plan(self) -> bool:
        """Whether the rules plan, and no chat model."""
        return self.settings.model is None

    @asynccontextmanager
    async def lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        """Run the application: the queue, the store and its sweeps, until the server stops."""
        running = lifespan(
            self.app_state,
            self.queue,
            self.records,
            self.renditions,
            life_minutes=self.settings.cleanup_interval_minutes,
            shutdown_seconds=self.http_settings.shutdown_seconds,
            begin_again=partial(
                begin_again, self.app_state, self.queue, self.records, rules_plan=self.rules_plan
            ),
        )
        async with running:
            loading = asyncio.create_task(asyncio.to_thread(self.page.load))
            yield
            await self.mcp.close()
            await loading


def _token(settings: Settings) -> str | None:
    return settings.api_token.get_secret_value() if settings.api_token else None


def _mcp_path() -> str:
    """Return where MCP is served; LangGraph Server has an MCP server of its own at /mcp."""
    return "/mayfly/mcp" if on_langgraph_server() else "/mcp"


def _queue(settings: Settings, app_state: AppState, metrics: Metrics) -> JobQueue:
    """Return the queue of builds, with as many threads as jobs can wait in."""
    size, waiting = settings.workshop_size, settings.workshop_queue
    if settings.workers == "on":  # a thread for each job that the workers may have
        from mayfly.workers.remote import IN_FLIGHT

        size = IN_FLIGHT
    # A chat model's plans wait for the network, so each needs a thread; the rules' plans don't.
    threads = size + waiting if settings.model else size + 1
    return JobQueue(app_state, metrics, size=size, waiting=waiting, threads=threads)


def _add_routes(app: FastAPI, work: _Work) -> None:
    """Add the endpoints, in the order in which the document lists them."""
    router, app_state, queue = app.router, work.app_state, work.queue
    add_build_request_routes(router, app_state, queue, work.records, rules_plan=work.rules_plan)
    add_conversation_routes(
        router,
        app_state,
        queue,
        rules_plan=work.rules_plan,
        life_seconds=work.settings.cleanup_interval_minutes * 60,
    )
    add_draft_routes(router, app_state, queue, rules_plan=work.rules_plan)
    add_build_routes(router, app_state, queue, work.records)
    add_model_routes(router, app_state, work.renditions)
    add_rendition_routes(router, work.renditions)
    add_download_routes(router, app_state, work.http_settings)
    add_catalogue_routes(router)
    add_cleanup_routes(router, app_state)
    add_monitoring_routes(router, app_state, queue, work.metrics, app)
    if has_mcp():
        add_mcp_route(router, work.mcp, _mcp_path())
    add_front_routes(router, app, work.page)


def __getattr__(name: str) -> Any:
    """Build ``app`` when it is first imported.

    Raises:
        pydantic.ValidationError: A ``MAYFLY_*`` variable has no valid value.
    """
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = built = create_app()
    return built
