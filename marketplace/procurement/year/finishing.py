"""The year's end: results published, and everybody they are about told of them once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from marketplace.accounts.models import Account
from marketplace.core.database import db
from marketplace.notify.service import already_told, queue_letter
from marketplace.procurement.models import Award, Department, Publication
from marketplace.procurement.people import ANSWERERS, people_serving
from marketplace.procurement.year.awarding import list_awards, publish_evaluation


@dataclass(frozen=True, slots=True)
class _News:
    """One letter that is owed: to whom, about which department, under which key."""

    template: str
    key: str
    person: Account
    department: Department
    context: Mapping[str, Any]


def finish_year(institution_id: int, year: int, by: int | None = None) -> tuple[Publication, int]:
    """Publish ranking and awards, do the step, and write to the departments; letters queued.

    An awarded department reads of its award, every other one that the results are there, each
    person once: published again after reopening, it writes to those with a new award only.
    Raises NotEvaluated, StepAlreadyDone.
    """
    published = publish_evaluation(institution_id, year, by)
    departments = _evaluated(institution_id, published.content)
    awards = {e.department_id: e for e in list_awards(institution_id, year, revoked=False)}
    people = people_serving([each.id for each in departments], ANSWERERS)
    news = [
        _news(published, department, person, awards.get(department.id))
        for department in departments
        for person in people.get(department.id, [])
    ]
    return published, _send(news)


def _evaluated(institution_id: int, content: Mapping[str, Any]) -> list[Department]:
    codes = {each["code"] for each in content["departments"]}
    query = select(Department).filter_by(institution_id=institution_id)
    ordered = query.order_by(Department.position, Department.id)
    return [each for each in db.session.scalars(ordered) if each.code in codes]


def _news(
    published: Publication, department: Department, person: Account, award: Award | None
) -> _News:
    about = f"{published.institution_id}:{published.year}:{department.id}:{person.id}"
    if award is None:
        context = {"year": published.year}
        return _News("year_results", f"year-results:{about}", person, department, context)
    honour = {
        "year": published.year,
        "grade": award.grade.value,
        "reason": award.reason,
        "giver": award.giver,
    }
    key = f"year-award:{award.id}:{person.id}"
    return _News("year_award", key, person, department, honour)


def _send(news: Iterable[_News]) -> int:
    waiting = list(news)
    told = already_told([each.key for each in waiting])
    fresh = [each for each in waiting if each.key not in told]
    for each in fresh:
        queue_letter(
            each.template,
            each.person.email,
            each.key,
            locale=each.person.locale,
            name=each.person.name,
            department_id=each.department.id,
            department_name=_named(each.department, each.person.locale),
            **each.context,
        )
    return len(fresh)


def _named(department: Department, locale: str) -> str:
    return (department.name_en or department.name) if locale == "en" else department.name
