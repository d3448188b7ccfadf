"""Departments side by side: in which order, with which links, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l

from marketplace.core.csv_writing import Cell
from marketplace.procurement.standing import DepartmentStanding
from marketplace.procurement.year_facts import rate_text

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
    """One row a department."""
    for each in rows:
        yield [
            each.department.code,
            each.department.name,
            each.target_won,
            each.counted_won,
            rate_text(each.rate_percent),
            each.pipeline_won,
            each.missing_won,
            len(each.closed_months),
            ", ".join(f"{month.year}-{month.month:02}" for month in each.late_months),
        ]
