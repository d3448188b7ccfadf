"""A sheet's own totals kept as published figures: asked for, once, and over nobody's head."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.core.database import db, transaction
from marketplace.procurement.disclosure import disclosed_years
from marketplace.procurement.models import ImportState, PublishedFigure
from marketplace.procurement.sheets.judging import Choices, Scope
from marketplace.procurement.sheets.keeping import (
    ImportNotRecorded,
    Kept,
    PrintedFate,
    keep_printed,
    printed_totals,
)
from tests.procurement.sheets.conftest import Bring, District
from tests.procurement.sheets.drawing import drawn, table, two_row_head
from tests.support.pages import visible_text

HEAD = ["날짜", "부서", "업체명", "품목", "금액"]
WHOLE, WELFARE, GENERAL = 3_850_000, 3_300_000, 550_000


def figures() -> dict[int | None, PublishedFigure]:
    db.session.expire_all()
    return {each.department_id: each for each in db.session.scalars(select(PublishedFigure))}


def row(day: str, place: str, won: int) -> list[object]:
    return [day, place, "햇살", f"비누 {day}", won]


class TestWhatIsPrinted:
    def test_the_whole_and_each_department(self, district: District, bring: Bring) -> None:
        made, _ = bring(drawn(two_row_head))
        found = printed_totals(made)
        assert [(each.department, each.stated_won) for each in found] == [
            (None, WHOLE),
            (district.welfare, WELFARE),
            (district.general, GENERAL),
        ]
        assert {(each.year, each.first_month) for each in found} == {(2026, 1), (2026, 3)}
        assert [each.last_month for each in found] == [3, 2, 3]
        assert not any(each.is_of_the_year for each in found)
        assert found[0].source == "실적.xlsx, 시트 실적 10행 합 계 (1월–3월)"
        assert figures() == {}

    def test_a_part_of_a_department_or_of_two_years_is_no_figure(self, bring: Bring) -> None:
        rows = [
            *(row("2026-01-02", "총무과", 10_000), ["소계", None, None, None, 10_000]),
            *(row("2026-02-02", "총무과", 20_000), row("2025-02-02", "복지정책과", 5_000)),
            ["합계", None, None, None, 35_000],
        ]
        made, _ = bring(table([HEAD, *rows]), Choices(all_distinct=True))
        assert printed_totals(made) == []

    def test_a_departments_own_sheet_speaks_of_it_alone(
        self, district: District, bring: Bring
    ) -> None:
        rows = [row("2026-01-02", "총무과", 10_000), ["합계", None, None, None, 12_000]]
        scope = Scope(district.body.id, district.general.id)
        made, _ = bring(table([HEAD, *rows]), scope=scope)
        [only] = printed_totals(made)
        assert only.department is not None
        assert (only.department.name, only.stated_won, only.sum_won) == ("총무과", 12_000, 10_000)


class TestKeeping:
    def test_what_is_asked_for_stands_once_with_its_source(
        self, district: District, bring: Bring
    ) -> None:
        made, _ = bring(drawn(two_row_head))
        with transaction():
            assert keep_printed(made.id, ["all", "unheard-of"]) == Kept(added=1)
        with transaction():
            names = [each.name for each in printed_totals(made)]
            assert keep_printed(made.id, names) == Kept(added=2, unchanged=1)
        with transaction():
            assert keep_printed(made.id, names, names) == Kept(unchanged=3)
        kept = figures()
        assert {key: each.actual_won for key, each in kept.items()} == {
            None: WHOLE,
            district.welfare.id: WELFARE,
            district.general.id: GENERAL,
        }
        assert kept[None].source.startswith("실적.xlsx, 시트 실적 10행")
        written = select(func.count()).where(
            AuditEntry.action == "published_figure:kept_from_sheet"
        )
        assert db.session.scalar(written) == 3

    def test_another_documents_figure_stays_until_somebody_chooses(
        self, district: District, bring: Bring
    ) -> None:
        with transaction():
            db.session.add(
                PublishedFigure(
                    institution_id=district.body.id,
                    year=2026,
                    target_won=9_000_000,
                    actual_won=4_000_000,
                    printed_rate="44.4",
                    source="구정백서",
                )
            )
        made, _ = bring(drawn(two_row_head))
        assert printed_totals(made)[0].fate is PrintedFate.DIFFERS
        with transaction():
            assert keep_printed(made.id, ["all"]) == Kept(left=1)
        assert figures()[None].actual_won == 4_000_000
        with transaction():
            assert keep_printed(made.id, [], ["all"]) == Kept(replaced=1)
        now = figures()[None]
        assert (now.actual_won, now.target_won, now.printed_rate) == (WHOLE, 9_000_000, None)
        assert now.source.endswith("; 목표: 구정백서")
        with transaction():
            assert keep_printed(made.id, ["all"], ["all"]) == Kept(unchanged=1)
        action = "published_figure:replaced_from_sheet"
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)).one()
        assert "구정백서" in str(entry.detail)

    def test_only_of_a_recorded_sheet(self, bring: Bring) -> None:
        made, _ = bring(drawn(two_row_head))
        with transaction():
            made.state = ImportState.CHECKED
            db.session.add(made)
        assert printed_totals(made) == []
        with pytest.raises(ImportNotRecorded), transaction():
            keep_printed(made.id, ["all"])


class TestDisclosed:
    def test_computed_stands_beside_printed_and_says_where_they_differ(
        self, district: District, bring: Bring, client: FlaskClient
    ) -> None:
        made, _ = bring(drawn(two_row_head))
        assert not disclosed_years(district.body.id)[0].amount_disagrees
        with transaction():
            keep_printed(made.id, [each.name for each in printed_totals(made)])
        [year] = disclosed_years(district.body.id)
        assert (year.actual_won, year.amount_disagrees) == (WELFARE, True)
        text = visible_text(client.get("/disclosures/gasang/2026"))
        assert "문서에는 3,850,000원으로 적혀 있지만, 구매 기록을 더하면 3,300,000원이에요" in text
        assert "복지정책과 3,300,000원 3,300,000원 같음 실적.xlsx" in text
        assert "총무과 550,000원 0원 공표한 실적이 기록과 달라요 실적.xlsx" in text
        assert "공표한 실적이 기록과 달라요" in visible_text(client.get("/disclosures/gasang"))
        told = client.get("/api/v1/institutions/gasang/disclosures/2026").get_json()
        assert told["amount_disagrees"] is True
