"""What a sheet makes of the ledger: once, whole, told; and taken back while its months are open."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.audit.models import AuditEntry
from marketplace.core.database import db, transaction
from marketplace.core.errors import MarketplaceError
from marketplace.core.states import ImpossibleTransition
from marketplace.procurement.correcting import correct_record
from marketplace.procurement.errors import ReasonNeeded
from marketplace.procurement.models import (
    ImportedRecord,
    ImportState,
    PurchaseImport,
    RecordOrigin,
)
from marketplace.procurement.sheets.judging import Choices, RowFate, Scope
from marketplace.procurement.sheets.mapping import MappingRefused
from marketplace.procurement.sheets.recording import MonthsClosedSince, undo_import
from marketplace.procurement.verifying import verify_totals
from tests.procurement.quota.ledger import bought, closed
from tests.procurement.sheets.conftest import Bring, District, Look, records
from tests.procurement.sheets.drawing import (
    OTHER,
    PLAIN,
    SOCIAL,
    csv_of,
    drawn,
    table,
    two_row_head,
)
from tests.support.statements import counting

HEAD = ["날짜", "부서", "업체명", "사업자번호", "품목", "금액", "비고", "문서번호"]


def row(day: str = "2026-05-02", won: object = 11_000, **said: object) -> list[object]:
    return [
        *(day, said.get("place", "총무과"), said.get("seller", "햇살"), said.get("number", SOCIAL)),
        *(said.get("item", "비누"), won, said.get("note", ""), said.get("reference", "")),
    ]


class TestRecording:
    def test_known_makers_count_by_their_certificates_and_others_as_stated(
        self, district: District, bring: Bring
    ) -> None:
        made, _ = bring(csv_of(PLAIN), Choices(skip_bad=True))
        first, second = records()
        assert (first.enterprise_id, first.counted_won) == (district.maker.id, 110_000)
        assert first.certification["kind"] == "certified_social"
        assert (second.enterprise_id, second.counted_won) == (None, 2_200_000)
        assert second.certification["is_stated"] is True
        assert (second.seller_business_number, second.origin) == (
            OTHER.replace("-", ""),
            RecordOrigin.OUTSIDE,
        )
        assert {each.evidence_id for each in records()} == {made.file_id}
        assert made.state is ImportState.RECORDED

    def test_every_record_has_its_row_and_its_audit_row(self, bring: Bring) -> None:
        made, _ = bring(drawn(two_row_head))
        rows = db.session.execute(
            select(ImportedRecord.sheet, ImportedRecord.row).filter_by(import_id=made.id)
        ).all()
        assert sorted(tuple(each) for each in rows) == [("실적", 5), ("실적", 6), ("실적", 8)]
        written = select(func.count()).where(AuditEntry.action == "record:written")
        assert db.session.scalar(written) == 3

    def test_one_bad_row_keeps_everything_out(self, district: District, bring: Bring) -> None:
        made, done = bring(table([HEAD, row(), row("2026-13-01")]))
        assert [each.source.number for each in done.refused] == [3]
        assert (records(), made.state) == ([], ImportState.CHECKED)

    def test_the_rest_when_asked(self, bring: Bring) -> None:
        bring(table([HEAD, row(), row("2026-13-01")]), Choices(skip_bad=True))
        assert len(records()) == 1

    def test_twice_changes_nothing_in_whatever_order(
        self, district: District, bring: Bring
    ) -> None:
        rows = [row(), row(), row("2026-05-03"), row(place="복지정책과")]
        bring(table([HEAD, *rows]))
        before = [each.external_key for each in records()]
        _, done = bring(table([HEAD, *reversed(rows)]))
        assert {each.fate for each in done.judged} == {RowFate.UNCHANGED}
        assert [each.external_key for each in records()] == before
        assert len(set(before)) == 3  # those of two departments may share one

    def test_a_grown_sheet_adds_only_what_is_new(self, bring: Bring) -> None:
        bring(table([HEAD, row()]))
        _, done = bring(table([HEAD, row("2026-05-01"), row(), row()]))
        assert [each.fate for each in done.judged] == [RowFate.NEW, RowFate.UNCHANGED, RowFate.NEW]
        assert len(records()) == 3

    def test_alike_rows_are_two_unless_the_sheet_says_one(self, bring: Bring) -> None:
        rows = [
            *(row(), row()),
            *(row(reference="가-1"), row(reference="가-1"), row(reference="가-2")),
            *(row(note="중복"),),
        ]
        _, done = bring(table([HEAD, *rows]))
        fates = [each.fate for each in done.judged]
        assert fates.count(RowFate.REPEATED) == 2
        assert len(records()) == 4
        assert done.judged[3].repeats is not None
        assert done.judged[3].repeats.number == 4

    @pytest.mark.parametrize("seed", range(5))
    def test_any_order_of_rows_gives_the_same_totals(
        self, district: District, look: Look, seed: int
    ) -> None:
        chance = random.Random(seed)
        rows = [
            row(
                f"2026-0{chance.randint(1, 9)}-1{chance.randint(0, 3)}",
                chance.randint(1, 9) * 1_100,
            )
            for _ in range(60)
        ]
        first = look(table([HEAD, *rows]))
        chance.shuffle(rows)
        second = look(table([HEAD, *rows]))
        for one, other in ((first, second),):
            assert sorted(e.key for e in one.judged) == sorted(e.key for e in other.judged)
            assert sum(e.record.counted_won for e in one.judged if e.record) == sum(
                e.record.counted_won for e in other.judged if e.record
            )


class TestLikenesses:
    def test_a_purchase_recorded_by_hand_is_shown_and_settled(
        self, district: District, bring: Bring
    ) -> None:
        with transaction():
            bought(district.general, date(2026, 5, 4), 11_000, seller_name="햇살")
        data = table([HEAD, row()])
        _, done = bring(data)
        [waiting] = done.judged
        assert (waiting.fate, len(waiting.likenesses)) == (RowFate.SIMILAR, 1)
        assert len(records()) == 1
        bring(data, Choices(same=frozenset([waiting.name])))
        assert len(records()) == 1
        bring(data, Choices(distinct=frozenset([waiting.name])))
        assert len(records()) == 2

    def test_the_same_row_on_two_sheets_is_asked_about(self, look: Look) -> None:
        from openpyxl import Workbook

        from tests.procurement.sheets.drawing import saved

        book = Workbook()
        for name in ("1월", "연간"):
            sheet = book.create_sheet(name)
            for each in (HEAD, row()):
                sheet.append(each)
        done = look(saved(book))
        assert [each.fate for each in done.judged] == [RowFate.NEW, RowFate.SIMILAR]
        assert done.judged[1].likenesses[0].name == "1월!2"


class TestDepartments:
    def test_an_unknown_one_is_refused_by_name(self, look: Look) -> None:
        [refused] = look(table([HEAD, row(place="없는과")])).refused
        assert refused.faults[0].wrong == "부서를 찾을 수 없습니다: 없는과"

    def test_the_end_of_a_path_and_the_code_are_enough(
        self, district: District, look: Look
    ) -> None:
        done = look(table([HEAD, row(place="행정국 총무과"), row(place="A01", won=500)]))
        assert {each.department_id for each in done.judged} == {district.general.id}

    def test_another_departments_rows_are_not_ones_own(
        self, district: District, look: Look
    ) -> None:
        scope = Scope(district.body.id, district.welfare.id)
        [refused] = look(table([HEAD, row()]), scope=scope).refused
        assert "다른 부서의 행입니다: 총무과" in refused.faults[0].wrong

    def test_a_sheet_without_the_column_is_its_owners(self, district: District, look: Look) -> None:
        rows = [["날짜", "업체명", "품목", "금액"], ["2026-05-02", "햇살", "비누", 11_000]]
        done = look(table(rows), scope=Scope(district.body.id, district.welfare.id))
        assert done.judged[0].department_id == district.welfare.id


class TestClosedMonths:
    def test_ask_for_a_reason_and_book_into_the_open_one(
        self, district: District, bring: Bring
    ) -> None:
        with transaction():
            closed(district.general, 2026, 1, 2, 3, 4, 5)
        data = table([HEAD, row()])
        _, done = bring(data)
        assert "2026년 5월은 마감되었습니다." in done.refused[0].faults[0].wrong
        assert "2026년 11월 실적으로" in done.refused[0].faults[0].remedy
        bring(data, Choices(late_reason="시트가 늦게 옴"))
        [kept] = records()
        assert (kept.month, kept.counted_on.month, kept.reason) == (11, 5, "시트가 늦게 옴")


class TestUndoing:
    def test_takes_everything_back_and_may_come_again(
        self, district: District, bring: Bring
    ) -> None:
        data = table([HEAD, row(), row()])
        made, _ = bring(data)
        with transaction():
            assert undo_import(made.id, "단위를 잘못 읽음") == 2
        assert sum(each.counted_won for each in records()) == 0
        for _ in range(2):
            bring(data)
        assert sum(each.counted_won for each in records()) == 22_000
        assert verify_totals(district.body.id).holds

    def test_leaves_what_was_corrected_and_asks_for_a_reason(self, bring: Bring) -> None:
        made, _ = bring(table([HEAD, row(), row()]))
        with transaction():
            correct_record(records()[0].id, "중복")
        with pytest.raises(ReasonNeeded), transaction():
            undo_import(made.id, " ")
        with transaction():
            assert undo_import(made.id, "잘못 올림") == 1
        with pytest.raises(ImpossibleTransition), transaction():
            undo_import(made.id, "다시")

    def test_not_once_a_month_is_closed(self, district: District, bring: Bring) -> None:
        made, _ = bring(table([HEAD, row()]))
        with transaction():
            closed(district.general, 2026, 5)
        with pytest.raises(MonthsClosedSince), transaction():
            undo_import(made.id, "잘못 올림")
        assert db.session.get_one(PurchaseImport, made.id).state is ImportState.RECORDED

    def test_a_corrected_row_does_not_come_back_with_its_sheet(self, bring: Bring) -> None:
        data = table([HEAD, row()])
        bring(data)
        with transaction():
            correct_record(records()[0].id, "반품")
        _, done = bring(data)
        assert [each.fate for each in done.judged] == [RowFate.UNCHANGED]


class TestMappings:
    def test_one_without_day_seller_and_amount_reads_nothing(self, bring: Bring) -> None:
        from marketplace.procurement.sheets.mapping import Mapping

        with pytest.raises(MappingRefused) as refused:
            bring(table([HEAD, row()]), mapping=Mapping({}))
        assert isinstance(refused.value, MarketplaceError)
        assert set(refused.value.fields) == {"date", "seller", "gross"}


def test_five_thousand_rows_in_few_statements(app: Flask, district: District, bring: Bring) -> None:
    """Below 30 s on a busy machine of two cores, in statements that grow by the thousand."""
    first = date(2026, 1, 2)
    rows = [
        row(f"{first + timedelta(days=n % 300)}", 1_100 + n, place=("총무과", "복지정책과")[n % 2])
        for n in range(5_000)
    ]
    begun = time.monotonic()
    with counting(app) as sent:
        bring(table([HEAD, *rows]))
    assert time.monotonic() - begun < 30
    asked = [each for each in sent if not each.startswith("INSERT")]
    assert len(asked) < 60
    assert len(sent) - len(asked) <= 2 * len(rows) + 60  # SQLite takes them one by one
    assert len(records()) == 5_000
    assert verify_totals(district.body.id).holds
