"""Tokens for machines: shown once, kept as a digest, two valid while one is rotated."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import or_, select, update

from marketplace.audit import service as audit
from marketplace.audit.service import current_actor
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, NotFound, NotIdentified, NotPermitted
from marketplace.core.text import T
from marketplace.procurement.models import ApiToken

PREFIX = "ieum_"
OVERLAP = timedelta(days=7)  # how long the old token goes on when a new one takes over
LONGEST = timedelta(days=366)
NOTED_EVERY = timedelta(minutes=5)
MOST_TOKENS = 20


class Scope(StrEnum):
    """What a token may do."""

    PURCHASES_WRITE = "purchases:write"
    CATALOGUE_READ = "catalogue:read"


class TokenUnknown(NotIdentified):
    """No token, or none that is valid; says no more than that."""

    code = "token_unknown"

    def __init__(self) -> None:
        super().__init__(T("유효한 토큰이 아닙니다. Authorization: Bearer 뒤에 적어 주세요."))


class ScopeMissing(NotPermitted):
    """A valid token that may do something else."""

    code = "scope_missing"

    def __init__(self, scope: Scope) -> None:
        super().__init__(T("이 토큰에는 %(scope)s 권한이 없습니다.", scope=scope.value))


class TokenNotFound(NotFound):
    """No such token, or another institution's."""

    code = "token_not_found"

    def __init__(self) -> None:
        super().__init__(T("토큰을 찾을 수 없습니다."))


class TokenEnded(Conflict):
    """A revoked or expired token is neither rotated nor revoked again."""

    code = "token_ended"

    def __init__(self) -> None:
        super().__init__(T("이미 폐기했거나 기간이 끝난 토큰입니다."))


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token and its secret, which nobody can read again."""

    token: ApiToken
    secret: str


def make_token(
    institution_id: int, name: str, scopes: Collection[Scope], lasts: timedelta
) -> MadeToken:
    """A new token; audited. Raises Invalid by field."""
    faults: dict[str, list[str]] = {}
    if not name.strip() or len(name.strip()) > 60:
        faults["name"] = [T("토큰을 쓸 시스템의 이름을 60자 안으로 적어 주세요.")]
    if not scopes:
        faults["scopes"] = [T("권한을 하나 이상 골라 주세요.")]
    if not timedelta(0) < lasts <= LONGEST:
        faults["days"] = [T("1일부터 366일까지 골라 주세요.")]
    if len(list_tokens(institution_id, valid=True)) >= MOST_TOKENS:
        faults["name"] = [T("쓸 수 있는 토큰은 20개까지입니다. 쓰지 않는 토큰을 폐기해 주세요.")]
    if faults:
        raise Invalid(T("적은 내용을 확인해 주세요."), faults)
    made = _new(institution_id, name.strip(), sorted(scopes), lasts)
    audit.record("token:made", made.token, name=made.token.name, scopes=made.token.scopes)
    return made


def _new(institution_id: int, name: str, scopes: Collection[str], lasts: timedelta) -> MadeToken:
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        institution_id=institution_id,
        name=name,
        hint=secret[:10],
        digest=digest_of(secret),
        scopes=list(scopes),
        made_by=current_actor().account_id,
        made_at=clock.now(),
        expires_at=clock.now() + lasts,
    )
    db.session.add(token)
    db.session.flush()
    return MadeToken(token, secret)


def digest_of(secret: str) -> str:
    """What of a token is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def rotate_token(public_id: str, institution_ids: Collection[int]) -> MadeToken:
    """A new token of the same name and scopes; the old one goes on for a week; audited.

    Raises TokenNotFound, TokenEnded.
    """
    old = _standing(public_id, institution_ids)
    made = _new(old.institution_id, old.name, old.scopes, old.expires_at - old.made_at)
    old.expires_at = min(old.expires_at, clock.now() + OVERLAP)
    db.session.flush()
    audit.record("token:rotated", old, followed_by=made.token.id)
    return made


def revoke_token(public_id: str, institution_ids: Collection[int]) -> None:
    """Let a token open nothing any more, at once; audited. Raises TokenNotFound, TokenEnded."""
    token = _standing(public_id, institution_ids)
    token.revoked_at = clock.now()
    db.session.flush()
    audit.record("token:revoked", token, name=token.name)


def _standing(public_id: str, institution_ids: Collection[int]) -> ApiToken:
    query = (
        select(ApiToken)
        .where(
            ApiToken.public_id == public_id, ApiToken.institution_id.in_(sorted(institution_ids))
        )
        .with_for_update()
    )
    token = db.session.scalar(query)
    if token is None:
        raise TokenNotFound
    if not token.is_valid_at(clock.now()):
        raise TokenEnded
    return token


def list_tokens(institution_id: int, *, valid: bool = False) -> list[ApiToken]:
    """The tokens of an institution, newest first, a hundred at most; or those that are valid."""
    query = select(ApiToken).filter_by(institution_id=institution_id)
    if valid:
        query = query.where(ApiToken.revoked_at.is_(None), ApiToken.expires_at > clock.now())
    return list(db.session.scalars(query.order_by(ApiToken.id.desc()).limit(100)))


def identify(secret: str, scope: Scope) -> ApiToken:
    """The token of a secret; raises TokenUnknown, ScopeMissing."""
    query = select(ApiToken).filter_by(digest=digest_of(secret))
    token = db.session.scalar(query) if secret.startswith(PREFIX) else None
    if token is None or not token.is_valid_at(clock.now()):
        raise TokenUnknown
    if scope.value not in token.scopes:
        raise ScopeMissing(scope)
    return token


def must_be_noted(token: ApiToken) -> bool:
    """Whether its last use is told so long ago that it is told again."""
    return token.last_used_at is None or token.last_used_at < clock.now() - NOTED_EVERY


def note_use(token_id: int) -> None:
    """Remember that a token was used just now."""
    stale = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at < clock.now())
    db.session.execute(
        update(ApiToken).where(ApiToken.id == token_id, stale).values(last_used_at=clock.now())
    )
