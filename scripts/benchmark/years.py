"""An institution of many departments with ten years of purchases, written by a few statements."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select, text

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.core.permissions import DepartmentRole
from marketplace.enterprises.models import Enterprise
from marketplace.procurement.models import (
    Basis,
    CountsOn,
    Department,
    DepartmentKind,
    DepartmentTarget,
    Institution,
    InstitutionKind,
    Membership,
    MonthClosing,
    MonthTotal,
    PurchaseRecord,
    QuotaRule,
)
from marketplace.procurement.verifying import KEY, SUMMED, recounted

SLUG = "bench"
YEARS = 10
BUYER, COORDINATOR = "bench-buyer@demo.example", "bench-coordinator@demo.example"
# Spread over departments first, then years, then months; the running year ends with last month.
RECORDS = """
INSERT INTO purchase_record (public_id, department_id, year, month, counted_on, origin, kind,
  method, enterprise_id, seller_name, seller_business_number, item, net_won, vat_won, gross_won,
  counted_won, rule_id, not_counted_reason, certification, designations, tier, reason, recorded_at)
{numbers}
SELECT 'bench-' || n, :first + n % :departments, y, m, {day}, 'outside',
  CASE n % 4 WHEN 0 THEN 'service' ELSE 'goods' END,
  CASE n % 3 WHEN 0 THEN 'card' ELSE 'negotiated_one_quote' END,
  :seller + (n * 7919) % :sellers, '측정용 가상기업 ' || (n * 7919) % :sellers, '',
  '측정용 물품 ' || n % 500, net, net / 10, net + net / 10,
  CASE n % 10 WHEN 0 THEN 0 ELSE net + net / 10 END, NULL,
  CASE n % 10 WHEN 0 THEN 'no_certification' END,
  {certification}, {designations}, 'direct', '', {now}
FROM (SELECT n, :year - i % 10 AS y, 10000 * (1 + n % 90) AS net, 1 + (i * 7) % 28 AS d,
  1 + (i / 10) % (CASE i % 10 WHEN 0 THEN :months ELSE 12 END) AS m
  FROM (SELECT n, n / :departments AS i FROM numbers) AS counted) AS placed
