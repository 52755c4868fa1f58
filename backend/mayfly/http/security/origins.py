"""Which web pages and host names may be used with the service: the Origin and Host headers of a request.

The same rules hold for the HTTP routes, the auth of LangGraph Server (``mayfly.graphs.auth``)
and the guard of LangGraph Server's own routes. This module imports no web framework.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from mayfly.http.security.hosts import is_local, is_own_name, is_reachable
from mayfly.http.settings import ORIGIN_WORDS, is_origin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

STUDIO_ORIGINS = (
    "https://smith.langchain.com",
    "https://eu.smith.langchain.com",
    "https://apac.smith.langchain.com",
    "https://aws.smith.langchain.com",
)
"""The origins of LangSmith, and with it of LangGraph Studio, one for each region."""

LOCAL_ORIGIN = r"https?://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?"
"""The origin of a page that this machine serves, on any port."""

_ON_LANGGRAPH_SERVER = ("studio", "local")


@dataclass(frozen=True, slots=True)
class Origins:
    """The web origins whose pages may use the service.

    Attributes:
        listed: Origins by name, in lower case.
        local: Pages that this machine serves may use it, too.
    """

    listed: frozenset[str] = frozenset()
    local: bool = False

    @classmethod
    def of(cls, names: Collection[str]) -> Self:
        """Read the setting ``MAYFLY_HTTP_CORS_ORIGINS``.

        Args:
            names: Origins (``https://cad.example``) and words: ``studio`` for LangGraph Studio in
                all its regions, ``local`` for every page that this machine serves, ``none`` for
                no page. Without any name it is ``studio, local`` on LangGraph Server, which is
                made for them, and no page elsewhere.
        """
        if not names and on_langgraph_server():
            names = _ON_LANGGRAPH_SERVER
        given = {name.lower().rstrip("/") for name in names}
        listed = given - ORIGIN_WORDS
        if "studio" in given:
            listed.update(STUDIO_ORIGINS)
        return cls(frozenset(listed), "local" in given)

    def __bool__(self) -> bool:
        """Return whether any page may use the service."""
        return bool(self.listed) or self.local

    def allow(self, origin: str) -> bool:
        """Return whether pages of an origin, as in an ``Origin`` header, may use the service."""
        origin = origin.lower()
        return origin in self.listed or (self.local and re.fullmatch(LOCAL_ORIGIN, origin) is not None)


def on_langgraph_server() -> bool:
    """Return whether this process is LangGraph Server, which names its graphs in the environment."""
    return "LANGSERVE_GRAPHS" in os.environ


def is_foreign_page(headers: Mapping[str, str], origins: Origins, *, effects: bool) -> bool:
    """Return whether a page of another site, which is not allowed, made a browser send a request.

    Other programs send neither header that is read here. A browser sends ``Origin`` with the requests
    of a page's scripts, and ``Sec-Fetch-Site`` with all requests; a page can forge neither.

    Args:
        headers: The request's headers, by lower-case name.
        origins: The origins that are allowed.
        effects: The request changes something or starts work, so not even a link may lead to it.
    """
    origin = headers.get("origin")
    if origin is not None and origins.allow(origin):
        return False
    site = headers.get("sec-fetch-site")
    if site is None:
        return origin is not None and _host_of(origin) != headers.get("host", "").lower()
    if site in ("same-origin", "none"):
        return False
    follows_a_link = origin is None and headers.get("sec-fetch-mode") == "navigate"
    return effects or not follows_a_link


def is_foreign_name(host: str, server: str, known: Collection[str] = (), *, public: bool = False) -> bool:
    """Return whether a request to a service without a token uses a name that is not the service's own.

    A connection from this machine has to use a local name. Where others may connect, too, any
    IP address is allowed: a browser sends it only for pages that were opened under it.

    Args:
        host: The ``Host`` header.
        server: This machine's end of the connection; for a socket file or a test client, a name.
        known: Further names of the service, in lower case.
        public: Strangers may connect (``MAYFLY_HTTP_PUBLIC``).
    """
    public = public and is_reachable(server)
    if not public and not is_local(server):
        return False
    return not is_own_name(host, known, literals=public)


def _host_of(origin: str) -> str | None:
    """Return an origin's host with its port; None for an opaque or malformed one."""
    origin = origin.lower()
    return origin.partition("://")[2] if is_origin(origin) else None
