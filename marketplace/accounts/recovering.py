"""A forgotten password: a letter, a link that lasts an hour, and every session elsewhere ends."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.accounts import links
from marketplace.accounts.models import Account
from marketplace.accounts.service import normal_email
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.types import public_token
from marketplace.notify.service import queue_letter


def ask_new_password(email: str) -> None:
    """Send the letter if there is such an account; says nothing of whether there is."""
    account: Account | None = db.session.scalar(
        select(Account).filter_by(email=normal_email(email), disabled_at=None)
    )
    if account is None:
        return
    queue_letter(
        "new_password",
        account.email,
        f"new-password:{account.id}:{public_token(8)}",
        locale=account.locale,
        name=account.name,
        token=links.token_for(links.NEW_PASSWORD, account),
    )


def set_new_password(token: str, password_hash: str) -> Account:
    """Replace the password; the link dies with it. Raises LinkOver."""
    return replace_password(links.account_of(links.NEW_PASSWORD, token), password_hash)


def replace_password(account: Account, password_hash: str) -> Account:
    """Put another hash in place; every session opened with the old one ends."""
    account.password_hash = password_hash
    account.session_stamp = public_token()
    # Whoever reads the letter holds the address, so it counts as confirmed.
    account.confirmed_at = account.confirmed_at or clock.now()
    db.session.flush()
    audit.record("account:password_replaced", account)
    return account
