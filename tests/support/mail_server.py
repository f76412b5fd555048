"""A real mail server for tests (aiosmtpd), that takes mail, says no, breaks off or is slow, as told."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from portal.config import NO_TLS, MailSettings
from portal.web import clock
from tests.support.server import free_port

SENDER = "portaal@gemeente.example"


@dataclass
class MailServer:
    """What it took, and what it is told to do. `script` gives, per mail, the answer after the text; None breaks the line off."""

    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    script: list[str | None] = field(default_factory=list)
    at_recipient: list[str] = field(default_factory=list)
    wait: float = 0.0
    after: Callable[[], None] | None = None
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if self.at_recipient and not (answer := self.at_recipient.pop(0)).startswith("250"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.script.pop(0) if self.script else "250 OK"
        if answer is None or answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=default))
            self.recipients += envelope.rcpt_tos
        if self.after:
            self.after()
        if self.wait:
            await asyncio.sleep(self.wait)
        if answer is None:
            server.transport.abort()
            return "421 weg"
        return answer

    @property
    def sent_twice(self) -> int:
        """How many mails came more than once: the same Message-ID."""
        return sum(count - 1 for count in Counter(str(one["Message-ID"]) for one in self.taken).values())

    def settings(self, **changed: Any) -> MailSettings:
        """How the portal reaches it."""
        return MailSettings(**({"host": "127.0.0.1", "port": self.port, "sender": SENDER, "tls": NO_TLS, "timeout": 5.0} | changed))


@contextmanager
def running(context: ssl.SSLContext | None = None, **options: Any) -> Iterator[MailServer]:
    """A mail server on a free port of this machine."""
    server = MailServer(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port, ssl_context=context, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop(no_assert=True)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine that nobody else trusts, and the server's side of it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    started = clock.now() - timedelta(days=1)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), started, started + timedelta(days=9), [])
    made = made.add_extension(names, critical=False).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    file, secret = folder / "cert.pem", folder / "key.pem"
    file.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return file, context
