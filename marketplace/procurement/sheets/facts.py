"""An examined sheet as plain facts: for machines, and to be kept with the import."""

from __future__ import annotations

from collections import Counter
from typing import Any

from marketplace.core.grids import column_letter
from marketplace.core.text import T
from marketplace.procurement.sheets.departments import DepartmentNames, unknown_departments
from marketplace.procurement.sheets.examining import Examination, SheetFile
from marketplace.procurement.sheets.finding import FoundTable, RowRole
from marketplace.procurement.sheets.judging import JudgedRow, RowFate
from marketplace.procurement.sheets.mapping import (
    keys_of,
    main_amount,
    propose,
    signature_of,
    to_document,
    unit_of,
)
from marketplace.procurement.sheets.printed import printed_facts
from marketplace.procurement.sheets.reading import CellFault
from marketplace.procurement.sheets.totals import StatedTotal
from marketplace.procurement.sheets.values import UNITS
from marketplace.procurement.sheets.words import Field, total_label

FIRST_ROWS = 20
MOST_FAULTS = 500
MOST_SIMILAR = 200
SAMPLES = 3
UNIT_NAMES = {won: word if word == "원" else f"{word}원" for word, won in UNITS.items()}


def machine_facts(done: Examination, *, recorded: int, applied: bool) -> dict[str, Any]:
    """What `flask quota import --json` says; described in docs/imports.md."""
    table, mapping = done.file.first, done.mapping
    unit = unit_of(mapping, table, main_amount(mapping))
    head = {column.index: column.label for column in table.columns}
    return {
        "rows": len(done.judged),
        "recorded": recorded,
        "unchanged": len(done.having(RowFate.UNCHANGED)),
        "repeated": len(done.having(RowFate.REPEATED, RowFate.SAME)),
        "refused": [_fault(fault) for each in done.refused for fault in each.faults],
        "totals": [_total(each) for each in done.totals],
        "unit": UNIT_NAMES.get(unit, str(unit)),
        "unit_won": unit,
        "head_row": table.head_rows[-1],
        "head_rows": list(table.head_rows),
        "sheets": [each.sheet for each in done.file.tables],
        "sheets_not_read": list(done.file.left_out),
        "hidden_rows": sum(len(each.hidden_rows) for each in done.file.tables),
        "columns": {each.value: head.get(i, "") for each, i in mapping.columns.items()},
        "counted_won": sum(each.record.counted_won for each in _new(done) if each.record),
        "gross_won": sum(each.record.gross_won for each in _new(done) if each.record),
        "late": sum(each.is_late for each in _new(done)),
        "applied": applied,
    }


def _new(done: Examination) -> list[JudgedRow]:
    return done.having(RowFate.NEW)


def _fault(fault: CellFault) -> dict[str, Any]:
    return {
        "row": fault.row,
        "column": fault.column,
        "wrong": str(fault.wrong),
        "remedy": str(fault.remedy),
        "cell": fault.cell,
        "sheet": fault.sheet,
    }


def _total(total: StatedTotal) -> dict[str, Any]:
    return {
        "row": total.row,
        "label": total.label,
        "stated_won": total.stated_won,
        "sum_won": total.sum_won,
        "difference_won": total.difference_won,
        "sheet": total.sheet,
        "column": total.column,
        "rows": list(total.rows),
    }


def found_facts(file: SheetFile, names: DepartmentNames) -> dict[str, Any]:
    """What was taken for the table: head, unit, totals, hidden rows, columns with samples."""
    table = file.first
    proposed = propose(table)
    return {
        "title": table.title,
        "signature": signature_of(table),
        "sheets": [_sheet(each) for each in file.tables],
        "left_out": list(file.left_out),
        "columns": [
            {
                "key": key,
                "label": column.label,
                "letter": column_letter(column.index),
                "samples": _samples(file, column.index),
                "unit": UNIT_NAMES.get(column.unit_won or 0, ""),
            }
            for key, column in zip(keys_of(table), table.columns, strict=True)
        ],
        "proposed": to_document(proposed, table),
        "unit": UNIT_NAMES.get(unit_of(proposed, table, main_amount(proposed)), ""),
        "years": sorted(table.years),
        "rows": file.row_count,
        "unknown_departments": _unknown(file, names),
    }


