"""Years as they are disclosed: published beside computed, unstated never zero."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

import marketplace.demo
from marketplace.core import clock
from marketplace.core.database import transaction
from marketplace.core.importing import Outcome, run_import
from marketplace.core.tables import read_table
from marketplace.procurement.disclosure import (
    DisclosedYear,
    YearNotDisclosed,
    disclosed_year,
    disclosed_years,
)
from marketplace.procurement.history import REQUIRED_COLUMNS, PublishedHistory
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import Basis, PurchaseKind, Spending, SpendingMeasure
from marketplace.procurement.publishing.known_year import known_year
from tests.procurement.quota.ledger import bought
from tests.support import factories
from tests.support.statements import counting

FILE = Path(marketplace.demo.__file__).parent / "reference" / "seongbuk-disclosure.csv"
EOK = 100_000_000


def import_seongbuk() -> dict[int, DisclosedYear]:
    table = read_table(FILE, REQUIRED_COLUMNS)
    history = PublishedHistory("seongbuk", table.source, "성북구")
    report = run_import(table.rows, history.importer())
    assert report.applied
    assert report.count(Outcome.CREATED) == 10
    return {each.year: each for each in disclosed_years(get_institution("seongbuk").id)}


class TestSeongbuk:
    def test_computes_every_rate_and_marks_the_two_that_disagree(self, app: Flask) -> None:
        years = import_seongbuk()
        assert list(years) == list(range(2011, 2021))
        rates = {year: str(each.rate_percent) for year, each in years.items() if each.rate_percent}
        assert rates == {2012: "83.3", 2013: "108.5", 2014: "100.8", 2015: "128.0", 2016: "142.9"}
        assert [year for year, each in years.items() if each.rate_disagrees] == [2012, 2013]

    def test_what_is_not_stated_is_not_zero(self, app: Flask) -> None:
        years = import_seongbuk()
        assert years[2011].target_won is None
        assert years[2011].actual_won == 590_000_000
        assert [years[year].actual_won for year in range(2017, 2021)] == [None] * 4

    def test_targets_of_the_plan_sum_to_320_eok(self, app: Flask) -> None:
        years = import_seongbuk()
        assert sum(years[year].target_won or 0 for year in range(2017, 2021)) == 320 * EOK

    def test_names_the_document_the_figures_come_from(self, app: Flask) -> None:
        assert "성북구 사회적경제 기본계획" in import_seongbuk()[2012].source


class TestLiveYear:
    def test_is_summed_from_records_and_keeps_the_published_beside_it(self, app: Flask) -> None:
        with transaction():
            body = factories.institution(slug="seongbuk", name="성북구")
            place = factories.department(body)
            factories.target(place, 10_000_000, year=2016)
            bought(place, date(2016, 3, 2), 4_400_000)
        years = {each.year: each for each in disclosed_years(body.id)}
        assert years[2016].is_live
        assert (years[2016].target_won, years[2016].actual_won) == (10_000_000, 4_400_000)
        table = read_table(FILE, REQUIRED_COLUMNS)
        run_import(table.rows, PublishedHistory("seongbuk", table.source).importer())
        live = disclosed_year(body.id, 2016)
        assert live.actual_won == 4_400_000
        assert live.published is not None
        assert live.published.actual_won == 5_000_000_000
        assert live.rate_disagrees

    def test_a_correction_after_the_year_still_belongs_to_it(self, app: Flask) -> None:
        with transaction():
            place = factories.department()
            bought(place, date(2025, 12, 30), 4_400_000)
            bought(place, date(2025, 12, 30), -1_100_000, year=2026, month=1)
        years = {each.year: each for each in disclosed_years(place.institution_id)}
        assert years[2025].actual_won == 3_300_000
        assert 2026 not in years

    def test_a_rule_alone_states_a_target_and_no_actual(self, app: Flask) -> None:
        with transaction():
            body = factories.institution()
            factories.quota_rule(
                body,
                year=2019,
                basis=Basis.AVAILABLE_BUDGET,
                basis_won=125_000_000_000,
                rate_basis_points=800,
                fixed_won=None,
                effective_on=date(2019, 1, 1),
            )
        only = disclosed_year(body.id, 2019)
        assert (only.target_won, only.actual_won) == (10_000_000_000, None)

    def test_an_unknown_year_is_not_disclosed(self, app: Flask) -> None:
        with transaction():
            body = factories.institution()
        with pytest.raises(YearNotDisclosed):
            disclosed_year(body.id, 1999)

    @pytest.mark.parametrize(
        ("basis", "measure", "rate", "target", "reached"),
        [
            (Basis.NEGOTIABLE_TOTAL, SpendingMeasure.NEGOTIABLE, 700, 7_000_000, "110.0"),
            (Basis.TOTAL_PURCHASES, SpendingMeasure.TOTAL, 1_100, 11_000_000, "70.0"),
        ],
    )
    def test_a_rate_is_demanded_of_what_was_stated_to_be_spent(
        self,
        app: Flask,
        basis: Basis,
        measure: SpendingMeasure,
        rate: int,
        target: int,
        reached: str,
    ) -> None:
        with transaction() as session:
            body = factories.institution()
            factories.quota_rule(
                body, year=2026, basis=basis, fixed_won=None, rate_basis_points=rate
            )
            bought(factories.department(body), date(2026, 5, 2), 7_700_000)
            for kind, won in (("goods", 60_000_000), ("service", 40_000_000), ("works", 0)):
                session.add(
                    Spending(
                        institution_id=body.id,
                        year=2026,
                        measure=measure,
                        kind=PurchaseKind(kind),
                        amount_won=won,
                    )
                )
        with clock.frozen(datetime(2026, 7, 1, tzinfo=UTC)):
            told = disclosed_year(body.id, 2026)
            assert (told.target_won, str(told.rate_percent)) == (target, reached)
            assert known_year(body.id, 2026).disclosed.target_won == target

    def test_takes_four_statements_however_many_years(self, app: Flask) -> None:
        import_seongbuk()
        body_id = get_institution("seongbuk").id
        with clock.frozen(datetime(2026, 7, 1, tzinfo=UTC)), counting(app) as sent:
            disclosed_years(body_id)
        assert len(sent) == 4
