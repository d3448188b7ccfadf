"""One POST to one address: to the address that was checked, no redirects, nothing read back."""

from __future__ import annotations

import ssl
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from socket import SHUT_RDWR
from threading import Timer

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from marketplace.procurement.models import DeliveryFault
from marketplace.procurement.webhooks.addresses import AddressRefused, Target, check_address

STEP_SECONDS = 5.0  # to connect, and between two bytes
WHOLE_SECONDS = 10.0  # a receiver that answers drop by drop is cut off
AGENT = "Ieum-Market-Webhooks/1"


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a try: the status that was answered, if any, and what was wrong."""

    status: int | None = None
    fault: DeliveryFault = DeliveryFault.NONE

    @property
    def is_good(self) -> bool:
        return self.fault is DeliveryFault.NONE


def post(url: str, body: bytes, headers: dict[str, str]) -> Tried:
    """Send a body to an address that is checked again now; never raises for the receiver's faults.

    Any 2xx is good. The answer's body is not read.
    """
    try:
        target = check_address(url)
    except AddressRefused:
        return Tried(fault=DeliveryFault.ADDRESS)
    connection = _connection(target)
    limit = _Limit(connection)
    try:
        connection.request(
            "POST",
            target.path,
            body,
            {
                **headers,
                "Host": _host_header(target),
                "User-Agent": AGENT,
                "Content-Type": "application/json; charset=utf-8",
            },
            preload_content=False,
        )
        return judge(connection.getresponse().status)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        return Tried(fault=DeliveryFault.TOO_SLOW if limit.is_over else _fault_of(error))
    finally:
        limit.timer.cancel()
        connection.close()


class _Limit:
    """Cuts a connection off when its time is over, whatever it waits for."""

    def __init__(self, connection: HTTPConnection) -> None:
        self.connection = connection
        self.is_over = False
        self.timer = Timer(WHOLE_SECONDS, self._cut)
        self.timer.daemon = True
        self.timer.start()

    def _cut(self) -> None:
        self.is_over = True
        if self.connection.sock is not None:
            with suppress(OSError):
                self.connection.sock.shutdown(SHUT_RDWR)  # wakes whoever reads from it


def judge(status: int) -> Tried:
    """What an answered status means."""
    if 200 <= status < 300:
        return Tried(status)
    redirected = 300 <= status < 400
    return Tried(status, DeliveryFault.REDIRECT if redirected else DeliveryFault.STATUS)


def _connection(target: Target) -> HTTPConnection:
    if not target.is_secure:
        return HTTPConnection(target.ip, target.port, timeout=STEP_SECONDS)
    # The name is asked for and the certificate checked against it, the address is the checked one.
    return HTTPSConnection(
        target.ip,
        target.port,
        timeout=STEP_SECONDS,
        ssl_context=ssl.create_default_context(),
        server_hostname=target.host,
    )


def _host_header(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    usual = 443 if target.is_secure else 80
    return host if target.port == usual else f"{host}:{target.port}"


def _fault_of(error: Exception) -> DeliveryFault:
    if isinstance(error, SSLError | ssl.SSLError):
        return DeliveryFault.NOT_TRUSTED
    is_refused = isinstance(error, NewConnectionError)
    if isinstance(error, ConnectTimeoutError | TimeoutError) and not is_refused:
        return DeliveryFault.TOO_SLOW
    return DeliveryFault.UNREACHABLE