def _sheet(table: FoundTable) -> dict[str, Any]:
    totals = table.rows(RowRole.TOTAL)
    return {
        "name": table.sheet,
        "head_rows": list(table.head_rows),
        "rows": len(table.rows(RowRole.DATA)),
        "hidden_rows": table.hidden_rows[:50],
        "hidden_count": len(table.hidden_rows),
        "totals": [{"row": r.number, "label": total_label(r.words)} for r in totals[:50]],
        "total_count": len(totals),
        "notes": len(table.rows(RowRole.NOTE)),
    }


def _samples(file: SheetFile, index: int) -> list[str]:
    rows = file.first.rows(RowRole.DATA)[:60]
    said = (row[index].text or row[index].fault for row in rows)
    return list(dict.fromkeys(each[:40] for each in said if each))[:SAMPLES]


def _unknown(file: SheetFile, names: DepartmentNames) -> list[str]:
    index = file.first.proposed.get(Field.DEPARTMENT)
    if index is None:
        return []
    said = (row[index].text for table in file.tables for row in table.rows(RowRole.DATA))
    return unknown_departments(names, said)[:100]


def report_facts(done: Examination) -> dict[str, Any]:
    """What is kept with an import, sentences ready to be told in either language."""
    faults = [fault for each in done.refused for fault in each.faults]
    new = _new(done)
    late = Counter(
        ((e.source.day.year, e.source.day.month), (e.record.year, e.record.month))
        for e in done.judged
        if e.record is not None and e.is_late and e.source.day
    )
    return {
        "counts": {fate.value: len(done.having(fate)) for fate in RowFate},
        "rows": len(done.judged),
        "gross_won": sum(each.record.gross_won for each in new if each.record),
        "counted_won": sum(each.record.counted_won for each in new if each.record),
        "first": [_row(each, done) for each in new[:FIRST_ROWS]],
        "faults": [_kept_fault(each) for each in faults[:MOST_FAULTS]],
        "fault_count": len(faults),
        "totals": [_total(each) for each in done.totals],
        "printed": printed_facts(done),
        "similar": [_similar(e) for e in done.judged if e.likenesses][:MOST_SIMILAR],
        "late": [
            {"year": y, "month": m, "booked_year": by, "booked_month": bm, "rows": count}
            for ((y, m), (by, bm)), count in sorted(late.items())
        ],
        "unknown_departments": unknown_departments(
            done.names, (each.source.department for each in done.judged)
        )[:100],
        "unnumbered": sum(
            each.seller.enterprise_id is None and not each.seller.business_number for each in new
        ),
    }


def _kept_fault(fault: CellFault) -> dict[str, Any]:
    return {**_fault(fault), "wrong": keep_said(fault.wrong), "remedy": keep_said(fault.remedy)}


def keep_said(said: str) -> dict[str, Any]:
    """A sentence with its values, so that it can be told in another language later."""
    return {"msgid": said.msgid, "params": said.params} if isinstance(said, T) else {"msgid": said}


def say_again(kept: dict[str, Any]) -> T:
    """The sentence of `keep_said`."""
    sentence = T  # under another name, because the catalogue reads what T is given
    return sentence(kept["msgid"], **kept.get("params", {}))


def _row(judged: JudgedRow, done: Examination) -> dict[str, Any]:
    record = judged.record
    if record is None:
        raise RuntimeError("a new row without its record")
    reason = record.not_counted_reason
    return {
        "sheet": judged.source.sheet,
        "row": judged.source.number,
        "day": record.counted_on.isoformat(),
        "department": done.names.names.get(record.department_id, ""),
        "seller": record.seller_name,
        "is_known": record.enterprise_id is not None,
        "item": record.item,
        "kind": record.kind.value,
        "net_won": record.net_won,
        "vat_won": record.vat_won,
        "gross_won": record.gross_won,
        "counted_won": record.counted_won,
        "certification": record.certification.get("name", ""),
        "reason": reason.value if reason else "",
    }


def _similar(judged: JudgedRow) -> dict[str, Any]:
    row = judged.source
    return {
        "name": judged.name,
        "sheet": row.sheet,
        "row": row.number,
        "day": row.day.isoformat() if row.day else "",
        "seller": row.seller,
        "item": row.item,
        "gross_won": row.amount.gross_won if row.amount else 0,
        "fate": judged.fate.value,
        "alike": [
            {
                "kind": each.kind,
                "name": each.name,
                "text": each.text,
                "day": each.day.isoformat() if each.day else "",
                "gross_won": each.gross_won,
            }
            for each in judged.likenesses[:5]
        ],
    }
