"""create_app: the HTTP application, put together; ``app``: one that is ready, for whoever names it.

``mayfly.http.app:app`` is what an ASGI server or a langgraph.json names. It is made when
somebody asks for it, so that importing ``create_app`` makes none.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from fastapi import FastAPI

from mayfly import __version__
from mayfly.http.app_state import Office
from mayfly.http.downloads import add_download_routes
from mayfly.http.jobs.queue import BuildDesk
from mayfly.http.jobs.records import BuildRecords
from mayfly.http.langgraph_threads import keep_threads_short
from mayfly.http.logs import escape_server_lines
from mayfly.http.metrics import Metrics
from mayfly.http.openapi import document
from mayfly.http.renditions import Previews
from mayfly.http.route_class import OPEN_PATHS, add_unrouted_problems, route_class
from mayfly.http.routes.build_requests import add_order_routes
from mayfly.http.routes.builds import add_build_routes, keep_house
from mayfly.http.routes.catalogue import add_catalogue_routes
from mayfly.http.routes.cleanup import add_cleanup_routes
from mayfly.http.routes.front import add_front_routes
from mayfly.http.routes.models import add_model_routes
from mayfly.http.routes.monitoring import add_watch_routes
from mayfly.http.security.admission import Admission
from mayfly.http.security.cors import add_cors
from mayfly.http.security.langgraph_guard import LangGraphGuard
from mayfly.http.security.origins import Origins, under_langgraph_server
from mayfly.http.security.request_guard import Guards
from mayfly.http.settings import get_http_settings
from mayfly.settings import get_settings

if TYPE_CHECKING:
    from mayfly.generator import CADModelGenerator

    app: FastAPI

_TURN_SECONDS = 0.001
_DESCRIPTION = """\
A request becomes a STEP file, and the file is gone 30 minutes later.

Errors are problem details (RFC 9457) with a stable `code`.
"""


def create_app(generator: CADModelGenerator | None = None, *, warm: bool = False) -> FastAPI:
    """Put the HTTP application together; nothing starts before its lifespan does.

    Args:
        generator: What makes the models; the process's one (``mayfly.app``) if
            not given. A given one stays its giver's to close.
        warm: Start the workshop's children with the server, not with the first build.

    Raises:
        pydantic.ValidationError: A ``MAYFLY_*`` variable makes no sense.
    """
    escape_server_lines()
    settings, limits = get_settings(), get_http_settings()
    token = settings.api_token.get_secret_value() if settings.api_token else None
    office = Office(generator, warm=warm)
    metrics = Metrics(office)
    size, queue = settings.workshop_size, settings.workshop_queue
    # A chat model's plans are waited for, so they need a thread each; the rules' plans don't.
    threads = size + queue if settings.model else size + 1
    desk = BuildDesk(office, metrics, size=size, queue=queue, threads=threads)
    records = BuildRecords(lambda: office.cleanup.temp_dir, settings.cleanup_interval_minutes * 60)
    previews = Previews(office, desk)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with _short_turns():
            async with office.open():
                await to_thread.run_sync(records.prune)
                house = asyncio.create_task(keep_house(desk, records, previews))
                threads = asyncio.create_task(keep_threads_short(settings.cleanup_interval_minutes))
                yield
                await desk.close(limits.shutdown_seconds)
                house.cancel()
                threads.cancel()
                await to_thread.run_sync(records.close)

    app = FastAPI(
        title="Mayfly",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=lifespan,
        redirect_slashes=False,  # a redirect would repeat the Host header, whatever is in it
        openapi_url=None,  # it is a guarded route of our own, and so is its page: FastAPI's comes from a CDN
    )
    app.openapi = document(app, token=token is not None)  # type: ignore[method-assign]
    # Routes go straight onto the app's own router: LangGraph Server wraps every
    # route's ``app``, which an included router does not have.
    router = app.router
    router.route_class = route_class(Guards(limits, token), metrics)
    add_order_routes(router, office, desk, records, own_words=settings.model is None)
    add_build_routes(router, office, desk, records)
    add_model_routes(router, office, previews)
    add_download_routes(router, office, limits)
    add_catalogue_routes(router)
    add_cleanup_routes(router, office)
    add_watch_routes(router, office, desk, metrics, app)
    add_front_routes(router, app)
    add_unrouted_problems(app)
    if under_langgraph_server():
        app.add_middleware(LangGraphGuard, admission=Admission(limits, token), open_paths=OPEN_PATHS)
    add_cors(app, Origins.of(limits.cors_origins))
    return app


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let Python's threads take turns sooner within the block.

    The threads that plan and publish would else keep each request waiting for up
    to five milliseconds at a time; the 99th percentile of a short answer while
    models are built is shorter so (`benchmarks/http.py`).
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _TURN_SECONDS))
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def __getattr__(name: str) -> Any:
    """Make ``app`` when it is asked for, once.

    Raises:
        pydantic.ValidationError: A ``MAYFLY_*`` variable makes no sense.
    """
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = made = create_app()
    return made
