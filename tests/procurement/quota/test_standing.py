"""Target, counted, pipeline, missing, rate and who is late."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.errors import NotFound
from marketplace.procurement.months import Month
from marketplace.procurement.standing import department_standing, institution_standing
from tests.procurement.quota.ledger import bought, closed, uncounted
from tests.support import factories
from tests.support.statements import counting

JULY = datetime(2026, 7, 10, 3, tzinfo=UTC)


def two_departments() -> tuple[int, int, int]:
    body = factories.institution()
    first, second = factories.department(body), factories.department(body)
    factories.target(first, 10_000_000, year=2026)
    factories.target(second, 30_000_000, year=2026)
    bought(first, date(2026, 3, 2), 2_200_000)
    bought(first, date(2026, 5, 2), 1_100_000)
    uncounted(first, date(2026, 5, 3), 9_900_000)
    bought(first, date(2025, 5, 2), 8_800_000)
    bought(second, date(2026, 6, 30), 33_000_000)
    return body.id, first.id, second.id


class TestDepartmentStanding:
    def test_counts_only_what_counts_in_its_year(self, app: Flask) -> None:
        with transaction():
            _, first, _ = two_departments()
        standing = department_standing(first, 2026)
        assert standing.counted_won == 3_300_000
        assert standing.rate_percent == Decimal("33.0")
        assert standing.missing_won == 6_700_000
        assert standing.month_won == {3: 2_200_000, 5: 1_100_000}

    def test_beyond_the_target_the_rate_shows_it_and_nothing_is_missing(self, app: Flask) -> None:
        with transaction():
            _, _, second = two_departments()
        standing = department_standing(second, 2026)
        assert standing.rate_percent == Decimal("110.0")
        assert standing.missing_won == 0

    def test_without_a_target_there_is_no_rate(self, app: Flask) -> None:
        with transaction():
            place = factories.department()
            bought(place, date(2026, 3, 2))
        standing = department_standing(place.id, 2026)
        assert standing.target_won is None
        assert standing.rate_percent is None
        assert standing.missing_won is None

    def test_an_unknown_department_is_not_found(self, app: Flask) -> None:
        with pytest.raises(NotFound):
            department_standing(1)


class TestLateness:
    def test_the_last_due_month_decides(self, app: Flask) -> None:
        with transaction():
            place = factories.department()
            closed(place, 2026, 1, 2, 3, 4, 5)
        with clock.frozen(JULY):
            late = department_standing(place.id, 2026)
            assert late.is_late
            assert late.late_months == (Month(2026, 6),)
            assert late.next_due == Month(2026, 6)
        with clock.frozen(datetime(2026, 7, 5, 14, tzinfo=UTC)):
            assert not department_standing(place.id, 2026).is_late

    def test_a_unit_that_does_not_report_is_never_late(self, app: Flask) -> None:
        with transaction():
            place = factories.department(reports=False)
        with clock.frozen(JULY):
            assert not department_standing(place.id, 2026).is_late


class TestInstitutionStanding:
    def test_adds_its_departments_up(self, app: Flask) -> None:
        with transaction():
            body, first, second = two_departments()
        standing = institution_standing(body, 2026)
        assert [each.department.id for each in standing.departments] == [first, second]
        assert standing.target_won == 40_000_000
        assert standing.counted_won == 36_300_000
        assert standing.rate_percent == Decimal("90.8")

    def test_takes_the_rules_target_while_departments_have_none(self, app: Flask) -> None:
        with transaction():
            body = factories.institution()
            factories.department(body)
            factories.quota_rule(
                body, year=2026, fixed_won=5_000_000, effective_on=date(2026, 1, 1)
            )
        assert institution_standing(body.id, 2026).target_won == 5_000_000

    def test_lists_a_closed_department_only_for_years_it_has_figures_in(self, app: Flask) -> None:
        with transaction():
            body = factories.institution()
            gone = factories.department(body, closed_on=date(2025, 6, 30))
            bought(gone, date(2025, 3, 1))
        assert institution_standing(body.id, 2026).departments == ()
        assert len(institution_standing(body.id, 2025).departments) == 1

    def test_takes_the_same_number_of_statements_for_many_departments(self, app: Flask) -> None:
        with transaction():
            body = factories.institution()
            body_id = body.id
            for _ in range(3):
                bought(factories.department(body), date(2026, 3, 1))
        few = statements(app, body_id)
        with transaction():
            for _ in range(30):
                bought(factories.department(body), date(2026, 3, 1))
        assert statements(app, body_id) == few <= 5


def statements(app: Flask, institution_id: int) -> int:
    db.session.rollback()
    db.session.expire_all()
    with counting(app) as seen:
        institution_standing(institution_id, 2026)
    return len(seen)


@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.integers(1, 12),
            st.integers(-(10**9), 10**9),
            st.booleans(),
        ),
        max_size=12,
    )
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_month_totals_equal_the_sum_of_records(
    app: Flask, rows: list[tuple[int, int, int, bool]]
) -> None:
    with transaction():
        body = factories.institution()
        places = [factories.department(body) for _ in range(3)]
        for place, month, won, counts in rows:
            add = bought if counts else uncounted
            add(places[place], date(2026, month, 1), won)
    standing = institution_standing(body.id, 2026)
    for index, department in enumerate(standing.departments):
        for month in range(1, 13):
            expected = sum(w for p, m, w, counts in rows if (p, m) == (index, month) and counts)
            assert department.month_won.get(month, 0) == expected
    assert standing.counted_won == sum(won for _, _, won, counts in rows if counts)
