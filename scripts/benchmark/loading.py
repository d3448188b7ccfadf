"""A load of plain sockets: cheap enough that the server, not the client, is what is measured."""

from __future__ import annotations

import http.client
import multiprocessing
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

CLIENTS = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """Requests a second and latencies in milliseconds of one page."""

    name: str
    per_second: float
    p50_ms: float
    p95_ms: float
    page_bytes: int
    failures: int


def _once(port: int, request: bytes) -> tuple[bool, int]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        size, first = 0, b""
        while chunk := connection.recv(65536):
            first = first or chunk
            size += len(chunk)
    return first[9:12] == b"200", size


def _client(port: int, request: bytes, seconds: float, answers: multiprocessing.Queue) -> None:  # type: ignore[type-arg]
    times, failures, size = [], 0, 0
    until = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < until:
        good, size = _once(port, request)
        times.append(time.perf_counter() - begun)
        failures += not good
    answers.put((times, failures, size))


def measure(
    name: str, port: int, path: str, seconds: float, cookie: str = "", header: str = ""
) -> Measured:
    """Ask for one page from four clients for `seconds`, after a short warm-up."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close", "Accept: text/html"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if header:
        lines.append(header)
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    for _ in range(8):
        _once(port, request)
    answers: multiprocessing.Queue = multiprocessing.Queue()  # type: ignore[type-arg]
    begun = time.perf_counter()
    clients = [
        multiprocessing.Process(target=_client, args=(port, request, seconds, answers))
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    collected = [answers.get() for _ in clients]
    for client in clients:
        client.join()
    spent = time.perf_counter() - begun
    return summary(
        name,
        [each for times, _, _ in collected for each in times],
        spent,
        collected[0][2],
        sum(failures for _, failures, _ in collected),
    )


def summary(name: str, times: list[float], spent: float, size: int, failures: int) -> Measured:
    """Rate, median and 95th percentile of a list of seconds."""
    ordered = sorted(times)
    return Measured(
        name,
        len(ordered) / spent,
        ordered[len(ordered) // 2] * 1000,
        ordered[int(len(ordered) * 0.95)] * 1000,
        size,
        failures,
    )


Form = Mapping[str, str] | Sequence[tuple[str, str]]  # pairs where a name stands more than once


class Person:
    """A visitor with cookies who fills in forms, for flows of several steps."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: Form | None = None) -> tuple[int, str, str]:
        """Status, body and the address a redirect leads to."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Origin": f"http://127.0.0.1:{self.port}",
            "Sec-Fetch-Site": "same-origin",
        }
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for value in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        connection.close()
        return answer.status, text, answer.headers.get("Location", "")

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())
