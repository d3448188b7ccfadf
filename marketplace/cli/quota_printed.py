"""What `flask quota import --keep-printed` does with a sheet's own totals, and says of them."""

from __future__ import annotations

from typing import Any

from marketplace.procurement.models import PurchaseImport
from marketplace.procurement.sheets.keeping import PrintedTotal, keep_printed, printed_totals

FATES = {
    "new": "공표한 수치로 남김",
    "kept": "이미 남아 있음",
    "replaced": "다른 출처의 값을 바꿈",
    "differs": "다른 출처의 값이 있어 그대로 둠 (--replace-printed로 바꿈)",
}


def keep_totals(made: PurchaseImport, *, replaces: bool) -> list[dict[str, Any]]:
    """Keep every printed total; what each was, and what became of it."""
    before = printed_totals(made)
    names = {each.name for each in before}
    facts = [_facts(each, replaces) for each in before]  # as they are before any is replaced
    keep_printed(made.id, names, names if replaces else ())
    return facts


def printed_line(facts: dict[str, Any]) -> str:
    """총무과 2026년(1월–12월) 3,850,000원: 공표한 수치로 남김."""
    whose = facts["department"] or "기관 전체"
    months = f"{facts['first_month']}월–{facts['last_month']}월"
    said = FATES[facts["fate"]]
    return f"{whose} {facts['year']}년({months}) {facts['stated_won']:,}원: {said}"


def _facts(total: PrintedTotal, replaces: bool) -> dict[str, Any]:
    fate = total.fate.value
    return {
        "department": total.department.name if total.department else None,
        "year": total.year,
        "first_month": total.first_month,
        "last_month": total.last_month,
        "stated_won": total.stated_won,
        "sum_won": total.sum_won,
        "source": total.source,
        "fate": "replaced" if replaces and fate == "differs" else fate,
        "now_won": total.now.actual_won if total.now else None,
        "now_source": total.now.source if total.now else None,
    }
