"""What search may say when it cannot answer."""

from __future__ import annotations

from marketplace.core.errors import Busy, MarketplaceError


class IndexUnusable(MarketplaceError):
    """No index, a damaged one or one of an older format; the shop goes on from the database."""

    code = "index_unusable"


class WriterAtWork(Busy):
    """Another process is writing the index; what is queued will be read by it or later."""

    code = "index_writer_at_work"
