"""Keeping the totals a sheet prints as published figures: beside what we compute, never instead.

Nothing is kept without being asked for. What another document published for the same year stays
unless somebody chooses the sheet's figure in its place; the audit trail keeps what it replaces.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.text import T
from marketplace.procurement.models import (
    Department,
    ImportState,
    Institution,
    PublishedFigure,
    PurchaseImport,
)
from marketplace.procurement.sheets.recording import get_held_import

LONGEST_SOURCE = 300
MONTHS = (1, 12)


class ImportNotRecorded(Conflict):
    """Only the totals of a recorded sheet are kept."""

    code = "import_not_recorded"


class PrintedFate(StrEnum):
    """What keeping a printed total would do."""

    NEW = "new"
    KEPT = "kept"  # it stands already, from this sheet
    DIFFERS = "differs"  # another document published the year; a person chooses


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """A printed total that could be published, and what is published now; amounts in won."""

    name: str
    department: Department | None
    year: int
    first_month: int
    last_month: int
    stated_won: int
    sum_won: int
    source: str
    now: PublishedFigure | None

    @property
    def fate(self) -> PrintedFate:
        if self.now is None:
            return PrintedFate.NEW
        same = self.now.source.startswith(self.source) and self.now.actual_won == self.stated_won
        return PrintedFate.KEPT if same else PrintedFate.DIFFERS

    @property
    def is_of_the_year(self) -> bool:
        """Whether its rows reach from January to December."""
        return (self.first_month, self.last_month) == MONTHS


@dataclass(frozen=True, slots=True)
class Kept:
    """How many figures were added, put in place of another, and left as they were."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    left: int = 0


def printed_totals(made: PurchaseImport) -> list[PrintedTotal]:
    """What a recorded sheet prints, the institution first, in two statements; none before."""
    said = made.report.get("printed", []) if made.state is ImportState.RECORDED else []
    if not said:
        return []
    departments = _departments(made.institution_id)
    years = {each["year"] for each in said}
    query = select(PublishedFigure).where(
        PublishedFigure.institution_id == made.institution_id, PublishedFigure.year.in_(years)
    )
    now = {(each.department_id, each.year): each for each in db.session.scalars(query)}
    return [
        PrintedTotal(
            name=str(each["department_id"] or "all"),
            department=departments.get(each["department_id"]),
            year=each["year"],
            first_month=each["first_month"],
            last_month=each["last_month"],
            stated_won=each["stated_won"],
            sum_won=each["sum_won"],
            source=_source(made, each),
            now=now.get((each["department_id"], each["year"])),
        )
        for each in said
        if each["department_id"] is None or each["department_id"] in departments
    ]


def keep_printed(import_id: int, keep: Collection[str], replace: Collection[str] = ()) -> Kept:
    """Keep the printed totals named in `keep`; those in `replace` also over another document's.

    Twice changes nothing. Audited figure by figure. Raises ImportNotFound, ImportNotRecorded.
    """
    made = get_held_import(import_id)
    if made.state is not ImportState.RECORDED:
        raise ImportNotRecorded(T("기록한 시트의 합계만 공시 수치로 남길 수 있습니다."))
    # One institution's figures are written by one at a time.
    db.session.execute(
        select(Institution.id).where(Institution.id == made.institution_id).with_for_update()
    )
    counts = dict.fromkeys(("added", "replaced", "unchanged", "left"), 0)
    for each in printed_totals(made):
        if each.name in {*keep, *replace}:
            counts[_keep(made, each, may_replace=each.name in replace)] += 1
    db.session.flush()
    return Kept(**counts)


def _keep(made: PurchaseImport, total: PrintedTotal, *, may_replace: bool) -> str:
    if total.fate is PrintedFate.KEPT:
        return "unchanged"
    if total.now is None:
        figure = PublishedFigure(
            institution_id=made.institution_id,
            department_id=total.department.id if total.department else None,
            year=total.year,
            actual_won=total.stated_won,
            source=total.source,
        )
        db.session.add(figure)
        db.session.flush()
        audit.record(
            "published_figure:kept_from_sheet",
            figure,
            year=total.year,
            actual_won=total.stated_won,
            source=total.source,
        )
        return "added"
    if not may_replace:
        return "left"
    _replace(total.now, total)
    return "replaced"


def _replace(figure: PublishedFigure, total: PrintedTotal) -> None:
    """The sheet's figure in place of another's; a target stays, a rate of the other does not."""
    before = _stated(figure)
    figure.actual_won, figure.absence, figure.printed_rate = total.stated_won, None, None
    figure.source, figure.imported_at = _both_sources(figure, total.source), clock.now()
    audit.record(
        "published_figure:replaced_from_sheet", figure, before=before, after=_stated(figure)
    )


def _both_sources(figure: PublishedFigure, source: str) -> str:
    """The sheet's, and behind it that of a target which stays."""
    if figure.target_won is None or not figure.source:
        return source
    return f"{source}; 목표: {figure.source}"[:LONGEST_SOURCE]


def _stated(figure: PublishedFigure) -> dict[str, Any]:
    return {
        "target_won": figure.target_won,
        "actual_won": figure.actual_won,
        "printed_rate": figure.printed_rate,
        "absence": figure.absence.value if figure.absence else None,
        "source": figure.source,
    }


def _source(made: PurchaseImport, each: dict[str, Any]) -> str:
    """실적.xlsx, 시트 실적 10행 합 계 (1월–12월): where anybody finds the figure again."""
    months = f"{each['first_month']}월–{each['last_month']}월"
    place = f", 시트 {each['sheet']} {each['row']}행 {each['label']} ({months})"
    return f"{made.file.filename[: LONGEST_SOURCE - len(place)]}{place}"[:LONGEST_SOURCE]


def _departments(institution_id: int) -> dict[int | None, Department]:
    query = select(Department).filter_by(institution_id=institution_id)
    return {each.id: each for each in db.session.scalars(query)}
