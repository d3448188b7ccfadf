"""A second factor (TOTP, RFC 6238): set up, confirmed, asked for, renewed, turned off.

A code counts for its own 30 seconds and those before and after, and once: the step it was
taken of is kept by a conditional update. After ten wrong codes nothing is taken for a while.
"""

from __future__ import annotations

from datetime import timedelta
from secrets import compare_digest

import pyotp
from sqlalchemy import Update, case, delete, func, or_, select, update

from marketplace.accounts.factor_models import RecoveryCode, SecondFactor
from marketplace.accounts.models import Account
from marketplace.accounts.sealing import fingerprint, seal, unseal
from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import T
from marketplace.core.types import public_token, readable_code
from marketplace.notify.service import queue_letter

ISSUER = "Ieum Market"
PURPOSE = "second-factor"
STEP_SECONDS = 30
AROUND = (0, -1, 1)
RECOVERY_CODES = 10
CODE_LENGTH = 12  # of 29 characters: 58 bits each
MOST_TRIES = 10
CALM = timedelta(minutes=15)


class WrongCode(Invalid):
    """Not a code that counts now; says no more than that."""

    code = "wrong_code"

    def __init__(self) -> None:
        said = T("코드가 맞지 않습니다. 앱에 새로 나온 코드를 적어 주세요.")
        super().__init__(said, {"code": [said]})


class AlreadyOn(Conflict):
    """It is on; a second secret would lock its owner out."""

    code = "second_factor_on"

    def __init__(self) -> None:
        super().__init__(T("2단계 인증이 이미 켜져 있습니다."))


def find_factor(account_id: int) -> SecondFactor | None:
    """The factor of an account, confirmed or being set up."""
    return db.session.scalar(select(SecondFactor).filter_by(account_id=account_id))


def is_on(account_id: int) -> bool:
    """Whether signing in asks for a code."""
    factor = find_factor(account_id)
    return factor is not None and factor.confirmed_at is not None


def begin(account_id: int) -> SecondFactor:
    """Make a secret, or a new one while it is not confirmed; raises AlreadyOn."""
    db.session.get_one(Account, account_id, with_for_update=True)
    factor = find_factor(account_id)
    if factor is not None and factor.confirmed_at is not None:
        raise AlreadyOn
    factor = factor or SecondFactor(account_id=account_id)
    factor.sealed_secret = seal(PURPOSE, pyotp.random_base32())
    factor.last_step = 0
    db.session.add(factor)
    db.session.flush()
    return factor


def secret_of(factor: SecondFactor) -> str:
    """The secret in base 32, for its owner's eyes while setting up; raises SealBroken."""
    return unseal(PURPOSE, factor.sealed_secret)


def provisioning_uri(factor: SecondFactor, account: Account) -> str:
    """What the QR code says to an authenticator app."""
    return pyotp.TOTP(secret_of(factor)).provisioning_uri(name=account.email, issuer_name=ISSUER)


def confirm(account: Account, code: str) -> list[str] | None:
    """Turn it on with a first code; sessions elsewhere end.

    Returns the recovery codes, to be shown this once; None for a wrong code, whose try must be
    committed. Raises AlreadyOn.
    """
    factor = find_factor(account.id)
    if factor is None or not _takes(account.id, code, allow_recovery=False):
        return None
    if factor.confirmed_at is not None:
        raise AlreadyOn
    factor.confirmed_at = clock.now()
    codes = _renew(account.id)
    _changed(account, "on")
    return codes


def passes(account_id: int, code: str) -> bool:
    """Whether a code or a recovery code opens the account now, and takes it.

    The caller commits either way, because a wrong try counts too.
    """
    return is_on(account_id) and _takes(account_id, code, allow_recovery=True)


def renew_recovery_codes(account: Account, code: str) -> list[str] | None:
    """Ten new codes in place of the old; None for a wrong code, whose try must be committed."""
    if not passes(account.id, code):
        return None
    codes = _renew(account.id)
    _changed(account, "codes_renewed", ends_sessions=False)
    return codes


def turn_off(account: Account, code: str) -> bool:
    """Turn it off with a code; sessions elsewhere end. False for a wrong code, to be committed."""
    if not passes(account.id, code):
        return False
    forget(account.id)
    _changed(account, "off")
    return True


def forget(account_id: int) -> None:
    """Strike the secret and its codes."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))


def count_recovery_codes(account_id: int) -> int:
    """How many are left."""
    query = select(func.count()).select_from(RecoveryCode)
    return int(db.session.scalar(query.filter_by(account_id=account_id, used_at=None)) or 0)


def _takes(account_id: int, typed: str, *, allow_recovery: bool) -> bool:
    """Count a try and, when there are any left, take the code."""
    plain = "".join(typed.split()).replace("-", "").upper()
    if not _may_try(account_id):
        return False
    taken = plain.isascii() and plain.isdecimal() and _take_step(account_id, plain)
    if not taken and allow_recovery:
        taken = _take_recovery(account_id, plain)
    if taken:
        db.session.execute(_of(account_id).values(tries=0), execution_options=UNSYNCED)
    return taken


UNSYNCED = {"synchronize_session": False}


def _of(account_id: int) -> Update:
    return update(SecondFactor).where(SecondFactor.account_id == account_id)


def _may_try(account_id: int) -> bool:
    calm = clock.now() - CALM
    rested = SecondFactor.tried_at < calm
    counted = (
        _of(account_id)
        .where(or_(rested, SecondFactor.tries < MOST_TRIES))
        .values(
            tries=case((rested, 1), else_=SecondFactor.tries + 1),
            tried_at=clock.now(),
        )
        .returning(SecondFactor.id)
    )
    return db.session.scalar(counted, execution_options=UNSYNCED) is not None


def _take_step(account_id: int, plain: str) -> bool:
    factor = find_factor(account_id)
    if factor is None or len(plain) != 6:
        return False
    totp = pyotp.TOTP(secret_of(factor))
    now = int(clock.now().timestamp()) // STEP_SECONDS
    near = [now + n for n in AROUND]
    step = next((n for n in near if compare_digest(totp.at(n * STEP_SECONDS), plain)), None)
    if step is None:
        return False
    # The same code twice, or two windows at once: one statement lets the first through.
    taken = (
        _of(account_id)
        .where(SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.id)
    )
    return db.session.scalar(taken, execution_options=UNSYNCED) is not None


def _take_recovery(account_id: int, plain: str) -> bool:
    if len(plain) != CODE_LENGTH:
        return False
    taken = (
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account_id,
            RecoveryCode.fingerprint == fingerprint(PURPOSE, plain),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    if db.session.scalar(taken, execution_options=UNSYNCED) is None:
        return False
    account = db.session.get_one(Account, account_id)
    audit.record("account:recovery_code_used", account)
    _write(account, "recovery_used")
    return True


def _renew(account_id: int) -> list[str]:
    codes = [readable_code(CODE_LENGTH) for _ in range(RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    for code in codes:
        db.session.add(RecoveryCode(account_id=account_id, fingerprint=fingerprint(PURPOSE, code)))
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


def _changed(account: Account, what: str, *, ends_sessions: bool = True) -> None:
    if ends_sessions:
        account.session_stamp = public_token()
    db.session.flush()
    audit.record(f"account:second_factor_{what}", account)
    _write(account, what)


def _write(account: Account, what: str) -> None:
    queue_letter(
        "second_factor",
        account.email,
        f"second-factor:{account.id}:{public_token(8)}",
        locale=account.locale,
        name=account.name,
        what=what,
    )
