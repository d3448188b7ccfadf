"""`flask outlets import`: the reference list comes in, twice without change, faults by row."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from marketplace.channels.models import Outlet
from marketplace.core.database import db

REFERENCE = Path(__file__).resolve().parents[2] / "marketplace/demo/reference/outlets.csv"
HEAD = "name,kind,region,area_m2,opened_on,closed_on,firms\n"


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["outlets", "import", *words])
    return result.exit_code, result.output


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Outlet.id))) or 0


class TestImportOutlets:
    def test_brings_the_reference_list_in_once(self, app: Flask) -> None:
        code, output = run(app, str(REFERENCE))
        assert (code, count()) == (0, 13), output
        hall = db.session.scalars(
            select(Outlet).filter_by(name="중소기업 우수제품 전시판매장")
        ).one()
        assert (hall.area_hundredths_m2, hall.stated_firms, hall.stated_items) == (34200, 119, 3300)
        assert hall.operator == "제이에스엠글로벌㈜"
        assert "매니페스토" in hall.source
        code, output = run(app, str(REFERENCE))
        assert (code, count()) == (0, 13)
        assert "그대로 13건" in output

    def test_a_dry_run_changes_nothing(self, app: Flask) -> None:
        assert run(app, str(REFERENCE), "--dry-run")[0] == 0
        assert count() == 0

    def test_names_bad_rows_and_keeps_nothing_unless_asked(
        self, app: Flask, tmp_path: Path
    ) -> None:
        file = tmp_path / "outlets.csv"
        file.write_text(
            HEAD + "좋은매장,숍인숍,서울 성북구,12.5,2020-01-01,,3\n"
            "나쁜매장,숍인숍,서울 성북구,넓음,2020-01-01,2019-01-01,\n"
            ",숍인숍,서울 성북구,,,,\n",
            encoding="utf-8",
        )
        code, output = run(app, str(file))
        assert (code, count()) == (1, 0)
        assert "area_m2" in output
        assert "closed_on" in output
        code, output = run(app, str(file), "--skip-bad")
        assert (code, count()) == (0, 1)
        assert "잘못 2건" in output
