"""Talking to the mail server, one mail at a time, and knowing afterwards exactly what is known: sent, not sent, or not known.

smtplib's own `sendmail` cannot tell a connection that broke before the text was handed over from one that broke after it. That is the
difference between trying again and sending twice, so the last steps are taken here one by one.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from portal.config import NO_TLS, STARTTLS, TLS, MailSettings

SENT, LATER, REFUSED, UNKNOWN = "verstuurd", "later", "geweigerd", "onbekend"
_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of one mail, and the server's words."""

    kind: str
    words: str = ""


class ServerUnusable(Exception):
    """The mail server cannot be used now; nothing was handed over. The message says why."""


@contextmanager
def connection(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """An open, encrypted, signed-in line to the mail server. Raises ServerUnusable."""
    server = _opened(settings)
    try:
        yield server
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _opened(settings: MailSettings) -> smtplib.SMTP:
    try:
        context = None if settings.tls == NO_TLS else ssl.create_default_context(cafile=settings.authority or None)
        if settings.tls == TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.timeout, context=context)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout)
        try:
            if settings.tls == STARTTLS:
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if settings.user:
                server.login(settings.user, settings.password)
        except BaseException:
            server.close()
            raise
    except (OSError, smtplib.SMTPException) as problem:
        raise ServerUnusable(_told(problem)) from problem
    return server


def send(server: smtplib.SMTP, *, sender: str, to: str, data: bytes) -> Outcome:
    """Hand one mail over. After the server asked for the text, a broken line means UNKNOWN: it may have been taken."""
    try:
        steps: tuple[tuple[Callable[[], tuple[int, bytes]], tuple[int, ...]], ...] = (
            (partial(server.mail, sender), (250,)),
            (partial(server.rcpt, to), (250, 251)),
            (partial(server.docmd, "DATA"), (354,)),
        )
        for step, accepted in steps:
            code, words = step()
            if code not in accepted:
                return _answer(server, code, words)
    except (OSError, smtplib.SMTPException) as problem:
        return Outcome(LATER, _told(problem))
    try:
        server.send(_DOT.sub(b"..", data if data.endswith(b"\r\n") else data + b"\r\n") + b".\r\n")
        code, words = server.getreply()
    except (OSError, smtplib.SMTPException) as problem:
        return Outcome(UNKNOWN, _told(problem))
    return Outcome(SENT, f"{code} {_text(words)}") if 200 <= code < 300 else _answer(server, code, words)


def _answer(server: smtplib.SMTP, code: int, words: bytes) -> Outcome:
    """The server said no: for now (4xx) or for good (5xx). The line is made ready for the next mail."""
    with suppress(OSError, smtplib.SMTPException):
        server.rset()
    return Outcome(REFUSED if 500 <= code < 600 else LATER, f"{code} {_text(words)}")


def _text(words: bytes) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in words.decode("utf-8", "replace"))[:400]


def _told(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        words = problem.smtp_error
        return f"{problem.smtp_code} {_text(words) if isinstance(words, bytes) else str(words)[:400]}"
    if isinstance(problem, TimeoutError):
        return "de mailserver antwoordt niet op tijd"
    return f"de verbinding met de mailserver lukt niet ({type(problem).__name__})"
