"""Host names and IP addresses: which ones mean this machine alone, and which are the service's own.

An IPv4 address may be written in IPv6 form (``::ffff:127.0.0.1``), as a socket for both
families writes it. ``ip_address`` converts it, so the answers are the same for both forms.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from functools import lru_cache

_KNOWN_HOSTS = 64  # clients choose the names, so their number is bounded
_LONGEST_NAME = 255  # RFC 1035


def ip_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return a host's IP address, an IPv4 address in IPv6 form as IPv4; None for a name."""
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
    """Return whether this is an IP address that other machines may reach; a name is not."""
    address = ip_address(host)
    return address is not None and not address.is_loopback


def is_own_name(header: str, hosts: Collection[str], *, literals: bool = False) -> bool:
    """Return whether a Host header has one of the service's own names, not one that a stranger points at it.

    A web page can point its own name at any address, and could then read everything
    through its visitor's browser (DNS rebinding). It can't do that with an IP address
    or a local name.

    Args:
        header: The header as it was sent.
        hosts: Further names that are allowed, in lower case.
        literals: Any IP address is allowed, not only a local one.
    """
    name = host_name(header)
    return is_local(name) or name in hosts or (literals and ip_address(name) is not None)


def host_name(header: str) -> str:
    """Return a Host header's name without its port and the brackets of an IPv6 address, in lower case."""
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0]
