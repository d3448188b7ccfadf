"""Contents of any shape as facts and tables, so that every kind has every format.

A content may bring `sections` of its own in the shape templates/documents/report.typ takes, or
a whole `paper` in that shape: then its other values are for machines, and people read the paper.
Otherwise its plain values become facts, and lists of objects become tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from marketplace.core.text import T
from marketplace.procurement.publishing.content import Content
from marketplace.procurement.publishing.report import (
    Block,
    Cell,
    Column,
    Facts,
    Lines,
    Note,
    Section,
    Table,
    Unit,
)
from marketplace.procurement.publishing.rule_words import ABSENCES

WHOLE = re.compile(r"-?\d{1,3}(,\d{3})*")
LABELS: Mapping[str, str] = {
    "target_won": T("목표"),
    "actual_won": T("실적"),
    "counted_won": T("인정 실적"),
    "purchasable_won": T("구매가능액"),
    "planned_won": T("계획"),
    "basis_won": T("기준 금액"),
    "budget_won": T("예산가용액"),
    "required_won": T("기준에 따른 목표"),
    "department": T("부서"),
    "departments": T("부서별"),
    "name": T("이름"),
    "item": T("품목"),
    "items": T("품목"),
    "kind": T("종류"),
    "note": T("비고"),
    "reason": T("까닭"),
    "rank": T("순위"),
    "score": T("점수"),
    "award": T("시상"),
    "rate_percent": T("달성률"),
    "month": T("달"),
    "quarter": T("분기"),
    "quarters": T("분기별"),
    "year": T("연도"),
    "figures": T("한 해의 수치"),
    "purchases": T("구매 기록"),
    "rows": T("기록 수"),
    "uncounted_rows": T("인정하지 않은 기록 수"),
    "gross_won": T("구매 금액"),
    "quarters_won": T("분기 실적"),
    "months": T("달별"),
    "original_won": T("처음 실적"),
    "corrections_won": T("마감 뒤 정정"),
    "restated_won": T("고친 실적"),
    "restatements": T("정정"),
    "booked": T("적은 달"),
    "rules": T("기준"),
    "result": T("결과"),
    "parts": T("구매 종류별"),
    "not_counted": T("인정하지 않은 구매"),
    "duties": T("다른 법정 제도"),
    "missing": T("모자란 자료"),
    "meets": T("지켰는지"),
    "so_far_won": T("누적 실적"),
    "printed": T("문서에 적힌 수치"),
    "fixed_won": T("정해진 금액"),
    "effective_on": T("시행한 날"),
    "lines": T("내역"),
    "amount_won": T("금액"),
    "whole_won": T("전체 금액"),
    "words": T("글"),
    "by_kind": T("구매 종류별"),
    "by_quarter": T("분기별"),
    "absence": T("측정하지 않은 까닭"),
    "left_out": T("집계에서 뺀 기간"),
    "coverage": T("집계한 부서"),
    "measured_departments": T("측정한 부서 수"),
    "partly_measured_departments": T("몇 달을 뺀 부서 수"),
    "left_out_won": T("뺀 기간의 구매"),
    "set_target_won": T("통보한 목표"),
}
# Says where it stands already, or names things for machines.
UNTOLD = {
    "schema",
    "institution",
    "title",
    "year",
    "quarter",
    "code",
    "name_en",
    "sections",
    "paper",
}
Pairs = tuple[tuple[str, str], ...]


def plain_sections(content: Content) -> tuple[Pairs, tuple[Section, ...]]:
    """Facts of the top, and a section for each list or object below it."""
    if isinstance(content.get("paper"), dict):
        return _paper(content["paper"])
    facts = tuple(
        (label_of(key), words_of(key, value))
        for key, value in content.items()
        if key not in UNTOLD and not isinstance(value, dict | list)
    )
    sections = [_own(each) for each in content.get("sections", [])]
    for key, value in content.items():
        if key not in UNTOLD and isinstance(value, dict | list) and value:
            sections.append(Section(label_of(key), (_block(key, value),)))
    return facts, tuple(sections)


def label_of(key: str) -> str:
    """A key's Korean name, the key itself when it has none."""
    return LABELS.get(key, key)


