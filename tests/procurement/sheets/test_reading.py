"""Six shapes of sheets, each read as its keeper meant it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from marketplace.core.grids import Cell
from marketplace.core.tables import TableRefused
from marketplace.procurement.models import ContractMethod, PurchaseKind
from marketplace.procurement.sheets import values
from marketplace.procurement.sheets.examining import open_sheet, read_rows
from marketplace.procurement.sheets.mapping import propose
from marketplace.procurement.sheets.words import total_label
from tests.procurement.sheets.conftest import Bring, District, Look, records
from tests.procurement.sheets.drawing import (
    OTHER,
    PLAIN,
    SOCIAL,
    csv_of,
    drawn,
    saved,
    serials,
    table,
    total_on_top,
    two_row_head,
)


class TestShapes:
    def test_a_title_a_two_row_head_merged_departments_and_subtotals(
        self, district: District, look: Look
    ) -> None:
        done = look(drawn(two_row_head))
        first = done.file.first
        assert (first.head_rows, first.unit_won) == ((3, 4), 1_000)
        rows = [each.source for each in done.judged]
        assert [(r.number, r.day, r.department) for r in rows] == [
            (5, date(2026, 1, 5), "복지정책과"),
            (6, date(2026, 2, 10), "복지정책과"),
            (8, date(2026, 3, 5), "총무과"),
        ]
        assert [r.amount and r.amount.gross_won for r in rows] == [1_100_000, 2_200_000, 550_000]
        assert [(t.row, t.stated_won, t.sum_won) for t in done.totals] == [
            (7, 3_300_000, 3_300_000),
            (9, 550_000, 550_000),
            (10, 3_850_000, 3_850_000),
        ]
        assert [each.seller.enterprise_id for each in done.judged] == [
            *(district.maker.id, district.maker.id, None)
        ]

    def test_a_total_on_top_millions_in_the_head_and_days_without_a_year(self, look: Look) -> None:
        done = look(drawn(total_on_top))
        rows = [each.source for each in done.judged]
        assert [(r.number, r.day) for r in rows] == [(4, date(2026, 3, 5)), (6, date(2026, 3, 6))]
        assert [r.amount and r.amount.gross_won for r in rows] == [1_100_000, 3_300_000]
        assert [r.kind for r in rows] == [PurchaseKind.GOODS, PurchaseKind.SERVICE]
        assert [r.method for r in rows] == [
            ContractMethod.CARD,
            ContractMethod.NEGOTIATED_TWO_QUOTES,
        ]
        [total] = done.totals
        assert (total.row, total.stated_won, total.sum_won) == (3, 4_600_000, 4_400_000)
        assert total.difference_won == 200_000

    def test_excel_days_serials_and_rows_a_filter_hides(self, look: Look) -> None:
        done = look(drawn(serials))
        days = [each.source.day for each in done.judged]
        assert days == [date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 3)]
        assert done.file.first.hidden_rows == [4]

    @pytest.mark.parametrize("encoding", ["cp949", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("sign", [",", "\t", ";"])
    def test_a_csv_however_it_was_saved(self, look: Look, encoding: str, sign: str) -> None:
        done = look(csv_of(PLAIN, encoding, sign))
        assert [each.source.number for each in done.judged] == [2, 3, 4]
        assert done.judged[1].source.amount is not None
        assert done.judged[1].source.amount.gross_won == 2_200_000
        [fault] = done.judged[2].faults
        assert (fault.cell, fault.column) == ("G4", "금액")
        assert fault.wrong == "금액이 아닙니다: 3만 3천"

    def test_months_on_sheets_of_their_own_and_one_that_is_none(self, look: Look) -> None:
        book = Workbook()
        cover = book.active
        assert cover is not None
        cover.title = "안내"
        cover.append(["작성 요령"])
        for month in (1, 2):
            sheet = book.create_sheet(f"{month}월")
            sheet.append(["날짜", "업체명", "내용", "금액", "부서"])
            sheet.append([f"2026.{month}.3.", "햇살", "비누", 11_000 * month, "총무과"])
            sheet.append(["합계", None, None, 11_000 * month])
        book.create_sheet("숨김").sheet_state = "hidden"
        done = look(saved(book))
        assert [each.name for each in done.judged] == ["1월!2", "2월!2"]
        assert done.file.left_out == ("안내", "숨김")
        assert all(total.agrees for total in done.totals)

    def test_only_net_amounts_a_running_total_and_the_head_again(self, look: Look) -> None:
        head = ["구매일", "상호", "건명", "공급가액", "담당부서"]
        data = table(
            [
                ["2026년도 구매 (부가세 별도)"],
                head,
                ["2026-06-01", "햇살", "인쇄", 100_000, "총무과"],
                ["누계", None, None, 100_000],
                head,
                ["20260602", "햇살", "제본", 50_005, "총무과"],
                ["누계", None, None, 150_005],
            ]
        )
        done = look(data)
        amounts = [each.source.amount for each in done.judged]
        assert [(a.net_won, a.vat_won) for a in amounts if a] == [
            (100_000, 10_000),
            (50_005, 5_001),
        ]
        assert [total.difference_won for total in done.totals] == [0, 0]

    def test_a_template_filled_in_half(self, look: Look) -> None:
        rows = [["연번", "일자", "업체명", "품목", "금액", "부서"]]
        rows += [["1", "2026-06-01", "햇살", "비누", "11000", "총무과"]]
        rows += [[str(n), "", "", "", "0", ""] for n in range(2, 50)]
        assert len(look(table(rows)).judged) == 1


class TestFormulas:
    def test_an_error_and_a_value_never_computed_are_named_by_their_cells(self, look: Look) -> None:
        data = table(
            [
                ["날짜", "업체명", "품목", "금액", "부서"],
                ["2026-06-01", "햇살", "비누", "=B9*2", "총무과"],
                ["#REF!", "햇살", "비누", 1000, "총무과"],
            ]
        )
        done = look(data)
        told = [(f.cell, str(f.wrong)) for each in done.refused for f in each.faults]
        assert told == [
            ("D2", "수식의 값이 저장되어 있지 않습니다."),
            ("A3", "수식 오류가 있습니다: #REF!"),
        ]

    def test_a_merged_amount_is_not_counted_for_every_row(self, look: Look) -> None:
        def draw(sheet: object) -> None:
            for row in (
                ["날짜", "업체명", "품목", "금액", "부서"],
                ["2026-06-01", "햇살", "비누", 11_000, "총무과"],
                ["2026-06-01", "햇살", "수건", None, "총무과"],
            ):
                sheet.append(row)  # type: ignore[attr-defined]
            sheet.merge_cells("D2:D3")  # type: ignore[attr-defined]

        [refused] = look(drawn(draw)).refused
        assert refused.source.number == 3
        assert "합친 칸의 금액이 여러 행에 걸쳐 있습니다." in [f.wrong for f in refused.faults]


class TestCells:
    @pytest.mark.parametrize(
        ("said", "day"),
        [
            ("2026. 3. 5.", date(2026, 3, 5)),
            ("26.3.5", date(2026, 3, 5)),
            ("’26. 3. 5", date(2026, 3, 5)),
            ("2026년 3월 5일", date(2026, 3, 5)),
            ("2026년3월5일(목)", date(2026, 3, 5)),
            ("2026-03-05 00:00:00", date(2026, 3, 5)),
            ("2026.03.05(목)", date(2026, 3, 5)),
            ("20260305", date(2026, 3, 5)),
            ("３/５", date(2025, 3, 5)),
            ("3월 5일", date(2025, 3, 5)),
            ("46086", date(2026, 3, 5)),
        ],
    )
    def test_days(self, said: str, day: date) -> None:
        assert values.read_day(Cell(said), 2025) == day

    @pytest.mark.parametrize("said", ["2026. 2. 30.", "어제", "3월", "13/40", "99999999", "2026.3"])
    def test_what_is_no_day(self, said: str) -> None:
        with pytest.raises(values.NotRead):
            values.read_day(Cell(said), 2026)

    def test_a_day_without_a_year_needs_one(self) -> None:
        with pytest.raises(values.NotRead) as refused:
            values.read_day(Cell("3/5"), None)
        assert "연도" in refused.value.remedy

    @pytest.mark.parametrize(
        ("said", "unit", "won"),
        [
            ("1,234", 1_000, 1_234_000),
            ("1.5억", 1_000, 150_000_000),
            ("₩ 11,000원", 1_000, 11_000),
            ("금 11,000원정", 1, 11_000),
            ("△1,000", 1, -1_000),
            ("(1,000)", 1, -1_000),
            ("-", 1, None),
            (Decimal("3.3000000000000003"), 1_000_000, 3_300_000),
            (Decimal("0.4"), 100_000_000, 40_000_000),
        ],
    )
    def test_amounts(self, said: str | Decimal, unit: int, won: int | None) -> None:
        assert values.read_won(Cell(said), unit) == won

    @pytest.mark.parametrize("said", ["약 3만", "12.5", "1e9", "9" * 40, "٣", "1,2,3원 외"])
    def test_what_is_no_amount(self, said: str) -> None:
        with pytest.raises(values.NotRead):
            values.read_won(Cell(said), 1)

    @pytest.mark.parametrize(
        ("said", "unit"),
        [
            ("(단위: 천원)", 1_000),
            ("단위 : 건, 백만원", 1_000_000),
            ("[단위 억원]", 100_000_000),
            ("(단위:원)", 1),
            ("사업단위 회의", None),
        ],
    )
    def test_units(self, said: str, unit: int | None) -> None:
        assert values.unit_in_title(said) == unit

    @pytest.mark.parametrize(
        ("said", "is_total"),
        [
            (["합 계"], True),
            (["복지정책과 소계", "3,000"], True),
            (["1월 계"], True),
            (["", "총계(12건)"], True),
            (["홈페이지 설계", "1000"], False),
            (["회계", "1000"], False),
            (["합계상사", "1000"], False),
        ],
    )
    def test_totals(self, said: list[str], is_total: bool) -> None:
        assert bool(total_label(said)) is is_total


class TestBadFiles:
    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"", "빈 파일입니다."),
            (b"%PDF-1.7 nothing", "엑셀(.xlsx)이나 CSV 파일만"),
            (b"<html><table><tr><td>1</td></tr></table>", "엑셀(.xlsx)이나 CSV 파일만"),
            (b"\x00\x01\x02\x03" * 100, "엑셀(.xlsx)이나 CSV 파일만"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "옛 엑셀(.xls)"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "암호가 걸린 파일입니다.",
            ),
            (b"PK\x03\x04 cut short", "중간에 잘렸습니다."),
            (b"x" * (10 * 1024 * 1024 + 1), "10MB보다 큽니다."),
            (b"\n\n\n", "내용이 있는 시트가 없습니다."),
            ("안녕,하세요\n1,2\n".encode(), "머리글 행을 찾지 못했습니다."),
            ("날짜,업체명,품목,금액\n".encode(), "구매가 한 줄도 없습니다."),
        ],
    )
    def test_are_refused_with_what_to_do(self, data: bytes, said: str) -> None:
        with pytest.raises(TableRefused) as refused:
            open_sheet(data)
        assert said in refused.value.message

    def test_a_merged_bomb_and_a_dtd_are_refused_unopened(self) -> None:
        import zipfile
        from io import BytesIO

        good = table([["날짜", "업체명", "품목", "금액"]])
        for before, after in (
            (
                b"</sheetData>",
                b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            ),
            (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet'),
        ):
            out = BytesIO()
            with zipfile.ZipFile(BytesIO(good)) as source, zipfile.ZipFile(out, "w") as target:
                for name in source.namelist():
                    part = source.read(name)
                    if name.startswith("xl/worksheets/"):
                        part = part.replace(before, after, 1)
                    target.writestr(name, part)
            with pytest.raises(TableRefused):
                open_sheet(out.getvalue())

    def test_what_unpacks_too_large_is_refused_by_its_header(self) -> None:
        import zipfile
        from io import BytesIO

        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", b" " * (65 * 1024 * 1024))
        assert len(out.getvalue()) < 100_000
        with pytest.raises(TableRefused) as refused:
            open_sheet(out.getvalue())
        assert "지나치게 커지는" in refused.value.message


class TestProposals:
    def test_a_business_number_is_known_by_its_looks(self) -> None:
        rows = [
            ["날짜", "업체명", "품목", "금액", "식별"],
            ["2026-06-01", "햇살", "비누", 1, SOCIAL],
        ]
        file = open_sheet(table(rows))
        assert read_rows(file, propose(file.first))[0].business_number == "1208147521"

    def test_a_wrong_number_is_told(self, bring: Bring) -> None:
        rows = [list(row) for row in PLAIN]
        rows[1][3] = "120-81-47522"
        _, done = bring(table(rows[:3]))
        [fault] = done.refused[0].faults
        assert (fault.column, fault.cell) == ("사업자번호", "D2")
        assert records() == []
        assert OTHER in rows[2]