"""
HELD = json.dumps(
    {
        "kind": "certified_social",
        "name": "인증사회적기업",
        "number": "제2015-001호",
        "issued_on": "2015-01-01",
        "expires_on": None,
    }
)
DIALECT = {
    "postgresql": {
        "numbers": "WITH numbers AS (SELECT n FROM generate_series(CAST(:begin AS bigint),"
        " CAST(:end AS bigint)) AS s(n))",
        "day": "make_date(CAST(y AS integer), CAST(m AS integer), CAST(d AS integer))",
        "certification": "CAST(CASE n % 10 WHEN 0 THEN '{}' ELSE :held END AS jsonb)",
        "designations": "CAST('[]' AS jsonb)",
        "now": "now()",
    },
    "sqlite": {
        "numbers": "WITH RECURSIVE numbers(n) AS (SELECT :begin UNION ALL SELECT n + 1"
        " FROM numbers WHERE n < :end)",
        "day": "printf('%04d-%02d-%02d', y, m, d)",
        "certification": "CASE n % 10 WHEN 0 THEN '{}' ELSE :held END",
        "designations": "'[]'",
        "now": "datetime('now')",
    },
}


def seed_years(departments: int, records: int) -> dict[str, int]:
    """Bring the institution up to so many purchases; it is made when it is not there yet."""
    with transaction() as session:
        body_id = session.scalar(select(Institution.id).filter_by(slug=SLUG))
        body_id = body_id or _institution(departments)
        have = session.scalar(
            select(func.count(PurchaseRecord.id))
            .join(Department, Department.id == PurchaseRecord.department_id)
            .where(Department.institution_id == body_id)
        )
        if (have or 0) < records:
            _add_records(body_id, have or 0, records)
            _recount(body_id)
    with transaction() as session:
        session.execute(text("ANALYZE"))
    first = db.session.scalar(
        select(func.min(Department.id)).where(Department.institution_id == body_id)
    )
    return {"institution": body_id, "department": first or 0, "records": records}


def _institution(departments: int) -> int:
    today = clock.today()
    session = db.session
    body = Institution(
        slug=SLUG, name="측정구(가상)", name_en="Bench District", kind=InstitutionKind.DISTRICT
    )
    session.add(body)
    session.flush()
    session.execute(insert(Department), [_department(body.id, n) for n in range(departments)])
    ids = session.scalars(select(Department.id).filter_by(institution_id=body.id)).all()
    session.execute(
        insert(DepartmentTarget),
        [
            {"department_id": each, "year": year, "target_won": 10_000_000 + each % 7 * 5_000_000}
            for each in ids
            for year in (today.year - 1, today.year)
        ],
    )
    session.execute(
        insert(MonthClosing),
        [
            {
                "department_id": each,
                "year": today.year,
                "month": month,
                "counted_won": 0,
                "record_count": 0,
            }
            for each in ids
            for month in range(1, today.month)
            if each % 50 or month < today.month - 2
        ],
    )
    for year in range(today.year - YEARS + 1, today.year + 1):
        session.add(_rule(body.id, year))
    _people(min(ids))
    session.flush()
    return body.id


def _department(body_id: int, n: int) -> dict[str, Any]:
    return {
        "institution_id": body_id,
        "code": f"B{n:04}",
        "name": f"측정{n + 1}과",
        "kind": DepartmentKind.DIVISION,
        "position": n,
        "coordinates": n == 0,
    }


def _rule(body_id: int, year: int) -> QuotaRule:
    return QuotaRule(
        institution_id=body_id,
        year=year,
        basis=Basis.FIXED_AMOUNT,
        fixed_won=10_000_000_000,
        counted_kinds=["goods", "service", "works"],
        counted_certifications=["certified_social"],
        counts_on=CountsOn.ACCEPTANCE,
        effective_on=date(year, 1, 1),
    )


def _people(department_id: int) -> None:
    """A purchaser and a coordinator who enter with the demonstration's password."""
    known = db.session.scalars(select(Account).filter_by(email="buyer@demo.example")).one()
    for email, role in (
        (BUYER, DepartmentRole.PURCHASER),
        (COORDINATOR, DepartmentRole.COORDINATOR),
    ):
        person = Account(
            email=email,
            password_hash=known.password_hash,
            session_stamp=known.session_stamp,
            name="측정용 가상인물",
            confirmed_at=clock.now(),
        )
        db.session.add(person)
        db.session.flush()
        db.session.add(
            Membership(
                department_id=department_id,
                account_id=person.id,
                role=role,
                since=date(clock.today().year - 1, 1, 1),
            )
        )


def _add_records(body_id: int, have: int, records: int) -> None:
    session = db.session
    departments = session.execute(
        select(func.min(Department.id), func.count(Department.id)).where(
            Department.institution_id == body_id
        )
    ).one()
    sellers = session.execute(
        select(func.min(Enterprise.id), func.count(Enterprise.id)).where(
            Enterprise.slug.like("bench-%")
        )
    ).one()
    today = clock.today()
    dialect = session.get_bind().dialect.name
    session.execute(
        text(RECORDS.format(**DIALECT[dialect])),
        {
            "first": departments[0],
            "departments": departments[1],
            "seller": sellers[0],
            "sellers": sellers[1],
            "year": today.year,
            "months": max(today.month - 1, 1),
            "begin": have,
            "end": records - 1,
            "held": HELD,
        },
    )


def _recount(body_id: int) -> None:
    """The kept totals from the records, in one statement, as verification counts them."""
    session = db.session
    session.execute(text("DELETE FROM month_total WHERE institution_id = :body"), {"body": body_id})
    counted = recounted(body_id).subquery()
    columns = [*KEY, *SUMMED]
    session.execute(
        insert(MonthTotal).from_select(
            ["institution_id", *columns],
            select(text(str(int(body_id))), *(counted.c[name] for name in columns)),
        )
    )
