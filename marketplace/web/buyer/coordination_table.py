"""Departments side by side: in which order, with which links, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import lazy_gettext as _l

from marketplace.core.csv_writing import Cell
from marketplace.procurement.overview.shares import mean_won, median_won
from marketplace.procurement.standing import DepartmentStanding
from marketplace.procurement.year_facts import rate_text
from marketplace.web.marks import left_out_words, mark_word

LONGEST_TEXT = 60
HEADING = (
    _l("부서 코드"),
    _l("부서"),
    _l("목표(원)"),
    _l("실적(원)"),
    _l("달성률(%)"),
    _l("진행 중(원)"),
    _l("부족액(원)"),
    _l("마감한 달"),
    _l("마감 지연"),
    _l("집계에서 뺀 기간"),
    _l("통보한 목표(원)"),
)

# What each column is sorted by; nothing to measure comes last either way.
SORTS: Mapping[str, Callable[[DepartmentStanding], Any]] = {
    "position": lambda each: (each.department.position, each.department.id),
    "name": lambda each: each.department.name,
    "target": lambda each: each.target_won,
    "counted": lambda each: each.counted_won,
    "rate": lambda each: each.rate_percent,
    "missing": lambda each: each.missing_won,
    "closed": lambda each: len(each.closed_months),
}
LARGEST_FIRST = {"target", "counted", "missing"}


def in_order(rows: Iterable[DepartmentStanding], sort: str) -> list[DepartmentStanding]:
    """Rows by one column; a leading minus turns the order round."""
    key = SORTS[sort.removeprefix("-")]
    rows = list(rows)
    measured = [each for each in rows if key(each) is not None]
    rest = [each for each in rows if key(each) is None]
    return sorted(measured, key=key, reverse=sort.startswith("-")) + rest


class Show(StrEnum):
    """Which departments are listed."""

    LATE = "late"
    SHORT = "short"
    MET = "met"
    NO_TARGET = "no_target"
    LEFT_OUT = "left_out"


SHOWN: Mapping[Show, Callable[[DepartmentStanding], bool]] = {
    Show.LATE: lambda each: each.is_late,
    Show.SHORT: lambda each: bool(each.missing_won),
    Show.MET: lambda each: each.missing_won == 0,
    Show.NO_TARGET: lambda each: each.target_won is None,
    Show.LEFT_OUT: lambda each: bool(each.left_out),
}
SHOW_WORDS = {
    Show.LATE: _l("마감이 늦은 부서"),
    Show.SHORT: _l("목표에 못 미친 부서"),
    Show.MET: _l("목표를 채운 부서"),
    Show.NO_TARGET: _l("목표가 없는 부서"),
    Show.LEFT_OUT: _l("집계에서 뺀 기간이 있는 부서"),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Part of a name, and one of four states; nothing asks for all."""

    text: str = ""
    show: Show | None = None
    words: Mapping[Show, Any] = field(default_factory=lambda: SHOW_WORDS)


def asked_filter() -> Filter:
    """What the address asks for; what cannot be read is left out."""
    show = request.values.get("show", "")
    text = request.values.get("q", "")[:LONGEST_TEXT].strip()
    return Filter(text, Show(show) if show in set(Show) else None)


def filtered(rows: Iterable[DepartmentStanding], asked: Filter) -> list[DepartmentStanding]:
    """The departments that fit."""
    text = asked.text.casefold()
    return [
        each
        for each in rows
        if (not text or text in f"{each.department.name} {each.department.name_en}".casefold())
        and (asked.show is None or SHOWN[asked.show](each))
    ]


@dataclass(frozen=True, slots=True)
class Middle:
    """What a department counted on average and in the middle, and the middle rate."""

    mean_won: int | None
    median_won: int | None
    median_percent: Decimal | None


def middle_of(rows: Sequence[DepartmentStanding]) -> Middle:
    """Over every measured department; a rate only where there is a target."""
    known = [each.measured.counted_won for each in rows]
    won = [each for each in known if each is not None]
    rates = [each.rate_percent for each in rows if each.rate_percent is not None]
    middle = Decimal(median(rates)).quantize(Decimal("0.1")) if rates else None
    return Middle(mean_won(won), median_won(won), middle)


def sort_links(current: str, kept: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """For each column, where a press on it leads and how it is sorted now."""
    links = {}
    for name in SORTS:
        first = f"-{name}" if name in LARGEST_FIRST else name
        turned = name if first.startswith("-") else f"-{name}"
        goal = turned if current == first else first
        links[name] = {
            "href": "/buyer/coordination?" + urlencode({**kept, "sort": goal}),
            "sorted": _direction(current, name),
        }
    return links


def _direction(current: str, name: str) -> str:
    if current == name:
        return "ascending"
    return "descending" if current == f"-{name}" else "none"


def coordination_cells(rows: Sequence[DepartmentStanding]) -> Iterator[list[Cell]]:
    """One row a department; figures are of the months that are measured, or the mark's word."""
    for each in rows:
        absent = mark_word(each.absence) if each.absence else ""
        yield [
            each.department.code,
            each.department.name,
            absent or each.measured.target_won,
            absent or each.measured.counted_won,
            absent or rate_text(each.rate_percent),
            each.pipeline_won,
            absent or each.missing_won,
            len(each.closed_months),
            ", ".join(f"{month.year}-{month.month:02}" for month in each.late_months),
            left_out_words(each.left_out),
            each.target_won,
        ]
