"""What must hold of every year, whatever was bought, closed and corrected in it."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import Conflict
from marketplace.core.money import VatClass, split_gross
from marketplace.procurement.closing import MonthAlreadyClosed, close_month
from marketplace.procurement.correcting import AlreadyCorrected, RightVersion, correct_record
from marketplace.procurement.models import (
    ContractMethod,
    Department,
    PurchaseKind,
    PurchaseRecord,
    RecordOrigin,
)
from marketplace.procurement.month_sums import restated_sums
from marketplace.procurement.rules.evaluating import evaluate
from marketplace.procurement.rules.finding import find_rule
from marketplace.procurement.rules.ledger_purchases import ledger_purchases
from marketplace.procurement.rules.regimes import judge_regimes
from marketplace.procurement.rules.terms import terms_of
from marketplace.procurement.standing import institution_standing
from marketplace.procurement.verifying import verify_totals
from tests.procurement.quota.ledger import SOCIAL, bought, uncounted
from tests.support import factories

YEAR = 2026
AUTUMN = datetime(YEAR, 10, 20, 3, tzinfo=UTC)
often = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def live(chance: random.Random) -> int:
    """A year of three departments: purchases, closings and corrections as they come; its body."""
    with transaction():
        body = factories.institution()
        factories.quota_rule(body, year=YEAR, effective_on=date(YEAR, 1, 1))
        places = [factories.department(body) for _ in range(3)]
        for _ in range(chance.randrange(12)):
            day = date(YEAR, 1, 1) + timedelta(days=chance.randrange(290))
            held = chance.random() < 0.7
            add = bought if held else uncounted
            add(
                chance.choice(places),
                day,
                11 * chance.randrange(1, 10**7),
                designations=[SOCIAL] if held else [],
            )
    for place in places:
        for month in range(1, chance.randrange(1, 10)):
            with transaction():
                close_month(place.id, YEAR, month)
    mine = PurchaseRecord.department_id.in_([place.id for place in places])
    for record in list(db.session.scalars(select(PurchaseRecord).where(mine))):
        if chance.random() < 0.4:
            correct(record.id, chance)
    return body.id


def correct(record_id: int, chance: random.Random) -> None:
    amount = split_gross(11 * chance.randrange(1, 10**7), VatClass.TAXABLE)
    right = RightVersion(
        date(YEAR, chance.randrange(1, 10), 1),
        PurchaseKind.GOODS,
        ContractMethod.CARD,
        "바른 기록",
        amount,
    )
    with transaction():
        correct_record(record_id, "금액이 틀림", right if chance.random() < 0.5 else None)


def counted(*where: object) -> int:
    return (
        db.session.scalar(
            select(func.coalesce(func.sum(PurchaseRecord.counted_won), 0)).where(*where)
        )
        or 0
    )


@given(seed=st.integers(0, 10**6))
@often
def test_a_year_adds_up_in_every_way(app: Flask, seed: int) -> None:
    with clock.frozen(AUTUMN):
        body = live(random.Random(seed))
        standing = institution_standing(body, YEAR)
        mine = PurchaseRecord.department_id.in_([e.department.id for e in standing.departments])
        assert sum(e.counted_won for e in standing.departments) == standing.counted_won
        assert standing.counted_won == counted(mine)
        restated = restated_sums(Department.institution_id == body, YEAR)
        originals = counted(
            mine, PurchaseRecord.reverses_id.is_(None), PurchaseRecord.replaces_id.is_(None)
        )
        corrections = counted(mine) - originals
        assert corrections == counted(mine, PurchaseRecord.origin == RecordOrigin.CORRECTION) + (
            counted(mine, PurchaseRecord.replaces_id.is_not(None))
        )
        assert sum(sum(each.values()) for each in restated.values()) == originals + corrections
        assert verify_totals(body).holds


@given(seed=st.integers(0, 10**6))
@often
def test_any_order_of_the_records_gives_the_same_and_each_counts_once(
    app: Flask, seed: int
) -> None:
    chance = random.Random(seed)
    with clock.frozen(AUTUMN):
        body = live(chance)
    purchases = list(ledger_purchases(body, YEAR))
    rule = find_rule(body, YEAR)
    assert rule is not None
    terms = terms_of(rule)
    shuffled = random.Random(seed + 1).sample(purchases, len(purchases))
    assert evaluate(terms, purchases) == evaluate(terms, shuffled)
    total = sum(each.net_won + each.vat_won for each in purchases if each.designations)
    for result in judge_regimes(purchases, YEAR, are_all=True):
        if result.evaluation is None:
            continue
        judged = result.evaluation
        refused = {each.row for each in judged.not_counted}
        rows = [each for each in purchases if each.row not in refused]
        assert len({each.row for each in rows}) == len(rows)
        assert judged.measured.counted_won == sum(e.net_won + e.vat_won for e in rows)
        assert judged.measured.counted_won in {0, total}


@given(seed=st.integers(0, 10**6))
@often
def test_closing_and_correcting_twice_change_nothing(app: Flask, seed: int) -> None:
    chance = random.Random(seed)
    with clock.frozen(AUTUMN):
        body = live(chance)
        before = institution_standing(body, YEAR)
        for each in before.departments:
            for month in each.closed_months:
                with suppress(MonthAlreadyClosed), transaction():
                    close_month(each.department.id, YEAR, month)
                    raise AssertionError("closed twice")
        taken = select(PurchaseRecord.reverses_id).where(
            PurchaseRecord.reverses_id.is_not(None),
            PurchaseRecord.department_id.in_([each.department.id for each in before.departments]),
        )
        for record_id in list(db.session.scalars(taken)):
            with suppress(AlreadyCorrected, Conflict), transaction():
                correct_record(record_id or 0, "다시")
                raise AssertionError("corrected twice")
        db.session.rollback()
        again = institution_standing(body, YEAR)
        assert [e.booked for e in again.departments] == [e.booked for e in before.departments]
        assert verify_totals(body).holds
