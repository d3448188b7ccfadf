"""What happens to an account: opened, entered."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts import passwords
from marketplace.accounts.models import Account
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import T
from marketplace.core.types import public_token


class WrongCredentials(Invalid):
    """The mail and the password do not belong together; says no more than that."""

    code = "wrong_credentials"


class EmailTaken(Conflict):
    """Somebody already signs in with this mail address."""

    code = "email_taken"


def normal_email(email: str) -> str:
    """A mail address as it is stored and compared."""
    return email.strip().lower()


def authenticate(email: str, password: str) -> Account:
    """The account that mail and password open; raises WrongCredentials."""
    query = select(Account).filter_by(email=normal_email(email))
    account: Account | None = db.session.scalar(query)
    known_hash = account.password_hash if account else None
    if not passwords.matches(password, known_hash) or account is None or not account.is_active:
        text = T("메일 주소나 비밀번호가 맞지 않습니다.")
        raise WrongCredentials(text, {"password": [text]})
    return account


def open_account(
    email: str, password_hash: str, name: str, phone: str = "", *, is_confirmed: bool = True
) -> Account:
    """A new account with a hash made beforehand; raises EmailTaken.

    `is_confirmed`: somebody has seen that the mail address is theirs.
    """
    email = normal_email(email)
    if db.session.scalar(select(Account.id).filter_by(email=email)) is not None:
        raise EmailTaken(T("이미 가입된 메일 주소입니다."))
    account = Account(
        email=email,
        password_hash=password_hash,
        session_stamp=public_token(),
        name=name,
        phone=phone,
        confirmed_at=clock.now() if is_confirmed else None,
    )
    db.session.add(account)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody joined with it a moment ago
        raise EmailTaken(T("이미 가입된 메일 주소입니다.")) from error
    audit.record("account:opened", account)
    return account
