"""Host names and IP addresses: which mean this machine alone, and under which a service is asked for.

An IPv4 address may come in IPv6 clothes (``::ffff:127.0.0.1``), as a socket for
both families gives it. ``ip_address`` takes them off, so all questions here
have the same answer for both forms.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from functools import lru_cache

_KNOWN_HOSTS = 64  # clients choose what they send, so it is bounded
_LONGEST_NAME = 255  # RFC 1035; longer ones are not worth a look


def ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return a host's IP address, an IPv4 one as such even if it is mapped into IPv6; None for a name."""
    if len(host) > _LONGEST_NAME:
        return None
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=_KNOWN_HOSTS)
def is_local(host: str) -> bool:
    """Return whether a host name or address means this machine alone."""
    if host.lower() == "localhost" or host.lower().endswith(".localhost"):
        return True
    address = ip_address(host)
    return address is not None and address.is_loopback


@lru_cache(maxsize=_KNOWN_HOSTS)
def is_reachable(host: str) -> bool:
    """Return whether this is an IP address that more than this machine may reach; a name is not."""
    address = ip_address(host)
    return address is not None and not address.is_loopback


def is_own_name(header: str, hosts: Collection[str], *, literals: bool = False) -> bool:
    """Return whether a Host header names this service, and not a name that somebody pointed at it.

    A web page can have its own name point at any address, and would then read
    everything through its visitor's browser (DNS rebinding). It can't do so
    with an IP address, nor with a local name.

    Args:
        header: The header as it came.
        hosts: Names that are allowed besides, in lower case.
        literals: Any IP address is allowed, not only one of this machine alone.
    """
    name = host_name(header)
    return is_local(name) or name in hosts or (literals and ip_address(name) is not None)


def host_name(header: str) -> str:
    """Return a Host header's name without its port and the brackets of an IPv6 address, in lower case."""
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]
