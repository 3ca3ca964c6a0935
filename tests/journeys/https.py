"""The pages on a socket over HTTPS, as readers meet them behind the promoter's proxy."""

import socket
import ssl
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

HOST = "localhost"


class Unheard(WSGIRequestHandler):
    """Writes no line for a request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  werkzeug's name
        pass


def certificate(folder: Path) -> tuple[Path, Path]:
    """A fresh certificate for this machine, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    start = datetime.now(tz=UTC) - timedelta(hours=1)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    shown, hidden = folder / "certificate.pem", folder / "key.pem"
    shown.write_bytes(signed.public_bytes(pem))
    form, bare = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    hidden.write_bytes(key.private_bytes(pem, form, bare))
    return shown, hidden


@contextmanager
def serving(app: Flask, listener: socket.socket, pair: tuple[Path, Path]) -> Iterator[None]:
    shown, hidden = map(str, pair)
    server = make_server(
        HOST,
        listener.getsockname()[1],
        app,
        threaded=True,
        request_handler=Unheard,
        ssl_context=(shown, hidden),
        fd=listener.fileno(),
    )
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def fetch(address: str, trusted: Path) -> bytes:
    """Download it, as a browser does that trusts this certificate."""
    with urllib.request.urlopen(address, context=ssl.create_default_context(cafile=str(trusted))) as answer:
        data: bytes = answer.read()
    return data
