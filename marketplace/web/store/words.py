"""Pages of words: how to use the shop, terms, privacy, accessibility."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.accounts.consents import TEXT_VERSION
from marketplace.core import clock
from marketplace.core.permissions import Permission
from marketplace.orders.arrivals import silence_days
from marketplace.web.access import access
from marketplace.web.store.blueprint import store
from marketplace.web.store.heads import head_under_home
from marketplace.web.store.shared import Page, show


def _words(name: str, title: str, lead: str) -> ResponseReturnValue:
    head = head_under_home(title, lead, f"/{name}")
    told = {"version": TEXT_VERSION, "silence_days": silence_days(clock.today())}
    return show(lambda: Page(head, f"store/words/{name}.html", told))


@store.get("/guide")
@access(Permission.SHOP_BROWSE, cache_seconds=60)
def guide() -> ResponseReturnValue:
    """How to buy, what delivery costs, how to give back."""
    lead = _("주문, 배송비, 취소와 환불, 견적까지 이음장터를 쓰는 법이에요.")
    return _words("guide", _("이용 안내"), lead)


@store.get("/terms")
@access(Permission.SHOP_BROWSE, cache_seconds=60)
def terms() -> ResponseReturnValue:
    """The terms of use."""
    lead = _("이음장터와 판매 기업, 사는 분 사이의 약속이에요.")
    return _words("terms", _("이용약관"), lead)


@store.get("/privacy")
@access(Permission.SHOP_BROWSE, cache_seconds=60)
def privacy() -> ResponseReturnValue:
    """What is kept of people, why and how long."""
    lead = _("무엇을 왜 모으고 얼마 동안 보관하는지 밝혀요.")
    return _words("privacy", _("개인정보 처리방침"), lead)


@store.get("/accessibility")
@access(Permission.SHOP_BROWSE, cache_seconds=60)
def accessibility() -> ResponseReturnValue:
    """What everybody can rely on, and where to say that something is in the way."""
    lead = _("누구나 쓸 수 있게 지키는 것과 불편을 알리는 곳이에요.")
    return _words("accessibility", _("접근성 안내"), lead)
