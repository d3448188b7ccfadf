"""Bringing in what an institution published of past years, as it printed it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.cells import CellReader
from marketplace.core.database import db
from marketplace.core.importing import Importer, Outcome, Row
from marketplace.core.text import T
from marketplace.procurement.institutions import (
    NewInstitution,
    find_institution,
    get_institution,
    open_institution,
)
from marketplace.procurement.models import Absence, PublishedFigure
from marketplace.procurement.rates import is_printed_rate

REQUIRED_COLUMNS = ("year", "target_won", "actual_won", "printed_rate_percent")
FIRST_YEAR, LAST_YEAR = 2000, 2100
ABSENT = {
    "측정하지 않음": Absence.NOT_MEASURED,
    "미측정": Absence.NOT_MEASURED,
    "not measured": Absence.NOT_MEASURED,
    "사업 변경": Absence.PROGRAMME_CHANGED,
    "사업변경": Absence.PROGRAMME_CHANGED,
    "programme changed": Absence.PROGRAMME_CHANGED,
}
CITED = re.compile(r"(?:출처|Source)\s*:\s*(.+?)(?:\.\s|\.?$)", re.IGNORECASE)


def cited(comment: str, otherwise: str) -> str:
    """The document a file's head names after `Source:` or `출처:`, or whatever it says."""
    found = CITED.search(comment)
    return (found.group(1) if found else comment or otherwise).strip()[:300]


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """One printed year; None is *not stated*, never zero."""

    year: int
    target_won: int | None
    actual_won: int | None
    printed_rate: str | None
    absence: Absence | None = None


@dataclass(frozen=True, slots=True)
class PublishedHistory:
    """Whose figures these are and which document they come from.

    `name` opens the institution, together with its figures, when there is none of that slug.
    """

    slug: str
    source: str
    name: str = ""

    def importer(self) -> Importer[PublishedYear]:
        """How a row of the history is read and applied."""
        return Importer(read_year, self.apply, key=lambda printed: printed.year)

    def apply(self, printed: PublishedYear) -> Outcome:
        """Keep one year; what it replaces stays in the audit trail."""
        institution_id = self._institution_id()
        query = select(PublishedFigure).filter_by(
            institution_id=institution_id, department_id=None, year=printed.year
        )
        figure = db.session.scalar(query)
        if figure is None:
            return self._add(institution_id, printed)
        before = _stated(figure)
        if before == _stated(printed):
            return Outcome.UNCHANGED
        for name, value in _stated(printed).items():
            setattr(figure, name, value)
        figure.source, figure.imported_at = self.source, clock.now()
        db.session.flush()
        audit.record("published_figure:replaced", figure, before=before, after=_stated(printed))
        return Outcome.UPDATED

    def _institution_id(self) -> int:
        if not self.name:
            return get_institution(self.slug).id
        found = find_institution(self.slug)
        return (found or open_institution(NewInstitution(self.slug, self.name))).id

    def _add(self, institution_id: int, printed: PublishedYear) -> Outcome:
        figure = PublishedFigure(
            institution_id=institution_id,
            year=printed.year,
            source=self.source,
            **_stated(printed),
        )
        db.session.add(figure)
        db.session.flush()
        audit.record("published_figure:imported", figure, year=printed.year)
        return Outcome.CREATED


def _stated(figure: PublishedFigure | PublishedYear) -> dict[str, int | str | None]:
    return {
        "target_won": figure.target_won,
        "actual_won": figure.actual_won,
        "printed_rate": figure.printed_rate,
        "absence": figure.absence,
    }


def read_year(row: Row) -> PublishedYear:
    """Judge one row; raises RowRefused with every fault in it."""
    cells = CellReader(row)
    if not row["year"]:
        cells.fault("year", T("빈칸입니다."), T("네 자리 연도를 적어 주세요."))
    year = cells.whole("year", FIRST_YEAR) or 0
    if year > LAST_YEAR:
        cells.fault("year", T("연도가 아닙니다."), T("네 자리 연도를 적어 주세요."))
    rate = row["printed_rate_percent"].removesuffix("%").strip()
    if rate and not is_printed_rate(rate):
        cells.fault(
            "printed_rate_percent",
            T("백분율이 아닙니다."),
            T("인쇄된 숫자만 적거나, 없으면 비워 두세요."),
        )
    absence = ABSENT.get(row["actual_won"].strip().lower())
    printed = PublishedYear(
        year=year,
        target_won=cells.whole("target_won"),
        actual_won=None if absence else cells.whole("actual_won"),
        printed_rate=rate or None,
        absence=absence,
    )
    cells.finish()
    return printed
