"""Bodies with other kinds of obligations, and publications in versions, one of them restated."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.money import VatClass, split_gross
from marketplace.demo.acting import days_ago, deed, noon, passed
from marketplace.demo.people import COORDINATOR_MAIL, find_account
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.demo.sellers import find_enterprise
from marketplace.enterprises.models import Region
from marketplace.procurement.booking import hold_ledger
from marketplace.procurement.correcting import RightVersion, correct_record, is_corrected
from marketplace.procurement.designations import read_designations
from marketplace.procurement.institutions import (
    NewInstitution,
    find_institution,
    get_institution,
    open_institution,
)
from marketplace.procurement.models import (
    Absence,
    Basis,
    ContractMethod,
    CountsOn,
    Department,
    DepartmentKind,
    Institution,
    InstitutionKind,
    PublicationKind,
    PublishedFigure,
    PurchaseKind,
    PurchaseRecord,
    RecordOrigin,
    Spending,
    SpendingMeasure,
)
from marketplace.procurement.publishing.known_year import known_year
from marketplace.procurement.publishing.publications import (
    PublicationAddress,
    find_newest,
    publish,
)
from marketplace.procurement.publishing.results import (
    quarter_content,
    results_content,
    tally_year,
)
from marketplace.procurement.records import Bought, keep_rows, write_row
from marketplace.procurement.rules.terms import ALL_KINDS, Part, RuleTerms
from marketplace.procurement.rules.versions import RuleChange, write_rule

COUNTED = ("certified_social", "village", "cooperative", "social_cooperative", "self_support")
DEPARTMENTS = {"총무과": "General Affairs", "복지과": "Welfare", "시설과": "Facilities"}


def open_books(watcher: Watcher) -> None:
    """Open each body once, with its rule, amounts and purchases, then publish."""
    said = read("open_books")
    coordinator = find_account(COORDINATOR_MAIL)
    for entry in watched(said["body"], watcher, "비교할 기관"):
        if find_institution(entry["slug"]) is None:
            with deed(None, noon(date(clock.today().year, 1, 3))):
                body = _open(entry)
                _state(body, entry)
            _buy(entry["slug"], said)
            _publish_year(entry["slug"], None)
    _publish_district(said["correction"], coordinator)


def _open(entry: dict[str, Any]) -> Institution:
    region = db.session.scalar(select(Region.id).filter_by(code=entry.get("region", "")))
    kind = InstitutionKind(entry["kind"])
    wanted = NewInstitution(entry["slug"], entry["name"], entry["name_en"], kind, region)
    body = open_institution(wanted)
    if "printed" in entry:
        for row in entry["printed"]:
            _print(body, row, entry["source"])
        return body
    for position, (name, name_en) in enumerate(DEPARTMENTS.items()):
        place = Department(
            institution_id=body.id,
            code=f"{entry['slug']}-{position + 1}",
            name=name,
            name_en=name_en,
            kind=DepartmentKind.DIVISION,
            position=position,
            coordinates=position == 0,
        )
        db.session.add(place)
        db.session.flush()
        place.path = f"{place.id}/"
    _rule(body, entry)
    return body


def _print(body: Institution, row: dict[str, Any], source: str) -> None:
    absence = row.get("absence")
    figure = PublishedFigure(
        institution_id=body.id,
        year=clock.today().year - row["years_ago"],
        target_won=row["target_won"],
        actual_won=row.get("actual_won"),
        printed_rate=row.get("printed_rate"),
        absence=Absence(absence) if absence else None,
        source=source,
    )
    db.session.add(figure)


def _rule(body: Institution, entry: dict[str, Any]) -> None:
    year = clock.today().year
    terms = _terms(entry, entry.get("fixed_won"))
    change = RuleChange(terms, date(year, 1, 1), entry["legal_source"])
    write_rule(body.id, year, change)
    if "changed_won" in entry:
        lower = _terms(entry, entry["changed_won"])
        later = min(date(year, 7, 1), clock.today())
        write_rule(body.id, year, RuleChange(lower, later, entry["legal_source"], entry["reason"]))


def _terms(entry: dict[str, Any], fixed_won: int | None) -> RuleTerms:
    basis = Basis(entry["basis"])
    measured = () if fixed_won else (Part(ALL_KINDS, None, entry["rate_basis_points"]),)
    return RuleTerms(
        basis=basis,
        counted_kinds=ALL_KINDS,
        counted_certifications=COUNTED,
        counts_on=CountsOn.PAYMENT if fixed_won else CountsOn.ACCEPTANCE,
        fixed_won=fixed_won,
        parts=measured,
        rate_places=entry.get("rate_places", 1),
    )


def _state(body: Institution, entry: dict[str, Any]) -> None:
    measures = {"total": SpendingMeasure.TOTAL, "negotiable": SpendingMeasure.NEGOTIABLE}
    for key, measure in measures.items():
        for kind, won in entry.get(key, {}).items():
            db.session.add(
                Spending(
                    institution_id=body.id,
                    year=clock.today().year,
                    measure=measure,
                    kind=PurchaseKind(kind),
                    amount_won=won,
                    source=entry["source"],
                )
            )


def _buy(slug: str, said: dict[str, Any]) -> None:
    percent = said["scale"].get(slug)
    if percent is None:
        return
    body = get_institution(slug)
    places = {
        each.name: each.id
        for each in db.session.scalars(select(Department).filter_by(institution_id=body.id))
    }
    for row in said["purchases"]:
        with deed(None, passed(row[1]) + timedelta(hours=2)):
            _book(places[row[0]], row, percent)


def _book(department_id: int, row: list[Any], percent: int) -> None:
    _, at, seller, item, kind, gross = row
    maker = find_enterprise(seller)
    bought = Bought(
        kind=PurchaseKind(kind),
        method=ContractMethod.NEGOTIATED_TWO_QUOTES,
        counted_on=clock.seoul(passed(at)).date(),
        seller_name=maker.name if maker else seller,
        seller_business_number=(maker.business_number or "") if maker else "",
        item=item,
        amount=split_gross(gross * percent // 100, VatClass.TAXABLE),
        enterprise_id=maker.id if maker else None,
    )
    held = read_designations([maker.id])[maker.id] if maker else ()
    keep_rows([write_row(hold_ledger(department_id), bought, held, RecordOrigin.OUTSIDE)])


def _publish_district(entry: dict[str, Any], coordinator: Account) -> None:
    """The invented district's quarters and results, then the results again after a correction."""
    body, today = get_institution(entry["institution"]), clock.today()
    for quarter in range(1, (today.month - 1) // 3 + 1):
        kind = PublicationKind.QUARTER_RESULTS
        if find_newest(PublicationAddress(body.id, today.year, kind, quarter)) is None:
            with deed(coordinator, noon(date(today.year, quarter * 3 + 1, 20))):
                content = quarter_content(body.id, today.year, quarter)
                publish(body.id, today.year, kind, content, coordinator.id, quarter=quarter)
    if find_newest(PublicationAddress(body.id, today.year, PublicationKind.RESULTS)) is None:
        _publish_year(body.slug, coordinator, days=12)
    if _put_right(body, entry, coordinator):
        _publish_year(body.slug, coordinator, days=3, reason=entry["reason"])


def _put_right(body: Institution, entry: dict[str, Any], person: Account) -> bool:
    query = (
        select(PurchaseRecord)
        .join(Department, Department.id == PurchaseRecord.department_id)
        .where(
            Department.institution_id == body.id,
            Department.code == entry["department"],
            PurchaseRecord.item == entry["item"],
            PurchaseRecord.reverses_id.is_(None),
        )
    )
    wrong = db.session.scalars(query.order_by(PurchaseRecord.id)).first()
    if wrong is None or is_corrected(wrong.id):
        return False
    right = RightVersion(
        wrong.counted_on,
        wrong.kind,
        wrong.method,
        wrong.item,
        split_gross(entry["right_gross_won"], VatClass.TAXABLE),
    )
    wrong_id = wrong.id
    with deed(person, noon(days_ago(5))):
        correct_record(wrong_id, entry["reason"], right)
    return True


def _publish_year(slug: str, person: Account | None, *, days: int = 8, reason: str = "") -> None:
    body, year = get_institution(slug), clock.today().year
    with deed(person, noon(days_ago(days))):
        known = known_year(body.id, year)
        content = results_content(known, tally_year(known))
        by = person.id if person else None
        publish(body.id, year, PublicationKind.RESULTS, content, by, reason)
