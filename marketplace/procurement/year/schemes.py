"""The evaluation scheme of a year: weights that add up to 100, each version kept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid
from marketplace.core.text import T
from marketplace.procurement.errors import ReasonNeeded
from marketplace.procurement.models import EvaluationScheme
from marketplace.procurement.year.criteria import CRITERIA, CriterionKey, Weighed

USUAL_SMALL_WON = 10_000_000
POINTS = 100
MOST_FULL = 1_000


class SchemeMovedOn(Conflict):
    """Somebody else changed the scheme a moment ago."""

    code = "scheme_moved_on"


def usual_criteria() -> tuple[Weighed, ...]:
    """The weights of the house, until an institution sets its own."""
    return tuple(
        Weighed(each.key, each.usual_weight, each.usual_full) for each in CRITERIA.values()
    )


def find_scheme(institution_id: int, year: int) -> EvaluationScheme | None:
    """The scheme in force, None while the usual one is."""
    query = (
        select(EvaluationScheme)
        .filter_by(institution_id=institution_id, year=year)
        .order_by(EvaluationScheme.version.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def list_schemes(institution_id: int, year: int) -> Sequence[EvaluationScheme]:
    """Every version, newest first."""
    query = select(EvaluationScheme).filter_by(institution_id=institution_id, year=year)
    return db.session.scalars(query.order_by(EvaluationScheme.version.desc())).all()


def criteria_of(scheme: EvaluationScheme | None) -> tuple[Weighed, ...]:
    """What a scheme weighs; criteria of weight 0 are not part of it."""
    if scheme is None:
        return usual_criteria()
    return tuple(
        Weighed(CriterionKey(each["key"]), each["weight"], each["full"]) for each in scheme.criteria
    )


def small_below(scheme: EvaluationScheme | None) -> int:
    """The target below which departments are ranked among themselves, in won."""
    return USUAL_SMALL_WON if scheme is None else scheme.small_below_won


def set_scheme(
    institution_id: int,
    year: int,
    criteria: Sequence[Weighed],
    small_below_won: int,
    reason: str = "",
    by: int | None = None,
) -> EvaluationScheme:
    """Keep a scheme as a new version; the same scheme again is the one in force.

    Raises Invalid unless the weights are whole points that add up to 100, ReasonNeeded from
    version 2 on, SchemeMovedOn.
    """
    _refuse_unfit(criteria, small_below_won)
    kept = [
        {"key": each.key.value, "weight": each.weight, "full": each.full}
        for each in criteria
        if each.weight
    ]
    last = find_scheme(institution_id, year)
    if last is not None and (last.criteria, last.small_below_won) == (kept, small_below_won):
        return last
    if last is not None and not reason.strip():
        raise ReasonNeeded("reason")
    query = select(func.max(EvaluationScheme.version)).filter_by(
        institution_id=institution_id, year=year
    )
    scheme = EvaluationScheme(
        institution_id=institution_id,
        year=year,
        version=(db.session.scalar(query) or 0) + 1,
        criteria=kept,
        small_below_won=small_below_won,
        reason=reason.strip(),
        set_by=by,
    )
    db.session.add(scheme)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise SchemeMovedOn(T("방금 다른 사람이 평가 기준을 바꾸었습니다.")) from error
    audit.record("scheme:set", scheme, version=scheme.version, reason=scheme.reason)
    return scheme


def _refuse_unfit(criteria: Sequence[Weighed], small_below_won: int) -> None:
    faults: dict[str, list[str]] = {}
    if any(each.weight < 0 for each in criteria) or sum(e.weight for e in criteria) != POINTS:
        total = sum(each.weight for each in criteria)
        faults["weights"] = [T("배점의 합이 100점이어야 합니다. 지금 %(n)d점입니다.", n=total)]
    if any(not 1 <= each.full <= MOST_FULL for each in criteria):
        faults["full"] = [T("만점 기준값은 1에서 1,000까지 적을 수 있습니다.")]
    if len({each.key for each in criteria}) != len(criteria):
        faults["weights"] = [T("같은 기준이 두 번 들어 있습니다.")]
    if small_below_won < 0:
        faults["small_below_won"] = [T("0원 이상의 금액을 적어 주세요.")]
    if faults:
        raise Invalid(T("적은 내용을 확인해 주세요."), faults)
