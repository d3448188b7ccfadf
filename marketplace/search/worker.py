"""From the outbox into the index: read, write, commit, and only then forget."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app

from marketplace.core import clock
from marketplace.core.database import db, transaction
from marketplace.search import index, outbox, sources
from marketplace.search.builds import Builds
from marketplace.search.errors import IndexUnusable, WriterAtWork
from marketplace.search.queries import engine

Progress = Callable[[int, int], None]
WAIT_FOR_WRITER_SECONDS = 5.0


def builds() -> Builds:
    """The index directory of the running application."""
    return Builds(current_app.extensions["settings"].index_dir)


def drain() -> int:
    """Bring everything queued into the index; returns how many products were read again.

    Raises WriterAtWork when another process has written for longer than 5 s; its last look at
    the outbox, or the next minute's job, finds what is left. Raises IndexUnusable when there
    is no index to write to.
    """
    count = 0
    with builds().writing(WAIT_FOR_WRITER_SECONDS):
        while step := _drain_some():
            count += step
    return count


def _drain_some() -> int:
    db.session.rollback()  # see what was committed until now
    queued = outbox.read_queued()
    if not queued:
        return 0
    product_ids = sorted(set(queued.values()))
    documents = sources.documents_of(product_ids)
    gone = set(product_ids) - {document.id for document in documents}
    index.apply(engine(), documents, gone)
    # A crash here repeats the batch, which changes nothing; the other way round loses it.
    with transaction():
        outbox.forget(queued)
    return len(product_ids)


def rebuild(progress: Progress | None = None) -> int:
    """Build the index anew from the database and switch to it; returns how many it holds.

    Until the switch the former index answers. What changes meanwhile waits in the outbox.
    """
    with builds().writing(WAIT_FOR_WRITER_SECONDS):
        db.session.rollback()
        total = sources.count_on_sale()
        known = outbox.read_queued(limit=1_000_000)
        count = index.rebuild(
            builds(), sources.all_documents(), lambda done: progress and progress(done, total)
        )
        with transaction():
            outbox.forget(known)
        while _drain_some():
            pass
    return count


def rebuild_if_stale() -> bool:
    """Rebuild an index that is missing, unreadable or of a former day; says whether it did.

    Certificates and placements begin and lapse by date, without anybody changing a row.
    """
    try:
        if clock.seoul(builds().current().built_at).date() == clock.today():
            return False
    except IndexUnusable:
        pass
    try:
        rebuild()
    except WriterAtWork:
        return False
    return True
