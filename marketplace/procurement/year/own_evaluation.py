"""What a finished evaluation says of one department, with the middle of all beside it.

Everything comes from the published version in force, so that a department reads what everybody
reads; while nothing is published there is nothing to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from marketplace.core.database import db
from marketplace.core.errors import NotFound
from marketplace.core.text import T
from marketplace.procurement.models import (
    Award,
    Department,
    Publication,
    PublicationKind,
)
from marketplace.procurement.year.criteria import CENT, CriterionKey

TENTH = Decimal("0.1")


class EvaluationNotPublished(NotFound):
    """The year's evaluation is not finished, or it is not about this department."""

    code = "evaluation_not_published"

    def __init__(self) -> None:
        super().__init__(T("아직 공시한 평가가 없습니다."))


@dataclass(frozen=True, slots=True)
class OwnScore:
    """One criterion: its weight and full value, the department's figure and points.

    `points` is None where the criterion could not be measured; `middle` is the median of the
    points of all departments for which it could.
    """

    key: CriterionKey
    weight: int
    full: int
    value: str
    points: Decimal | None
    middle: Decimal | None


@dataclass(frozen=True, slots=True)
class OwnEvaluation:
    """One department's year as it was evaluated and published; amounts in won."""

    year: int
    version: int
    published_at: datetime
    reason: str
    group: str
    rank: int | None
    group_count: int
    sharing_rank: int
    total: Decimal | None
    middle_total: Decimal | None
    target_won: int | None
    counted_won: int | None
    rate_percent: Decimal | None
    middle_rate: Decimal | None
    left_out: Sequence[Mapping[str, Any]]
    scores: Sequence[OwnScore]
    remarks: str
    award: Award | None


def own_evaluation(department: Department, year: int) -> OwnEvaluation:
    """The department's part of the published evaluation; raises EvaluationNotPublished."""
    published = _newest(department.institution_id, year)
    content = published.content if published else {}
    everybody = content.get("departments", [])
    own = next((each for each in everybody if each["code"] == department.code), None)
    if published is None or own is None:
        raise EvaluationNotPublished
    group = [each for each in everybody if each["group"] == own["group"] and each["rank"]]
    return OwnEvaluation(
        year=year,
        version=published.version,
        published_at=published.published_at,
        reason=published.reason,
        group=own["group"],
        rank=own["rank"],
        group_count=len(group),
        sharing_rank=sum(1 for each in group if each["rank"] == own["rank"]),
        total=_decimal(own["total"]),
        middle_total=middle(_decimal(each["total"]) for each in everybody),
        target_won=own["target_won"],
        counted_won=own["counted_won"],
        rate_percent=_decimal(own["rate_percent"]),
        middle_rate=middle((_decimal(e["rate_percent"]) for e in everybody), TENTH),
        left_out=own["left_out"],
        scores=_scores(content["criteria"], own, everybody),
        remarks=content.get("words", {}).get("remarks", ""),
        award=_award(department.id, year, content.get("awards", [])),
    )


def is_evaluation_published(institution_id: int, year: int) -> bool:
    """Whether the year's evaluation can be read, in one statement."""
    query = select(Publication.id).filter_by(
        institution_id=institution_id, year=year, kind=PublicationKind.EVALUATION
    )
    return db.session.scalar(query.limit(1)) is not None


def middle(values: Iterable[Decimal | None], step: Decimal = CENT) -> Decimal | None:
    """The median of what is known, rounded half up to `step`; None when nothing is."""
    known = [each for each in values if each is not None]
    return median(known).quantize(step, rounding=ROUND_HALF_UP) if known else None


def _newest(institution_id: int, year: int) -> Publication | None:
    query = (
        select(Publication)
        .filter_by(institution_id=institution_id, year=year, kind=PublicationKind.EVALUATION)
        .options(undefer(Publication.content))
        .order_by(Publication.version.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _scores(
    criteria: Sequence[Mapping[str, Any]],
    own: Mapping[str, Any],
    everybody: Sequence[Mapping[str, Any]],
) -> list[OwnScore]:
    mine = {each["key"]: each for each in own["scores"]}
    return [
        OwnScore(
            key=CriterionKey(each["key"]),
            weight=each["weight"],
            full=each["full"],
            value=mine.get(each["key"], {}).get("value", ""),
            points=_decimal(mine.get(each["key"], {}).get("points")),
            middle=middle(
                _decimal(score["points"])
                for other in everybody
                for score in other["scores"]
                if score["key"] == each["key"]
            ),
        )
        for each in criteria
    ]


def _award(department_id: int, year: int, published: Sequence[Mapping[str, Any]]) -> Award | None:
    """The department's award, once it was published; one taken back since is none."""
    query = select(Award).filter_by(department_id=department_id, year=year, revoked_at=None)
    award = db.session.scalar(query)
    numbers = {each["number"] for each in published}
    return award if award is not None and award.number in numbers else None


def _decimal(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
