"""Spreadsheets open what we write, and run none of it."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO

import pytest

from marketplace.core.csv_writing import csv_bytes, plain_cell


class TestPlainCell:
    @pytest.mark.parametrize("word", ["=1+1", "+82", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
    def test_quotes_words_a_spreadsheet_would_run(self, word: str) -> None:
        assert plain_cell(word) == f"'{word}"

    def test_leaves_numbers_numbers(self) -> None:
        assert [plain_cell(-5), plain_cell(Decimal("-0.5"))] == [-5, Decimal("-0.5")]

    def test_nothing_is_an_empty_cell(self) -> None:
        assert plain_cell(None) == ""


class TestCsvBytes:
    def test_reads_back_as_written(self) -> None:
        data = csv_bytes(["부서", "금액"], [["총무과, 1팀", 1_000], ['"따옴표"\n두 줄', None]])
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
        assert rows == [["부서", "금액"], ["총무과, 1팀", "1000"], ['"따옴표"\n두 줄', ""]]
