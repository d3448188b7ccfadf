"""What somebody agreed to: rows are added, never changed; the newest of a kind is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.accounts.models import Account, Consent, ConsentKind
from marketplace.core.database import db

# The wording that is on screen now; a changed wording is a new version.
TEXT_VERSION = "2026-01"
REQUIRED = (ConsentKind.TERMS, ConsentKind.PRIVACY)


def record_consents(account_id: int, answers: Mapping[ConsentKind, bool]) -> None:
    """Note each answer, yes or no, with the version of the text that was read."""
    for kind, agreed in answers.items():
        db.session.add(
            Consent(account_id=account_id, kind=kind, text_version=TEXT_VERSION, agreed=agreed)
        )
    db.session.flush()


def consents_in_force(account_id: int) -> dict[ConsentKind, Consent]:
    """The newest answer of each kind that was ever given."""
    found: dict[ConsentKind, Consent] = {}
    for consent in list_consents(account_id):
        found.setdefault(consent.kind, consent)
    return found


def said_yes_to_news(account_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """In SQL, for the account of a column: the newest answer about news mail is a yes."""
    newest = (
        select(Consent.agreed)
        .where(Consent.account_id == account_id, Consent.kind == ConsentKind.MARKETING_MAIL)
        .order_by(Consent.id.desc())
        .limit(1)
        .correlate(Account)
        .scalar_subquery()
    )
    return newest.is_(True)


def list_consents(account_id: int) -> Sequence[Consent]:
    """Every answer, newest first."""
    query = select(Consent).filter_by(account_id=account_id).order_by(Consent.id.desc())
    return db.session.scalars(query).all()
