"""Institutions side by side for one year, with a warning where the rates mean different things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.core.csv_writing import Cell
from marketplace.core.errors import NotFound
from marketplace.core.permissions import Permission
from marketplace.enterprises.models import Region
from marketplace.procurement.publishing.comparing import (
    Compared,
    Comparison,
    Measure,
    comparable_years,
    compare,
    in_order,
)
from marketplace.procurement.publishing.regions import (
    by_district,
    districts_of,
    regions_with_bodies,
)
from marketplace.procurement.publishing.rule_words import BASES, rate_words
from marketplace.web.access import access
from marketplace.web.chart_geometry import Value
from marketplace.web.charts import Chart, grouped_bars
from marketplace.web.disclosure_figures import chart_unit, in_chart_units, name_of, shown_amount
from marketplace.web.downloads import csv_download
from marketplace.web.report_view import told
from marketplace.web.store.blueprint import store
from marketplace.web.store.disclosure_frame import KEPT_SECONDS, crumbs
from marketplace.web.store.disclosure_tables import coverage_cells
from marketplace.web.store.shared import Head, Page, show

HERE = "/disclosures/comparison"
MEASURES = {
    Measure.RATE: _l("기관마다 정한 비율"),
    Measure.ACHIEVEMENT: _l("달성률(실적 ÷ 목표)"),
    Measure.SHARE: _l("구매율(실적 ÷ 기준 금액)"),
    Measure.AMOUNT: _l("인정 실적(금액)"),
}
SORTS = ("name", "value", "-value", "amount", "-amount", "basis", "-basis")
CHARTED = 24
HEADING = (
    "institution",
    "slug",
    "year",
    "basis",
    "required_percent",
    "basis_won",
    "target_won",
    "actual_won",
    "absence",
    "achievement_percent",
    "share_percent",
    "rate_percent",
    "rank_among_same_basis",
    "printed_rate",
    "rate_disagrees",
    "source",
    "measured_departments",
    "departments",
    "left_out_won",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    year: int
    measure: Measure
    sort: str
    basis: str
    region: Region | None

    def query(self, **other: str) -> str:
        kept = {
            "year": str(self.year),
            "measure": self.measure.value,
            "sort": self.sort,
            "basis": self.basis,
            "region": self.region.code if self.region else "",
        }
        return urlencode({name: said for name, said in {**kept, **other}.items() if said})


@store.get(HERE)
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def disclosure_comparison() -> ResponseReturnValue:
    """A year's bodies in a table, a chart, and by district of a region."""
    return show(_page)


@store.get(f"{HERE}.csv")
@access(Permission.DISCLOSURE_READ, cache_seconds=KEPT_SECONDS)
def disclosure_comparison_csv() -> ResponseReturnValue:
    """The same rows to work with."""
    years, regions = comparable_years(), regions_with_bodies()
    asked = _asked(years, regions)
    found = _compared(asked, districts_of(asked.region) if asked.region else [])
    name = f"{_('기관비교')}-{asked.year}"
    return csv_download(name, HEADING, _cells(in_order(found.rows, asked.sort)))


def _page() -> Page:
    years, regions = comparable_years(), regions_with_bodies()
    asked = _asked(years, regions)
    districts = districts_of(asked.region) if asked.region else []
    found = _compared(asked, districts)
    rows = in_order(found.rows, asked.sort)
    title = str(_("%(year)d년 기관 비교", year=asked.year))
    head = Head(
        title=title,
        description=str(_("여러 기관의 의무구매 목표와 실적을 같은 해로 견줘요.")),
        canonical=HERE,
        crumbs=(*crumbs(), (str(_("기관 비교")), None)),
    )
    context: dict[str, Any] = {
        "title": title,
        "asked": asked,
        "years": years,
        "regions": regions,
        "measures": MEASURES,
        "bases": BASES,
        "found": found,
        "rows": rows,
        "sorts": {name: _sort_link(asked, name) for name in ("name", "value", "amount", "basis")},
        "basis_counts": [(told(basis_name(b)), n, b) for b, n in sorted(found.bases.items())],
        "chart": _chart(found, rows) if any(each.value is not None for each in rows) else None,
        "districts": by_district(districts, found.rows),
        "csv_href": f"{HERE}.csv?{asked.query()}",
        "basis_name": basis_name,
        "required": required,
        "here": HERE,
    }
    return Page(head, "store/disclosures/comparison.html", context)


