"""Gunicorn as this product wants it: sync workers, which measured faster than threads here."""

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.sync import SyncWorker

TOO_LONG = Path(__file__).with_name("address-too-long.html").read_bytes()
MOST_UNREAD_BYTES = 2_000_000  # no browser sends a longer address


class KindWorker(SyncWorker):
    """A sync worker that answers an address longer than it reads with a page of ours.

    Such a request never reaches the application, so the page cannot be a template of it.
    """

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        _read_on(client)
        head = (
            "HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nCache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'self'\r\n"
            f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(TOO_LONG)}\r\n\r\n"
        )
        with suppress(OSError):
            client.sendall(head.encode() + TOO_LONG)


def _read_on(client: socket.socket) -> None:
    """Take in what is still under way, because closing over it would reset the connection."""
    client.settimeout(0.3)
    left = MOST_UNREAD_BYTES
    with suppress(OSError):
        while left > 0 and (got := client.recv(65_536)):
            left -= len(got)


workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = KindWorker
limit_request_line = 8190  # the most gunicorn takes: about 900 Korean letters
# Read once and forked: a start costs one import however many workers, and they share its memory.
# Nothing may be open by then (tests/core/test_production.py). New code needs a restart, not a HUP.
preload_app = True
timeout = 30
graceful_timeout = 10
max_requests = 20_000
max_requests_jitter = 2_000
keepalive = 2
accesslog = "-" if os.environ.get("ACCESS_LOG") else None
errorlog = "-"
loglevel = os.environ.get("LOG_LEVEL", "warning")
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
