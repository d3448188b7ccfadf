"""What every page in the shop's layout shows around itself."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.local import LocalProxy

from marketplace import config
from marketplace.web.directory import directory
from marketplace.web.store.visitor import cart_count


def category_menu() -> list[dict[str, Any]]:
    """The categories of the first level; an error page must stand without them."""
    try:
        tops = directory().tops()
    except SQLAlchemyError:
        current_app.logger.warning("the menu could not be read")
        return []
    here = g.get("store_section", "")
    return [
        {"name": top.name, "href": f"/categories/{top.code}", "current": top.code == here}
        for top in tops
    ]


def around() -> dict[str, Any]:
    """For templates: the menu and the count are worked out only where they are printed."""
    return {
        "store_categories": LocalProxy(category_menu),
        "cart_count": cart_count,
        "search_action": "/search",
        "public_url": config.current().public_url,
        "search_text": request.args.get("q", "")[:100] if request else "",
    }
