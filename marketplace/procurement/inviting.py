"""Asking people by mail to serve in a department: sent, sent again, revoked, accepted once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace.accounts.consents import record_consents
from marketplace.accounts.models import Account, ConsentKind
from marketplace.accounts.service import normal_email, open_account
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, NotFound
from marketplace.core.permissions import DepartmentRole
from marketplace.core.text import T
from marketplace.core.types import public_token
from marketplace.notify.service import queue_letter
from marketplace.procurement.models import Department, Invitation, Membership
from marketplace.procurement.serving import give_role

LASTS = timedelta(days=14)
MOST_LETTERS = 5


class InvitationNotFound(NotFound):
    """No such invitation, or another institution's."""

    def __init__(self) -> None:
        super().__init__(T("초대를 찾을 수 없습니다."))


class InvitationOver(Conflict):
    """The link is too old, was used, sent anew, revoked, or was never ours."""

    code = "invitation_over"

    def __init__(self) -> None:
        super().__init__(
            T("이 초대는 끝났어요."),
            kept=T("이미 받아들였다면 역할은 그대로예요."),
            action=T("로그인해 보거나, 초대한 사람에게 다시 보내 달라고 해 주세요."),
        )


class AlreadyInvited(Conflict):
    """The address was asked for the same role and has not answered."""

    code = "already_invited"

    def __init__(self) -> None:
        super().__init__(T("이미 초대한 주소와 역할입니다. 아래에서 다시 보낼 수 있습니다."))


