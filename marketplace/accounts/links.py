"""Links sent by mail: signed, for one purpose, for a while; nothing is stored for them."""

from __future__ import annotations

from datetime import timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from marketplace import config
from marketplace.accounts.models import Account
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.text import T

CONFIRM_MAIL = "confirm-mail"
NEW_PASSWORD = "new-password"  # noqa: S105 - a purpose, not a secret
LASTS = {CONFIRM_MAIL: timedelta(days=7), NEW_PASSWORD: timedelta(hours=1)}


class LinkOver(Conflict):
    """The link is too old, was used, or was never ours."""

    code = "link_over"

    def __init__(self) -> None:
        super().__init__(
            T("이 링크는 시간이 지났거나 이미 쓰였어요."),
            kept=T("계정은 그대로예요."),
            action=T("메일을 다시 받아 주세요"),
        )


def token_for(purpose: str, account: Account) -> str:
    """A token that dies with the account's mail address or password."""
    return str(_signer(purpose).dumps([account.id, account.email, account.session_stamp[:8]]))


def account_of(purpose: str, token: str) -> Account:
    """Whose token it is; raises LinkOver."""
    try:
        account_id, email, stamp = _signer(purpose).loads(
            token, max_age=int(LASTS[purpose].total_seconds())
        )
    except (SignatureExpired, BadSignature, ValueError, TypeError):
        raise LinkOver from None
    account = db.session.get(Account, account_id)
    if account is None or not account.is_active or account.email != email:
        raise LinkOver
    if account.session_stamp[:8] != stamp:
        raise LinkOver
    return account


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(config.current().secret_key, salt=f"accounts.{purpose}")
