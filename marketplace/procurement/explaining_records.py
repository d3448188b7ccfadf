"""Saying why a record that does not count, or has no paper, is right as it is."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.text import T
from marketplace.procurement.errors import ReasonNeeded
from marketplace.procurement.models import PurchaseRecord, RecordExplanation


class ExplainedMeanwhile(Conflict):
    """Somebody else explained it a moment ago."""

    code = "explained_meanwhile"


def explain_record(record: PurchaseRecord, words: str, by: int | None = None) -> RecordExplanation:
    """Keep an explanation; a later one stands beside the earlier. Raises ReasonNeeded."""
    said = words.strip()
    if not said:
        raise ReasonNeeded("words")
    last = explanations_of([record.id]).get(record.id)
    if last is not None and last.words == said:
        return last
    row = RecordExplanation(
        record_id=record.id,
        version=last.version + 1 if last else 1,
        words=said,
        explained_by=by,
    )
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise ExplainedMeanwhile(T("방금 다른 사람이 설명을 적었습니다.")) from error
    audit.record("record:explained", row, words=said)
    return row


def explanations_of(record_ids: Collection[int]) -> dict[int, RecordExplanation]:
    """The last explanation of each record that has one, by record id."""
    if not record_ids:
        return {}
    query = (
        select(RecordExplanation)
        .where(RecordExplanation.record_id.in_(record_ids))
        .order_by(RecordExplanation.version)
    )
    return {each.record_id: each for each in db.session.scalars(query)}
