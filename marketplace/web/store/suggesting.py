"""Words offered while somebody types."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from marketplace.core.permissions import Permission
from marketplace.search.queries import suggest
from marketplace.web.access import access
from marketplace.web.extensions import limiter
from marketplace.web.store.asking import clean_text
from marketplace.web.store.blueprint import store

SUGGEST_LIMIT = "300 per minute"


@store.get("/search/suggestions")
@access(Permission.SHOP_BROWSE, cache_seconds=60)
@limiter.limit(SUGGEST_LIMIT)
def suggestions() -> ResponseReturnValue:
    """The options of the search box, as items of its list."""
    typed = clean_text(request.args.get("q", ""))
    offers = suggest(typed) if typed else []
    return render_template("store/listing/suggestions.html", offers=offers)
