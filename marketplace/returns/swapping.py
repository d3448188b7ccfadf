"""Exchanging for another option of the same product: which ones, and why not the others.

Only for an option at the same price. A difference would have to be paid or given back for a
sale that is not finished, beside a delivery fee of its own; returning and ordering anew says
the same in two plain steps, and the page says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.catalog.models import ProductOption, Stock
from marketplace.catalog.sessions.models import ExperienceSession
from marketplace.core.database import db
from marketplace.core.text import T
from marketplace.orders.models import OrderLine
from marketplace.returns.errors import ReturnRefused
from marketplace.returns.models import ReturnLine, ReturnRequest, ReturnStatus


@dataclass(frozen=True, slots=True)
class Swap:
    """Another option of a line's product; `left` is None where units are not counted."""

    option_id: int
    name: str
    is_same_price: bool
    left: int | None

    def has(self, units: int) -> bool:
        """Whether so many are on the shelf now."""
        return self.left is None or self.left >= units


def swaps_of(lines: Sequence[OrderLine]) -> dict[int, list[Swap]]:
    """Other options by line id, in the order of the shop; none for agreed prices and dates."""
    wanted = [line for line in lines if not line.agreed_line]
    query = (
        select(ProductOption, Stock.available)
        .outerjoin(Stock, Stock.option_id == ProductOption.id)
        .where(
            ProductOption.product_id.in_({line.product_id for line in wanted}),
            ProductOption.id.not_in(select(ExperienceSession.option_id)),
        )
        .order_by(ProductOption.position, ProductOption.id)
    )
    rows = db.session.execute(query).all() if wanted else []
    deltas = {option.id: option.price_delta_won for option, _ in rows}
    return {
        line.id: [
            Swap(
                option.id,
                option.name,
                option.price_delta_won == deltas.get(line.option_id),
                available,
            )
            for option, available in rows
            if option.product_id == line.product_id
            and option.id != line.option_id
            and option.is_active
        ]
        for line in wanted
    }


def chosen_swaps(
    lines: Sequence[OrderLine], units: Mapping[int, int], wanted: Mapping[int, int]
) -> dict[int, Swap]:
    """The options wanted for these units (by line id), without those that stay the same.

    Raises ReturnRefused on `units` for one of another product, at another price, or short.
    """
    asked = {key: option for key, option in wanted.items() if key in units and option}
    offered = swaps_of([line for line in lines if line.id in asked])
    chosen: dict[int, Swap] = {}
    for line in lines:
        if asked.get(line.id, line.option_id) == line.option_id:
            continue
        found = [each for each in offered.get(line.id, ()) if each.option_id == asked[line.id]]
        chosen[line.id] = _checked(line, found[0] if found else None, units[line.id])
    return chosen


def _checked(line: OrderLine, swap: Swap | None, units: int) -> Swap:
    if swap is None:
        raise _refused(T("'%(name)s': 바꿔 받을 선택을 다시 골라 주세요.", name=line.product_name))
    label = f"{line.product_name} ({swap.name})"
    if not swap.is_same_price:
        raise _refused(
            T(
                "'%(name)s': 값이 달라 교환할 수 없어요. 반품하고 다시 주문해 주세요.",
                name=label,
            )
        )
    if not swap.has(units):
        raise _refused(T("'%(name)s': 지금 %(n)d개 남아 있어요.", name=label, n=swap.left or 0))
    return swap


def _refused(said: T) -> ReturnRefused:
    return ReturnRefused(said, {"units": [said]})


def options_to_send(request: ReturnRequest) -> dict[int, int]:
    """Units by the option that is sent as the new one."""
    totals: dict[int, int] = {}
    for each in request.lines:
        option_id = each.wanted_option_id or each.line.option_id
        totals[option_id] = totals.get(option_id, 0) + each.quantity
    return totals


def options_that_came(request: ReturnRequest) -> dict[int, int]:
    """Units by the option that lies in the box: what an exchange before had sent, if one had."""
    sent = _sent_before([each.line_id for each in request.lines])
    totals: dict[int, int] = {}
    for each in request.lines:
        option_id = sent.get(each.line_id, each.line.option_id)
        totals[option_id] = totals.get(option_id, 0) + each.quantity
    return totals


def _sent_before(line_ids: Collection[int]) -> dict[int, int]:
    query = (
        select(ReturnLine.line_id, ReturnLine.wanted_option_id)
        .join(ReturnRequest, ReturnRequest.id == ReturnLine.request_id)
        .where(
            ReturnLine.line_id.in_(line_ids),
            ReturnLine.wanted_option_id.is_not(None),
            ReturnRequest.status == ReturnStatus.DONE,
        )
        .order_by(ReturnRequest.id)  # the last one stays
    )
    sent: dict[int, int] = {}
    for line_id, option_id in db.session.execute(query):
        if option_id is not None:
            sent[line_id] = option_id
    return sent
