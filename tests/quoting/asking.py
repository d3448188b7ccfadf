"""A request and its answer, for tests; inside an open transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marketplace.catalog.models import Product, ProductKind
from marketplace.core import clock
from marketplace.core.money import VatClass
from marketplace.core.types import public_token
from marketplace.quoting.answering import LineSaid, QuoteSaid, write_quote
from marketplace.quoting.asking import Asker, Need, ask
from marketplace.quoting.models import Quote, QuoteRequest
from tests.support import factories

ASKER = Asker("김시민", "citizen@demo.example", "010-0000-0000")
NEED = Need("행사장 청소", "120㎡", "12월 18일 오전", "구청 강당", 400_000, "의자가 많아요.")
LINES = (
    LineSaid("청소", 2, 165_000, VatClass.TAXABLE),
    LineSaid("교육 자료", 10, 3_000, VatClass.EXEMPT),
)


def service(**values: Any) -> Product:
    return factories.product(
        stock=None, **{"price_won": None, "kind": ProductKind.SERVICE, **values}
    )


def request_of(*products: Product, asker: Asker = ASKER, token: str = "") -> QuoteRequest:
    ids = [each.id for each in products] or [service().id]
    return ask(ids, asker, NEED, token or public_token(32))


def said(days: int = 10, lines: tuple[LineSaid, ...] = LINES) -> QuoteSaid:
    return QuoteSaid(lines, clock.today() + timedelta(days=days), "사다리 포함")


def quoted(request: QuoteRequest, number: int = 0, **values: Any) -> Quote:
    return write_quote(request.inquiries[number].id, said(**values), None)
