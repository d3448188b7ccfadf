"""Pages of words: how to use the shop, terms, privacy, accessibility."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.core.permissions import Permission
from marketplace.web.access import access
from marketplace.web.store.blueprint import store
from marketplace.web.store.shared import Head, Page, show


def _words(name: str, title: str) -> ResponseReturnValue:
    crumbs = ((str(_("처음")), "/"), (title, None))
    head = Head(title=title, canonical=f"/{name}", crumbs=crumbs)
    return show(lambda: Page(head, f"store/words/{name}.html"))


@store.get("/guide")
@access(Permission.SHOP_BROWSE, cache_seconds=60)
def guide() -> ResponseReturnValue:
    """How to buy, what delivery costs, how to give back."""
    return _words("guide", _("이용 안내"))


@store.get("/terms")
@access(Permission.SHOP_BROWSE, cache_seconds=60)
def terms() -> ResponseReturnValue:
    """The terms of use."""
    return _words("terms", _("이용약관"))


@store.get("/privacy")
@access(Permission.SHOP_BROWSE, cache_seconds=60)
def privacy() -> ResponseReturnValue:
    """What is kept of people, why and how long."""
    return _words("privacy", _("개인정보 처리방침"))


@store.get("/accessibility")
@access(Permission.SHOP_BROWSE, cache_seconds=60)
def accessibility() -> ResponseReturnValue:
    """What everybody can rely on, and where to say that something is in the way."""
    return _words("accessibility", _("접근성 안내"))
