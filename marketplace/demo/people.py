"""The demo accounts, and officials of past purchases who cannot sign in."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from marketplace.accounts.models import Account, OfficeMember, OfficeRole
from marketplace.accounts.passwords import hash_password
from marketplace.accounts.service import open_account
from marketplace.core.database import db, transaction
from marketplace.core.errors import NotFound
from marketplace.demo.reading import read

OFFICE_MAIL = "office@demo.example"
COORDINATOR_MAIL = "coordinator@demo.example"


def open_accounts() -> None:
    """Open every demo account that is not there, and give the office its person."""
    said = read("accounts")
    for entry in said["accounts"]:
        if maybe_account(entry["email"]) is None:
            _open(entry["email"], said["password"], entry["name"], entry["phone"])
    with transaction():
        for entry in said["accounts"]:
            if "office" in entry:
                _serve_in_office(find_account(entry["email"]), OfficeRole(entry["office"]))


def open_official(email: str, name: str) -> None:
    """An account that exists in the records only: nobody knows its password."""
    if maybe_account(email) is None:
        _open(email, secrets.token_urlsafe(24), name, "02-000-2000")


def _open(email: str, password: str, name: str, phone: str) -> None:
    password_hash = hash_password(password)
    with transaction():
        open_account(email, password_hash, name, phone)


def _serve_in_office(account: Account, role: OfficeRole) -> None:
    query = select(OfficeMember.id).filter_by(account_id=account.id)
    if db.session.scalar(query) is None:
        db.session.add(OfficeMember(account_id=account.id, role=role))


def maybe_account(email: str) -> Account | None:
    """The account of a mail address."""
    account: Account | None = db.session.scalar(select(Account).filter_by(email=email))
    return account


def find_account(email: str) -> Account:
    """The account of a mail address; raises NotFound."""
    account = maybe_account(email)
    if account is None:
        raise NotFound(email)
    return account
