"""Totals kept with each record are what a full recount gives."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from marketplace.core.database import db, transaction
from marketplace.procurement.jobs import verify_all
from marketplace.procurement.models import Department, MonthTotal, PurchaseRecord
from marketplace.procurement.verifying import rebuild_totals, verify_totals
from tests.procurement.quota.ledger import bought, uncounted
from tests.support import factories


def place_with_records() -> Department:
    place = factories.department()
    bought(place, date(2026, 3, 2), 2_200_000)
    bought(place, date(2026, 3, 9), 1_100_000)
    uncounted(place, date(2026, 4, 1), 550_000)
    bought(place, date(2025, 12, 30), -1_100_000, year=2026, month=1)
    return place


class TestVerify:
    def test_holds_after_every_kind_of_record(self, app: Flask) -> None:
        with transaction():
            place = place_with_records()
        found = verify_totals(place.institution_id)
        assert found.holds
        assert (found.record_count, found.total_count) == (4, 3)

    def test_finds_a_total_that_drifted_and_mends_it(self, app: Flask) -> None:
        with transaction() as session:
            place = place_with_records()
            session.execute(update(MonthTotal).values(counted_won=MonthTotal.counted_won + 1))
        found = verify_totals(place.institution_id)
        assert len(found.differences) == 3
        assert found.differences[0].kept["counted_won"] == -1_099_999
        assert verify_all() == 1
        with transaction():
            assert rebuild_totals(place.institution_id) == 3
        assert verify_totals(place.institution_id).holds
        assert verify_all() == 0

    def test_finds_records_written_past_the_listener(self, app: Flask) -> None:
        with transaction() as session:
            place = place_with_records()
            row = db.session.get_one(PurchaseRecord, 1)
            values = {
                column.name: getattr(row, column.name)
                for column in PurchaseRecord.__table__.columns
                if column.name not in {"id", "public_id"}
            }
            session.execute(insert(PurchaseRecord), [values])
        (difference,) = verify_totals(place.institution_id).differences
        assert difference.counted["record_count"] == difference.kept["record_count"] + 1

    def test_the_command_ends_with_1_where_something_differs(self, app: Flask) -> None:
        run = app.test_cli_runner().invoke
        with transaction() as session:
            place_with_records()
            session.execute(update(MonthTotal).values(gross_won=0))
        answer = run(args=["quota", "verify", "--json"])
        assert answer.exit_code == 1
        assert json.loads(answer.stdout)["differences"][0]["count"] == 3
        assert run(args=["quota", "verify", "--mend"]).exit_code == 0
        assert "모두 같습니다" in run(args=["quota", "verify"]).output


@given(seed=st.integers(0, 10**6), count=st.integers(0, 40))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_incremental_totals_equal_a_recount_in_any_order(app: Flask, seed: int, count: int) -> None:
    chance = random.Random(seed)
    with transaction():
        body = factories.institution()
        places = [factories.department(body) for _ in range(3)]
        for _ in range(count):
            day = date(2025, 1, 1) + timedelta(days=chance.randrange(730))
            late = {"year": 2026, "month": 12} if chance.random() < 0.2 else {}
            add = uncounted if chance.random() < 0.3 else bought
            add(chance.choice(places), day, chance.randrange(-(10**8), 10**9), **late)
    found = verify_totals(body.id)
    assert found.holds
    assert found.record_count == count
