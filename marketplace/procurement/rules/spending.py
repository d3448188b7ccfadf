"""What an institution spent altogether, as somebody stated it: the denominators of the duties."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.text import T
from marketplace.procurement.models import Institution, PurchaseKind, Spending, SpendingMeasure


def stated_totals(institution_id: int, year: int) -> dict[str, int]:
    """총구매액 by kind of work; a kind nobody stated is not there."""
    return {each.kind.value: each.amount_won for each in _kept(institution_id, year).values()}


def state_totals(
    institution_id: int,
    year: int,
    amounts: Mapping[PurchaseKind, int | None],
    source: str,
    by: int | None = None,
) -> None:
    """Keep stated totals, None takes one back; audited with what stood before.

    Raises Invalid for a negative amount or without the paper it comes from.
    """
    if any(won is not None and won < 0 for won in amounts.values()):
        raise Invalid(T("금액은 0원 이상이어야 합니다."))
    if not source.strip():
        said = T("어느 문서의 금액인지 적어 주세요.")
        raise Invalid(said, {"source": [said]})
    before = stated_totals(institution_id, year)
    kept = _kept(institution_id, year)
    for kind, won in amounts.items():
        _keep(institution_id, year, kind, won, source.strip(), by, kept.get(kind))
    db.session.flush()
    body = db.session.get_one(Institution, institution_id)
    after = stated_totals(institution_id, year)
    audit.record("spending:stated", body, year=year, before=before, after=after)


def _keep(  # noqa: PLR0917 - one row has that many parts
    institution_id: int,
    year: int,
    kind: PurchaseKind,
    won: int | None,
    source: str,
    by: int | None,
    row: Spending | None,
) -> None:
    if won is None:
        if row is not None:
            db.session.delete(row)
        return
    if row is None:
        row = Spending(
            institution_id=institution_id, year=year, measure=SpendingMeasure.TOTAL, kind=kind
        )
        db.session.add(row)
    row.amount_won, row.source, row.stated_by, row.stated_at = won, source, by, clock.now()


def _kept(institution_id: int, year: int) -> dict[PurchaseKind, Spending]:
    query = select(Spending).filter_by(
        institution_id=institution_id,
        department_id=None,
        year=year,
        measure=SpendingMeasure.TOTAL,
    )
    return {each.kind: each for each in db.session.scalars(query)}
