"""Institutions: the district of the public figures, and the invented one with its departments."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.business_numbers import bare
from marketplace.core.database import db
from marketplace.core.permissions import DepartmentRole
from marketplace.demo.acting import deed, noon
from marketplace.demo.people import COORDINATOR_MAIL, find_account, open_official
from marketplace.demo.progress import Watcher, watched
from marketplace.demo.reading import read
from marketplace.enterprises.models import Region
from marketplace.procurement.institutions import NewInstitution, find_institution, open_institution
from marketplace.procurement.models import (
    Basis,
    CountsOn,
    Department,
    DepartmentKind,
    DepartmentTarget,
    Institution,
    InstitutionKind,
    Membership,
    QuotaRule,
)

OFFICIALS = {"requester": DepartmentRole.PURCHASER, "decider": DepartmentRole.APPROVER}


def establish(watcher: Watcher) -> None:
    """Establish each institution with departments, this year's rule and targets, and people."""
    coordinator = find_account(COORDINATOR_MAIL)
    new_year = noon(date(clock.today().year, 1, 2))
    for entry in watched(read("institutions")["institution"], watcher, "공공기관"):
        if find_institution(entry["slug"]) is None:
            with deed(coordinator, new_year):
                _establish_one(entry)
    _appoint_demo_people()
    for department in official_departments():
        _appoint_officials(department)


def get_department(code: str) -> Department:
    """A department of the invented district, which an earlier step established."""
    query = (
        select(Department)
        .join(Institution)
        .where(Institution.slug == "gaon", Department.code == code)
    )
    return db.session.scalars(query).one()


def official_departments() -> list[str]:
    """Departments that buy here beside the demo accounts' own."""
    with_accounts = {entry.get("department") for entry in read("accounts")["accounts"]}
    buying = {file["department"] for file in read("purchases")["platform"]}
    return sorted(buying - with_accounts)


def official_mail(department: str, part: str) -> str:
    """The mail address of a department's requester or decider."""
    return f"{part}.{department}@demo.example"


def _establish_one(entry: dict[str, Any]) -> None:
    number = entry.get("business_number")
    region_id = db.session.scalars(select(Region.id).filter_by(code=entry["region"])).one()
    kind = InstitutionKind(entry["kind"])
    wanted = NewInstitution(entry["slug"], entry["name"], entry["name_en"], kind, region_id)
    institution = open_institution(wanted)
    institution.business_number = bare(number) if number else None
    if "rule" in entry:
        _set_rule(institution, entry["rule"])
    for position, department in enumerate(entry.get("department", ())):
        _add_department(institution, department, position)


def _set_rule(institution: Institution, entry: dict[str, Any]) -> None:
    year = clock.today().year
    rule = QuotaRule(
        institution_id=institution.id,
        year=year,
        basis=Basis(entry["basis"]),
        basis_won=entry["basis_won"],
        rate_basis_points=entry["rate_basis_points"],
        counted_kinds=list(entry["counted_kinds"]),
        counted_certifications=list(entry["counted_certifications"]),
        counts_on=CountsOn(entry["counts_on"]),
        vat_included=entry["vat_included"],
        legal_source=entry["legal_source"],
        effective_on=date(year, 1, 1),
    )
    db.session.add(rule)
    db.session.flush()
    audit.record("quota_rule:set", rule, year=year, basis=rule.basis.value)


def _add_department(institution: Institution, entry: dict[str, Any], position: int) -> None:
    parent = get_department(entry["parent"]) if "parent" in entry else None
    department = Department(
        institution_id=institution.id,
        parent_id=parent.id if parent else None,
        code=entry["code"],
        name=entry["name"],
        name_en=entry["name_en"],
        kind=DepartmentKind(entry["kind"]),
        coordinates=entry.get("coordinates", False),
        reports=entry.get("reports", True),
        position=position,
        postcode="00000",
        address="서울 가온구 가온대로 구청사(가상)",
        address_detail=entry["name"],
        phone="02-000-2000",
    )
    db.session.add(department)
    db.session.flush()
    department.path = f"{parent.path if parent else ''}{department.id}/"
    if "target_won" in entry:
        _set_target(department, entry["target_won"])


def _set_target(department: Department, target_won: int) -> None:
    target = DepartmentTarget(
        department_id=department.id,
        year=clock.today().year,
        target_won=target_won,
        notified_at=clock.now(),
    )
    db.session.add(target)
    db.session.flush()
    audit.record("target:notified", target, target_won=target_won)


def _appoint_demo_people() -> None:
    for entry in read("accounts")["accounts"]:
        if "department" in entry:
            _appoint(entry["email"], entry["department"], DepartmentRole(entry["role"]))


def _appoint_officials(department: str) -> None:
    for part, role in OFFICIALS.items():
        mail = official_mail(department, part)
        name = get_department(department).name
        open_official(mail, f"{name} {'담당' if part == 'requester' else '과장'}"[:80])
        _appoint(mail, department, role)


def _appoint(email: str, department: str, role: DepartmentRole) -> None:
    person_id, department_id = find_account(email).id, get_department(department).id
    key = {"account_id": person_id, "department_id": department_id, "role": role}
    if db.session.scalar(select(Membership.id).filter_by(**key)) is None:
        since = date(clock.today().year - 2, 7, 1)
        with deed(find_account(COORDINATOR_MAIL), clock.now()):
            membership = Membership(**key, since=since)
            db.session.add(membership)
            db.session.flush()
            audit.record("membership:appointed", membership, role=role.value)
