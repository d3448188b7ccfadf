"""Warehouse stock by hand: goods that came in, units that were counted, or not counted at all.

Every change is a difference, never a new total: between reading and saving an order may have
taken units, and a total would give them back.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update

from marketplace.audit import service as audit
from marketplace.catalog.errors import ListingRefused, StockTooLow
from marketplace.catalog.models import ProductOption, Stock, StockMove, StockMoveKind
from marketplace.core.database import db
from marketplace.core.events import News, announce
from marketplace.core.text import T

MOST_UNITS = 1_000_000


def change_stock(option_id: int, difference: int, reason: str) -> int:
    """Add or take units by hand; returns what is left.

    More is goods received, less an adjustment. Raises StockTooLow, leaving all as it was.
    """
    option = db.session.get_one(ProductOption, option_id)
    if difference == 0:
        return option.stock.available if option.stock else 0
    if abs(difference) > MOST_UNITS:
        raise ListingRefused("stock", T("한 번에 바꿀 수 있는 수량은 100만 개까지입니다."))
    left = _move(option_id, difference)
    if left is None:
        raise StockTooLow(option.name, _available(option_id))
    kind = StockMoveKind.RECEIVED if difference > 0 else StockMoveKind.ADJUSTED
    _write(option, kind, difference, reason)
    audit.record("stock:changed", option, difference=difference, reason=reason, left=left)
    return left


def start_counting(option_id: int, quantity: int, reason: str) -> None:
    """Count an option from now on, beginning with `quantity` units; counted already: adds them."""
    if not 0 <= quantity <= MOST_UNITS:
        raise ListingRefused("stock", T("재고는 0개에서 100만 개 사이로 적어 주세요."))
    option = db.session.get_one(ProductOption, option_id)
    if option.stock is None:
        db.session.add(Stock(option_id=option_id, available=0))
        db.session.flush()
        audit.record("stock:counted", option)
        announce(News.PRODUCT_CHANGED, option.product_id)
    if quantity:
        change_stock(option_id, quantity, reason)
    db.session.expire(option, ["stock"])


def stop_counting(option_id: int, reason: str) -> None:
    """Sell an option without counting (services, made to order); the ledger ends at zero."""
    option = db.session.get_one(ProductOption, option_id)
    left = db.session.scalar(
        select(Stock.available).where(Stock.option_id == option_id).with_for_update()
    )
    if left is None:
        return
    if left:
        _write(option, StockMoveKind.ADJUSTED, -left, reason)
    db.session.execute(delete(Stock).where(Stock.option_id == option_id))
    audit.record("stock:not_counted", option, left=left, reason=reason)
    announce(News.PRODUCT_CHANGED, option.product_id)
    db.session.expire(option, ["stock"])


def _move(option_id: int, difference: int) -> int | None:
    return db.session.scalar(
        update(Stock)
        .where(Stock.option_id == option_id, Stock.available + difference >= 0)
        .values(available=Stock.available + difference)
        .returning(Stock.available),
        execution_options={"synchronize_session": False},
    )


def _available(option_id: int) -> int:
    return db.session.scalar(select(Stock.available).where(Stock.option_id == option_id)) or 0


def _write(option: ProductOption, kind: StockMoveKind, quantity: int, reason: str) -> None:
    db.session.add(
        StockMove(option_id=option.id, kind=kind, quantity=quantity, reference=reason[:60])
    )
    db.session.flush()
    db.session.expire(option, ["stock"])
    announce(News.PRODUCT_CHANGED, option.product_id)
