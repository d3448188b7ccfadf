"""The results of a year or a quarter as a snapshot that needs no other row to be read.

Sums and sorted lists only: the same records in any order make the same content, so publishing
again what has not changed makes no new version.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marketplace.procurement.disclosure import DisclosedYear
from marketplace.procurement.measuring import Coverage
from marketplace.procurement.models import Institution
from marketplace.procurement.months import Month
from marketplace.procurement.publishing.content import Content
from marketplace.procurement.publishing.department_facts import department_facts, so_far_facts
from marketplace.procurement.publishing.headline import Headline, headline
from marketplace.procurement.publishing.known_year import KnownYear, known_year, measured_rows
from marketplace.procurement.publishing.rule_facts import certification_names, rule_facts
from marketplace.procurement.publishing.tally import YearTally
from marketplace.procurement.publishing.year_figures import (
    Booked,
    MonthFigure,
    Restatement,
    month_figures,
    restatements,
)
from marketplace.procurement.rules.ledger_purchases import ledger_purchases
from marketplace.procurement.year_facts import coverage_facts

SCHEMA = "ieum/results/1"
AT_ONCE = 2_000


def begin_tally(known: KnownYear) -> YearTally:
    """An empty tally with the year's rules and stated amounts."""
    return YearTally(known.year, known.rules, known.stated)


def tally_year(known: KnownYear) -> YearTally:
    """Every purchase of the year judged, in one streamed statement."""
    tally, piece = begin_tally(known), []
    for purchase in ledger_purchases(known.body.id, known.year):
        piece.append(purchase)
        if len(piece) == AT_ONCE:
            tally.add(piece)
            piece = []
    tally.add(piece)
    return tally


def results_content(known: KnownYear, tally: YearTally) -> Content:
    """A year's results."""
    rows, year = known.rows, known.year
    measured = known.measured_rows
    return {
        **_named(known.body, year, 0),
        "figures": figures(known.disclosed, _headline(known)),
        "printed": printed(known.disclosed),
        "purchases": _purchases(rows),
        "departments": _departments(known),
        "months": [month_facts(each) for each in month_figures(measured, year)] if rows else [],
        "restatements": _restatements(known, rows),
        "rules": _rules(tally),
        "duties": tally.duty_results() if known.disclosed.is_live else [],
    }


def quarter_content(institution_id: int, year: int, quarter: int) -> Content:
    """A quarter's results, and how far the year had come by its end, in eight statements.

    Raises YearNotDisclosed when nothing is known of the year.
    """
    known = known_year(institution_id, year)
    last = quarter * 3
    rows = [each for each in known.rows if each.month <= last]
    inside = [each for each in rows if each.month > last - 3]
    so_far = measured_rows(rows, known.left_out)
    quarterly = measured_rows(inside, known.left_out)
    told = replace(_headline(known), actual_won=None)
    names = certification_names() if known.rules else {}
    return {
        **_named(known.body, year, quarter),
        "figures": {
            **figures(known.disclosed, told),
            "actual_won": _unless_absent(known, quarterly),
            "so_far_won": _unless_absent(known, so_far),
        },
        "purchases": _purchases(inside),
        "departments": so_far_facts(known, quarter),
        "months": [month_facts(each) for each in month_figures(quarterly, year)[last - 3 : last]],
        "restatements": [
            each for each in _restatements(known, inside) if last - 3 < each["month"] <= last
        ],
        "rules": [rule_facts(each, names) for each in known.rules],
    }


def figures(disclosed: DisclosedYear, told: Headline) -> dict[str, Any]:
    """The year's line as facts; rates are decimal strings, null is not stated."""
    return {
        "target_won": told.target_won,
        "actual_won": told.actual_won,
        "absence": disclosed.absence.value if disclosed.absence else None,
        "basis": told.basis.value if told.basis else None,
        "basis_won": told.basis_won,
        "rate_basis_points": told.rate_basis_points,
        "rate_is": "share" if told.is_share else "achievement",
        "rate_percent": _text(told.rate_percent),
        "achievement_percent": _text(told.achievement_percent),
        "share_percent": _text(told.share_percent),
        "source": "ledger" if disclosed.is_live else "published",
        **_covered(disclosed.coverage),
    }


def printed(disclosed: DisclosedYear) -> dict[str, Any] | None:
    """What a document prints of the year, None when none is known."""
    figure = disclosed.published
    if figure is None:
        return None
    return {
        "target_won": figure.target_won,
        "actual_won": figure.actual_won,
        "rate": figure.printed_rate,
        "disagrees": disclosed.rate_disagrees,
        "source": figure.source,
    }


def month_facts(each: MonthFigure) -> dict[str, Any]:
    """restated_won = original_won + corrections_won."""
    return {
        "month": each.month,
        "original_won": each.original_won,
        "corrections_won": each.corrections_won,
        "restated_won": each.restated_won,
    }


def _headline(known: KnownYear) -> Headline:
    rule = known.rules[-1] if known.rules else None
    return headline(known.disclosed, rule, known.stated)


def _departments(known: KnownYear) -> list[dict[str, Any]]:
    if not known.disclosed.is_live:
        return []
    return department_facts(known)


def _covered(coverage: Coverage | None) -> dict[str, Any]:
    """Said only where something is left out, so that a content without reads as it always did."""
    return {} if coverage is None else {"coverage": coverage_facts(coverage)}


def _unless_absent(known: KnownYear, rows: list[Booked]) -> int | None:
    """Their sum, None where nothing of the whole year is measured."""
    if known.disclosed.absence is not None:
        return None
    return sum(each.counted_won for each in rows)


def _restatements(known: KnownYear, rows: list[Booked]) -> list[dict[str, Any]]:
    return [_restatement(each) for each in restatements(known.body.id, known.year, rows)]


def _restatement(each: Restatement) -> dict[str, Any]:
    return {
        "department": each.department,
        "month": each.month,
        "booked": _month_text(each.booked),
        "reason": each.reason,
        "counted_won": each.counted_won,
        "rows": each.row_count,
    }


def _named(body: Institution, year: int, quarter: int) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "institution": {"slug": body.slug, "name": body.name, "name_en": body.name_en},
        "year": year,
        "quarter": quarter,
    }


def _purchases(rows: list[Booked]) -> dict[str, int]:
    return {
        "rows": sum(each.record_count for each in rows),
        "uncounted_rows": sum(each.uncounted_count for each in rows),
        "counted_won": sum(each.counted_won for each in rows),
        "gross_won": sum(each.gross_won for each in rows),
    }


def _rules(tally: YearTally) -> list[dict[str, Any]]:
    if not tally.rules:
        return []
    names = certification_names()
    results = {each["version"]: each for each in tally.rule_results()}
    return [{**rule_facts(rule, names), "result": results[rule.version]} for rule in tally.rules]


def _month_text(month: Month) -> str:
    return f"{month.year:04d}-{month.month:02d}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)
