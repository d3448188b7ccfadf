"""The way out for letters: SMTP, or the mail log alone (`log://`)."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

from marketplace import config
from marketplace.core.errors import ExternalFailure
from marketplace.notify.models import Letter
from marketplace.notify.optional import stop_address

TIMEOUT_SECONDS = 20


class MailGateway(Protocol):
    """Something that carries one finished letter; raises ExternalFailure when it cannot."""

    def deliver(self, letter: Letter) -> None: ...


class LogOnly:
    """Keeps letters in the mail log, for demonstration."""

    def deliver(self, letter: Letter) -> None:
        """Nothing leaves; the row is the letter."""


class Smtp:
    """An SMTP server given as `smtp://user:password@host:587` (STARTTLS) or `smtps://…`."""

    def __init__(self, url: str, sender: str) -> None:
        self.url = urlsplit(url)
        self.sender = sender

    def deliver(self, letter: Letter) -> None:
        try:
            with self._connect() as server:
                server.send_message(compose(letter, self.sender))
        except (OSError, smtplib.SMTPException) as error:
            raise ExternalFailure(f"{type(error).__name__}: {error}"[:300]) from error

    def _connect(self) -> smtplib.SMTP:
        host = self.url.hostname or "localhost"
        context = ssl.create_default_context()
        if self.url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self.url.port or 465, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, self.url.port or 587, timeout=TIMEOUT_SECONDS)
            server.starttls(context=context)
        if self.url.username:
            server.login(unquote(self.url.username), unquote(self.url.password or ""))
        return server


def compose(letter: Letter, sender: str) -> EmailMessage:
    """The letter as a multipart message: text first, HTML beside it.

    One that nobody owes lets mail programs stop its kind by themselves (RFC 8058).
    """
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = sender
    message["To"] = letter.recipient
    message["Auto-Submitted"] = "auto-generated"
    if letter.topic:
        message["List-Unsubscribe"] = f"<{stop_address(letter.topic, letter.recipient)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text_body)
    message.add_alternative(letter.html_body, subtype="html")
    return message


def open_gateway(settings: config.Settings) -> MailGateway:
    """The gateway the settings ask for."""
    if settings.mail_url.startswith("log:"):
        return LogOnly()
    return Smtp(settings.mail_url, settings.mail_sender)
