"""Publishing a year as a run: asked for once, judged piece by piece, stopped at any piece.

Nothing is published before everything is judged, and then in one transaction: a run that is
stopped or killed leaves the last version in force, and a new one begins from the beginning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from marketplace.audit import service as audit
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Conflict, Invalid, MarketplaceError, NotFound
from marketplace.core.jobs import enqueue_after_commit
from marketplace.core.text import T
from marketplace.procurement.errors import ReasonNeeded
from marketplace.procurement.models import Publication, PublicationKind, PublishRun
from marketplace.procurement.models.publish_runs import LIVE, RUN_TRANSITIONS, RunAct, RunStatus
from marketplace.procurement.publishing.known_year import known_year
from marketplace.procurement.publishing.publications import (
    LONGEST_REASON,
    PublicationAddress,
    find_newest,
)

JOB = "quota.publish"
STANDS_STILL_AFTER = timedelta(minutes=2)
BY_RUN = (PublicationKind.RESULTS, PublicationKind.QUARTER_RESULTS)


class RunNotFound(NotFound):
    """No such run, or another institution's."""

    code = "run_not_found"

    def __init__(self) -> None:
        super().__init__(T("공시 작업을 찾을 수 없습니다."))


class RunEnded(Conflict):
    """What has ended cannot be stopped."""

    code = "run_ended"

    def __init__(self) -> None:
        super().__init__(T("이미 끝난 작업입니다."))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants published, and the newest version they compared it with (0: none)."""

    address: PublicationAddress
    reason: str
    seen_version: int


def ask_run(wanted: Wanted, by: int | None, *, in_background: bool = True) -> PublishRun:
    """The run of a publication, asked for unless one is under way; pressing twice is one run.

    A worker takes it up, unless the asker will do it here (`in_background=False`).

    Raises ReasonNeeded or Invalid for the reason, YearNotDisclosed, Invalid for a kind that is
    written elsewhere.
    """
    address = wanted.address
    if address.kind not in BY_RUN:
        raise Invalid(T("이 자료는 단계 화면에서 공시합니다."))
    _refuse_reason(wanted)
    known = known_year(address.institution_id, address.year)
    under_way = find_under_way(address)
    if under_way is not None and not _stands_still(under_way):
        return under_way
    if under_way is not None:
        _end(under_way, RunAct.FAIL, T("작업이 중간에 멈췄습니다."))
    run = PublishRun(
        institution_id=address.institution_id,
        year=address.year,
        kind=address.kind,
        quarter=address.quarter,
        reason=wanted.reason.strip(),
        seen_version=wanted.seen_version,
        total_count=known.record_count,
        asked_by=by,
    )
    kept = _keep(run, address)
    if kept is run and in_background:
        enqueue_after_commit(JOB, run.id)
    return kept


def find_under_way(address: PublicationAddress) -> PublishRun | None:
    """The run of a publication that has not ended."""
    query = select(PublishRun).filter_by(
        institution_id=address.institution_id,
        year=address.year,
        kind=address.kind,
        quarter=address.quarter,
    )
    return db.session.scalar(query.where(PublishRun.status.in_(LIVE)))


def get_run(public_id: str, institution_ids: list[int]) -> PublishRun:
    """A run of one of the institutions; raises RunNotFound for any other."""
    query = select(PublishRun).filter_by(public_id=public_id.replace("\0", ""))
    run = db.session.scalar(query.where(PublishRun.institution_id.in_(institution_ids)))
    if run is None:
        raise RunNotFound
    return run


def latest_runs(institution_id: int, limit: int = 5) -> list[PublishRun]:
    """The last runs of an institution, newest first."""
    query = select(PublishRun).filter_by(institution_id=institution_id)
    return list(db.session.scalars(query.order_by(PublishRun.id.desc()).limit(limit)))


def stop_run(run: PublishRun) -> None:
    """Stop it before its next piece; raises RunEnded."""
    if not _end(run, RunAct.STOP):
        raise RunEnded


def begin(run_id: int) -> PublishRun | None:
    """Take up a waiting run; None when somebody else did or it was stopped."""
    moved = _move(run_id, RunStatus.WAITING, RunAct.BEGIN, judged_count=0)
    return db.session.get(PublishRun, run_id, populate_existing=True) if moved else None


def go_on(run_id: int, judged_count: int) -> bool:
    """Note how far it is; False when it was stopped."""
    going = update(PublishRun).where(
        PublishRun.id == run_id, PublishRun.status == RunStatus.RUNNING
    )
    values = {"judged_count": judged_count, "changed_at": clock.now()}
    return bool(db.session.execute(going.values(**values)).rowcount)  # type: ignore[attr-defined]


def finish(run: PublishRun, publication: Publication) -> bool:
    """It ended in a version, or in the one that was in force already."""
    return _move(
        run.id, RunStatus.RUNNING, RunAct.FINISH, publication_id=publication.id, problem=""
    )


def fail(run_id: int, error: MarketplaceError) -> None:
    """It ended in a sentence that says why."""
    problem = str(error.message)[:300]
    if not _move(run_id, RunStatus.RUNNING, RunAct.FAIL, problem=problem):
        _move(run_id, RunStatus.WAITING, RunAct.FAIL, problem=problem)


def seen_now(address: PublicationAddress) -> int:
    """The newest version's number, 0 while there is none."""
    newest = find_newest(address)
    return newest.version if newest else 0


def _refuse_reason(wanted: Wanted) -> None:
    said = wanted.reason.strip()
    if len(said) > LONGEST_REASON:
        words = T("사유는 500자까지 적을 수 있습니다.")
        raise Invalid(words, {"reason": [words]})
    if not said and seen_now(wanted.address) > 0:
        raise ReasonNeeded("reason")


def _keep(run: PublishRun, address: PublicationAddress) -> PublishRun:
    try:
        with db.session.begin_nested():
            db.session.add(run)
            db.session.flush()
    except IntegrityError:  # somebody pressed a moment ago: theirs is the run
        other = find_under_way(address)
        if other is None:
            raise
        return other
    audit.record("publish_run:asked", run, year=run.year, kind=run.kind.value)
    return run


def _stands_still(run: PublishRun) -> bool:
    return run.status is RunStatus.RUNNING and clock.now() - run.changed_at > STANDS_STILL_AFTER


def _end(run: PublishRun, act: RunAct, problem: str = "") -> bool:
    return any(_move(run.id, state, act, problem=str(problem)) for state in LIVE)


def _move(run_id: int, state: RunStatus, act: RunAct, **values: object) -> bool:
    """One step of the table as one conditional statement: of two who try, one succeeds."""
    after = RUN_TRANSITIONS.after(state, act)
    moving = update(PublishRun).where(PublishRun.id == run_id, PublishRun.status == state)
    done = db.session.execute(moving.values(status=after, changed_at=clock.now(), **values))
    if not done.rowcount:  # type: ignore[attr-defined]
        return False
    run = db.session.get_one(PublishRun, run_id, populate_existing=True)
    audit.record(f"publish_run:{after.value}", run, year=run.year, kind=run.kind.value)
    return True
