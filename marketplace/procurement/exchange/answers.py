"""Idempotency-Key: the same request sent again is answered again, never done again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.text import T
from marketplace.procurement.models import KeptAnswer

KEPT = timedelta(hours=48)


class KeyReused(Conflict):
    """The key was sent with another body before."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(T("같은 Idempotency-Key로 다른 내용을 보냈습니다. 새 키를 써 주세요."))


class KeyTaken(Conflict):
    """Somebody is doing, or has just done, the same request."""

    code = "idempotency_key_taken"

    def __init__(self) -> None:
        super().__init__(T("같은 요청을 처리하고 있습니다. 잠시 뒤 다시 보내 주세요."))


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said: the status and the body."""

    status: int
    body: dict[str, Any]
    is_again: bool = False


def find_answer(institution_id: int, key: str, digest: str) -> Answer | None:
    """The answer kept under a key; raises KeyReused when it was to another request."""
    kept = db.session.scalar(select(KeptAnswer).filter_by(institution_id=institution_id, key=key))
    if kept is None:
        return None
    if kept.digest != digest:
        raise KeyReused
    return Answer(kept.status, kept.answer, is_again=True)


def claim_key(institution_id: int, key: str, digest: str) -> KeptAnswer:
    """Take a key for this transaction; raises KeyTaken when somebody else has it.

    The constraint decides: of two at once the second waits for the first to commit.
    """
    kept = KeptAnswer(institution_id=institution_id, key=key, digest=digest, status=0, answer={})
    db.session.add(kept)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise KeyTaken from error
    return kept


def forget_answers() -> int:
    """Drop the answers of more than two days ago; how many."""
    old = delete(KeptAnswer).where(KeptAnswer.made_at < clock.now() - KEPT)
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]
