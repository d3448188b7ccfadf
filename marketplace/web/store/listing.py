"""Listings: everything, one category, and what answers a question."""

from __future__ import annotations

from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.catalog.queries import CategoryNotFound
from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.cards import product_cards
from marketplace.web.directory import directory
from marketplace.web.extensions import SEARCH_LIMIT, limiter
from marketplace.web.store import facets, seo
from marketplace.web.store.asking import Asked, clean_text, read_asked
from marketplace.web.store.blueprint import store
from marketplace.web.store.finding import Found, find
from marketplace.web.store.shared import Head, Page, show


@store.get("/products")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def products() -> ResponseReturnValue:
    """Everything there is; with words it is a search."""
    if request.args.get("q", "").strip():
        return redirect(f"/search?{request.query_string.decode('ascii', 'replace')}", 301)
    return _show(read_asked(request.args, "/products"), str(_("모든 상품")))


@store.get("/categories/<code>")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
def category(code: str) -> ResponseReturnValue:
    """One category with all that lies under it."""
    named = directory().categories.get(code)
    if named is None:
        raise CategoryNotFound
    return _show(read_asked(request.args, f"/categories/{code}", code), named.name)


@store.get("/search")
@access(Permission.SHOP_BROWSE, cache_seconds=10)
@limiter.limit(SEARCH_LIMIT)
def search() -> ResponseReturnValue:
    """What answers the words of the search box."""
    text = clean_text(request.args.get("q", ""))
    title = str(_("‘%(text)s’ 검색 결과", text=text)) if text else str(_("모든 상품"))
    return _show(read_asked(request.args, "/search"), title)


def _show(asked: Asked, title: str) -> ResponseReturnValue:
    page = show(lambda: _page(asked, title))
    if request.headers.get("HX-Target") == "results":
        # The address a ticked box leads to, without the empty fields of its form.
        return page, 200, {"HX-Push-Url": asked.address()}
    return page


def _page(asked: Asked, title: str) -> Page:
    found = find(asked)
    return Page(_head(found, title), "store/listing/index.html", _context(found, title))


def _head(found: Found, title: str) -> Head:
    asked = found.asked
    names = directory()
    is_plain = not asked.is_narrowed and not asked.text
    crumbs = _crumbs(asked, title)
    return Head(
        title=title,
        description=str(
            _(
                "%(title)s %(count)s개. 사회적경제기업이 만든 물건과 서비스를 한곳에서 만나요.",
                title=title,
                count=f"{found.result.total:,}",
            )
        ),
        canonical=asked.cleared().address(asked.cursor) if is_plain else "",
        crumbs=crumbs,
        section=names.top_of(asked.category) if asked.category_in_path else "",
        structured=(seo.breadcrumbs(crumbs),) if is_plain else (),
        is_indexed=is_plain,
    )


def _crumbs(asked: Asked, title: str) -> tuple[tuple[str, str | None], ...]:
    names = directory()
    home = (str(_("처음")), "/")
    named = names.categories.get(asked.category) if asked.category_in_path else None
    if named is None:
        return (home, (title, None))
    parent = names.categories.get(named.parent)
    above = ((parent.name, f"/categories/{parent.code}"),) if parent else ()
    return (home, *above, (title, None))


def _context(found: Found, title: str) -> dict[str, Any]:
    asked, result = found.asked, found.result
    return {
        "asked": asked,
        "title": title,
        "cards": product_cards(found.rows),
        "total": result.total,
        "groups": facets.groups(found),
        "chips": facets.chips(asked),
        "clear_href": asked.cleared().address(),
        "sorts": facets.sort_links(asked),
        "categories": facets.category_links(found),
        "next_href": asked.address(result.next_cursor) if result.next_cursor else "",
        "first_href": asked.address() if asked.cursor else "",
        "corrected": result.corrected,
        "loosened": result.loosened,
        "price_hint": str(_("가격은 숫자로 적어 주세요.")) if asked.bad_price else "",
    }
