"""The content of a published year: sums that agree, corrections that stay visible, one digest."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.money import VatClass, split_gross
from marketplace.procurement.correcting import RightVersion, correct_record
from marketplace.procurement.models import (
    Basis,
    DepartmentTarget,
    Institution,
    PublicationKind,
    PurchaseKind,
    Spending,
)
from marketplace.procurement.models import SpendingMeasure as Measure
from marketplace.procurement.months import Month
from marketplace.procurement.publishing.content import Content, content_digest
from marketplace.procurement.publishing.known_year import known_year
from marketplace.procurement.publishing.publications import publish
from marketplace.procurement.publishing.results import (
    begin_tally,
    quarter_content,
    results_content,
    tally_year,
)
from marketplace.procurement.publishing.year_figures import (
    Booked,
    by_department,
    month_figures,
    quarter_won,
)
from marketplace.procurement.rules.ledger_purchases import ledger_purchases
from tests.procurement.quota.ledger import SOCIAL, bought, closed, uncounted
from tests.support import factories

JULY = datetime(2026, 7, 10, 3, tzinfo=UTC)
HELD = [SOCIAL]


def content_of(body: int, year: int = 2026) -> Content:
    known = known_year(body, year)
    return results_content(known, tally_year(known))


def district(**rule: object) -> int:
    """Two departments, a rule, purchases in three months, one of which does not count."""
    body = factories.institution(name="가상구")
    factories.quota_rule(body, year=2026, effective_on=date(2026, 1, 1), **rule)
    first, second = (factories.department(body, code=c, name=f"{c}과") for c in ("a", "b"))
    factories.target(first, 10_000_000, year=2026)
    bought(first, date(2026, 1, 5), 2_200_000, designations=HELD)
    bought(first, date(2026, 4, 6), 1_100_000, designations=HELD)
    bought(second, date(2026, 4, 7), 3_300_000, designations=HELD)
    uncounted(second, date(2026, 5, 8), 9_900_000)
    return body.id


class TestResultsContent:
    def test_departments_add_up_to_the_institution(self, app: Flask) -> None:
        with transaction():
            body = district()
        content = content_of(body)
        assert content["figures"]["actual_won"] == 6_600_000
        assert sum(each["actual_won"] for each in content["departments"]) == 6_600_000
        assert [each["quarters_won"] for each in content["departments"]] == [
            [2_200_000, 1_100_000, 0, 0],
            [0, 3_300_000, 0, 0],
        ]
        assert content["purchases"] == {
            "rows": 4,
            "uncounted_rows": 1,
            "counted_won": 6_600_000,
            "gross_won": 16_500_000,
        }

    def test_a_correction_after_closing_restates_its_month(self, app: Flask) -> None:
        with clock.frozen(JULY):
            with transaction():
                body = factories.institution()
                place = factories.department(body, name="총무과")
                wrong = bought(place, date(2026, 3, 2), 2_200_000)
                closed(place, 2026, 1, 2, 3, 4, 5)
            right = RightVersion(
                date(2026, 3, 2),
                wrong.kind,
                wrong.method,
                wrong.item,
                split_gross(1_100_000, VatClass.TAXABLE),
            )
            with transaction():
                correct_record(wrong.id, "금액을 두 번 적음", right)
            content = content_of(body.id)
        march = content["months"][2]
        # The replacement has no rule to count by, so the whole first amount is taken back.
        assert march["original_won"] == 2_200_000
        assert march["restated_won"] == march["original_won"] + march["corrections_won"]
        assert march["restated_won"] == content["figures"]["actual_won"]
        [restated] = content["restatements"]
        assert (restated["month"], restated["booked"]) == (3, "2026-07")
        assert restated["reason"] == "금액을 두 번 적음"
        assert restated["counted_won"] == march["corrections_won"]

    def test_the_order_in_which_records_were_written_does_not_matter(self, app: Flask) -> None:
        rows = [("a", 1, 1_100_000), ("b", 2, 2_200_000), ("a", 2, 3_300_000), ("b", 9, 550_000)]
        digests = set()
        for seed in range(3):
            random.Random(seed).shuffle(rows)
            with transaction():
                body = factories.institution(slug=f"order-{seed}", name="가상구", name_en="G")
                factories.quota_rule(body, year=2026, effective_on=date(2026, 1, 1))
                places = {c: factories.department(body, code=c, name=c) for c in ("a", "b")}
                for code, month, won in rows:
                    bought(places[code], date(2026, month, 3), won, designations=HELD)
            content = content_of(body.id)
            content["institution"]["slug"] = "same"
            digests.add(content_digest(content))
        assert len(digests) == 1

    def test_publishing_an_unchanged_year_again_makes_no_version(self, app: Flask) -> None:
        with transaction():
            body = district()
        for _ in range(2):
            content = content_of(body)
            with transaction():
                made = publish(body, 2026, PublicationKind.RESULTS, content, None)
        assert made.version == 1

    def test_a_rule_changed_within_the_year_shows_both_results(self, app: Flask) -> None:
        with transaction():
            body = district()
            factories.quota_rule(
                db.session.get_one(Institution, body),
                year=2026,
                version=2,
                reason="용역만 인정하기로 함",
                counted_kinds=["service"],
                effective_on=date(2026, 7, 1),
            )
        rules = content_of(body)["rules"]
        assert [each["result"]["counted_won"] for each in rules] == [6_600_000, 0]
        assert rules[1]["reason"] == "용역만 인정하기로 함"
        assert rules[1]["result"]["not_counted"]["kind_not_counted"] == 4

    def test_duties_stand_apart_and_say_what_is_missing(self, app: Flask) -> None:
        with transaction():
            body = district()
            for kind, won in ((PurchaseKind.GOODS, 100_000_000), (PurchaseKind.SERVICE, 0)):
                db.session.add(
                    Spending(
                        institution_id=body,
                        year=2026,
                        measure=Measure.TOTAL,
                        kind=kind,
                        amount_won=won,
                    )
                )
        duties = {each["code"]: each for each in content_of(body)["duties"]}
        assert duties["sme"]["missing"] == ["company_size"]
        assert duties["social"]["missing"] == ["basis:works"]
        assert duties["social"]["counted_won"] == 6_600_000
        assert "total" not in duties

    @pytest.mark.parametrize(
        ("basis", "rate", "won", "target", "told"),
        [
            (Basis.NEGOTIABLE_TOTAL, 700, 100_000_000, 7_000_000, "94.3"),
            (Basis.AVAILABLE_BUDGET, 800, 4_200_000_000, 336_000_000, "2.0"),
            (Basis.TOTAL_PURCHASES, None, 70_000_001, None, "9.43"),
            (Basis.TOTAL_PURCHASES, 1100, 50_000_000, 5_500_000, "13.20"),
        ],
    )
    def test_each_basis_is_told_by_its_own_rate(
        self,
        app: Flask,
        basis: Basis,
        rate: int | None,
        won: int,
        target: int | None,
        told: str,
    ) -> None:
        with transaction():
            body = district(
                basis=basis,
                fixed_won=None,
                rate_basis_points=rate,
                basis_won=won,
                rate_places=2 if basis is Basis.TOTAL_PURCHASES else 1,
            )
            db.session.execute(delete(DepartmentTarget))
        figures = content_of(body)["figures"]
        assert figures["target_won"] == target
        assert figures["rate_percent"] == told

    def test_a_basis_stated_by_kind_of_work_is_used_where_the_rule_has_none(
        self, app: Flask
    ) -> None:
        with transaction():
            body = district(basis=Basis.NEGOTIABLE_TOTAL, fixed_won=None, rate_basis_points=700)
            for kind in PurchaseKind:
                db.session.add(
                    Spending(
                        institution_id=body,
                        year=2026,
                        measure=Measure.NEGOTIABLE,
                        kind=kind,
                        amount_won=40_000_000,
                    )
                )
        assert content_of(body)["figures"]["basis_won"] == 120_000_000

    def test_a_quarter_holds_its_months_and_the_year_so_far(self, app: Flask) -> None:
        with transaction():
            body = district()
        content = quarter_content(body, 2026, 2)
        assert content["figures"]["actual_won"] == 4_400_000
        assert content["figures"]["so_far_won"] == 6_600_000
        assert [each["month"] for each in content["months"]] == [4, 5, 6]
        assert sum(each["actual_won"] for each in content["departments"]) == 4_400_000


class TestTally:
    def test_any_cut_into_pieces_gives_the_same(self, app: Flask) -> None:
        with transaction():
            body = district()
        purchases = list(ledger_purchases(body, 2026))
        known = known_year(body, 2026)
        whole = tally_year(known)
        for size in (1, 2, 3):
            tally = begin_tally(known)
            pieces = [purchases[at : at + size] for at in range(0, len(purchases), size)]
            for piece in reversed(pieces):
                tally.add(piece)
            assert tally.rule_results() == whole.rule_results()
            assert tally.duty_results() == whole.duty_results()


ROWS = st.lists(
    st.builds(
        Booked,
        department_id=st.integers(1, 4),
        month=st.integers(1, 12),
        booked=st.builds(Month, st.integers(2026, 2027), st.integers(1, 12)),
        counted_won=st.integers(-(10**12), 10**12),
    ),
    max_size=40,
)


class TestMonthFigures:
    @given(ROWS, st.randoms())
    def test_restated_is_original_and_corrections_in_any_order(
        self, rows: list[Booked], chance: random.Random
    ) -> None:
        told = month_figures(rows, 2026)
        for each in told:
            inside = [row for row in rows if row.month == each.month]
            assert each.restated_won == sum(row.counted_won for row in inside)
            in_time = [row for row in inside if row.booked == Month(2026, each.month)]
            assert each.original_won == sum(row.counted_won for row in in_time)
        chance.shuffle(rows)
        assert month_figures(rows, 2026) == told

    @given(ROWS)
    def test_departments_and_quarters_add_up_to_the_year(self, rows: list[Booked]) -> None:
        by_place = by_department(rows)
        whole = sum(row.counted_won for row in rows)
        assert sum(sum(months.values()) for months in by_place.values()) == whole
        assert sum(sum(quarter_won(months)) for months in by_place.values()) == whole