def basis_name(basis: str) -> str:
    """총구매액, or that no rule is known."""
    return told(BASES[basis]) if basis in BASES else str(_("기준이 적혀 있지 않음"))


def required(row: Compared) -> str:
    """The rate a body demands of its basis."""
    points = row.told.rate_basis_points
    return "" if points is None else f"{rate_words(points)}%"


def _asked(years: list[int], regions: list[Region]) -> Asked:
    """What is asked; nothing asked means the newest year with figures of several bodies."""
    said = request.args
    year = said.get("year", "")[:4]
    if year and (not year.isdecimal() or int(year) not in years):
        raise NotFound
    measure = said.get("measure", "") or Measure.RATE.value
    sort, basis, code = said.get("sort", "") or "-value", said.get("basis", ""), said.get("region")
    if measure not in set(Measure) or sort not in SORTS or basis not in {"", "unknown", *BASES}:
        raise NotFound
    region = next((each for each in regions if each.code == code), None)
    if code and region is None:
        raise NotFound
    newest = int(year) if year else (years[0] if years else 0)
    return Asked(newest, Measure(measure), sort, basis, region)


def _compared(asked: Asked, districts: list[Region]) -> Comparison:
    ids = [asked.region.id, *(each.id for each in districts)] if asked.region else []
    return compare(asked.year, asked.measure, basis=asked.basis, region_ids=ids)


def _sort_link(asked: Asked, name: str) -> dict[str, str]:
    first = f"-{name}" if name in {"value", "amount"} else name
    turned = name if first.startswith("-") else f"-{name}"
    goal = turned if asked.sort == first else first
    direction = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "none")
    return {"href": f"{HERE}?{asked.query(sort=goal)}", "sorted": direction}


def _chart(found: Comparison, rows: list[Compared]) -> Chart:
    """A series for each basis, because bars of different meaning must not look alike."""
    shown = [each for each in rows if each.value is not None][:CHARTED]
    bases = list(dict.fromkeys(each.basis for each in shown))
    amount = found.measure is Measure.AMOUNT
    return grouped_bars(
        str(MEASURES[found.measure]),
        chart_unit() if amount else "%",
        [name_of(each.institution) for each in shown],
        [
            (
                basis_name(basis),
                [_bar(each, amount) if each.basis == basis else None for each in shown],
            )
            for basis in bases
        ],
        label_heading=str(_("기관")),
        show=shown_amount if amount else _percent,
    )


def _bar(row: Compared, amount: bool) -> Value:
    value = in_chart_units(row.told.actual_won) if amount else row.rate_percent
    return None if value is None else max(value, type(value)(0))


def _percent(value: Value) -> str:
    return "–" if value is None else f"{value:,}"


def _cells(rows: list[Compared]) -> Iterator[tuple[Cell, ...]]:
    for each in rows:
        told_, disclosed = each.told, each.disclosed
        points = told_.rate_basis_points
        yield (
            each.institution.name,
            each.institution.slug,
            disclosed.year,
            each.basis,
            None if points is None else rate_words(points),
            told_.basis_won,
            told_.target_won,
            told_.actual_won,
            disclosed.absence.value if disclosed.absence else None,
            told_.achievement_percent,
            told_.share_percent,
            told_.rate_percent,
            each.rank,
            disclosed.printed_rate,
            "yes" if disclosed.rate_disagrees else "no",
            disclosed.source,
            *coverage_cells(disclosed.coverage),
        )
