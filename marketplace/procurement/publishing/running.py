"""Carrying a run out: read, judge, note how far, and publish at the end in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from marketplace.core.database import transaction
from marketplace.core.errors import Busy, Conflict, MarketplaceError
from marketplace.core.text import T
from marketplace.procurement.models import PublicationKind, PublishRun
from marketplace.procurement.publishing.content import Content
from marketplace.procurement.publishing.known_year import KnownYear, known_year
from marketplace.procurement.publishing.publications import publish
from marketplace.procurement.publishing.results import (
    begin_tally,
    quarter_content,
    results_content,
)
from marketplace.procurement.publishing.runs import begin, fail, finish, go_on
from marketplace.procurement.publishing.tally import YearTally
from marketplace.procurement.rules.ledger_purchases import page_purchases

AT_ONCE = 2_000
TRIES = 3
Watch = Callable[[int, int], None]


class LedgerKeepsMoving(Conflict):
    """Records were written each time the year had just been judged."""

    code = "ledger_keeps_moving"


class Stopped(Exception):
    """Somebody stopped the run."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A year judged whole, with the totals it was judged against."""

    known: KnownYear
    tally: YearTally


def nobody(_judged: int, _total: int) -> None:
    """Looks away."""


def carry_out(run_id: int, watch: Watch = nobody) -> None:
    """Do a waiting run; harmless when repeated, because a run is taken up once.

    `watch` is told how many of how many rows are judged. What can go wrong is kept in the run;
    Busy is raised, so that the job is tried again.
    """
    with transaction():
        run = begin(run_id)
    if run is None:
        return
    try:
        _publish(run, watch)
    except Stopped:
        return
    except Busy:
        raise
    except MarketplaceError as error:
        with transaction():
            fail(run_id, error)


def _publish(run: PublishRun, watch: Watch) -> None:
    for _ in range(TRIES):
        judged = _judge(run, watch) if run.kind is PublicationKind.RESULTS else None
        with transaction():
            content = _content(run, judged)
            if content is None:
                continue
            made = publish(
                run.institution_id,
                run.year,
                run.kind,
                content,
                run.asked_by,
                run.reason,
                quarter=run.quarter,
                seen_version=run.seen_version,
            )
            if not finish(run, made):
                raise Stopped
            return
    raise LedgerKeepsMoving(
        T("공시하는 동안 구매 기록이 계속 바뀌었습니다."),
        action=T("기록이 끝난 뒤 다시 공시해 주세요."),
    )


def _content(run: PublishRun, judged: Judged | None) -> Content | None:
    """The content, None when the ledger is no longer what was judged."""
    if judged is None:
        return quarter_content(run.institution_id, run.year, run.quarter)
    now = known_year(run.institution_id, run.year)
    same = sorted(map(repr, now.rows)) == sorted(map(repr, judged.known.rows))
    if not same or judged.tally.purchase_count != now.record_count:
        return None
    return results_content(now, judged.tally)


def _judge(run: PublishRun, watch: Watch) -> Judged:
    """Every purchase of the year, a piece at a time; raises Stopped between two pieces."""
    known = known_year(run.institution_id, run.year)
    tally, after, total = begin_tally(known), 0, known.record_count
    while True:
        piece = page_purchases(run.institution_id, run.year, after, AT_ONCE)
        tally.add(piece)
        watch(tally.purchase_count, total)
        with transaction():
            if not go_on(run.id, tally.purchase_count):
                raise Stopped
        if len(piece) < AT_ONCE:
            return Judged(known, tally)
        after = piece[-1].row
