"""Whose pages and which names are at home here: the Host and Origin headers of a request.

Everybody asks this module: the HTTP routes, the auth of LangGraph Server
(``mayfly.graphs.auth``), and the guard of LangGraph Server's own routes. It imports
no web framework.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from mayfly.http.security.hosts import is_local, is_own_name, is_reachable

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

STUDIO_ORIGINS = (
    "https://smith.langchain.com",
    "https://eu.smith.langchain.com",
    "https://apac.smith.langchain.com",
    "https://aws.smith.langchain.com",
)
"""Where LangSmith, and with it LangGraph Studio, is served, one address for each region."""

LOCAL_ORIGIN = r"https?://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?"
"""A page that this machine serves, on whatever port."""

_STUDIO, _LOCAL, _NOBODY = "studio", "local", "none"
_WORDS = frozenset({_STUDIO, _LOCAL, _NOBODY})
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#@*\s\\]+")
_ON_LANGGRAPH_SERVER = (_STUDIO, _LOCAL)


@dataclass(frozen=True, slots=True)
class Origins:
    """The web origins whose pages may use the service.

    Attributes:
        listed: Origins by name, in lower case.
        local: Pages that this machine serves are among them.
    """

    listed: frozenset[str] = frozenset()
    local: bool = False

    @classmethod
    def of(cls, names: Collection[str]) -> Self:
        """Read the setting ``MAYFLY_HTTP_CORS_ORIGINS``.

        Args:
            names: Origins (``https://cad.example``) and words: ``studio`` for LangGraph Studio in
                all its regions, ``local`` for every page that this machine serves, ``none`` for
                nobody. With no name at all it is ``studio, local`` under LangGraph Server,
                whose purpose is to be used by them, and nobody anywhere else.
        """
        if not names and under_langgraph_server():
            names = _ON_LANGGRAPH_SERVER
        given = {name.lower().rstrip("/") for name in names}
        listed = given - _WORDS
        if _STUDIO in given:
            listed.update(STUDIO_ORIGINS)
        return cls(frozenset(listed), _LOCAL in given)

    def __bool__(self) -> bool:
        """Return whether there is any page that may use the service."""
        return bool(self.listed) or self.local

    def allow(self, origin: str) -> bool:
        """Return whether pages of an origin, as an ``Origin`` header gives it, may use the service."""
        origin = origin.lower()
        return origin in self.listed or (self.local and re.fullmatch(LOCAL_ORIGIN, origin) is not None)


def check_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of a setting if each is an origin or a word.

    Raises:
        ValueError: One is neither; a wildcard would let every page of the web in.
    """
    for name in names:
        if name.lower() not in _WORDS and not _ORIGIN.fullmatch(name.lower().rstrip("/")):
            raise ValueError(
                f"{name!r} is not an origin such as https://cad.example, nor studio, local or none"
            )
    return names


def under_langgraph_server() -> bool:
    """Return whether this process is LangGraph Server, which names its graphs in the environment."""
    return "LANGSERVE_GRAPHS" in os.environ


def is_foreign_page(headers: Mapping[str, str], origins: Origins, *, effects: bool) -> bool:
    """Return whether a page of another site, which nobody has let in, made a browser send a request.

    Programs send none of the headers that this looks at. A browser sends ``Origin`` with what a
    page's scripts ask for, and ``Sec-Fetch-Site`` with everything; a page can forge neither.

    Args:
        headers: The request's headers, by lower-case name.
        origins: Who may.
        effects: It changes something or sets work off, so that not even a link may lead to it.
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
    """Return whether a service without a token is asked for under a name that is not its own.

    A connection of this machine has to be asked for under a local name. Where others may ask
    too, any IP address will do: a browser sends it only to pages that were opened under it.

    Args:
        host: The ``Host`` header.
        server: This machine's end of the connection; a socket file or a test client has a name.
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
    return origin.partition("://")[2] if _ORIGIN.fullmatch(origin) else None
