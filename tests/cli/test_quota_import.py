"""`flask quota import`: a sheet from the command line, told to people and to machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from marketplace.core.database import db, transaction
from marketplace.procurement.models import ImportMapping, PublishedFigure, PurchaseImport
from tests.procurement.sheets.conftest import District, district, records
from tests.procurement.sheets.drawing import PLAIN, csv_of, drawn, table, total_on_top, two_row_head

__all__ = ["district"]


def run(app: Flask, file: Path, *more: str) -> Result:
    words = ("quota", "import", str(file), "--institution", "gasang", *more)
    return app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "실적.xlsx"
    file.write_bytes(drawn(two_row_head))
    return file


def told(answer: Result) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(answer.stdout)
    return facts


class TestImport:
    def test_says_in_json_what_it_took_and_did(
        self, app: Flask, district: District, sheet: Path
    ) -> None:
        answer = run(app, sheet, "--mapping", "분기 실적", "--json")
        assert answer.exit_code == 0, answer.output
        facts = told(answer)
        assert (facts["rows"], facts["recorded"], facts["unchanged"]) == (3, 3, 0)
        assert (facts["unit"], facts["head_row"], facts["refused"]) == ("천원", 4, [])
        assert facts["totals"][-1] == {
            "row": 10,
            "label": "합 계",
            "stated_won": 3_850_000,
            "sum_won": 3_850_000,
            "difference_won": 0,
            "sheet": "실적",
            "column": "구매금액 계",
            "rows": [5, 8],
        }
        again = told(run(app, sheet, "--mapping", "분기 실적", "--json"))
        assert (again["recorded"], again["unchanged"]) == (0, 3)
        assert len(records()) == 3
        assert [each.name for each in db.session.query(ImportMapping)] == ["분기 실적"]

    def test_a_dry_run_keeps_nothing(self, app: Flask, district: District, sheet: Path) -> None:
        facts = told(run(app, sheet, "--mapping", "새", "--dry-run", "--json"))
        assert (facts["rows"], facts["recorded"], facts["applied"]) == (3, 0, False)
        assert db.session.query(PurchaseImport).count() == 0
        assert db.session.query(ImportMapping).count() == 0

    def test_a_refused_row_ends_with_one_and_skip_bad_takes_the_rest(
        self, app: Flask, district: District, tmp_path: Path
    ) -> None:
        file = tmp_path / "실적.csv"
        file.write_bytes(csv_of(PLAIN))
        answer = run(app, file, "--json")
        assert answer.exit_code == 1
        [refused] = told(answer)["refused"]
        assert refused["row"] == 4
        assert refused["column"] == "금액"
        assert refused["wrong"] == "금액이 아닙니다: 3만 3천"
        assert refused["remedy"] == "숫자만 적어 주세요."
        assert records() == []
        rest = run(app, file, "--skip-bad")
        assert rest.exit_code == 0, rest.output
        assert "새로 2건" in rest.output
        assert "기록했습니다." in rest.output
        assert len(records()) == 2

    def test_tells_people_where_the_totals_differ(
        self, app: Flask, district: District, tmp_path: Path
    ) -> None:
        file = tmp_path / "실적.xlsx"
        file.write_bytes(drawn(total_on_top))
        answer = run(app, file, "--dry-run")
        assert "3행 총계: 시트 4,600,000원, 행의 합 4,400,000원 (+200,000원 다름)" in answer.output

    def test_unit_year_and_department_in_place_of_the_sheets(
        self, app: Flask, district: District, tmp_path: Path
    ) -> None:
        file = tmp_path / "실적.xlsx"
        file.write_bytes(table([["날짜", "업체명", "품목", "금액"], ["3/5", "햇살", "비누", 11]]))
        refused = run(app, file)
        assert refused.exit_code == 1
        more = ("--department", "총무과", "--unit", "천원", "--year", "2026")
        assert run(app, file, *more).exit_code == 0
        [kept] = records()
        assert (kept.gross_won, kept.department_id) == (11_000, district.general.id)
        assert kept.counted_on.isoformat() == "2026-03-05"

    @pytest.mark.parametrize(
        ("data", "said"),
        [(b"%PDF-1.4", "엑셀(.xlsx)이나 CSV 파일만"), (b"", "빈 파일입니다.")],
    )
    def test_what_is_no_sheet_is_said_plainly(
        self, app: Flask, district: District, tmp_path: Path, data: bytes, said: str
    ) -> None:
        file = tmp_path / "실적.xlsx"
        file.write_bytes(data)
        answer = run(app, file)
        assert answer.exit_code == 1
        assert said in answer.output


class TestPrintedTotals:
    def test_are_kept_when_asked_and_never_over_another_document(
        self, app: Flask, district: District, sheet: Path
    ) -> None:
        assert "printed" not in told(run(app, sheet, "--dry-run", "--keep-printed", "--json"))
        assert "printed" not in told(run(app, sheet, "--json"))
        assert db.session.query(PublishedFigure).count() == 0
        first = told(run(app, sheet, "--keep-printed", "--json"))
        assert [(e["department"], e["stated_won"], e["fate"]) for e in first["printed"]] == [
            (None, 3_850_000, "new"),
            ("복지정책과", 3_300_000, "new"),
            ("총무과", 550_000, "new"),
        ]
        again = run(app, sheet, "--keep-printed")
        assert "기관 전체 2026년(1월–3월) 3,850,000원: 이미 남아 있음" in again.output
        [whole] = db.session.query(PublishedFigure).filter_by(department_id=None)
        with transaction():
            db.session.get_one(PublishedFigure, whole.id).source = "구정백서"
        said = run(app, sheet, "--keep-printed").output
        assert "다른 출처의 값이 있어 그대로 둠" in said
        replaced = told(run(app, sheet, "--replace-printed", "--json"))
        assert replaced["printed"][0]["fate"] == "replaced"
        assert replaced["printed"][0]["now_source"] == "구정백서"
