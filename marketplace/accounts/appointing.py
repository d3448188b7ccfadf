"""Who works at the support centre: appointed by name, let go, never deleted."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.accounts import links
from marketplace.accounts.models import Account, OfficeMember, OfficeRole
from marketplace.accounts.service import normal_email, open_account
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import NotFound
from marketplace.core.text import T

NO_PASSWORD = "!"  # noqa: S105 - opens nothing; the person sets one through the link


def appoint(email: str, name: str, role: OfficeRole = OfficeRole.STAFF) -> OfficeMember:
    """Make somebody a person of the support centre, with an account if they have none.

    Done twice it changes nothing but the role; somebody let go before comes back.
    """
    account = find_account(email) or open_account(email, NO_PASSWORD, name)
    query = select(OfficeMember).filter_by(account_id=account.id)
    member: OfficeMember | None = db.session.scalar(query)
    if member is None:
        member = OfficeMember(account_id=account.id, role=role)
        db.session.add(member)
    elif member.role is role and member.ended_at is None:
        return member
    member.role, member.ended_at = role, None
    db.session.flush()
    audit.record("office_member:appointed", member, role=role.value)
    return member


def let_go(email: str) -> OfficeMember:
    """End somebody's work at the support centre; the account and the records stay.

    Raises NotFound when they do not work there.
    """
    account = find_account(email)
    query = select(OfficeMember).filter_by(
        account_id=account.id if account else None, ended_at=None
    )
    member: OfficeMember | None = db.session.scalar(query)
    if member is None:
        raise NotFound(T("지원센터에서 일하는 사람이 아닙니다."))
    member.ended_at = clock.now()
    db.session.flush()
    audit.record("office_member:let_go", member)
    return member


def find_account(email: str) -> Account | None:
    """The account of a mail address."""
    found: Account | None = db.session.scalar(select(Account).filter_by(email=normal_email(email)))
    return found


def password_link(account: Account) -> str:
    """A token of the page where a password is set; it lasts an hour and works once."""
    return links.token_for(links.NEW_PASSWORD, account)
