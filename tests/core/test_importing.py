"""One manner for every importer: judged row by row, all or nothing, twice the same."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.importing import (
    Fault,
    Importer,
    ImportReport,
    Outcome,
    Row,
    RowRefused,
    run_import,
)
from tests.support import factories


def parse(row: Row) -> str:
    if not row["email"]:
        raise RowRefused(Fault("email", "빈칸입니다.", "값을 적어 주세요."))
    return row["email"]


def apply(email: str) -> Outcome:
    if email == "taken@demo.example":
        factories.account(email="half@demo.example")
        raise Invalid("이미 있습니다.", {"email": ["이미 있는 주소입니다."]}, action="다른 주소로")
    if db.session.scalar(select(Account.id).filter_by(email=email)):
        return Outcome.UNCHANGED
    factories.account(email=email)
    return Outcome.CREATED


IMPORTER = Importer(parse, apply, key=str)


def rows(*emails: str) -> list[Row]:
    return [Row(number, {"email": email}) for number, email in enumerate(emails, start=2)]


def emails() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Account.email)))


def outcomes(report: ImportReport) -> list[tuple[int, str]]:
    return [(row.number, row.outcome.value) for row in report.rows]


class TestRunImport:
    def test_keeps_every_row_and_reports_each(self, app: Flask) -> None:
        done: list[int] = []
        report = run_import(rows("a@x.kr", "b@x.kr"), IMPORTER, on_row=lambda: done.append(1))
        assert report.applied
        assert outcomes(report) == [(2, "created"), (3, "created")]
        assert emails() == {"a@x.kr", "b@x.kr"}
        assert len(done) == 2

    def test_the_second_time_changes_nothing(self, app: Flask) -> None:
        run_import(rows("a@x.kr"), IMPORTER)
        assert outcomes(run_import(rows("a@x.kr"), IMPORTER)) == [(2, "unchanged")]

    @pytest.mark.parametrize("bad", ["", "taken@demo.example"])
    def test_one_bad_row_means_none_is_kept(self, app: Flask, bad: str) -> None:
        report = run_import(rows("a@x.kr", bad, "c@x.kr"), IMPORTER)
        assert not report.applied
        assert [row.number for row in report.refused] == [3]
        assert emails() == set()

    @pytest.mark.parametrize("bad", ["", "taken@demo.example"])
    def test_bad_rows_are_left_out_when_asked(self, app: Flask, bad: str) -> None:
        report = run_import(rows("a@x.kr", bad, "c@x.kr"), IMPORTER, skip_bad=True)
        assert report.applied
        assert outcomes(report) == [(2, "created"), (3, "refused"), (4, "created")]
        assert emails() == {"a@x.kr", "c@x.kr"}

    def test_a_dry_run_judges_by_the_database_and_keeps_nothing(self, app: Flask) -> None:
        report = run_import(rows("a@x.kr", "taken@demo.example"), IMPORTER, dry_run=True)
        assert not report.applied
        assert outcomes(report) == [(2, "created"), (3, "refused")]
        assert report.refused[0].faults == (Fault("email", "이미 있는 주소입니다.", "다른 주소로"),)
        assert emails() == set()

    def test_two_rows_about_one_thing_are_told(self, app: Flask) -> None:
        report = run_import(rows("a@x.kr", "b@x.kr", "a@x.kr"), IMPORTER)
        assert [row.number for row in report.refused] == [4]
        assert report.refused[0].faults[0].wrong == "2행과 같은 대상을 다시 적었습니다."
