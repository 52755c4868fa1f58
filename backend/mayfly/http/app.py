"""create_app: the HTTP application, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI

from mayfly import __version__
from mayfly.http.cleanup_routes import add_cleanup_routes
from mayfly.http.office import Office

if TYPE_CHECKING:
    from mayfly.generator import CADModelGenerator


def create_app(generator: CADModelGenerator | None = None) -> FastAPI:
    """Put the HTTP application together; nothing starts before its lifespan does.

    Args:
        generator: What makes the models; the process's one (``mayfly.app``) if
            not given. A given one stays its giver's to close.
    """
    office = Office(generator)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with office.open():
            yield

    app = FastAPI(title="Mayfly", version=__version__, lifespan=lifespan)
    # Routes go straight onto the app's own router: LangGraph Server wraps every
    # route's ``app``, which an included router does not have.
    add_cleanup_routes(app.router, office)
    return app
