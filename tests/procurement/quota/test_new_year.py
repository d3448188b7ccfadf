"""A purchase under way while the rule changes at New Year: one year counts it, and only one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.procurement import inspection
from marketplace.procurement.models import CountsOn, Inspection, PurchaseRecord
from marketplace.procurement.rules.evaluating import evaluate
from marketplace.procurement.rules.explaining import explain_record
from marketplace.procurement.rules.finding import find_rule
from marketplace.procurement.rules.ledger_purchases import ledger_purchases
from marketplace.procurement.rules.terms import terms_of
from marketplace.procurement.standing import department_standing
from tests.procurement.purchasing import Scene, delivered, make_scene
from tests.support import factories

DECEMBER = datetime(2026, 12, 20, 3, tzinfo=UTC)
JANUARY = datetime(2027, 1, 8, 3, tzinfo=UTC)
PAYMENT, ACCEPTANCE = CountsOn.PAYMENT, CountsOn.ACCEPTANCE


def delivered_in_december(before: CountsOn, after: CountsOn) -> tuple[Scene, list[PurchaseRecord]]:
    """Accepted on 20 December by one rule, paid for on 8 January by another."""
    with clock.frozen(DECEMBER):
        scene = make_scene(counts_on=before)
        with transaction():
            factories.quota_rule(
                scene.body, year=2027, counts_on=after, effective_on=date(2027, 1, 1)
            )
        file = delivered(scene)
        with transaction():
            inspection.accept_delivery(file.id, file.order.parcels[0].id, scene.purchaser)
    with clock.frozen(JANUARY):
        noted = db.session.scalars(select(Inspection)).one()
        with transaction():
            inspection.note_payment(noted.id, clock.today(), scene.purchaser)
    return scene, list(db.session.scalars(select(PurchaseRecord)))


@pytest.mark.parametrize(
    ("before", "after", "counted_on"),
    [
        (PAYMENT, ACCEPTANCE, date(2027, 1, 8)),
        (ACCEPTANCE, PAYMENT, date(2026, 12, 20)),
        (PAYMENT, PAYMENT, date(2027, 1, 8)),
        (ACCEPTANCE, ACCEPTANCE, date(2026, 12, 20)),
    ],
)
def test_one_year_counts_it_by_its_own_rule(
    app: Flask, before: CountsOn, after: CountsOn, counted_on: date
) -> None:
    scene, (record,) = delivered_in_december(before, after)
    rule = find_rule(scene.body.id, counted_on.year, counted_on)
    assert rule is not None
    assert (record.counted_on, record.rule_id) == (counted_on, rule.id)
    assert (record.year, record.month) == (counted_on.year, counted_on.month)
    counted = [department_standing(scene.place.id, year).counted_won for year in (2026, 2027)]
    assert counted == ([0, 22_000] if counted_on.year == 2027 else [22_000, 0])


def test_judging_both_years_again_loses_nothing(app: Flask) -> None:
    scene, (record,) = delivered_in_december(PAYMENT, ACCEPTANCE)
    again = []
    for year in (2026, 2027):
        rule = find_rule(scene.body.id, year, date(year, 12, 31))
        assert rule is not None
        found = evaluate(terms_of(rule), ledger_purchases(scene.body.id, year), are_all=False)
        again.append(found.measured.counted_won)
    assert again == [0, 22_000]
    (judged, *_) = explain_record(record.id).judgements
    assert (judged.rule, judged.outcome, judged.was_applied) == ("rule 2027/1", "counts", True)


def test_what_is_accepted_and_not_paid_stays_in_the_pipeline(app: Flask) -> None:
    with clock.frozen(DECEMBER):
        scene = make_scene(counts_on=PAYMENT)
        file = delivered(scene)
        assert department_standing(scene.place.id).pipeline_won == 22_000
        with transaction():
            inspection.accept_delivery(file.id, file.order.parcels[0].id, scene.purchaser)
        assert department_standing(scene.place.id).pipeline_won == 22_000
        noted = db.session.scalars(select(Inspection)).one()
        with transaction():
            inspection.note_payment(noted.id, clock.today(), scene.purchaser)
        standing = department_standing(scene.place.id)
        assert (standing.pipeline_won, standing.counted_won) == (0, 22_000)
