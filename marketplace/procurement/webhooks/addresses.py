"""Addresses we may call: https, and public at the very moment we call.

Somebody who may type an address must not reach what only this server reaches. A name is resolved
here, every address it has must be public, and the connection is made to that very address: a name
that means something else a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

from marketplace import config
from marketplace.core.errors import Invalid
from marketplace.core.text import T

LONGEST_URL = 500
SECURE, PLAIN = "https", "http"
PORTS = {SECURE: 443, PLAIN: 80}
# What the library calls global and is not, or leads elsewhere: IETF assignments, relays of 6to4
# and NAT64 (an IPv4 address inside), site-local. RFC 6890, 7526, 6052, 3879.
NOT_PUBLIC = [
    ipaddress.ip_network(each)
    for each in (
        *("192.0.0.0/24", "192.88.99.0/24", "2002::/16", "64:ff9b::/96", "64:ff9b:1::/48"),
        *("fec0::/10", "2001::/23"),
    )
]

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[str]]


class AddressRefused(Invalid):
    """We do not call this address."""

    code = "address_refused"

    def __init__(self, said: T) -> None:
        super().__init__(said, {"url": [said]})


@dataclass(frozen=True, slots=True)
class Target:
    """Where a connection goes: `ip` was public a moment ago, `host` is who must answer there."""

    url: str
    ip: str
    host: str
    port: int
    path: str
    is_secure: bool


def look_up(host: str, port: int) -> list[str]:
    """Every IP address of a name; raises OSError for one that has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def check_address(url: str, resolve: Resolver | None = None) -> Target:
    """An address as it may be called now; raises AddressRefused and says why.

    Asks the name service, so never inside a transaction. A development or test setting may
    allow this machine itself, and only for it plain http.
    """
    parts = _parse(url)
    host = _host_of(parts)
    port = parts.port or PORTS[parts.scheme]
    try:
        found = [ipaddress.ip_address(each) for each in (resolve or look_up)(host, port)]
    except (OSError, ValueError):
        found = []
    if not found:
        raise AddressRefused(T("주소의 서버 이름을 찾을 수 없습니다."))
    here = config.current().webhook_loopback and all(each.is_loopback for each in found)
    if not here and not all(is_public(each) for each in found):
        raise AddressRefused(T("인터넷에 공개된 서버의 주소만 쓸 수 있습니다."))
    if parts.scheme != SECURE and not here:
        raise AddressRefused(T("https://로 시작하는 주소를 적어 주세요."))
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    return Target(url, str(found[0]), host, port, path, parts.scheme == SECURE)


def is_public(address: Address) -> bool:
    """Whether an IP address belongs to the whole internet."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    inside = any(address in each for each in NOT_PUBLIC if each.version == address.version)
    return address.is_global and not address.is_multicast and not inside


def _parse(url: str) -> SplitResult:
    if len(url) > LONGEST_URL:
        raise AddressRefused(T("주소는 500자까지 적을 수 있습니다."))
    if not url.isascii() or not url.isprintable() or any(each in url for each in ' \\"<>'):
        raise AddressRefused(T("주소에는 영문, 숫자, 기호만 쓸 수 있습니다."))
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that does not close
        raise AddressRefused(T("주소를 읽을 수 없습니다. 다시 확인해 주세요.")) from None
    if parts.scheme not in PORTS:
        raise AddressRefused(T("https://로 시작하는 주소를 적어 주세요."))
    if not usable:
        raise AddressRefused(T("주소를 읽을 수 없습니다. 다시 확인해 주세요."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressRefused(T("아이디, 비밀번호나 #이 든 주소는 쓸 수 없습니다."))
    return parts


def _host_of(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host or len(host) > 253 or "%" in host:
        raise AddressRefused(T("주소를 읽을 수 없습니다. 다시 확인해 주세요."))
    return host
