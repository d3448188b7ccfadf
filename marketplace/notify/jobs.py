"""Sending what is queued: claimed first, so that two workers never send the same letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import or_, select, update

from marketplace import config
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import ExternalFailure
from marketplace.core.jobs import job
from marketplace.notify.gateway import MailGateway, open_gateway
from marketplace.notify.models import Letter, LetterStatus
from marketplace.notify.optional import is_wanted, stop_address

MAX_ATTEMPTS = 5
CLAIM_ENDS_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's words."""

    subject: str
    text: str
    html: str


def render(template: str, locale: str, context: dict[str, object]) -> Rendered:
    """Words of a letter; the first line of the text template is its subject."""
    base = {**context, "public_url": config.current().public_url, "lang": locale}
    with current_app.test_request_context(), force_locale(locale):
        plain = render_template(f"email/{template}.txt", **base).strip()
        if "stop_url" in context:
            plain += "\n\n" + render_template("email/_stop.txt", **base).strip()
        subject, _, text = plain.partition("\n")
        return Rendered(
            subject.strip(),
            text.strip(),
            render_template(f"email/{template}.html", subject=subject.strip(), **base),
        )


@job("letters.send", every_minutes=1)
def send_queued() -> int:
    """Send every queued letter; returns how many left."""
    gateway = current_app.extensions.get("mail_gateway") or open_gateway(config.current())
    sent = 0
    while (letter_id := _claim()) is not None:
        sent += _send(letter_id, gateway)
    return sent


def _claim() -> int | None:
    lost = Letter.claimed_at < clock.now() - CLAIM_ENDS_AFTER
    waiting = or_(
        Letter.status == LetterStatus.QUEUED, (Letter.status == LetterStatus.SENDING) & lost
    )
    letter_id = db.session.scalar(select(Letter.id).where(waiting).order_by(Letter.id).limit(1))
    if letter_id is None:
        return None
    with transaction() as session:
        claimed = session.execute(
            update(Letter)
            .where(Letter.id == letter_id, waiting)
            .values(
                status=LetterStatus.SENDING,
                claimed_at=clock.now(),
                attempts=Letter.attempts + 1,
            )
        )
    return letter_id if claimed.rowcount else _claim()  # type: ignore[attr-defined]


def _send(letter_id: int, gateway: MailGateway) -> int:
    letter = db.session.get_one(Letter, letter_id)
    if not is_wanted(letter.topic, letter.recipient):
        return _withhold(letter_id)
    words = render(letter.template, letter.locale, {**letter.context, **_stopping(letter)})
    carried = Letter(
        recipient=letter.recipient,
        topic=letter.topic,
        subject=words.subject,
        text_body=words.text,
        html_body=words.html,
    )
    outcome = {"status": LetterStatus.SENT, "sent_at": clock.now(), "last_error": ""}
    try:
        gateway.deliver(carried)
    except ExternalFailure as error:
        gave_up = letter.attempts >= MAX_ATTEMPTS
        # Left claimed on failure: the claim's end is the pause before the next try.
        status = LetterStatus.FAILED if gave_up else LetterStatus.SENDING
        outcome = {"status": status, "sent_at": None, "last_error": error.message[:300]}
    with transaction() as session:
        session.execute(
            update(Letter)
            .where(Letter.id == letter_id)
            .values(subject=words.subject, text_body=words.text, html_body=words.html, **outcome)
        )
    return int(outcome["status"] is LetterStatus.SENT)


def _stopping(letter: Letter) -> dict[str, object]:
    """For the foot of a letter nobody owes: where one press stops its kind."""
    return {"stop_url": stop_address(letter.topic, letter.recipient)} if letter.topic else {}


def _withhold(letter_id: int) -> int:
    with transaction() as session:
        session.execute(
            update(Letter).where(Letter.id == letter_id).values(status=LetterStatus.WITHHELD)
        )
    return 0
