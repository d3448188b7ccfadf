"""Background work of search; each job may run twice and at the same time as another."""

from __future__ import annotations

from marketplace.core.jobs import job
from marketplace.search import worker
from marketplace.search.errors import IndexUnusable, WriterAtWork
from marketplace.search.outbox import DRAIN
from marketplace.search.queries import REBUILD


@job(DRAIN, every_minutes=1)
def drain() -> None:
    """Bring what has changed into the index; a missing index is built."""
    try:
        worker.drain()
    except WriterAtWork:
        return  # whoever writes looks at the outbox again before it ends
    except IndexUnusable:
        worker.rebuild()


@job(REBUILD)
def rebuild() -> None:
    """Build the index anew, unless it was built or is being built meanwhile."""
    try:
        worker.rebuild()
    except WriterAtWork:
        return


@job("search.renew", every_minutes=10)
def renew() -> None:
    """Once a Seoul day: certificates and placements begin and lapse by date."""
    worker.rebuild_if_stale()
