"""serve: the HTTP service as a process of its own, with a sensible log and an orderly end."""

from __future__ import annotations

import copy
import logging
import os
import resource
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
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
    """The address can't be listened on: it is taken, not this machine's, or not allowed."""

    code = "cannot_listen"


def serve(host: str = "127.0.0.1", port: int = 8000, *, warm: bool = True) -> None:
    """Serve until SIGTERM or SIGINT; running builds and downloads may then end within a limit.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 for any free one, which the log names.
        warm: Start the workshop's children at once; otherwise the first build waits for them.

    Raises:
        InvalidParameter: There is no such port, or others could reach the address and there is no token.
        CannotListen: The port is taken, or the address is not one of this machine.
        StorageError: The directory of the models can't be used.
        pydantic.ValidationError: A ``MAYFLY_*`` variable makes no sense.
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
    config = uvicorn.Config(
        create_app(warm=warm),
        host=host,
        port=port,
        log_config=log_config(),
        http=BoundedProtocol,
        h11_max_incomplete_event_size=HEAD_LIMIT_BYTES,
        ws="none",
        server_header=False,
        # Not from this machine alone, as is uvicorn's default: any local program could take many names,
        # each with a share of its own. With a proxy, its address is set (and read by uvicorn itself).
        proxy_headers="FORWARDED_ALLOW_IPS" in os.environ,
        timeout_graceful_shutdown=round(settings.shutdown_seconds),
    )
    with _bound(host, port) as sockets:  # uvicorn itself would only exit, with a status of its own
        composition.get_generator()  # what is wrong with the directory is said before the port opens
        with _signals_only_end_the_server():
            Server(config, settings.head_seconds, _connections(settings)).run(sockets)


@contextmanager
def _bound(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Take all addresses of a host name; nobody can connect before the server listens there.

    Raises:
        CannotListen: One of them can't be had.
    """
    with ExitStack() as stack:
        sockets: list[socket.socket] = []
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
            for family, kind, protocol, _, address in dict.fromkeys(found):
                if sockets and port == 0:  # every address gets the port that the first one was given
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


class _UninterestingAccess(logging.Filter):
    """Drops the access lines of successful health checks."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep everything else."""
        arguments = record.args
        if not isinstance(arguments, tuple) or len(arguments) != 5:
            return True
        return not (str(arguments[2]).startswith("/health") and arguments[4] == 200)


def log_config() -> dict[str, Any]:
    """Give uvicorn's logging with times, Mayfly's lines among its own, and no health checks."""
    config: dict[str, Any] = copy.deepcopy(LOGGING_CONFIG)
    for formatter in config["formatters"].values():
        formatter["fmt"] = "%(asctime)s " + formatter["fmt"]
    config["filters"] = {"escaped": {"()": Escaped}, "uninteresting": {"()": _UninterestingAccess}}
    config["handlers"]["access"]["stream"] = "ext://sys.stderr"
    config["handlers"]["access"]["filters"] = ["escaped", "uninteresting"]
    config["handlers"]["default"]["filters"] = ["escaped"]
    config["loggers"]["mayfly"] = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return config


def _connections(settings: HttpSettings) -> int:
    """Allow as many connections as the process can have files for: one each, and one for its download."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        hard = max(soft, 2 * settings.connections + 200)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return max(1, min(settings.connections, (hard - 100) // 2))


@contextmanager
def _signals_only_end_the_server() -> Iterator[None]:
    """Let SIGTERM and SIGINT end the server with exit code 0.

    uvicorn raises the signals again when it has ended, for the handlers that
    were there before it: these. The default ones would kill the process before
    its children and its janitor are seen to.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {
        number: signal.signal(number, lambda number, frame: None)
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
