"""A public list of enterprises through the product's own command."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from marketplace.core.database import db, transaction
from marketplace.enterprises.models import (
    Certification,
    Enterprise,
    EnterpriseStatus,
    Region,
    SocialValueReport,
)
from marketplace.enterprises.regions import add_region, find_region
from tests.support import factories

LIST = (
    "# Social enterprises of Ulsan Jung-gu on 2017-06-30.\n"
    "name,kind,dong,employees,vulnerable_employees,business,designated_on\n"
)
SOAP = "㈜푸른비누,인증사회적기업,우정동,21,8,비누 제조,2013-07-11\n"
BREAD = "시민빵집,예비사회적기업,태화동,,,제과제빵,2015-08-01\n"
ULSAN = Path(__file__).parents[2] / "marketplace/demo/reference/ulsan-junggu-enterprises.csv"


def run(app: Flask, file: Path, *options: str) -> Result:
    arguments = ["enterprises", "import", str(file), "--region", "울산 중구", *options]
    return app.test_cli_runner().invoke(args=arguments, env={"COLUMNS": "200"})


def written(folder: Path, *rows: str) -> Path:
    file = folder / "list.csv"
    file.write_text(LIST + "".join(rows), encoding="utf-8")
    return file


def count(kind: type) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(kind)) or 0)


class TestImportEnterprises:
    def test_the_real_list_comes_in_and_a_second_time_changes_nothing(self, app: Flask) -> None:
        first = run(app, ULSAN)
        assert first.exit_code == 0, first.output
        assert "새로 17건" in first.output
        firm = db.session.scalars(select(Enterprise).filter_by(name="㈜푸른세상")).one()
        assert (firm.status, firm.slug) == (EnterpriseStatus.REFERENCE, "pureunsesang")
        assert firm.address == "울산 중구 우정동"
        assert "Ulsan Jung-gu" in firm.source
        (report,) = firm.social_values
        assert (report.year, report.employees, report.vulnerable_employees) == (2017, 21, 8)
        (held,) = firm.certifications
        assert (held.kind.code, held.issued_on.isoformat()) == ("certified_social", "2013-07-11")
        counts = [count(kind) for kind in (Enterprise, Certification, SocialValueReport, Region)]
        again = run(app, ULSAN)
        assert "새로 0건 · 바뀜 0건 · 그대로 17건" in again.output
        assert counts == [
            count(kind) for kind in (Enterprise, Certification, SocialValueReport, Region)
        ]

    def test_blank_head_counts_are_not_zero(self, app: Flask, tmp_path: Path) -> None:
        assert run(app, written(tmp_path, BREAD)).exit_code == 0
        assert count(SocialValueReport) == 0

    def test_one_bad_row_means_none_is_kept_and_every_fault_is_told(
        self, app: Flask, tmp_path: Path
    ) -> None:
        bad = ",무슨기업,우정동,3,8,비누,2013-13-11\n"
        result = run(app, written(tmp_path, SOAP, bad))
        assert result.exit_code == 1
        told = result.output
        for column in ("name", "kind", "designated_on", "vulnerable_employees"):
            assert column in told
        assert "아무것도 가져오지 않았습니다" in told
        assert count(Enterprise) == 0

    def test_bad_rows_are_left_out_when_asked(self, app: Flask, tmp_path: Path) -> None:
        bad = "나쁜행,무슨기업,,,,,2013-01-01\n"
        result = run(app, written(tmp_path, SOAP, bad, BREAD), "--skip-bad")
        assert result.exit_code == 0
        assert "새로 2건" in result.output
        assert count(Enterprise) == 2

    def test_a_dry_run_keeps_nothing(self, app: Flask, tmp_path: Path) -> None:
        result = run(app, written(tmp_path, SOAP, BREAD), "--dry-run")
        assert "새로 2건" in result.output
        assert "바뀐 것은 없습니다" in result.output
        assert (count(Enterprise), count(Certification), count(Region)) == (0, 0, 0)

    def test_completes_a_firm_that_is_here_and_leaves_its_own_words(
        self, app: Flask, tmp_path: Path
    ) -> None:
        with transaction():
            region = add_region("울산 중구")
            known = factories.enterprise(
                name="㈜푸른비누", region_id=region.id, business="우리 말로 쓴 소개"
            )
        result = run(app, written(tmp_path, SOAP))
        assert "바뀜 1건" in result.output
        db.session.expire_all()
        assert (known.business, known.status) == ("우리 말로 쓴 소개", EnterpriseStatus.ACTIVE)
        assert len(known.certifications) == 1

    def test_refuses_a_wrong_check_digit_and_anothers_number(
        self, app: Flask, tmp_path: Path
    ) -> None:
        file = tmp_path / "numbers.csv"
        heading = "name,kind,designated_on,business_number\n"
        row = "{},인증,2013-07-11,{}\n"
        file.write_text(heading + row.format("가", "124-81-00999"), encoding="utf-8")
        assert "검증 숫자" in run(app, file).output
        both = row.format("가", "124-81-00998") + row.format("나", "1248100998")
        file.write_text(heading + both, encoding="utf-8")
        told = run(app, file, "--skip-bad").output
        assert "이미 가의" in told
        assert count(Enterprise) == 1

    def test_says_which_column_is_missing(self, app: Flask, tmp_path: Path) -> None:
        file = tmp_path / "other.csv"
        file.write_text("name,dong\n가,나\n", encoding="utf-8")
        result = run(app, file)
        assert result.exit_code == 1
        assert "kind, designated_on 열이 없습니다" in result.output


class TestFindRegion:
    @pytest.mark.parametrize(
        "said",
        ["울산 중구", "울산광역시 중구", "울산중구", "ulsan-jung", "ulsan-junggu", "Ulsan-Jung-gu"],
    )
    def test_knows_a_region_by_what_people_call_it(self, app: Flask, said: str) -> None:
        with transaction():
            factories.region("서울 중구", "seoul-jung")
            wanted = factories.region("울산 중구", "ulsan-jung")
        found = find_region(said)
        assert found is not None
        assert found.id == wanted.id

    def test_knows_no_other(self, app: Flask) -> None:
        with transaction():
            factories.region("울산 중구", "ulsan-jung")
        assert find_region("울산 남구") is None
