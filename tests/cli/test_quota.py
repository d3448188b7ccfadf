"""`flask quota …`: what a clerk or a script types."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

import marketplace.demo
from marketplace.core.database import db, transaction
from marketplace.procurement.models import Institution, PublishedFigure
from tests.procurement.quota.ledger import bought
from tests.support import factories

FILE = Path(marketplace.demo.__file__).parent / "reference" / "seongbuk-disclosure.csv"


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["quota", *words])


def figures() -> int:
    return db.session.scalar(select(func.count()).select_from(PublishedFigure)) or 0


def import_file(app: Flask, file: Path = FILE, *more: str) -> Result:
    words = ("import-history", str(file), "--institution", "seongbuk", "--create", "성북구", *more)
    return run(app, *words)


class TestImportHistory:
    def test_running_it_twice_changes_nothing(self, app: Flask) -> None:
        first = import_file(app)
        assert first.exit_code == 0, first.output
        assert "새로 10건" in first.output
        stamps = list(db.session.scalars(select(PublishedFigure.imported_at)))
        second = import_file(app)
        assert "그대로 10건" in second.output
        assert list(db.session.scalars(select(PublishedFigure.imported_at))) == stamps

    def test_a_dry_run_keeps_nothing_not_even_the_institution(self, app: Flask) -> None:
        answer = import_file(app, FILE, "--dry-run")
        assert answer.exit_code == 0, answer.output
        assert figures() == 0
        assert db.session.scalar(select(Institution)) is None

    def test_one_bad_row_keeps_nothing_and_names_the_cell(self, app: Flask, tmp_path: Path) -> None:
        file = tmp_path / "history.csv"
        file.write_text(FILE.read_text("utf-8").replace("2013,2000000000", "2013,약 20억"), "utf-8")
        answer = import_file(app, file)
        assert answer.exit_code == 1
        assert "target_won" in answer.output
        assert figures() == 0

    def test_skips_bad_rows_when_told_to(self, app: Flask, tmp_path: Path) -> None:
        file = tmp_path / "history.csv"
        file.write_text(FILE.read_text("utf-8").replace(",86\n", ",약 86\n"), "utf-8")
        answer = import_file(app, file, "--skip-bad")
        assert answer.exit_code == 0, answer.output
        assert figures() == 9

    def test_an_unknown_institution_needs_a_name(self, app: Flask) -> None:
        answer = run(app, "import-history", str(FILE), "--institution", "seongbuk")
        assert answer.exit_code == 1
        assert "--create" in answer.output

    def test_a_year_said_twice_is_refused(self, app: Flask, tmp_path: Path) -> None:
        file = tmp_path / "history.csv"
        file.write_text(FILE.read_text("utf-8") + "2016,1,1,100\n", "utf-8")
        assert import_file(app, file).exit_code == 1
        assert figures() == 0


class TestStatus:
    def test_tells_a_published_year_as_json(self, app: Flask) -> None:
        import_file(app)
        answer = run(app, "status", "--institution", "seongbuk", "--year", "2013", "--json")
        told = json.loads(answer.output)
        assert told["rate_percent"] == "108.5"
        assert told["published_rate_percent"] == "135.0"
        assert told["rate_disagrees"] is True
        assert told["departments"] == []

    def test_tells_a_live_year_by_department(self, app: Flask) -> None:
        with transaction():
            body = factories.institution(slug="gasang")
            place = factories.department(body, name="총무과")
            factories.target(place, 10_000_000, year=2026)
            bought(place, date(2026, 3, 2), 3_300_000)
        answer = run(app, "status", "--institution", "gasang", "--year", "2026", "--json")
        told = json.loads(answer.output)
        assert (told["target_won"], told["actual_won"]) == (10_000_000, 3_300_000)
        assert told["missing_won"] == 6_700_000
        assert told["departments"][0]["rate_percent"] == "33.0"
        assert told["departments"][0]["months"][2] == {"month": 3, "counted_won": 3_300_000}
        assert "총무과" in run(app, "status", "--institution", "gasang", "--year", "2026").output

    def test_an_unknown_institution_or_year_ends_with_a_sentence(self, app: Flask) -> None:
        import_file(app)
        assert run(app, "status", "--institution", "nowhere").exit_code == 1
        answer = run(app, "status", "--institution", "seongbuk", "--year", "2001")
        assert answer.exit_code == 1
        assert "공시된 내용이 없는 해" in answer.output


PURCHASES = """\
# 가상 구매 내역
date,department,seller,designation,kind,net_won,vat_won,method
2016-03-02,총무과,햇살,인증사회적기업,물품,6000000,600000,수의계약
2016-04-02,총무과,보통가게,,물품,40000000,4000000,수의계약
2016-05-02,환경과,두레,협동조합,용역,3000000,300000,수의계약
2016-05-03,환경과,큰회사,,공사,90000000,9000000,입찰
2015-12-30,환경과,햇살,인증사회적기업,물품,1000000,100000,수의계약
"""
RULE = {
    "year": 2016,
    "basis": "negotiable_total",
    "rate_percent": "7",
    "designations": ["인증사회적기업"],
}


class TestEvaluate:
    def test_tells_basis_target_counted_and_rate(self, app: Flask, tmp_path: Path) -> None:
        told = json.loads(evaluate(app, tmp_path).output)
        assert (told["basis_won"], told["target_won"]) == (53_900_000, 3_773_000)
        assert (told["counted_won"], told["rate_percent"]) == (6_600_000, "174.9")
        assert told["not_counted"] == [
            {"row": 4, "reason": "no_certification"},
            {"row": 5, "reason": "certification_unlisted"},
            {"row": 6, "reason": "no_certification"},
            {"row": 7, "reason": "other_year"},
        ]
        by_name = {each["department"]: each for each in told["by_department"]}
        assert by_name["총무과"]["counted_won"] == 6_600_000
        assert by_name["환경과"]["basis_won"] == 3_300_000

    def test_judges_the_legal_duties_beside_it(self, app: Flask, tmp_path: Path) -> None:
        told = json.loads(evaluate(app, tmp_path, "--regimes").output)
        duties = {each["code"]: each for each in told["regimes"]}
        assert duties["social"]["counted_won"] == 6_600_000
        assert duties["sme"]["missing"] == ["company_size"]

    def test_a_bad_row_ends_it_unless_skipped(self, app: Flask, tmp_path: Path) -> None:
        broken = PURCHASES.replace("2016-03-02", "언젠가")
        assert evaluate(app, tmp_path, purchases=broken).exit_code == 1
        answer = evaluate(app, tmp_path, "--skip-bad", purchases=broken)
        assert json.loads(answer.stdout)["counted_won"] == 0

    def test_a_bad_rule_ends_with_a_sentence(self, app: Flask, tmp_path: Path) -> None:
        answer = evaluate(app, tmp_path, rule={**RULE, "basis": "luck"})
        assert answer.exit_code == 1
        assert "basis" in answer.output


def evaluate(
    app: Flask, folder: Path, *more: str, purchases: str = PURCHASES, rule: object = RULE
) -> Result:
    (folder / "purchases.csv").write_text(purchases, "utf-8")
    (folder / "rule.json").write_text(json.dumps(rule), "utf-8")
    files = (str(folder / "purchases.csv"), str(folder / "rule.json"))
    return run(app, "evaluate", "--purchases", files[0], "--rule", files[1], "--json", *more)
