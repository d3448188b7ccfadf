"""Finding products, with the database as a stand-in where the index cannot be read."""

from __future__ import annotations

import time
from contextlib import suppress

from flask import current_app

from marketplace.core.jobs import enqueue
from marketplace.search.engine import Engine
from marketplace.search.errors import IndexUnusable
from marketplace.search.plain_listing import list_plainly
from marketplace.search.request import SearchRequest, SearchResult

REBUILD = "search.rebuild"
ASK_AGAIN_SECONDS = 60.0


def engine() -> Engine:
    """The running application's engine; it keeps the newest generation in memory."""
    extensions = current_app.extensions
    if "search_engine" not in extensions:
        extensions["search_engine"] = Engine(extensions["settings"].index_dir)
    found: Engine = extensions["search_engine"]
    return found


def find_products(request: SearchRequest) -> SearchResult:
    """One page of products; without a usable index a plain listing, and a rebuild is asked for.

    Raises Invalid for a cursor that does not belong to the question.
    """
    try:
        return engine().search(request)
    except IndexUnusable:
        current_app.logger.warning("search index unusable, listing from the database")
        _ask_for_rebuild()
        return list_plainly(request)


def suggest(typed: str, limit: int = 8) -> list[str]:
    """What to offer for the beginning of a word; nothing without a usable index."""
    with suppress(IndexUnusable):
        return engine().suggest(typed, limit)
    return []


def _ask_for_rebuild() -> None:
    """Once a minute and process; a rebuild that is under way turns the rest away."""
    asked = current_app.extensions.get("search_rebuild_asked", -ASK_AGAIN_SECONDS)
    if time.monotonic() - asked >= ASK_AGAIN_SECONDS:
        current_app.extensions["search_rebuild_asked"] = time.monotonic()
        enqueue(REBUILD)
