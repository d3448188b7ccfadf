"""The connection itself: to the checked address, in the name's own certificate, not for ever."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from marketplace.procurement.models import DeliveryFault
from marketplace.procurement.webhooks import addresses, sending
from tests.procurement.webhooks.receiver import receiving

HOST = "hooks.example.go.kr"


def certificate(folder: Path, host: str) -> Path:
    """A certificate that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def named(loopback: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is this machine."""
    monkeypatch.setattr(addresses, "look_up", lambda _host, _port: ["127.0.0.1"])


class TestTls:
    @pytest.mark.parametrize(
        ("host", "fault"),
        [(HOST, DeliveryFault.NONE), ("else.example.go.kr", DeliveryFault.NOT_TRUSTED)],
    )
    def test_the_certificate_must_be_the_names(
        self,
        app: Flask,
        named: None,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        host: str,
        fault: DeliveryFault,
    ) -> None:
        file = certificate(tmp_path, host)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        with receiving(file) as receiver:
            tried = sending.post(f"https://{HOST}:{receiver.port}/a?b=1", b"{}", {})
            assert tried.fault is fault
            seen = [(path, headers["Host"]) for path, headers, _ in receiver.got]
        assert seen == ([("/a?b=1", f"{HOST}:{receiver.port}")] if tried.is_good else [])

    def test_one_nobody_vouches_for_is_not_trusted(
        self, app: Flask, named: None, tmp_path: Path
    ) -> None:
        with receiving(certificate(tmp_path, HOST)) as receiver:
            tried = sending.post(f"https://{HOST}:{receiver.port}/", b"{}", {})
        assert tried.fault is DeliveryFault.NOT_TRUSTED


@pytest.fixture
def dripping() -> Iterator[int]:
    """A server that answers one byte at a time and never ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        with connection:
            while not stop.wait(0.05):
                try:
                    connection.sendall(b"H")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    stop.set()
    thread.join()
    listener.close()


def test_who_answers_drop_by_drop_is_cut_off(
    app: Flask, loopback: None, dripping: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "WHOLE_SECONDS", 0.4)
    tried = sending.post(f"http://127.0.0.1:{dripping}/", b"{}", {})
    assert tried == sending.Tried(fault=DeliveryFault.TOO_SLOW)
