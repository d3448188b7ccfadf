"""Becoming a member: the account opens at once, the mail address is confirmed by a letter."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.accounts import links
from marketplace.accounts.consents import record_consents
from marketplace.accounts.models import Account, ConsentKind
from marketplace.accounts.service import open_account
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.types import public_token
from marketplace.notify.service import queue_letter


@dataclass(frozen=True, slots=True)
class Joining:
    """What a newcomer filled in; the password is already hashed."""

    email: str
    password_hash: str
    name: str
    phone: str = ""
    locale: str = "ko"
    wants_news: bool = False


def join(joining: Joining) -> Account:
    """Open an account, note what was agreed to, ask for confirmation; raises EmailTaken."""
    account = open_account(
        joining.email, joining.password_hash, joining.name, joining.phone, is_confirmed=False
    )
    account.locale = joining.locale
    record_consents(
        account.id,
        {
            ConsentKind.TERMS: True,
            ConsentKind.PRIVACY: True,
            ConsentKind.MARKETING_MAIL: joining.wants_news,
        },
    )
    ask_to_confirm(account)
    return account


def ask_to_confirm(account: Account) -> None:
    """Send the letter with the link that confirms the mail address."""
    queue_letter(
        "confirm_mail",
        account.email,
        f"confirm-mail:{account.id}:{public_token(8)}",
        locale=account.locale,
        name=account.name,
        token=links.token_for(links.CONFIRM_MAIL, account),
    )


def confirm_mail(token: str) -> Account:
    """The address is theirs; opening the link twice is no fault. Raises LinkOver."""
    account = links.account_of(links.CONFIRM_MAIL, token)
    if account.confirmed_at is None:
        account.confirmed_at = clock.now()
        audit.record("account:confirmed", account)
        db.session.flush()
    return account
