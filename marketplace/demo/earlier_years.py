"""The two years before this one, so that a forecast has something to compare with, and a widget.

Last year's rule changed in July, as rules do: its page shows both results.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.money import VatClass, split_gross
from marketplace.demo.acting import deed, noon
from marketplace.demo.people import COORDINATOR_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.enterprises.models import Certification, Enterprise
from marketplace.procurement.booking import hold_ledger
from marketplace.procurement.designations import read_designations
from marketplace.procurement.institutions import get_institution
from marketplace.procurement.models import (
    Basis,
    ContractMethod,
    Department,
    DepartmentTarget,
    PurchaseKind,
    PurchaseRecord,
    RecordOrigin,
    Widget,
)
from marketplace.procurement.records import Bought, keep_rows, write_row
from marketplace.procurement.rules.spending import state_totals, stated_totals
from marketplace.procurement.rules.terms import RuleTerms
from marketplace.procurement.rules.versions import RuleChange, list_versions, write_rule
from marketplace.procurement.widgets import make_widget

INTRANET = "https://intra.gaon.example"
FIRST = ("certified_social", "village", "social_cooperative")
SINCE_JULY = (*FIRST, "preliminary_social_regional", "cooperative", "self_support")
ITEMS = (
    ("복사용지와 사무용품", PurchaseKind.GOODS),
    ("청사 청소 용역", PurchaseKind.SERVICE),
    ("행사 도시락", PurchaseKind.GOODS),
    ("안내문 인쇄", PurchaseKind.SERVICE),
)
# How a year's purchases fall on its quarters, in thousandths of a target: late, as everywhere.
MONTHS = {2: 90, 3: 60, 5: 110, 6: 90, 8: 80, 9: 120, 11: 170, 12: 230}


def record(watcher: Watcher) -> None:
    """Rules, targets and purchases of both years, this year's stated totals, one widget."""
    body = get_institution("gaon")
    years = [clock.today().year - 2, clock.today().year - 1]
    _set_rules(body.id, years)
    sellers = _sellers(date(years[0], 1, 1))
    departments = list(db.session.scalars(select(Department.id).filter_by(institution_id=body.id)))
    for department_id in watched(departments, watcher, "지난해 실적"):
        for year in years:
            _buy(department_id, year, sellers)
    _state_and_show(body.id)


def _set_rules(institution_id: int, years: list[int]) -> None:
    coordinator = find_account(COORDINATOR_MAIL)
    for year in years:
        if list_versions(institution_id, year):
            continue
        changes = [RuleChange(_terms(year, FIRST), date(year, 1, 1), "가상의 방침")]
        if year == years[-1]:
            reason = "협동조합과 자활기업도 인정하기로 함"
            changes.append(RuleChange(_terms(year, SINCE_JULY), date(year, 7, 1), reason=reason))
        with deed(coordinator, noon(date(year, 1, 2))):
            for change in changes:
                write_rule(institution_id, year, change)


def _terms(year: int, certifications: tuple[str, ...]) -> RuleTerms:
    kinds = tuple(kind.value for kind in PurchaseKind)
    return RuleTerms(Basis.FIXED_AMOUNT, kinds, certifications, fixed_won=280_000_000, year=year)


def _sellers(before: date) -> list[Enterprise]:
    """A few certified before those years began, and a few at all."""
    held = select(Certification.enterprise_id).where(Certification.issued_on < before)
    query = select(Enterprise).where(Enterprise.id.in_(held)).order_by(Enterprise.id).limit(9)
    return list(db.session.scalars(query))


def _buy(department_id: int, year: int, sellers: list[Enterprise]) -> None:
    """One department's year, unless it is there; what it bought grows with its target."""
    known = select(PurchaseRecord.id).filter_by(department_id=department_id, year=year).limit(1)
    target = db.session.scalar(
        select(DepartmentTarget.target_won).filter_by(
            department_id=department_id, year=clock.today().year
        )
    )
    if not target or not sellers or db.session.scalar(known) is not None:
        return
    with deed(find_account(COORDINATOR_MAIL), noon(date(year, 12, 30))):
        then = target * 9 // 10
        db.session.add(DepartmentTarget(department_id=department_id, year=year, target_won=then))
        department = hold_ledger(department_id)
        designations = read_designations([each.id for each in sellers])
        rows = []
        for month, part in MONTHS.items():
            seller = sellers[(department_id + month) % len(sellers)]
            bought = _bought(department_id, date(year, month, 12), then * part // 1000, seller)
            row = write_row(department, bought, designations[seller.id], RecordOrigin.OUTSIDE)
            row.recorded_at = noon(bought.counted_on)  # each told when it was bought
            rows.append(row)
        keep_rows(rows)


def _bought(department_id: int, day: date, gross_won: int, seller: Enterprise) -> Bought:
    item, kind = ITEMS[(department_id + day.month + day.year) % len(ITEMS)]
    # No two years are alike: a spread for the forecast to tell.
    swing = 80 + (department_id * 7 + day.year * 13 + day.month * 5) % 45
    return Bought(
        kind=kind,
        method=ContractMethod.NEGOTIATED_ONE_QUOTE,
        counted_on=day,
        seller_name=seller.name,
        seller_business_number=seller.business_number or "",
        item=item,
        amount=split_gross(gross_won * swing // 100 // 1000 * 1000, VatClass.TAXABLE),
        enterprise_id=seller.id,
    )


def _state_and_show(institution_id: int) -> None:
    coordinator = find_account(COORDINATOR_MAIL)
    year = clock.today().year
    with deed(coordinator, noon(date(year, 1, 20))):
        if not stated_totals(institution_id, year):
            amounts = {PurchaseKind.GOODS: 1_900_000_000, PurchaseKind.SERVICE: 2_600_000_000}
            state_totals(institution_id, year, amounts, f"{year}년 예산서(시연용)", coordinator.id)
        if db.session.scalar(select(Widget.id).filter_by(institution_id=institution_id)) is None:
            make_widget(institution_id, None, [INTRANET], coordinator.id)
