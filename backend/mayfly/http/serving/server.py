"""serve: run the HTTP service as a process of its own, with its log and an orderly end."""

from __future__ import annotations

import copy
import logging
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Any

import uvicorn
from uvicorn.config import LOGGING_CONFIG

from mayfly import app as composition
from mayfly.errors import InvalidParameter, MayflyError
from mayfly.http.app import create_app
from mayfly.http.logs import Escaped
from mayfly.http.security.hosts import is_local
from mayfly.http.serving.connections import HEAD_LIMIT_BYTES, BoundedProtocol, Server
from mayfly.http.settings import HttpSettings, get_http_settings
from mayfly.settings import get_settings


class CannotListen(MayflyError):
    """The server can't listen on the address: it is taken, not this machine's, or not allowed."""

    code = "cannot_listen"


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    warm: bool = True,
    while_listening: Callable[[str, int], AbstractContextManager[None]] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; running builds and downloads then have some time to end.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 for any free one, which is logged.
        warm: Start the workshop's children at once; otherwise the first build waits for them.
        while_listening: Entered with address and port once they are bound, and left at the end.

    Raises:
        InvalidParameter: There is no such port, or others can reach the address and no token is set.
        CannotListen: The port is taken, or the address is not one of this machine.
        StorageError: The directory of the models can't be used.
        pydantic.ValidationError: A ``MAYFLY_*`` variable has no valid value.
    """
    if not 0 <= port <= 65535:
        raise InvalidParameter(f"There is no port {port}: ports go from 0 to 65535.")
    settings = get_http_settings()
    token = get_settings().api_token
    if not is_local(host) and token is None and not settings.public:
        raise InvalidParameter(
            f"On {host} others could reach the service. Set MAYFLY_API_TOKEN, or MAYFLY_HTTP_PUBLIC=1 "
            "where something else keeps strangers out."
        )
    app = create_app(warm=warm)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=log_config(),
        http=BoundedProtocol,
        h11_max_incomplete_event_size=HEAD_LIMIT_BYTES,
        ws="none",
        server_header=False,
        # uvicorn believes this machine by default, so any local program could claim many addresses,
        # each with a share of its own. With a proxy, its address is set (and read by uvicorn itself).
        proxy_headers="FORWARDED_ALLOW_IPS" in os.environ,
        timeout_graceful_shutdown=round(settings.shutdown_seconds),
    )
    with _bound(host, port) as sockets:  # uvicorn itself would only exit
        composition.get_generator()  # an unusable directory is reported before the port opens
        bound = sockets[0].getsockname()[1]
        noted = while_listening(host, bound) if while_listening is not None else nullcontext()
        with noted, _signals_only_end_the_server():
            connections = _connections(settings)
            Server(config, settings.head_seconds, connections, app.state.end_streams).run(sockets)


@contextmanager
def _bound(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Bind sockets to all addresses of a host name; nobody can connect before the server listens.

    Raises:
        CannotListen: One of the addresses can't be used.
    """
    with ExitStack() as stack:
        sockets: list[socket.socket] = []
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
            for family, kind, protocol, _, address in dict.fromkeys(found):
                if sockets and port == 0:  # all addresses get the port of the first one
                    address = (address[0], sockets[0].getsockname()[1], *address[2:])
                sockets.append(stack.enter_context(socket.socket(family, kind, protocol)))
                sockets[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    sockets[-1].setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                sockets[-1].bind(address)
        except OSError as error:
            reason = error.strerror or error
            if isinstance(error.errno, int) and not isinstance(error, socket.gaierror):
                reason = os.strerror(error.errno)
            raise CannotListen(f"Port {port} of {host} can't be listened on: {reason}.") from error
        yield sockets


class _WithoutHealthChecks(logging.Filter):
    """Drops the access lines of successful health checks."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return False for the line of a successful health check."""
        arguments = record.args
        if not isinstance(arguments, tuple) or len(arguments) != 5:
            return True
        return not (str(arguments[2]).startswith("/health") and arguments[4] == 200)


def log_config() -> dict[str, Any]:
    """Return uvicorn's log configuration with times, with Mayfly's lines, and without health checks."""
    config: dict[str, Any] = copy.deepcopy(LOGGING_CONFIG)
    for formatter in config["formatters"].values():
        formatter["fmt"] = "%(asctime)s " + formatter["fmt"]
    config["filters"] = {"escaped": {"()": Escaped}, "no_health_checks": {"()": _WithoutHealthChecks}}
    config["handlers"]["access"]["stream"] = "ext://sys.stderr"
    config["handlers"]["access"]["filters"] = ["escaped", "no_health_checks"]
    config["handlers"]["default"]["filters"] = ["escaped"]
    config["loggers"]["mayfly"] = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return config


def _connections(settings: HttpSettings) -> int:
    """Return how many connections may be open: each needs a descriptor, and one more for its download."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = max(soft, 2 * settings.connections + 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return max(1, min(settings.connections, (hard - 100) // 2))


@contextmanager
def _signals_only_end_the_server() -> Iterator[None]:
    """Make SIGTERM and SIGINT end the server with exit code 0.

    When uvicorn has ended, it raises the signals again for the handlers that were set before: these. The
    default ones would kill the process before its children have ended and its janitor is started.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
