"""CSV as it comes from Korean desks, and cells judged one by one."""

from __future__ import annotations

from datetime import date

import pytest

from marketplace.core.cells import CellReader
from marketplace.core.importing import Row, RowRefused
from marketplace.core.tables import TableRefused, parse_table

TABLE = "# 출처: 울산 중구.\n# 2017-06-30\nname,employees\n㈜살림,36\n\n㈜거마 , 7\n"


class TestParseTable:
    def test_takes_the_head_comments_as_the_source(self) -> None:
        assert parse_table(TABLE.encode(), ["name"]).source == "출처: 울산 중구. 2017-06-30"

    def test_numbers_rows_as_an_editor_does(self) -> None:
        rows = parse_table(TABLE.encode(), ["name"]).rows
        assert [(row.number, row["name"], row["employees"]) for row in rows] == [
            (4, "㈜살림", "36"),
            (6, "㈜거마", "7"),
        ]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
    def test_reads_what_excel_saves(self, encoding: str) -> None:
        rows = parse_table(TABLE.replace("\n", "\r\n").encode(encoding), ["name"]).rows
        assert rows[0]["name"] == "㈜살림"

    def test_a_cell_may_hold_several_lines(self) -> None:
        rows = parse_table(b'a,b\n"1\n2",3\n4,5\n', ["a"]).rows
        assert [(row.number, row["a"]) for row in rows] == [(2, "1\n2"), (3, "4")]

    def test_a_short_row_has_blank_cells(self) -> None:
        assert parse_table(b"a,b\n1\n", ["a", "b"]).rows[0]["b"] == ""

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"name\nx\n", "dong 열이 없습니다"),
            (b"", "name, dong 열이 없습니다"),
            (b"\xff\xfe\x00\x01", "글자를 읽지 못했습니다"),
            (b'name,dong\n"a" b,c\n', "따옴표"),
        ],
    )
    def test_refuses_what_is_no_such_table(self, data: bytes, said: str) -> None:
        with pytest.raises(TableRefused, match=said):
            parse_table(data, ["name", "dong"])


class TestCellReader:
    def test_reads_the_kinds_of_cells(self) -> None:
        cells = CellReader(Row(2, {"n": "1,234", "won": "50원", "d": "2017. 6. 30.", "k": "인증"}))
        assert (cells.whole("n"), cells.whole("won"), cells.whole("blank")) == (1234, 50, None)
        assert cells.day("d") == date(2017, 6, 30)
        assert cells.one_of("k", {"인증": "certified_social"}) == "certified_social"
        cells.finish()

    @pytest.mark.parametrize("said", ["2017-06-30", "2017.6.30", "2017/06/30", "2017년 6월 30일"])
    def test_reads_days_as_they_are_written(self, said: str) -> None:
        assert CellReader(Row(2, {"d": said})).day("d") == date(2017, 6, 30)

    def test_tells_every_fault_at_once(self) -> None:
        cells = CellReader(Row(2, {"n": "-1", "d": "2017-02-30", "k": "x", "t": "가" * 6}))
        cells.whole("n")
        cells.day("d")
        cells.one_of("k", {"인증": 1})
        cells.text("t", 5)
        cells.text("name", 5, required=True)
        with pytest.raises(RowRefused) as refused:
            cells.finish()
        assert [fault.column for fault in refused.value.faults] == ["n", "d", "k", "t", "name"]
        assert all(fault.remedy for fault in refused.value.faults)
