"""The one row that changes whenever a page of the quota year would look different."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, or_, select

from marketplace.accounts.models import Account
from marketplace.core import clock
from marketplace.procurement.models import Department, QuotaRule, RequestLine
from marketplace.procurement.models.changes import (
    EVERYWHERE,
    ChangeMark,
    department_scope,
    institution_scope,
)
from marketplace.procurement.pipeline import pipeline_query
from marketplace.procurement.queries import task_counts
from marketplace.procurement.rules.finding import find_rule
from marketplace.web.buyer.place import here, me, my_departments
from marketplace.web.proven_pages import prove
from marketplace.web.viewer import ROLES

Fact = ColumnElement[Any]


def prove_department(year: int) -> None:
    """The current department's page: who looks, what waits, its ledger, its orders under way."""
    department, account_id, today = here(), me().id, clock.today()
    rule = find_rule(department.institution_id, year)
    mine = tuple((each.id, each.institution_id) for each in my_departments())

    def build() -> Select[*tuple[Any, ...]]:
        marks = [department_scope(key) for key, _ in mine]
        marks += [institution_scope(key) for key in sorted({body for _, body in mine})]
        which = Department.id == department.id
        return _whose(account_id, today).add_columns(
            *_waiting(department.id, account_id),
            _marked(ChangeMark.scope.in_([*marks, EVERYWHERE])),
            _under_way(which, rule, year),
        )

    prove(build, "department", account_id, mine, department.id, year, _id(rule), today)


def prove_institution(institution_id: int, year: int) -> None:
    """A coordinator's page: the same, for every department of an institution."""
    department, account_id, today = here(), me().id, clock.today()
    rule = find_rule(institution_id, year)
    mine = tuple((each.id, each.institution_id) for each in my_departments())

    def build() -> Select[*tuple[Any, ...]]:
        own = [department_scope(key) for key, _ in mine]
        bodies = sorted({institution_id, *(body for _, body in mine)})
        own += [institution_scope(key) for key in bodies]
        marks = or_(
            ChangeMark.institution_id == institution_id,
            ChangeMark.scope.in_([*own, EVERYWHERE]),
        )
        which = Department.institution_id == institution_id
        return _whose(account_id, today).add_columns(
            *_waiting(department.id, account_id), _marked(marks), _under_way(which, rule, year)
        )

    named = ("institution", account_id, mine, department.id, institution_id, year)
    prove(build, *named, _id(rule), today)


def _id(rule: QuotaRule | None) -> int | None:
    return rule.id if rule else None


def _whose(account_id: int, today: date) -> Select[*tuple[Any, ...]]:
    """The account as its pages show it, and whatever the viewer may be today."""
    roles = ROLES.params(account_id=account_id, today=today).subquery()
    said: Fact = literal("")
    for each in roles.c:
        said = said + ":" + func.coalesce(cast(each, String), "")
    told = func.aggregate_strings(said, ",")
    return select(
        Account.session_stamp,
        Account.name,
        Account.email,
        Account.disabled_at,
        select(told).scalar_subquery(),
    ).where(Account.id == account_id)


def _waiting(department_id: int, account_id: int) -> tuple[Fact, ...]:
    listed = select(func.count()).where(
        RequestLine.department_id == department_id, RequestLine.account_id == account_id
    )
    return (*task_counts(department_id), listed.scalar_subquery())


def _marked(marks: Fact) -> Fact:
    return select(func.coalesce(func.sum(ChangeMark.version), 0)).where(marks).scalar_subquery()


def _under_way(which: ColumnElement[bool], rule: QuotaRule | None, year: int) -> Fact:
    """Department by department, because two that change may keep the same sum."""
    query = pipeline_query(which, rule, year)
    if query is None:
        return literal("")
    sums = query.subquery()
    key, won = sums.c
    told = func.aggregate_strings(cast(key, String) + literal(":") + cast(won, String), ",")
    return select(told).scalar_subquery()
