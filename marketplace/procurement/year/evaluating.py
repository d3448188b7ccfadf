"""Evaluating a year: departments scored by the scheme, ranked in their group, kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import undefer

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict
from marketplace.core.text import T
from marketplace.procurement.measuring import Measured, total_of
from marketplace.procurement.models import Evaluation, EvaluationScheme, Institution
from marketplace.procurement.publishing.content import content_digest
from marketplace.procurement.year.criteria import (
    CRITERIA,
    Score,
    Weighed,
    competition_ranks,
    score,
)
from marketplace.procurement.year.evaluation_facts import Candidate, YearFacts, year_facts
from marketplace.procurement.year.schemes import (
    criteria_of,
    find_scheme,
    set_scheme,
    small_below,
    usual_criteria,
)

SCHEMA = "ieum/evaluation/1"


class YearNotOver(Conflict):
    """A year is evaluated after its last day; before that it is only looked at."""

    code = "year_not_over"


class EvaluatedMeanwhile(Conflict):
    """Somebody else evaluated the year a moment ago."""

    code = "evaluated_meanwhile"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One department: its scores, its total out of 100 and its rank; None is not ranked."""

    candidate: Candidate
    scores: tuple[Score, ...]
    total: Decimal | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class YearEvaluation:
    """A whole evaluation as it comes out now."""

    facts: YearFacts
    scheme: EvaluationScheme | None
    criteria: tuple[Weighed, ...]
    small_below_won: int
    ranked: tuple[Ranked, ...]

    @property
    def whole(self) -> Measured:
        """The institution's sum of what is measured."""
        return total_of(each.candidate.measured for each in self.ranked)

    def in_group(self, group: str) -> list[Ranked]:
        """A group's departments by rank, those without one last, ties in their usual order."""
        rows = [each for each in self.ranked if each.candidate.group == group]
        return sorted(rows, key=lambda each: (each.rank is None, each.rank or 0))


def compute_evaluation(institution_id: int, year: int) -> YearEvaluation:
    """Score and rank by the scheme in force, writing nothing."""
    scheme = find_scheme(institution_id, year)
    criteria, small = criteria_of(scheme), small_below(scheme)
    facts = year_facts(institution_id, year, small)
    scored = {
        each.department.id: score(each.facts, criteria) if each.facts else ([], None)
        for each in facts.candidates
    }
    ranks: dict[int, int | None] = {}
    for group in {each.group for each in facts.candidates}:
        ids = [each.department.id for each in facts.candidates if each.group == group]
        ranks |= competition_ranks({key: scored[key][1] for key in ids})
    return YearEvaluation(
        facts,
        scheme,
        criteria,
        small,
        tuple(
            Ranked(
                each,
                tuple(scored[each.department.id][0]),
                scored[each.department.id][1],
                ranks[each.department.id],
            )
            for each in facts.candidates
        ),
    )


def evaluate_year(institution_id: int, year: int, by: int | None = None) -> Evaluation:
    """Keep the evaluation of a year that is over; the same result again is the one kept.

    The usual scheme becomes version 1 with it. Raises YearNotOver, EvaluatedMeanwhile.
    """
    if clock.today() <= date(year, 12, 31):
        raise YearNotOver(T("해가 끝난 뒤에 평가를 확정할 수 있습니다."))
    db.session.get_one(Institution, institution_id, with_for_update={"key_share": True})
    if find_scheme(institution_id, year) is None:
        usual = small_below(None)
        set_scheme(institution_id, year, usual_criteria(), usual, by=by)
    made = compute_evaluation(institution_id, year)
    content = evaluation_content(made)
    digest = content_digest(content)
    last = find_evaluation(institution_id, year)
    if last is not None and last.content_digest == digest:
        return last
    row = Evaluation(
        institution_id=institution_id,
        year=year,
        version=last.version + 1 if last else 1,
        scheme_id=made.scheme.id if made.scheme else 0,
        content=content,
        content_digest=digest,
        evaluated_by=by,
    )
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise EvaluatedMeanwhile(T("방금 다른 사람이 평가를 확정했습니다.")) from error
    audit.record("year:evaluated", row, year=year, version=row.version, digest=digest)
    return row


def find_evaluation(institution_id: int, year: int) -> Evaluation | None:
    """The kept evaluation in force, with its content."""
    query = (
        select(Evaluation)
        .filter_by(institution_id=institution_id, year=year)
        .options(undefer(Evaluation.content))
        .order_by(Evaluation.version.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def list_evaluations(institution_id: int, year: int) -> Sequence[Evaluation]:
    """Every kept version, newest first, without content."""
    query = select(Evaluation).filter_by(institution_id=institution_id, year=year)
    return db.session.scalars(query.order_by(Evaluation.version.desc())).all()


def evaluation_content(made: YearEvaluation) -> dict[str, Any]:
    """The evaluation as plain facts that need no other row to be read."""
    body = made.facts.institution
    whole = made.whole
    return {
        "schema": SCHEMA,
        "institution": {"slug": body.slug, "name": body.name},
        "year": made.facts.year,
        "scheme_version": made.scheme.version if made.scheme else 0,
        "small_below_won": made.small_below_won,
        "criteria": [
            {
                "key": each.key.value,
                "name": CRITERIA[each.key].name,
                "weight": each.weight,
                "full": each.full,
                "formula": CRITERIA[each.key].formula,
                "source": CRITERIA[each.key].source,
            }
            for each in made.criteria
        ],
        "whole": {
            "target_won": whole.target_won,
            "counted_won": whole.counted_won,
            "rate_percent": _text(whole.rate_percent),
        },
        "departments": [_department(each) for each in made.ranked],
    }


def _department(each: Ranked) -> dict[str, Any]:
    candidate = each.candidate
    return {
        "code": candidate.department.code,
        "name": candidate.department.name,
        "group": candidate.group,
        "rank": each.rank,
        "total": _text(each.total),
        "target_won": candidate.measured.target_won,
        "counted_won": candidate.measured.counted_won,
        "rate_percent": _text(candidate.measured.rate_percent),
        "measured_months": sorted(candidate.measured.months),
        "left_out": [
            {"month": mark.month, "kind": mark.kind.value, "reason": mark.reason}
            for mark in candidate.marks
        ],
        "scores": [
            {
                "key": one.key.value,
                "weight": one.weight,
                "value": one.value,
                "points": _text(one.points),
            }
            for one in each.scores
        ],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
