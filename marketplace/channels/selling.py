"""A day's sales in an outlet, as its host reports them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from marketplace.audit import service as audit
from marketplace.channels.errors import DayAlreadyReported, OutletClosed
from marketplace.channels.models import Outlet, OutletMoveKind, OutletSale, Placement
from marketplace.channels.placing import change_shelf, get_placement, is_open_on
from marketplace.core import clock
from marketplace.core.database import db
from marketplace.core.errors import Invalid
from marketplace.core.money import share
from marketplace.core.text import T


def record_day(outlet: Outlet, day: date, sold: Mapping[int, int]) -> list[OutletSale]:
    """Write down what each placement sold on one day: shelf and channel sales change together.

    `sold` maps placement id to units; zero is left out. Raises Invalid for a day to come or
    nothing sold, OutletClosed, DayAlreadyReported, ShelfTooEmpty, OutletNotFound for a
    placement of another outlet; then nothing of the day is kept.
    """
    if day > clock.today():
        said = T("아직 오지 않은 날의 판매는 기록할 수 없습니다.")
        raise Invalid(said, {"sold_on": [said]})
    if not is_open_on(outlet, day):
        raise OutletClosed
    units = {placement_id: count for placement_id, count in sorted(sold.items()) if count}
    if not units:
        said = T("판매 수량을 하나 이상 입력해 주세요.")
        raise Invalid(said, {"sold": [said]})
    return [
        _record_one(get_placement(outlet.id, placement_id), day, count)
        for placement_id, count in units.items()
    ]


def _record_one(placement: Placement, day: date, quantity: int) -> OutletSale:
    name = placement.option.product.name
    if quantity < 0:
        said = T("'%(name)s'의 수량은 0 이상이어야 합니다.", name=name)
        raise Invalid(said, {"sold": [said]})
    told = select(OutletSale.id).filter_by(placement_id=placement.id, sold_on=day)
    if db.session.scalar(told) is not None:
        raise DayAlreadyReported(name)
    gross_won = (placement.option.price_won or 0) * quantity
    sale = OutletSale(
        placement_id=placement.id,
        sold_on=day,
        quantity=quantity,
        gross_won=gross_won,
        commission_won=share(gross_won, placement.commission_basis_points),
        recorded_by=audit.current_actor().account_id,
    )
    db.session.add(sale)
    change_shelf(placement.id, -quantity, OutletMoveKind.SOLD, f"{day:%Y-%m-%d}")
    db.session.flush()
    audit.record("outlet_sale:recorded", sale, quantity=quantity, gross_won=gross_won)
    return sale