def words_of(key: str, value: Any) -> str:
    """A plain value as words, with the unit its key ends in."""
    if value is None:
        return T("적혀 있지 않음")
    if value in ABSENCES:
        return ABSENCES[value]
    if isinstance(value, bool):
        return T("예") if value else T("아니요")
    if key.endswith("_won"):
        return T("%(amount)s원", amount=f"{value:,}")
    return f"{value}%" if key.endswith("_percent") else str(value)


def _block(key: str, value: dict[str, Any] | list[Any]) -> Block:
    if isinstance(value, dict):
        return Facts(tuple((label_of(k), words_of(k, v)) for k, v in value.items()))
    if all(isinstance(each, dict) for each in value):
        return _table(key, value)
    return Lines(tuple(str(each) for each in value))


def _table(key: str, rows: list[dict[str, Any]]) -> Table:
    names = [name for name in dict.fromkeys(k for row in rows for k in row) if name not in UNTOLD]
    columns = tuple(Column(label_of(name), _unit(name)) for name in names)
    cells = tuple(tuple(_cell(row.get(name)) for name in names) for row in rows)
    return Table(key, label_of(key), columns, cells)


def _unit(name: str) -> Unit:
    if name.endswith("_won"):
        return Unit.WON
    return Unit.PERCENT if name.endswith("_percent") else Unit.WORDS


def _cell(value: Any) -> Cell:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def _paper(paper: dict[str, Any]) -> tuple[Pairs, tuple[Section, ...]]:
    """A content's own paper; its notes stand before its sections."""
    facts = tuple((each["label"], each["value"]) for each in paper.get("facts") or [])
    notes = tuple(
        Note(each["words"], each.get("tone") == "warn") for each in paper.get("notes") or []
    )
    sections = _numbered(tuple(_own(each) for each in paper.get("sections", [])))
    return facts, ((Section(T("알림"), notes),) if notes else ()) + sections


def _numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Tables named table-1, table-2, …, so that each can be asked for."""
    number, told = count(1), []
    for section in sections:
        blocks = (
            replace(block, name=f"table-{next(number)}") if isinstance(block, Table) else block
            for block in section.blocks
        )
        told.append(replace(section, blocks=tuple(blocks)))
    return tuple(told)


def _own(section: dict[str, Any]) -> Section:
    """A section a content brings in the shape of the paper's template."""
    return Section(section["heading"], tuple(_own_block(b) for b in section["blocks"]))


def _own_block(block: dict[str, Any]) -> Block:
    match block:
        case {"table": table}:
            return _own_table(table)
        case {"facts": facts}:
            return Facts(tuple((each["label"], each["value"]) for each in facts))
        case {"note": words}:
            return Note(words, block.get("tone") == "warn")
        case {"bars": bars}:
            rows = tuple((each["label"], each["words"]) for each in bars["rows"])
            columns = (Column(T("항목")), Column(T("값")))
            return Table("bars", bars["caption"], columns, rows)
        case {"lines": lines}:
            return Lines(tuple(lines))
        case _:
            return Lines((str(block.get("words", "")),))


def _own_table(table: dict[str, Any]) -> Table:
    """Words of a right column that are a number become one, so that a spreadsheet can add them."""
    right = [each.get("align") == "right" for each in table["columns"]]
    columns = tuple(
        Column(each["label"], Unit.NUMBER if is_right else Unit.WORDS)
        for each, is_right in zip(table["columns"], right, strict=True)
    )
    rows = tuple(_own_row(row, right) for row in table["rows"])
    total = _own_row(table["total"], right) if table.get("total") else None
    name, caption = table.get("name", "table"), table.get("caption", "")
    return Table(name, caption, columns, rows, total, table.get("note") or "")


def _own_row(row: list[str], right: list[bool]) -> tuple[Cell, ...]:
    return tuple(
        int(cell.replace(",", "")) if is_right and WHOLE.fullmatch(cell) else cell
        for cell, is_right in zip(row, right, strict=True)
    )
