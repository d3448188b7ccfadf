"""Which totals a sheet prints could stand as published figures: whose, of which year, of what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marketplace.procurement.sheets.examining import Examination
from marketplace.procurement.sheets.judging import JudgedRow
from marketplace.procurement.sheets.mapping import main_amount
from marketplace.procurement.sheets.totals import StatedTotal


def printed_facts(done: Examination) -> list[dict[str, Any]]:
    """Totals over all the rows of a file, or over all those of one department, of one year.

    {department_id, year, first_month, last_month, stated_won, sum_won, sheet, row, label};
    `department_id` is null for the whole. A total over less (a quarter's part, a page) says
    nothing of a year and is none of these; of two over the same rows the last counts.
    """
    found: dict[int | None, dict[str, Any]] = {}
    for total in done.totals:
        if total.column not in _main_labels(done):
            continue
        rows = _rows_of(total, done.judged)
        days = [each.source.day for each in rows if each.source.day]
        if not rows or len(days) != len(rows) or len({day.year for day in days}) != 1:
            continue
        whose = _whose(rows, done.judged)
        if whose is not None:
            months = [day.month for day in days]
            found[whose or None] = {
                "department_id": whose or None,
                "year": days[0].year,
                "first_month": min(months),
                "last_month": max(months),
                "stated_won": total.stated_won,
                "sum_won": total.sum_won,
                "sheet": total.sheet,
                "row": total.row,
                "label": total.label,
            }
    return sorted(found.values(), key=lambda each: each["department_id"] or 0)


def _main_labels(done: Examination) -> set[str]:
    """The heads under which a row's whole amount stands."""
    main = done.mapping.columns.get(main_amount(done.mapping))
    tables = done.file.tables
    return {column.label for table in tables for column in table.columns if column.index == main}


def _rows_of(total: StatedTotal, judged: Sequence[JudgedRow]) -> list[JudgedRow]:
    first, last = total.rows
    return [
        each
        for each in judged
        if each.source.sheet == total.sheet and first <= each.source.number <= last
    ]


def _whose(rows: Sequence[JudgedRow], everything: Sequence[JudgedRow]) -> int | None:
    """The department whose rows these all are, 0 for the whole of several; None for neither."""
    departments = {each.department_id for each in rows}
    if None in departments:
        return None
    if len(departments) == 1:
        (only,) = departments
        theirs = [each for each in everything if each.department_id == only]
        return only if len(theirs) == len(rows) else None
    return 0 if len(rows) == len(everything) else None