class InvitationForAnother(Conflict):
    """Somebody signed in as another person opened the link."""

    code = "invitation_for_another"

    def __init__(self) -> None:
        super().__init__(
            T("다른 메일 주소로 보낸 초대예요."),
            action=T("로그아웃하고 초대를 받은 주소로 로그인해 주세요."),
        )


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is asked to do what; `locale` is the language of the letter."""

    email: str
    name: str
    role: DepartmentRole
    locale: str = "ko"


def invite(department: Department, invited: Invited, by: int | None = None) -> Invitation:
    """Offer a role and send the letter.

    Raises Invalid by field (a closed department, a coordinator outside a coordinating
    department, a role that is held), AlreadyInvited.
    """
    email = normal_email(invited.email)
    _refuse_impossible(department, invited.role, email)
    secret = public_token(32)
    invitation = Invitation(
        department_id=department.id,
        email=email,
        name=invited.name.strip(),
        role=invited.role,
        locale=invited.locale,
        secret_digest=_digest(secret),
        invited_by=by,
        expires_at=clock.now() + LASTS,
    )
    db.session.add(invitation)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AlreadyInvited from error
    audit.record("invitation:sent", invitation, role=invited.role.value)
    _write(invitation, department, secret)
    return invitation


def invite_again(invitation: Invitation) -> None:
    """Another letter with another link and another fortnight; the earlier link is over.

    Raises InvitationOver once it was accepted or revoked, Conflict after five letters.
    """
    db.session.refresh(invitation, with_for_update=True)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise InvitationOver
    if invitation.sent_count >= MOST_LETTERS:
        raise Conflict(T("한 초대는 %(n)d번까지 보낼 수 있습니다.", n=MOST_LETTERS))
    secret = public_token(32)
    invitation.secret_digest = _digest(secret)
    invitation.sent_count += 1
    invitation.expires_at = clock.now() + LASTS
    db.session.flush()
    audit.record("invitation:sent_again", invitation, sent_count=invitation.sent_count)
    _write(invitation, invitation.department, secret)


def revoke_invitation(invitation: Invitation, by: int | None = None) -> None:
    """Take it back; the link is over at once. Raises InvitationOver when it has ended."""
    db.session.refresh(invitation, with_for_update=True)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise InvitationOver
    invitation.revoked_at, invitation.revoked_by = clock.now(), by
    db.session.flush()
    audit.record("invitation:revoked", invitation)


def get_invitation(public_id: str, institution_id: int) -> Invitation:
    """An invitation of an institution; raises InvitationNotFound for any other."""
    query = (
        select(Invitation)
        .join(Department, Department.id == Invitation.department_id)
        .where(Invitation.public_id == public_id, Department.institution_id == institution_id)
        .options(joinedload(Invitation.department, innerjoin=True))
    )
    found = db.session.scalar(query)
    if found is None:
        raise InvitationNotFound
    return found


def list_invitations(
    institution_id: int, department_id: int | None = None, limit: int = 100
) -> Sequence[Invitation]:
    """Those that wait for an answer, newest first."""
    query = (
        select(Invitation)
        .join(Department, Department.id == Invitation.department_id)
        .where(
            Department.institution_id == institution_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .options(joinedload(Invitation.department, innerjoin=True))
        .order_by(Invitation.id.desc())
        .limit(limit)
    )
    if department_id is not None:
        query = query.where(Invitation.department_id == department_id)
    return db.session.scalars(query).all()


def read_invitation(secret: str) -> Invitation:
    """The invitation a link opens; raises InvitationOver."""
    query = (
        select(Invitation)
        .filter_by(secret_digest=_digest(secret), accepted_at=None, revoked_at=None)
        .options(joinedload(Invitation.department, innerjoin=True))
    )
    found = db.session.scalar(query)
    if found is None or found.is_over(clock.now()):
        raise InvitationOver
    return found


def find_invited(invitation: Invitation) -> Account | None:
    """The account that has the invited address already."""
    query = select(Account).filter_by(email=invitation.email)
    found: Account | None = db.session.scalar(query)
    return found


def accept_as(secret: str, account: Account) -> Membership:
    """Take the role as who is signed in; raises InvitationOver, InvitationForAnother."""
    invitation = read_invitation(secret)
    if account.email != invitation.email:
        raise InvitationForAnother
    return _accept(invitation, account)


def accept_as_newcomer(secret: str, name: str, password_hash: str) -> Account:
    """Open an account for the invited address and take the role.

    The letter came to the address, so it counts as confirmed; terms and privacy are agreed to.
    Raises InvitationOver, EmailTaken.
    """
    invitation = read_invitation(secret)
    # Held first: of two presses the second waits, and finds the invitation over.
    db.session.refresh(invitation, with_for_update=True)
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise InvitationOver
    account = open_account(invitation.email, password_hash, name.strip())
    account.locale = invitation.locale
    agreed = {ConsentKind.TERMS: True, ConsentKind.PRIVACY: True}
    record_consents(account.id, agreed)
    _accept(invitation, account)
    return account


def _accept(invitation: Invitation, account: Account) -> Membership:
    """One conditional statement, so that of two presses one accepts."""
    now = clock.now()
    done = db.session.execute(
        update(Invitation)
        .where(
            Invitation.id == invitation.id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.secret_digest == invitation.secret_digest,
            Invitation.expires_at > now,
        )
        .values(accepted_at=now, accepted_by=account.id)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise InvitationOver
    audit.record("invitation:accepted", invitation, role=invitation.role.value)
    return give_role(account, invitation.department, invitation.role)


def _refuse_impossible(department: Department, role: DepartmentRole, email: str) -> None:
    if department.closed_on is not None:
        raise Invalid(T("폐지하는 부서에는 초대할 수 없습니다."))
    if role is DepartmentRole.COORDINATOR and not department.coordinates:
        said = T("총괄 역할은 총괄부서에서만 맡을 수 있습니다.")
        raise Invalid(said, {"role": [said]})
    held = (
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Account.email == email,
            Membership.department_id == department.id,
            Membership.role == role,
            Membership.until.is_(None),
        )
    )
    if db.session.scalar(held.limit(1)) is not None:
        said = T("이미 이 부서에서 그 역할을 맡고 있습니다.")
        raise Invalid(said, {"email": [said]})


def _write(invitation: Invitation, department: Department, secret: str) -> None:
    in_english = invitation.locale == "en"
    body = department.institution
    queue_letter(
        "invitation",
        invitation.email,
        f"invitation:{invitation.id}:{invitation.sent_count}",
        locale=invitation.locale,
        name=invitation.name,
        role=invitation.role.value,
        department_name=(department.name_en or department.name) if in_english else department.name,
        institution_name=(body.name_en or body.name) if in_english else body.name,
        until=clock.seoul(invitation.expires_at).date().isoformat(),
        token=secret,
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
